"""
Answers through a real Dovecot: the port's contract beside files and Maildir, and the whole way from a
calendar reply to what the next round knows.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from dovecot_server import PASSWORD, Dovecot, program, running_server

from pairing.clock import FakeClock
from pairing.config.model import Inbox
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file
from pairing.errors import InputError, MailServerUnreachable
from pairing.inbox.sources.files import Files
from pairing.inbox.sources.imap import Imap
from pairing.inbox.sources.mailbox import Mailbox
from pairing.inbox.sources.maildir import Maildir
from pairing.inbox.sources.open import open_mailbox

CLOCK = FakeClock(datetime(2026, 12, 2, 9, tzinfo=UTC))
MAILS = [
    b"From: a@b.example\r\nSubject: one\r\n\r\nYes\r\n",
    b"From: a@b.example\r\nSubject: two\r\n\r\n\xff\xfe latin\r\n",
    b"Subject: three\r\n\r\n.\r\n..\r\n",
]


@pytest.fixture(scope="module")
def dovecot(certificates: Any) -> Iterator[Dovecot]:
    if program() is None:
        pytest.skip("Dovecot can only be started by root")
    with running_server(certificates.certificate, certificates.key, certificates.authority) as server:
        yield server


def settings(server: Dovecot, account: str, **changed: Any) -> Inbox:
    values = {"kind": "imap", "host": "localhost", "port": server.tls_port, "username": account, "password": PASSWORD}
    return Inbox(**(values | changed))


# --- one contract, four mailboxes


@dataclass
class Place:
    """Opens the same mailbox again and again."""

    open: Callable[[], Mailbox]
    forgets: bool = False  # files stay, and are offered again by the next object


@pytest.fixture(
    params=[
        "files",
        "maildir",
        pytest.param("seen", marks=pytest.mark.dovecot),
        pytest.param("moved", marks=(pytest.mark.dovecot, pytest.mark.slow)),
    ]
)
def place(request, tmp_path) -> Place:
    kind = request.param
    if kind == "files":
        paths = [tmp_path / f"{number}.eml" for number in range(len(MAILS))]
        for path, mail in zip(paths, MAILS, strict=True):
            path.write_bytes(mail)
        return Place(lambda: Files(paths), forgets=True)
    if kind == "maildir":
        for name in ("new", "cur", "tmp"):
            (tmp_path / name).mkdir()
        (tmp_path / "new" / "1.host").write_bytes(MAILS[0])
        (tmp_path / "cur" / "2.host:2,F").write_bytes(MAILS[1])
        (tmp_path / "new" / "3.host").write_bytes(MAILS[2])
        (tmp_path / "cur" / "0.host:2,S").write_bytes(b"Subject: seen before\r\n\r\n")
        return Place(lambda: Maildir(tmp_path))
    server: Dovecot = request.getfixturevalue("dovecot")
    server.deliver(kind, *MAILS)
    chosen = settings(server, kind, move_to="Read by pairs" if kind == "moved" else "")
    return Place(lambda: Imap(chosen, ca_file=str(server.authority), clock=CLOCK))


def test_mails_are_offered_byte_for_byte_until_they_are_done(place):
    with place.open() as mailbox:
        offered = list(mailbox.messages())
        assert [raw for _, raw in offered] == MAILS
    with place.open() as mailbox:
        assert [raw for _, raw in mailbox.messages()] == MAILS, "reading changes nothing"
        mailbox.done(offered[1][0])
        mailbox.done(offered[1][0])
        left = [MAILS[0], MAILS[2]]
        assert [raw for _, raw in mailbox.messages()] == left
    with place.open() as mailbox:
        assert [raw for _, raw in mailbox.messages()] == (MAILS if place.forgets else left)


def test_a_mail_that_went_away_is_no_fault(tmp_path):
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(MAILS[0])
    with Maildir(tmp_path) as mailbox:
        (tmp_path / "new" / "1.host").unlink()
        mailbox.done("1.host")
        assert list(mailbox.messages()) == []


def test_a_maildir_keeps_its_other_flags(tmp_path):
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    (tmp_path / "cur" / "2.host:2,FR").write_bytes(MAILS[1])
    with Maildir(tmp_path) as mailbox:
        mailbox.done("2.host")
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["2.host:2,FRS"]


def test_places_that_are_none(tmp_path):
    with pytest.raises(InputError, match="no Maildir"), Maildir(tmp_path):
        pass
    with pytest.raises(InputError, match="cannot be read"), Files([tmp_path / "none.eml"]) as files:
        list(files.messages())
    assert open_mailbox(Inbox(), folder=tmp_path, clock=CLOCK) is None
    with pytest.raises(InputError, match="no folder"):
        open_mailbox(Inbox(kind="maildir"), folder=tmp_path, clock=CLOCK)


# --- what only a server can do


def test_a_server_that_is_not_there():
    unreachable = Imap(Inbox(kind="imap", host="localhost", port=1, username="a", password="b"), clock=CLOCK)
    with pytest.raises(MailServerUnreachable, match="localhost port 1"), unreachable:
        pass


def test_no_password_crosses_an_open_line():
    open_line = Imap(Inbox(kind="imap", host="mail.example", security="none", username="a", password="b"), clock=CLOCK)
    with pytest.raises(MailServerUnreachable, match="unprotected"), open_line:
        pass


@pytest.mark.dovecot
def test_starttls_a_wrong_password_a_strange_certificate_and_a_missing_folder(dovecot, certificates):
    authority = str(dovecot.authority)
    dovecot.deliver("starttls", MAILS[0])
    with Imap(
        settings(dovecot, "starttls", security="starttls", port=dovecot.port), ca_file=authority, clock=CLOCK
    ) as box:
        assert [raw for _, raw in box.messages()] == [MAILS[0]]
    refused = [
        (Imap(settings(dovecot, "a", password="wrong"), ca_file=authority, clock=CLOCK), "(?i)auth"),
        (Imap(settings(dovecot, "a"), ca_file=str(certificates.stranger), clock=CLOCK), "certificate"),
        (Imap(settings(dovecot, "a", folder="Nowhere"), ca_file=authority, clock=CLOCK), "Nowhere"),
    ]
    for mailbox, words in refused:
        with pytest.raises(MailServerUnreachable, match=words) as told, mailbox:
            pass
        assert PASSWORD not in str(told.value)
        assert "wrong" not in str(told.value)


@pytest.mark.slow
@pytest.mark.dovecot
@pytest.mark.parametrize("move_to", ["", "Read by pairs"])
def test_a_mail_that_a_person_opened_first(dovecot, move_to):
    """It is passed over, until it is marked as unread, or a folder of their own is named for mails taken in."""
    account = f"opened{len(move_to)}"
    dovecot.deliver(account, *MAILS[:2])
    with dovecot.session(account) as imap:
        imap.select("INBOX")
        imap.store("1", "+FLAGS", "\\Seen")
    inbox = Imap(settings(dovecot, account, move_to=move_to), ca_file=str(dovecot.authority), clock=CLOCK)
    with inbox as box:
        assert [raw for _, raw in box.messages()] == (MAILS[:2] if move_to else MAILS[1:2])
    with dovecot.session(account) as imap:
        imap.select("INBOX")
        imap.store("1", "-FLAGS", "\\Seen")
    with inbox as box:
        for id, _ in list(box.messages()):
            box.done(id)
        assert list(box.messages()) == []
    with dovecot.session(account) as imap:
        assert imap.select("INBOX")[1] == [b"0" if move_to else b"2"]


# --- from a mail to what the next round knows


def reply_to(invitation: bytes, partstat: str) -> bytes:
    """A calendar's answer to one of our invitations, made from the invitation alone."""
    mail = message_from_bytes(invitation, policy=policy.default)
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    text = part.get_content().replace("\r\n ", "").replace("METHOD:REQUEST", "METHOD:REPLY")
    text = re.sub(r"PARTSTAT=NEEDS-ACTION", f"PARTSTAT={partstat}", text)
    text = re.sub(r"(?m)^ORGANIZER.*\r?\n", "", text)
    person = mail["To"].addresses[0]
    head = (
        f"From: {person.addr_spec}\r\nTo: {mail['From'].addresses[0].addr_spec}\r\nSubject: {partstat}\r\n"
        f"Message-ID: <{partstat}.{person.username}@{person.domain}>\r\nDate: Tue, 01 Dec 2026 15:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/calendar; charset=UTF-8; method=REPLY\r\n\r\n"
    )
    return (head + text).encode()


