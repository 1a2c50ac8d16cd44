"""A server that insists on EHLO before MAIL, as RFC 5321 lets it, gets one on every kind of line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from ports import free_port

from pairing.clock import FakeClock
from pairing.config.model import Smtp
from pairing.notify.smtp import SmtpSender

RAW = b"From: a@network.example\r\nTo: b@network.example\r\nSubject: hello\r\n\r\nHello\r\n"


class Inbox:
    def __init__(self, *, knows_ehlo: bool) -> None:
        self.knows_ehlo = knows_ehlo
        self.said: list[str] = []
        self.taken: list[bytes] = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802  # aiosmtpd's name
        self.said.append(f"EHLO {hostname}")
        if not self.knows_ehlo:
            return ["502 never heard of it"]
        session.host_name = hostname
        return responses

    async def handle_HELO(self, server, session, envelope, hostname):  # noqa: N802  # aiosmtpd's name
        self.said.append(f"HELO {hostname}")
        session.host_name = hostname
        return "250 hello"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        self.taken.append(envelope.original_content)
        return "250 taken"


@pytest.mark.parametrize(("knows_ehlo", "greetings"), [(True, ["EHLO"]), (False, ["EHLO", "HELO"])])
async def test_the_session_opens_with_a_greeting(knows_ehlo, greetings):
    inbox = Inbox(knows_ehlo=knows_ehlo)
    with free_port() as port:
        controller = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=120)
        controller.start()
        sender = SmtpSender(
            Smtp(host="127.0.0.1", port=port, security="none"),
            mailbox="a@network.example",
            clock=FakeClock(datetime(2026, 12, 1, tzinfo=UTC)),
        )
        try:
            await sender.send(recipient="b@network.example", raw=RAW, name="one")
            await sender.send(recipient="b@network.example", raw=RAW, name="two")
        finally:
            await sender.close()
            controller.stop()

    assert [said.split()[0] for said in inbox.said] == greetings
    assert inbox.taken == [RAW, RAW]
