"""Mail servers and certificates for the tests in this folder. Everything runs on free local ports."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import shutil
import ssl
import subprocess
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pairing.clock import FakeClock
from pairing.notify.outbox import Entry
from pairing.storage.memory.store import MemoryStore

MAILBOX = "coffee@riverside.example"


@dataclass
class FaultyServer:
    """
    An SMTP server that misbehaves on order.

    ``plan`` maps a phase (connect, ehlo, auth, mail, rcpt, data, dot, noop) to what happens the next times it is
    reached: a reply line, or "close", "hang", "take and close", "take and hang", "take, answer, close". While it
    hangs the time goes by that anybody waits for it; with "stop" it says nothing, and no time goes by.
    ``always`` maps an address to the reply its RCPT gets every time.
    """

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    plan: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, str] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def next_time(self, phase: str, *actions: str) -> None:
        self.plan[phase].extend(actions)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FaultyServer]:
        server = await asyncio.start_server(
            self._serve, "127.0.0.1", 0, ssl=self.tls if self.implicit else None, limit=2**20
        )
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._released.set()
            server.close()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await _Talk(self, reader, writer).run()
        except (_Over, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    async def hang(self) -> None:
        let_an_hour_pass(asyncio.get_running_loop())
        await self._released.wait()

    async def stop(self) -> None:
        self.stopped.set()
        await self._released.wait()


def let_an_hour_pass(loop: asyncio.AbstractEventLoop) -> None:
    """By the loop's own clock: whoever waits on it, as everybody here does, need not wait for real."""
    time = loop.time
    loop.time = lambda: time() + 3600  # type: ignore[method-assign]  # of this loop alone


class _Over(Exception):
    """The connection is closed."""


