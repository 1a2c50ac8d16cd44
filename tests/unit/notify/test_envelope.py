from __future__ import annotations

import base64
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pairing.errors import InputError
from pairing.notify import rehearsal
from pairing.notify.envelope import compose, mailbox_header, text_header
from pairing.notify.meeting_letters import Invitation
from pairing.notify.messages import Guest, Mailbox, Wording

SECRET = b"secret"


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not any(part.defects for part in message.walk())
    return message


def tree(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_structure(invitation: Invitation) -> None:
    message = parsed(compose(invitation, SECRET).raw)
    assert tree(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar, attached = (
        part for part in message.walk() if part.get_content_type() in {"text/calendar", "application/ics"}
    )
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True)
    assert calendar.get_content_disposition() is None
    assert (attached.get_content_disposition(), attached.get_filename()) == ("attachment", "invite.ics")
    assert calendar["Content-Transfer-Encoding"] == "base64"


def test_the_calendar_agrees_with_the_headers(invitation: Invitation) -> None:
    raw = compose(invitation, SECRET).raw
    assert b"\r\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST\r\n" in raw
    message = parsed(raw)
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == part.get_param("method")
    assert event["ORGANIZER"] == f"mailto:{message['From'].addresses[0].addr_spec}" == "mailto:coffee@riverside.example"
    assert event["ATTENDEE"] == f"mailto:{message['To'].addresses[0].addr_spec}"
    assert event["DTSTAMP"].dt == parsedate_to_datetime(message["Date"])


def test_headers(invitation: Invitation) -> None:
    composed = compose(invitation, SECRET)
    message = parsed(composed.raw)
    assert message["Message-ID"] == composed.message_id
    assert re.fullmatch(r"<[0-9a-f]{32}@riverside\.example>", composed.message_id)
    assert message["Subject"] == "Coffee with Priya Shah, Wednesday 8 July, 12:30pm"
    assert message["Reply-To"] == "Ruth Adeyemi <ruth@riverside.example>"
    assert message["List-Unsubscribe"] == "<mailto:ruth@riverside.example?subject=Pause%20coffee>"
    assert "List-Unsubscribe-Post" not in message
    assert "Auto-Submitted" not in message
    assert composed.recipient == "Sam.OBrien@mill-lane.example"


def test_one_click_needs_a_page_over_https(invitation: Invitation) -> None:
    page = "https://pairs.riverside.example/pause/" + "f" * 90
    message = parsed(compose(replace(invitation, pause_url=page), SECRET).raw)
    assert message["List-Unsubscribe"].startswith(f"<{page}>,")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain = parsed(compose(replace(invitation, pause_url="http://pairs.riverside.example/x"), SECRET).raw)
    assert "List-Unsubscribe-Post" not in plain
    assert "http" not in plain["List-Unsubscribe"]


def test_the_calendar_is_in_base64_as_the_library_writes_it(invitation: Invitation) -> None:
    raw = compose(invitation, SECRET).raw
    [part] = [part for part in parsed(raw).walk() if part.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert raw.count(base64.encodebytes(content).replace(b"\n", b"\r\n")) == 2


def test_the_same_letter_gives_the_same_bytes_and_another_secret_others(invitation: Invitation) -> None:
    one = compose(invitation, SECRET)
    assert one == compose(invitation, SECRET)
    assert one.message_id != compose(invitation, b"other").message_id
    assert one.message_id != compose(replace(invitation, key="coffee-2026-07/p1/invitation/1"), SECRET).message_id


def test_bytes_travel_everywhere(invitation: Invitation) -> None:
    awkward = replace(invitation, wording=Wording("Ω", "é" * 200, note="ł" * 400), where="中" * 60)
    raw = compose(awkward, SECRET).raw
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    body = raw.partition(b"\r\n\r\n")[2]
    assert max(len(line) for line in body.split(b"\r\n")) <= 78


def test_without_a_time_there_is_no_calendar_part(invitation: Invitation) -> None:
    message = parsed(compose(replace(invitation, starts=None, ends=None), SECRET).raw)
    assert tree(message) == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b.example\r\nBcc: x@y.example",
        "a b@c.example",
        "<a@b.example>",
        "zoë@b.example",
        "a@b.example,c@d.example",
        "a@@b",
    ],
)
def test_what_is_no_address_is_refused(address: str, invitation: Invitation) -> None:
    with pytest.raises(InputError):
        compose(replace(invitation, to=Mailbox("x", address)), SECRET)


