"""A round through a real Postfix: byte for byte, over verified TLS, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from postfix_server import Postfix, program, running_server

from pairing.clock import FakeClock
from pairing.config.model import Smtp
from pairing.notify.deliver import deliver
from pairing.notify.outbox import Entry, State
from pairing.notify.outcome import Outcome
from pairing.notify.smtp import SmtpSender
from pairing.storage.memory.store import MemoryStore

MAILBOX = "coffee@riverside.example"
INVITATION = Path(__file__).parents[1] / "golden" / "expected" / "awkward.eml"

pytestmark = [
    pytest.mark.postfix,
    pytest.mark.slow,
    pytest.mark.skipif(program() is None, reason="Postfix is not installed, or can only be started by root"),
]


@pytest.fixture(scope="module")
def postfix(certificates: Any) -> Iterator[Postfix]:
    mailboxes = {f"p{n}@mill-lane.example": f"p{n}" for n in range(60)}
    with running_server(certificates.certificate, certificates.key, mailboxes) as server:
        yield server


async def run(store: MemoryStore, clock: FakeClock, **settings: Any) -> Outcome:
    channel = SmtpSender(Smtp(**settings), mailbox=MAILBOX, clock=clock)
    return await deliver(
        store.outbox, channel, store.buckets, mailbox=MAILBOX, per_minute=None, run="test", clock=clock
    )


async def test_a_round_arrives_byte_for_byte_over_verified_tls(
    *, postfix: Postfix, store: MemoryStore, clock: FakeClock, owed: Callable[..., Entry], certificates: Any
) -> None:
    messages = [owed(n) for n in range(1, 31)]
    unknown = owed(31, key="coffee-2026-12/p31/invitation/0", recipient="nobody@mill-lane.example")
    foreign = owed(32, key="coffee-2026-12/p32/invitation/0", recipient="someone@elsewhere.example")
    last = owed(33, raw=INVITATION.read_bytes())
    store.outbox.add([*messages, unknown, foreign, last])
    outcome = await run(
        store,
        clock,
        host="localhost",
        port=postfix.port,
        security="starttls",
        ca_file=str(certificates.authority),
    )
    assert (outcome.sent, outcome.failed, outcome.waiting, outcome.unreachable) == (31, 2, 0, "")
    for message in (*messages, last):
        [arrived] = postfix.mail(message.person, 1)
        assert arrived.replace(b"\n", b"\r\n").endswith(message.raw)
    refused = {entry.person: entry.error for entry in store.outbox.entries(states=[State.FAILED])}
    assert "5.1.1" in refused["p31"]
    assert "5.7.1" in refused["p32"], "relaying refused for one address; the rest went out"
    facts = [fact.body["reply"] for fact in store.events.facts() if "reply" in fact.body]
    assert all("queued as" in reply for reply in facts)
    assert postfix.noted(r"disconnect from .* mail=(\d+)", 1) == ["34"], "one connection for all, one asked twice"


async def test_a_certificate_signed_by_somebody_else_is_refused(
    *, postfix: Postfix, store: MemoryStore, clock: FakeClock, owed: Callable[..., Entry], certificates: Any
) -> None:
    store.outbox.add([owed(50)])
    outcome = await run(
        store, clock, host="localhost", port=postfix.port, security="starttls", ca_file=str(certificates.stranger)
    )
    assert (outcome.sent, outcome.waiting) == (0, 1)
    assert "certificate" in outcome.unreachable
    assert postfix.mail("p50", 0) == []