@dataclass
class _Talk:
    """One connection."""

    server: FaultyServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    recipient: str = ""
    secure: bool = False

    async def run(self) -> None:
        await self.answer("connect", "220 faulty ESMTP")
        while line := (await self.reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            self.server.commands.append(verb.upper())
            await getattr(self, f"do_{verb.lower()}")(rest)

    async def answer(self, phase: str, usual: str, *, message: bytes | None = None) -> None:
        planned = self.server.plan[phase]
        action = planned.popleft() if planned else usual
        if message is not None and (action.startswith("take") or action == usual):
            self.server.taken.append(message)
            self.server.recipients.append(self.recipient)
        if action.endswith("hang") or action == "stop":
            await (self.server.stop() if action == "stop" else self.server.hang())
            raise _Over
        if action not in {"close", "take and close"}:
            await self.say(usual if action.startswith("take") else action)
        if action.endswith("close") or action.startswith("421"):
            raise _Over

    async def say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()

    async def do_ehlo(self, _: str) -> None:
        extensions = ["faulty", "SIZE 10000000", "AUTH PLAIN LOGIN XOAUTH2"]
        if self.server.tls and not self.server.implicit and not self.secure:
            extensions.append("STARTTLS")
        lines = [f"250-{text}" for text in extensions[:-1]] + [f"250 {extensions[-1]}"]
        await self.answer("ehlo", "\r\n".join(lines))

    async def do_starttls(self, _: str) -> None:
        assert self.server.tls is not None
        await self.say("220 go ahead")
        await self.writer.start_tls(self.server.tls)
        self.secure = True

    async def do_auth(self, rest: str) -> None:
        method, _, encoded = rest.partition(" ")
        words = base64.b64decode(encoded).decode()
        if method == "XOAUTH2":
            user, _, token = words.strip("\x01").partition("\x01")
            self.server.logins.append((user.removeprefix("user="), token.removeprefix("auth=Bearer ")))
        elif method == "LOGIN":
            await self.say("334 UGFzc3dvcmQ6")
            self.server.logins.append((words, base64.b64decode(await self.reader.readline()).decode()))
        else:
            _, user, password = words.split("\0")
            self.server.logins.append((user, password))
        await self.answer("auth", "235 2.7.0 welcome")

    async def do_mail(self, _: str) -> None:
        await self.answer("mail", "250 2.1.0 ok")

    async def do_rcpt(self, rest: str) -> None:
        self.recipient = rest.partition("<")[2].partition(">")[0]
        await self.answer("rcpt", self.server.always.get(self.recipient, "250 2.1.5 ok"))

    async def do_data(self, _: str) -> None:
        refused = bool(self.server.plan["data"])
        await self.answer("data", "354 go on")
        if refused:
            return
        message = await self.reader.readuntil(b"\r\n.\r\n")
        unstuffed = b"\r\n".join(line.removeprefix(b".") for line in message[:-3].split(b"\r\n"))
        await self.answer("dot", f"250 2.0.0 queued as {len(self.server.taken) + 1}", message=unstuffed)

    async def do_rset(self, _: str) -> None:
        await self.say("250 2.0.0 flushed")

    async def do_noop(self, _: str) -> None:
        await self.answer("noop", "250 2.0.0 still here")

    async def do_quit(self, _: str) -> None:
        await self.say("221 2.0.0 bye")
        raise _Over


@pytest.fixture
def faulty_server() -> Callable[..., AbstractAsyncContextManager[FaultyServer]]:
    """``async with faulty_server(tls=..., implicit=...) as server:``"""
    return lambda **options: FaultyServer(**options).running()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def owed() -> Callable[..., Entry]:
    """A message owed, number ``n``."""

    def make(n: int = 1, **changed: object) -> Entry:
        head = f"From: <{MAILBOX}>\r\nTo: <p{n}@mill-lane.example>\r\nSubject: {n}\r\n"
        date = f"Date: Tue, 01 Dec 2026 09:00:00 +0000\r\nMessage-ID: <{n}@riverside.example>\r\n"
        raw = f"{head}{date}\r\n.a line with a dot\r\n..\r\n"
        values: dict[str, object] = {
            "key": f"coffee-2026-12/p{n}/invitation/0",
            "mailbox": MAILBOX,
            "round": "coffee-2026-12",
            "programme": "coffee",
            "person": f"p{n}",
            "kind": "invitation",
            "sequence": 0,
            "recipient": f"p{n}@mill-lane.example",
            "message_id": f"<{n}@riverside.example>",
            "raw": raw.encode(),
            "order": n,
        }
        return Entry(**(values | changed))  # type: ignore[arg-type]  # names of fields

    return make


@pytest.fixture
def workspace(tmp_path: Path, empty_database: Path) -> Path:
    """A workspace with nobody in it yet."""
    shutil.copy(empty_database, tmp_path)
    (tmp_path / "pairs.toml").write_text('[network]\nname = "Riverside PCN"\n', encoding="utf-8")
    return tmp_path


#: As OpenSSL names it; an elliptic curve's is made in no time.
KEY = "ec -pkeyopt ec_paramgen_curve:prime256v1"


@dataclass(frozen=True)
class Certificates:
    """An authority, a certificate for ``localhost`` and 127.0.0.1 signed by it, and an authority nobody used."""

    authority: Path
    certificate: Path
    key: Path
    stranger: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)

    for name in ("authority", "stranger"):
        openssl(
            f"req -x509 -newkey {KEY} -nodes -days 30 -keyout {name}.key -out {name}.pem -subj /CN={name}"
            " -addext keyUsage=critical,keyCertSign -addext basicConstraints=critical,CA:TRUE"
        )
    openssl(f"req -newkey {KEY} -nodes -keyout server.key -out server.csr -subj /CN=localhost")
    (folder / "names").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n"
    )
    openssl(
        "x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 30"
        " -extfile names -out server.pem"
    )
    return Certificates(*(folder / name for name in ("authority.pem", "server.pem", "server.key", "stranger.pem")))
