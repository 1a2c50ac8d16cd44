"""
The whole circle with real parts: invitations through Postfix into Dovecot, answers on pages in Chromium and by
mail, read over IMAP, and a next round that knows all of it.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import smtplib
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dovecot_server
import postfix_server
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from ports import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.postfix,
    pytest.mark.dovecot,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(
        dovecot_server.program() is None or postfix_server.program() is None,
        reason="Postfix or Dovecot is not installed, or can only be started by root",
    ),
]

BOX = "coffee@riverside.example"
NAMES = ["Ann", "Ben", "Cat", "Dev", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lou"]
STAFF = "id,name,email,practice,role\n" + "".join(
    f"{name.lower()},{name} {name}son,{name.lower()}@mill-lane.example,Practice {at % 4},{('GP', 'Nurse')[at % 2]}\n"
    for at, name in enumerate(NAMES)
)
CONFIG = """
[network]
name = "Riverside"

[lead]
name = "Lee Lead"
email = "lee@riverside.example"

[mail]
delivery = "smtp"
from = "{box}"
per_minute = 6000

[mail.smtp]
host = "localhost"
port = {smtp}
ca_file = "ca.pem"

[mail.inbox]
kind = "imap"
host = "localhost"
port = {imap}
username = "{box}"
ca_file = "ca.pem"

[web]
url = "{web}"

[programmes.coffee]
format = "coffee"
"""
#: How long the browser may take for a step on a busy machine, in milliseconds.
BUSY = 120_000
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass
class Circle:
    """A network of twelve, its mail servers, its pages and a browser. ``gone`` is whose mailbox does not exist."""

    folder: Path
    postfix: postfix_server.Postfix
    web: str
    authority: Path
    page: Page
    gone: str = ""

    def pairs(self, *args: str, on: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pairing", *args, "--as-of", on],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *args: str, on: str) -> Any:
        return json.loads(self.pairs(*args, "--json", on=on))

    @contextmanager
    def serving(self, *options: str, on: str) -> Iterator[None]:
        """A real `pairs serve` at that time of the round; it logs no link."""
        port = self.web.rpartition(":")[2]
        command = [sys.executable, "-u", "-m", "pairing", "serve", "--port", port, *options, "--as-of", on]
        with (self.folder / "talk.txt").open("w") as talk:
            server = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, stdout=talk, text=True)
            assert server.stderr is not None
            try:
                assert "Answer pages on" in server.stderr.readline()
                yield
            finally:
                server.send_signal(signal.SIGINT)
                said = server.communicate(timeout=120)[1]
        assert server.returncode == 130
        assert not re.search(r"/[apmj]/\w|Traceback", said)

    def mails(self, person: str, count: int) -> list[EmailMessage]:
        """What arrived for somebody."""
        return [parsed(raw) for raw in self.postfix.mail(f"{person}/Maildir", count)]

    def awaited(self, person: str, sought: Callable[[EmailMessage], Sequence[str]], count: int = 1) -> str:
        """What is sought in somebody's newest mail with it; at least so many, and until one has it, are waited for."""
        while True:
            mails = self.mails(person, count)
            if found := [each for mail in mails for each in sought(mail)]:
                return found[-1]
            assert len(mails) >= count, "no such mail arrived"
            count = len(mails) + 1

    def link(self, person: str, letter: str, count: int = 1) -> str:
        """The newest link of a kind."""
        return self.awaited(
            person, lambda mail: re.findall(rf"{re.escape(self.web)}/{letter}/\S+", text_of(mail)), count
        )

    def calendar(self, person: str, line: str) -> str:
        """The newest calendar part with a line in it."""
        return self.awaited(person, lambda mail: [text for text in [calendar_of(mail) or ""] if line in text])

    def written_to(self, person: str, on: str) -> int:
        """How many mails there are to somebody, sent or owed."""
        return sum(entry["person"] == person for entry in self.json("outbox", "list", on=on))

    def send(self, mail: EmailMessage, minute: int, on: str = "01 Dec 2026 10") -> None:
        """Somebody's own mail program hands their mail to the same server."""
        mail["To"] = BOX
        mail["Date"] = f"{on}:{minute:02}:00 +0000"
        mail["Message-ID"] = f"<{minute}.{mail['From']}>"
        with smtplib.SMTP("localhost", self.postfix.port) as smtp:
            smtp.starttls(context=ssl.create_default_context(cafile=str(self.authority)))
            smtp.send_message(mail)


def parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def calendar_of(mail: EmailMessage) -> str | None:
    part = next((part for part in mail.walk() if part.get_content_type() == "text/calendar"), None)
    return part.get_content().replace("\r\n ", "") if part else None


def calendar_answer(invitation: EmailMessage, partstat: str, *, counter: str = "") -> EmailMessage:
    """What a calendar sends back, made from the invitation that arrived and nothing else."""
    request = calendar_of(invitation)
    assert request is not None
    method = "COUNTER" if counter else "REPLY"
    text = request.replace("METHOD:REQUEST", f"METHOD:{method}").replace(
        "PARTSTAT=NEEDS-ACTION", f"PARTSTAT={partstat}"
    )
    text = re.sub(r"(?m)^ORGANIZER.*\r?\n", "", text)  # as Exchange does
    if counter:
        text = re.sub(r"(?m)^DTSTART[^\r\n]*", f"DTSTART:{counter}", text)
        text = re.sub(r"(?m)^DTEND[^\r\n]*\r?\n", "", text)
    mail = note(str(invitation["To"]), f"{partstat.capitalize()}: coffee")
    mail.set_content(text, subtype="calendar", params={"method": method})
    return mail


def note(sender: str, subject: str, words: str = "", **headers: str) -> EmailMessage:
    """A mail in words."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail


def prepared(invitation: EmailMessage, subject: str) -> EmailMessage:
    """The reply that a link of ours prepares: its subject and its reference."""
    request = calendar_of(invitation)
    assert request is not None
    code = re.search(r"UID:([0-9a-f]{32})@", request)
    assert code is not None
    return note(str(invitation["To"]), subject, f"\n\nReference: {code[1]}\n")


@pytest.fixture
def circle(tmp_path: Path, certificates: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Circle]:
    monkeypatch.setenv("PAIRS__MAIL__INBOX__PASSWORD", dovecot_server.PASSWORD)
    people = [name.lower() for name in NAMES]
    gone = "gus"
    with ExitStack() as running:
        dovecot = running.enter_context(
            dovecot_server.running_server(certificates.certificate, certificates.key, certificates.authority)
        )
        store = dovecot.base / "home"
        mailboxes = {f"{person}@mill-lane.example": f"{person}/Maildir" for person in people if person != gone}
        mailboxes |= {BOX: "coffee/Maildir", "lee@riverside.example": "lee/Maildir"}
        for place in mailboxes.values():
            (store / place).parent.mkdir()
            shutil.chown((store / place).parent, "nobody", "nogroup")
        postfix = running.enter_context(
            postfix_server.running_server(
                certificates.certificate, certificates.key, mailboxes, store=store, refuses_unknown=False
            )
        )
        web = f"http://127.0.0.1:{running.enter_context(free_port())}"
        (tmp_path / "pairs.toml").write_text(
            CONFIG.format(box=BOX, smtp=postfix.port, imap=dovecot.tls_port, web=web), encoding="utf-8"
        )
        (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
        shutil.copy(certificates.authority, tmp_path / "ca.pem")
        browser = running.enter_context(sync_playwright()).chromium.launch(
            executable_path=CHROMIUM, args=SWITCHES, timeout=BUSY
        )
        running.callback(browser.close)
        page = browser.new_page()
        page.set_default_timeout(BUSY)
        yield Circle(tmp_path, postfix, web, certificates.authority, page, gone)


def press(circle: Circle, link: str, *steps: Callable[[Page], Any], leads_to: str) -> None:
    """A page of a mail that arrived, its buttons pressed; what the heading of the next one holds."""
    circle.page.goto(link)
    for step in steps:
        step(circle.page)
    expect(circle.page.get_by_role("heading", level=1)).to_contain_text(leads_to, timeout=BUSY)


def button(name: str) -> Callable[[Page], Any]:
    return lambda page: page.get_by_role("button", name=name).click()


def groups_of(plan: Any) -> list[list[str]]:
    """In an order of their own: who does what must not hang on chance."""
    return sorted(sorted(group["members"]) for group in plan["groups"])


def test_the_next_round_knows_all_of_it(circle: Circle) -> None:
    circle.pairs("people", "import", "staff.csv", "--yes", on="2026-12-01T09:00")
    [sent] = circle.json("run", "--yes", "--accept-warnings", "--seed", "1", on="2026-12-01T09:00")
    pairs = [
        (first, second) for first, second in (sorted(each, key=lambda p: p == circle.gone) for each in groups_of(sent))
    ]
    alone, _ = next(pair for pair in pairs if circle.gone in pair)
    # called so here, whoever they are
    (ann, ben), (cat, dev), (eve, fay), (ida, jon), (kim, lou) = [pair for pair in pairs if circle.gone not in pair]
    invitations = {person: circle.mails(person, 1)[0] for pair in pairs for person in pair if person != circle.gone}

    with circle.serving("--pages-only", on="2026-12-01T10:30"):
        press(circle, circle.link(ann, "a"), button("Yes"), leads_to="Thank you, you said yes")
        press(circle, circle.link(cat, "a"), button("Not this month"), leads_to="not this month")

    circle.send(calendar_answer(invitations[ben], "ACCEPTED"), 31)
    circle.send(calendar_answer(invitations[eve], "TENTATIVE", counter="20261217T130000Z"), 32)
    circle.send(prepared(invitations[ida], "Stop"), 33)
    circle.send(prepared(invitations[jon], "Yes: coffee"), 34)
    circle.send(note(str(invitations[kim]["To"]), "Automatic reply: Coffee", "Away", Auto_Submitted="auto-replied"), 35)
    circle.send(note(str(invitations[lou]["To"]), "Re: Coffee", "Is there parking?"), 36)
    assert len(circle.postfix.mail("coffee/Maildir", 7)) == 7, "six answers, and the bounce of Postfix itself"

    collected = circle.json("collect", on="2026-12-01T11:00")
    assert collected["counts"] == {
        "yes": 2,
        "another_time": 1,
        "stopped": 1,
        "automatic": 1,
        "bounced": 1,
        "quarantined": 1,
    }
    circle.pairs("tick", on="2026-12-01T11:00")

    # the others hear of the time proposed, and one of them takes it up
    with circle.serving("--pages-only", on="2026-12-01T11:30"):
        offered = circle.link(fay, "a", 2)
        press(
            circle,
            offered,
            lambda page: page.get_by_role("radio").first.check(),
            button("Move it"),
            leads_to="Thank you, it is moved",
        )
    circle.pairs("tick", on="2026-12-01T11:35")
    for person in (eve, fay):
        assert "20261217T13" in circle.calendar(person, "SEQUENCE:1"), "the entry moved for both"

    # those left alone were mended together or told so, and nobody is written to who stopped
    now = circle.json("status", on="2026-12-01T11:40")
    assert (now["people"]["active"], now["people"]["paused"], now["people"]["stopped"]) == (10, 1, 1)
    assert len(now["quarantined"]) == 1
    assert now["bounced"] == [{"person": circle.gone, "status": "5.1.1"}]
    assert circle.calendar(dev, "METHOD:CANCEL")
    stopped_has = circle.written_to(ida, on="2026-12-01T11:40")

    # "did you meet?", sent by the server's own timer, answered by page and by mail
    with circle.serving(on="2026-12-23T09:30"):
        question = circle.link(ann, "m")
    with circle.serving("--pages-only", on="2026-12-23T10:00"):
        press(
            circle,
            question,
            lambda page: page.get_by_label("Yes, we met").check(),
            lambda page: page.get_by_label("A line for the lead").fill("Good talk."),
            button("Send"),
            leads_to="Thank you",
        )
    circle.send(prepared(invitations[eve], "We did not meet: coffee"), 5, on="23 Dec 2026 10")
    assert len(circle.postfix.mail("coffee/Maildir", 1)) == 1, "those read before are not new"
    assert circle.json("collect", on="2026-12-23T11:00")["counts"] == {"not_met": 1}

    status = circle.json("status", on="2027-01-05T09:00")
    assert status["programmes"][0]["met"]["yes"] == 1
    assert [each["words"] for each in status["words"]] == ["Good talk."]
    [plan] = circle.json("plan", "--programme", "coffee", on="2027-01-05T09:00")
    planned = {person for group in groups_of(plan) for person in group}
    assert planned == {name.lower() for name in NAMES} - {ida, circle.gone}, "who stopped, and whose mail came back"
    assert sorted([ann, ben]) not in groups_of(plan), "they met"
    assert alone in planned
    assert circle.written_to(ida, on="2027-01-05T09:00") == stopped_has