@given(st.text(max_size=150))
def test_a_name_in_a_header_stays_one_name(name: str) -> None:
    value = mailbox_header(Mailbox(name, "a@b.example"))
    assert not re.search(r"\r\n(?![ \t])", value)
    raw = f"To: {value}\r\n\r\n".encode("ascii")
    found = message_from_bytes(raw, policy=policy.default)["To"].addresses
    assert [address.addr_spec for address in found] == ["a@b.example"]
    assert [address for _, address in getaddresses([message_from_bytes(raw)["To"]])] == ["a@b.example"]


def test_a_name_that_looks_encoded_stays_as_it_is() -> None:
    value = mailbox_header(Mailbox("=?utf-8?q?Boss?=", "a@b.example"))
    assert "=?utf-8?q?Boss?=" not in value
    message = message_from_bytes(f"To: {value}\r\n\r\n".encode("ascii"), policy=policy.default)
    assert message["To"].addresses[0].display_name == "=?utf-8?q?Boss?="


@given(st.text(max_size=150))
def test_a_subject_stays_one_header(text: str) -> None:
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    value = text_header(line, name="Subject")
    message = message_from_bytes(f"Subject: {value}\r\n\r\n".encode("ascii"), policy=policy.default)
    assert message.keys() == ["Subject"]
    assert re.sub(r"\s+", " ", str(message["Subject"])).strip() == line


def test_words_that_look_encoded_stay_as_they_are() -> None:
    value = text_header("=?utf-8?q?Yes?= and more", name="Subject")
    message = message_from_bytes(f"Subject: {value}\r\n\r\n".encode("ascii"), policy=policy.default)
    assert message["Subject"] == "=?utf-8?q?Yes?= and more"


INJECTION = "Sam\r\nBcc: all@everywhere.example\r\n\r\n<script>x</script>\x00\x1b[2J\u202egnp"


def test_nothing_is_injected_anywhere(invitation: Invitation) -> None:
    message = parsed(
        compose(
            replace(
                invitation,
                to=Mailbox(INJECTION, "sam@mill-lane.example"),
                sender=Mailbox(INJECTION, "coffee@riverside.example"),
                network=INJECTION,
                period_name=INJECTION,
                where=INJECTION,
                lead=INJECTION,
                prompts=(INJECTION,),
                why=(INJECTION,),
                host=INJECTION,
                wording=Wording(INJECTION, INJECTION, (INJECTION,), INJECTION),
                guests=(Guest(INJECTION, INJECTION, INJECTION, "priya@high-street.example"),),
            ),
            SECRET,
        ).raw
    )
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == 1
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        assert not {b"\x00", b"\x1b", "\u202e".encode()} & {
            content[i : i + n] for n in (1, 3) for i in range(len(content))
        }
        if part.get_content_type() == "text/html":
            assert b"<script" not in content
        if part.get_content_type() == "text/calendar":
            assert b"\nBcc" not in content


def test_a_rehearsal_cannot_answer_for_anybody(invitation: Invitation) -> None:
    composed = compose(invitation, SECRET)
    raw = rehearsal.test_to(composed.raw, "lead@riverside.example")
    message = parsed(raw)
    assert message["To"] == "lead@riverside.example"
    assert message["Subject"] == "[Test] Coffee with Priya Shah, Wednesday 8 July, 12:30pm"
    assert message["Message-ID"] != composed.message_id
    assert message["List-Unsubscribe"] is None
    everything = b"".join(part.get_payload(decode=True) or b"" for part in message.walk())  # type: ignore[misc]
    assert invitation.uid.partition("@")[0].encode() not in everything
    assert invitation.to.address.encode() not in everything
    assert tree(message) == tree(parsed(composed.raw))
    [event] = Calendar.from_ical(
        next(part for part in message.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)
    ).walk("VEVENT")
    assert event["ATTENDEE"] == "mailto:lead@riverside.example"
    assert event["UID"] != invitation.uid
    assert b"\n" not in raw.replace(b"\r\n", b"")
    with pytest.raises(InputError):
        rehearsal.test_to(composed.raw, "nobody\r\nBcc: a@b.example")
