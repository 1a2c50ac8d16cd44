"""Any bytes are read as something, and a damaged answer is never read as another answer."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sparing import slow_but, some_of

from pairing.inbox.mail import MailKind, ReadMail
from pairing.inbox.read import MOST_BYTES, read_mail

MAILS = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "mails").glob("*.eml"))]
PIECES = [
    b"BEGIN:VCALENDAR\n",
    b"END:VEVENT\n",
    b"\n\n--x\n",
    b"Content-Type: multipart/mixed; boundary=\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"=?utf-8?b?////?=",
    b"\x00\xff\xfe",
    b"ATTENDEE;PARTSTAT=:mailto:\n",
    b"DTSTART;TZID=Europe:99999999T999999\n",
    b"Date: Tue, 99 Foo 99999 99:99:99 +9999\n",
    b"\r",
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A mail of the collection with pieces cut out, doubled, swapped or replaced."""
    mail = draw(st.sampled_from(MAILS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(mail)))
        end = min(len(mail), start + draw(st.integers(0, 200)))
        piece = draw(st.sampled_from([b"", *PIECES, mail[start:end] * 2]) | st.binary(max_size=20))
        mail = mail[:start] + piece + mail[end:]
    return mail


def is_whole(read: ReadMail) -> None:
    assert read.kind in MailKind
    assert set(read.explained()) == {"kind", "uid", "attendee", "partstat", "sequence", "token"}
    assert read.written_at is None or read.written_at.tzinfo is not None
    assert read.proposed is None or read.proposed.tzinfo is not None


@given(st.binary(max_size=500) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=9)).map(b"".join))
@settings(max_examples=some_of(150))
def test_any_bytes_are_read(raw):
    is_whole(read_mail(raw))


@pytest.mark.slow
@given(damaged())
@settings(max_examples=400)
def test_damaged_mails_are_read(raw):
    is_whole(read_mail(raw))


@pytest.mark.parametrize("cut", slow_but(range(0, 2400, 7), *range(0, 2400, 35)))
def test_a_mail_cut_off_anywhere_is_never_another_answer(cut):
    """What is left of "declined" may not become "accepted", nor one invitation another."""
    raw = (Path(__file__).parents[2] / "mails" / "apple-attachment-without-method.eml").read_bytes()
    read = read_mail(raw[:cut])
    assert read.partstat in {None, "DECLINED"}
    assert read.uid in {None, "0123456789abcdef0123456789abcdef@riverside.example"}


def test_deep_nesting_and_great_size_end_in_quarantine():
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1100))
    assert read_mail(nested).kind is MailKind.UNREADABLE
    assert read_mail(b"From: a@b.example\n\n" + b"x" * MOST_BYTES).kind is MailKind.UNREADABLE


def test_long_lines_and_many_events_take_no_time():
    head = b"From: a@b.example\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n"
    event = b"BEGIN:VEVENT\nUID:a\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nEND:VEVENT\n"
    assert read_mail(head + event * 2000 + b"X" * 2_000_000 + b"\r" * 200_000).partstat == "ACCEPTED"
