"""Send what is owed, one message at a time, and say honestly how it went."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from pairing.clock import Clock
from pairing.config.model import Config
from pairing.errors import MailServerUnreachable, SomeFailed
from pairing.life.post import ENDINGS, waiting_of
from pairing.notify.deliver import deliver
from pairing.notify.envelope import compose
from pairing.notify.outbox import State
from pairing.notify.outcome import Outcome, Progress
from pairing.notify.rehearsal import test_to as readdressed
from pairing.notify.sender import Sender
from pairing.rounds import PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.letters import letters_of


def send_owed(desk: Desk, on_progress: Callable[[Progress], None]) -> Outcome:
    """
    Everything owed from the workspace's mailbox that is due; the caller holds the lock.

    Safe to stop at any moment and to run again.
    """
    return asyncio.run(_deliver(desk, on_progress))


def code_of(desk: Desk, outcome: Outcome) -> int:
    """The exit code of a delivery: 0, 75 while the mail server is out of reach, 6 where anything else was not sent."""
    if outcome.unreachable and desk.config.mail.delivery == "smtp":
        return MailServerUnreachable.exit_code
    return SomeFailed.exit_code if outcome.failed or outcome.waiting or outcome.unreachable else 0


def owed(desk: Desk, round: str | None = None) -> int:
    """How many messages still wait to be taken."""
    return sum(desk.store.outbox.count(states=[State.QUEUED, State.SENDING], round=round).values())


def withdraw_owed_to(desk: Desk, person: str) -> int:
    """
    Messages still waiting for somebody are owed no more and wiped; returns how many. A pause is believed at once.

    What takes back an entry in their calendar stays owed while there is an address to send it to.
    """
    found = desk.store.roster.person(person)
    spared = ENDINGS if found is not None and found.email else ()
    waiting = waiting_of(desk.store.outbox.heads(), [person])
    return desk.store.outbox.withdraw([each.key for each in waiting if each.kind not in spared], now=desk.opened_at)


def sender_of(config: Config, workspace: Path, clock: Clock) -> Sender:
    """The channel the config names: a folder of .eml files, or a mail server."""
    if config.mail.delivery == "smtp":
        from pairing.notify.smtp import SmtpSender

        return SmtpSender(config.mail.smtp, mailbox=config.mail.sender.lower(), clock=clock)
    from pairing.notify.folder import FolderSender

    return FolderSender(workspace / config.mail.folder)


async def _deliver(desk: Desk, on_progress: Callable[[Progress], None]) -> Outcome:
    sender = sender_of(desk.config, desk.path, desk.clock)
    try:
        return await deliver(
            desk.store.outbox,
            sender,
            desk.store.buckets,
            mailbox=desk.mailbox,
            per_minute=desk.config.mail.per_minute if desk.config.mail.delivery == "smtp" else None,
            run=f"{os.getpid()}",
            clock=desk.clock,
            on_progress=on_progress,
        )
    finally:
        await sender.close()


async def send_test(desk: Desk, plan: PlannedRound, address: str) -> str:
    """
    Hand over the plan's first invitation, re-addressed; returns the channel's words. Nothing is recorded.

    Raises `DeliveryError` when it was not taken.
    """
    composed = compose(next(letters_of(desk, plan)), desk.secret)
    trial = readdressed(composed.raw, address)
    sender = sender_of(desk.config, desk.path, desk.clock)
    try:
        return await sender.send(recipient=address, raw=trial, name=f"test.{plan.round}")
    finally:
        await sender.close()
