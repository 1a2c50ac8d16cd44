"""``pairs serve``: the answer pages, and every minute the mailbox and whatever is due."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.door import in_words
from pairing.cli.options import say
from pairing.clock import Clock
from pairing.errors import AlreadyRunning, InputError, PairsError
from pairing.inbox.sources.open import open_mailbox
from pairing.plural import number_of
from pairing.stages.advance import advance_now
from pairing.stages.collecting import collect
from pairing.stages.deliver import owed, send_owed
from pairing.stages.desk import Desk

#: How often whatever is due is looked for, in seconds.
EVERY = 60

OpenDesk = Callable[[], AbstractContextManager[Desk]]


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; a proxy with https comes before."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free port.")
@click.option("--pages-only", is_flag=True, help="Leave the rest to `pairs collect` and `pairs tick`.")
@click.pass_obj
def command(place: Place, *, host: str, port: int, pages_only: bool) -> None:
    """
    Serve the answer pages; every minute read the mailbox and do what is due.

    Put a web server with https before it, and its address into [web] url. Restart it after a change
    to pairs.toml. Ctrl+C stops it; nothing is lost.
    """
    with open_workspace(place) as desk, _listening(host, port) as listener:
        for warning in desk.store.warnings:
            say(warning)
        at = listener.getsockname()
        say(f"Answer pages on http://{at[0]}:{at[1]}/ - stop with Ctrl+C.")
        if not desk.config.web.url:
            say("Mails have no links to them yet: set [web] url to their public address.")
        tick = None if pages_only else lambda: do_what_is_due(place, desk.clock)
        asyncio.run(_serve(desk, listener, tick))


def do_what_is_due(place: Place, clock: Clock) -> None:
    """One tick. A run that holds the workspace does it itself; what fails is told and tried again in a minute."""
    try:
        with open_workspace(place, write=True) as opened:
            desk = at_present(opened, clock)
            mailbox = open_mailbox(desk.config.mail.inbox, folder=desk.path, clock=clock)
            if mailbox is not None:
                collect(desk, mailbox)
            advanced = advance_now(desk)
            outcome = send_owed(desk, lambda _: None) if owed(desk) else None
            sent = outcome.sent if outcome else 0
            if advanced or sent:
                written = number_of(len(advanced.entries), "message")
                say(f"{clock.now():%Y-%m-%d %H:%M}  {written} written, {sent} sent.")
            if outcome and outcome.unreachable:
                say(f"{clock.now():%Y-%m-%d %H:%M}  Nothing can be sent just now: {outcome.unreachable}")
    except AlreadyRunning:
        return
    except PairsError as error:
        say(f"{clock.now():%Y-%m-%d %H:%M}  {in_words(error)}")


def at_present(desk: Desk, clock: Clock) -> Desk:
    """The desk as of now, by a clock that has been running since the start."""
    return replace(desk, clock=clock, opened_at=clock.now().replace(microsecond=0))


async def _serve(desk: Desk, listener: socket.socket, tick: Callable[[], None] | None) -> None:
    import uvicorn

    from pairing.web.app import create_app

    @contextmanager
    def open_desk() -> Iterator[Desk]:
        yield at_present(desk, desk.clock)

    base = urlsplit(desk.config.web.url).path.rstrip("/")
    app = create_app(open_desk, desk.clock, base=base)
    # Paths hold tokens, so there is no access log. The client's address comes from a proxy on this machine only.
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, limit_concurrency=500, lifespan="off"
    )
    timer = asyncio.create_task(_every_minute(tick)) if tick else None
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        if timer:
            timer.cancel()


async def _every_minute(tick: Callable[[], None]) -> None:
    """A tick at a time, each in a thread of its own, so that the pages answer meanwhile."""
    while True:
        await asyncio.to_thread(tick)
        await asyncio.sleep(EVERY)


def _listening(host: str, port: int) -> socket.socket:
    """The socket, already listening, so that a port in use is told in words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InputError.at(
            f"--host {host} --port {port}",
            f"cannot listen there ({error.strerror})",
            mend="Choose another port, or stop what uses this one.",
        ) from error
