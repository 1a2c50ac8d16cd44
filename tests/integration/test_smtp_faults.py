"""What becomes of a message when the server misbehaves: its state in the outbox, and how many copies the server has."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from ports import free_port
from pydantic import SecretStr

from pairing.clock import FakeClock
from pairing.config.model import Smtp
from pairing.notify.deliver import deliver
from pairing.notify.outbox import Entry, State
from pairing.notify.outcome import Outcome, Progress
from pairing.notify.sender import ChannelDown
from pairing.notify.smtp import Patience, SmtpSender
from pairing.storage.memory.store import MemoryStore

MAILBOX = "coffee@riverside.example"

Server = Any  # FaultyServer of conftest, which tests cannot import
Serving = Callable[..., AbstractAsyncContextManager[Server]]
Owed = Callable[..., Entry]


def sender(server: Server, clock: FakeClock, patience: Patience | None = None, **settings: Any) -> SmtpSender:
    values = {"host": "127.0.0.1", "port": server.port, "security": "none"} | settings
    return SmtpSender(Smtp(**values), mailbox=MAILBOX, clock=clock, patience=patience)


async def run(store: MemoryStore, server: Server, clock: FakeClock, **settings: Any) -> Outcome:
    channel = sender(server, clock, **settings)
    return await deliver(
        store.outbox, channel, store.buckets, mailbox=MAILBOX, per_minute=None, run="test", clock=clock
    )


def states(store: MemoryStore) -> dict[str, State]:
    return {entry.person: entry.state for entry in store.outbox.entries()}


#: phase, what the server does once, state after the run, copies at the server after it, copies after the next run
FAULTS = [
    ("mail", "421 4.3.2 shutting down", State.SENT, 1, 1),  # a fresh connection was taken at once
    ("rcpt", "421 4.3.2 shutting down", State.QUEUED, 0, 1),
    ("rcpt", "451 4.7.1 greylisted", State.QUEUED, 0, 1),
    ("rcpt", "452 4.2.2 mailbox full", State.QUEUED, 0, 1),
    ("rcpt", "550 5.1.1 no such user", State.FAILED, 0, 0),
    ("data", "451 4.3.0 not now", State.QUEUED, 0, 1),
    ("dot", "432 4.3.2 too many at once", State.QUEUED, 0, 1),
    ("dot", "552 5.3.4 too big", State.FAILED, 0, 0),
    ("dot", "554 5.6.0 content rejected", State.FAILED, 0, 0),
    ("dot", "take and close", State.SENT, 2, 2),  # the one uncertain case: sent again, the same bytes
    ("dot", "take and hang", State.SENT, 2, 2),
    ("dot", "take, answer, close", State.SENT, 1, 1),
    ("dot", "close", State.SENT, 1, 1),
    ("rcpt", "hang", State.QUEUED, 0, 1),
    ("data", "close", State.QUEUED, 0, 1),
    ("rcpt", "garbage", State.QUEUED, 0, 1),
    ("dot", "garbage", State.SENT, 1, 1),
]


@pytest.mark.parametrize(("phase", "action", "after", "copies", "finally_"), FAULTS, ids=lambda value: str(value)[:20])
async def test_fault(
    *,
    phase: str,
    action: str,
    after: State,
    copies: int,
    finally_: int,
    faulty_server: Serving,
    store: MemoryStore,
    clock: FakeClock,
    owed: Owed,
) -> None:
    store.outbox.add([owed(1)])
    async with faulty_server() as server:
        if phase == "mail":
            server.next_time("mail", "250 2.1.0 ok", action)  # on the connection kept from the message before
            store.outbox.add([owed(0, key="coffee-2026-12/p0/invitation/0", order=-1)])
        server.next_time(phase, *([] if phase == "mail" else [action]))
        outcome = await run(store, server, clock)
        mine = lambda: [raw for raw in server.taken if b"Subject: 1\r\n" in raw]  # noqa: E731  # read three times
        assert (states(store)["p1"], len(mine())) == (after, copies)
        assert outcome.waiting == (after is State.QUEUED)
        clock.advance(hours=2)
        await run(store, server, clock)
        assert len(mine()) == finally_
        assert set(mine()) <= {owed(1).raw}, "every copy is byte-identical"


async def test_a_message_whose_fate_stays_unknown_is_sent_twice_at_most(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(1)])
    async with faulty_server() as server:
        server.next_time("dot", *["take and close"] * 5)
        outcome = await run(store, server, clock)
        assert (outcome.failed, len(server.taken)) == (1, 2)
        [entry] = store.outbox.entries()
        assert entry.state is State.FAILED
        assert "may have arrived" in entry.error


async def test_one_bad_address_never_stops_the_rest(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(n) for n in range(1, 8)])
    async with faulty_server() as server:
        server.always = {
            "p2@mill-lane.example": "550 5.1.1 no such user",
            "p4@mill-lane.example": "550 5.7.1 blocked by the addressee's policy",
            "p6@mill-lane.example": "450 4.2.0 greylisted",
        }
        outcome = await run(store, server, clock)
        assert (outcome.sent, outcome.failed, outcome.waiting, outcome.unreachable) == (4, 2, 1, "")
        assert outcome.next_try is not None
        assert timedelta(seconds=30) < outcome.next_try - clock.now() < timedelta(minutes=2)
        assert states(store)["p4"] is State.FAILED
        assert server.connections == 1, "a refusal costs no new connection"


async def test_a_refusal_of_everything_stops_the_channel_and_keeps_every_message(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(n) for n in range(1, 8)])
    async with faulty_server() as server:
        server.always = {f"p{n}@mill-lane.example": "550 5.7.60 may not send as this sender" for n in range(1, 8)}
        outcome = await run(store, server, clock)
        assert (outcome.sent, outcome.failed, outcome.waiting) == (0, 0, 7)
        assert "5.7.60" in outcome.unreachable
        assert server.commands.count("RCPT") == 3


async def test_the_daily_limit_stops_the_channel(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(n) for n in range(1, 8)])
    async with faulty_server() as server:
        limit = "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"
        server.next_time("dot", "250 ok", "250 ok", *[limit] * 9)
        outcome = await run(store, server, clock)
        assert (outcome.failed, outcome.waiting) == (0, 5)
        assert "Quota" in outcome.unreachable


async def test_slow_down_is_heeded_and_then_left_to_the_next_run(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(n) for n in range(1, 10)])
    async with faulty_server() as server:
        server.next_time("rcpt", "250 ok", *["432 4.3.2 concurrent connections limit exceeded"] * 9)
        before = clock.now()
        outcome = await run(store, server, clock)
        assert (outcome.sent, outcome.waiting, outcome.unreachable) == (1, 8, "")
        assert clock.now() - before >= timedelta(seconds=40)
        assert server.commands.count("RCPT") == 4


async def test_nobody_answers(store: MemoryStore, clock: FakeClock, owed: Owed) -> None:
    store.outbox.add([owed(1), owed(2)])
    with free_port() as port:
        outcome = await run(store, SimpleNamespace(port=port), clock)
    assert (outcome.sent, outcome.failed, outcome.waiting) == (0, 0, 2)
    assert "no connection" in outcome.unreachable


@pytest.mark.parametrize(("phase", "copies"), [("rcpt", 0), ("dot", 3)])
async def test_a_server_that_falls_silent_for_everybody_is_not_waited_for_again_and_again(
    *, phase: str, copies: int, faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(n) for n in range(1, 9)])
    async with faulty_server() as server:
        server.next_time(phase, *["take and close" if phase == "dot" else "close"] * 20)
        outcome = await run(store, server, clock)
        assert (outcome.sent, outcome.failed, outcome.waiting) == (0, 0, 8)
        assert "no answer" in outcome.unreachable
        assert (server.connections, len(server.taken)) == (3, copies)


async def test_a_busy_server_is_asked_again(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(1)])
    async with faulty_server() as server:
        server.next_time("connect", "421 4.7.0 busy", "close")
        assert (await run(store, server, clock)).sent == 1


async def test_an_expired_message_is_not_sent(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(1, expires=clock.now()), owed(2, expires=clock.now() + timedelta(hours=1))])
    async with faulty_server() as server:
        outcome = await run(store, server, clock)
        assert (outcome.sent, outcome.failed) == (1, 1)
        assert server.recipients == ["p2@mill-lane.example"]


async def test_claims_of_a_dead_run_are_taken_back_and_progress_is_told(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(1), owed(2)])
    store.outbox.claim(MAILBOX, run="dead", now=clock.now(), lease_ends=clock.now() + timedelta(minutes=15))
    told: list[Progress] = []
    async with faulty_server() as server:
        await deliver(
            store.outbox,
            sender(server, clock),
            store.buckets,
            mailbox=MAILBOX,
            per_minute=28,
            run="living",
            clock=clock,
            on_progress=told.append,
        )
    assert told == [Progress(1, 0, 2), Progress(2, 0, 2)]
    assert [entry.raw for entry in store.outbox.entries()] == [b"", b""]


async def test_the_pace_is_kept(faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed) -> None:
    store.outbox.add([owed(n) for n in range(1, 57)])
    before = clock.now()
    async with faulty_server() as server:
        channel = sender(server, clock)
        await deliver(store.outbox, channel, store.buckets, mailbox=MAILBOX, per_minute=28, run="x", clock=clock)
        assert len(server.taken) == 56
    assert timedelta(seconds=110) < clock.now() - before < timedelta(seconds=125)


async def test_one_connection_is_kept_checked_when_idle_and_renewed_after_a_hundred(
    faulty_server: Serving, clock: FakeClock, owed: Owed
) -> None:
    message = owed(1)
    async with faulty_server() as server:
        channel = sender(server, clock)
        for _ in range(100):
            await channel.send(recipient=message.recipient, raw=message.raw, name="x")
        assert (server.connections, "NOOP" in server.commands) == (1, False)
        await channel.send(recipient=message.recipient, raw=message.raw, name="x")
        assert server.connections == 2
        clock.advance(seconds=31)
        await channel.send(recipient=message.recipient, raw=message.raw, name="x")
        assert (server.connections, server.commands.count("NOOP")) == (2, 1)
        clock.advance(seconds=31)
        server.next_time("noop", "close")
        await channel.send(recipient=message.recipient, raw=message.raw, name="x")
        assert server.connections == 3
        await channel.close()
        await channel.close()
    assert server.commands[-1] == "QUIT"
    assert set(server.taken) == {message.raw}


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "tls"])
async def test_certificates_are_checked(
    *, implicit: bool, faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed, certificates: Any
) -> None:
    store.outbox.add([owed(1)])
    security = "tls" if implicit else "starttls"
    async with faulty_server(tls=certificates.context(), implicit=implicit) as server:
        for ca_file in ("", str(certificates.stranger)):
            outcome = await run(store, server, clock, security=security, ca_file=ca_file)
            assert (outcome.sent, outcome.waiting) == (0, 1)
            assert "certificate" in outcome.unreachable
        outcome = await run(
            store, server, clock, security=security, ca_file=str(certificates.authority), host="localhost"
        )
        assert outcome.sent == 1


async def test_authorities_are_read_once_however_often_the_line_is_made_anew(
    faulty_server: Serving, certificates: Any, clock: FakeClock, owed: Owed, tmp_path: Path
) -> None:
    authority = tmp_path / "authority.pem"
    shutil.copy(certificates.authority, authority)
    async with faulty_server(tls=certificates.context(), implicit=True) as server:
        tls = {"security": "tls", "ca_file": str(authority), "host": "localhost"}
        channel = sender(server, clock, Patience(messages=1), **tls)
        first, second = owed(1), owed(2)
        await channel.send(recipient=first.recipient, raw=first.raw, name="1")
        authority.unlink()
        await channel.send(recipient=second.recipient, raw=second.raw, name="2")
        await channel.close()

    assert (len(server.taken), server.connections) == (2, 2)


async def test_a_server_without_starttls_gets_nothing(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(1)])
    async with faulty_server() as server:
        outcome = await run(store, server, clock, security="starttls", username="coffee", password=SecretStr("secret"))
        assert "STARTTLS" in outcome.unreachable
        assert server.connections == 1, "trying again cannot help"
        assert (server.logins, server.taken) == ([], [])


async def test_password_login(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed, certificates: Any
) -> None:
    store.outbox.add([owed(1)])
    login = {
        "security": "starttls",
        "ca_file": str(certificates.authority),
        "username": "coffee",
        "password": SecretStr("correct horse"),
    }
    async with faulty_server(tls=certificates.context()) as server:
        server.next_time("auth", *["535 5.7.8 wrong", "535 5.7.8 wrong"])  # PLAIN, then LOGIN
        outcome = await run(store, server, clock, **login)
        assert "refuses the login: 535" in outcome.unreachable
        assert "correct horse" not in outcome.unreachable
        assert (await run(store, server, clock, **login)).sent == 1
        assert server.logins == [("coffee", "correct horse")] * 3


async def test_a_password_never_leaves_in_the_clear(clock: FakeClock) -> None:
    settings = Smtp(host="mail.riverside.example", security="none", username="coffee", password=SecretStr("secret"))
    with pytest.raises(ChannelDown, match="unprotected"):
        await SmtpSender(settings, mailbox=MAILBOX, clock=clock).send(recipient="a@b.example", raw=b"", name="x")


class TokenServer(BaseHTTPRequestHandler):
    """Hands out tokens, or refuses; notes every form it was sent."""

    forms: list[dict[str, list[str]]]
    refuse: bool

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        type(self).forms.append(form)
        answer = (
            {"error": "invalid_client"}
            if self.refuse
            else {"access_token": f"token {len(self.forms)}", "expires_in": 3600}
        )
        self.send_response(401 if self.refuse else 200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def token_server() -> Iterator[tuple[str, type[TokenServer]]]:
    handler = type("Handler", (TokenServer,), {"forms": [], "refuse": False})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/token", handler
    server.shutdown()
    server.server_close()
    thread.join()


async def test_xoauth2(
    faulty_server: Serving, clock: FakeClock, owed: Owed, token_server: tuple[str, type[TokenServer]]
) -> None:
    url, tokens = token_server
    message = owed(1)
    async with faulty_server() as server:
        channel = sender(
            server,
            clock,
            auth="xoauth2",
            username="coffee@riverside.example",
            token_url=url,
            client_id="app",
            client_secret=SecretStr("hush"),
        )
        for minutes in (0, 30, 30):  # the token is good for an hour and renewed five minutes early
            clock.advance(minutes=minutes)
            await channel.send(recipient=message.recipient, raw=message.raw, name="x")
            await channel.close()
        assert [token for _, token in server.logins] == ["token 1", "token 1", "token 2"]
        assert tokens.forms[0] == {
            "grant_type": ["client_credentials"],
            "client_id": ["app"],
            "client_secret": ["hush"],
            "scope": ["https://outlook.office365.com/.default"],
        }
        tokens.refuse = True
        clock.advance(hours=2)
        with pytest.raises(ChannelDown, match="invalid_client") as refused:
            await channel.send(recipient=message.recipient, raw=message.raw, name="x")
        assert refused.value.lasting
        assert "hush" not in str(refused.value)


async def test_an_interrupted_send_leaves_the_claim_and_no_half_message(
    faulty_server: Serving, store: MemoryStore, clock: FakeClock, owed: Owed
) -> None:
    store.outbox.add([owed(1)])
    async with faulty_server() as server:
        server.next_time("dot", "stop")
        task = asyncio.create_task(run(store, server, clock))
        await server.stopped.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert states(store)["p1"] is State.SENDING
        assert (await run(store, server, clock)).sent == 1
        assert server.taken == [owed(1).raw]