@pytest.mark.dovecot
@pytest.mark.slow
def test_a_calendar_reply_by_mail_is_known_to_the_next_round(dovecot, pairs, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRS__SECRET", "5e" * 32)
    monkeypatch.setenv("PAIRS__MAIL__INBOX__PASSWORD", PASSWORD)
    folder = tmp_path / "net"
    folder.mkdir()
    drawn = draw_network("small", 1)
    write_staff_file(drawn, folder / "staff.csv")
    write_config(drawn, folder / "pairs.toml", first_month=date(2026, 12, 1), months=13)
    shutil.copy(dovecot.authority, folder / "ca.pem")
    with (folder / "pairs.toml").open("a", encoding="utf-8") as config:
        config.write(
            f'\n[mail.inbox]\nkind = "imap"\nhost = "localhost"\nport = {dovecot.tls_port}\n'
            'username = "answers"\nca_file = "ca.pem"\n'
        )

    def run(*args: object, on: str = "2026-12-01") -> Any:
        ran = pairs(*args, "--as-of", on, cwd=folder)
        assert ran.code in {0, 6}, ran.err
        return ran

    run("people", "import", "staff.csv", "--yes")
    run("run", "--programme", "coffee", "--yes")
    invitations = [path.read_bytes() for path in sorted((folder / "outbox").glob("coffee-2026-12.*.invitation.*.eml"))]
    yes, no, away = invitations[0], invitations[1], invitations[2]
    stopping = message_from_bytes(away, policy=policy.default)
    stop = f"From: {stopping['To'].addresses[0].addr_spec}\r\nMessage-ID: <stop@x>\r\nSubject: Stop\r\n\r\n".encode()
    dovecot.deliver("answers", reply_to(yes, "ACCEPTED"), reply_to(no, "DECLINED"), stop, b"Subject: what?\r\n\r\n")

    collected = run("collect", "--json", on="2026-12-02").json()
    assert collected["counts"] == {"no": 1, "quarantined": 1, "stopped": 1, "yes": 1}
    assert all("\\Seen" in flags for flags in dovecot.flags("answers"))
    assert run("collect", "--json", on="2026-12-02").json()["read"] == 0
    people = run("people", "list", "--json", on="2026-12-02").json()
    ids = {person["email"].lower(): person["id"] for person in people}
    stopped = ids[stopping["To"].addresses[0].addr_spec.lower()]
    [plan] = run("plan", "--programme", "coffee", "--json", on="2027-01-05").json()
    planned = {member for group in plan["groups"] for member in group["members"]}
    assert stopped not in planned
    assert ids[message_from_bytes(no, policy=policy.default)["To"].addresses[0].addr_spec.lower()] in planned
