"""
Delivery of what is owed: one message at a time, each claimed before its first byte and marked sent
right after the channel took it.

Between the two lies the one message a crash may send twice, byte for byte the same. Nothing here
knows a network's people: an outbox, a sender, a pace and a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from pairing.clock import Clock
from pairing.notify.backoff import pause_before
from pairing.notify.channel import SLOW_DOWN, Channel
from pairing.notify.identity import file_name
from pairing.notify.outbox import AT_MOST_ONCE, UNKNOWN, Buckets, Entry, Outbox, State
from pairing.notify.outcome import Outcome, Progress
from pairing.notify.sender import ChannelDown, GiveUp, Sender, TryLater, Unknown

#: A claim outlives the longest wait for a server (10 minutes after the final dot) and the pace.
LEASE = timedelta(minutes=15)

#: A run waits this long for messages to come due again, no longer: the next run takes them.
PATIENCE = timedelta(seconds=15)

#: How soon a message is tried again whose fate is unknown or whose refusal is to be understood.
SOON = timedelta(seconds=5)


async def deliver(
    outbox: Outbox,
    sender: Sender,
    buckets: Buckets,
    *,
    mailbox: str,
    per_minute: int | None,
    run: str,
    clock: Clock,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """
    Send what is owed and due from one mailbox, in order. The caller holds the workspace's lock, so
    claims found here are a dead run's and are taken back.

    ``per_minute`` None = no pace. The sender is closed on return.
    """
    channel = Channel()
    delivery = _Delivery(outbox, sender, buckets, mailbox, per_minute, run, clock, on_progress, channel)
    outbox.take_back(mailbox)
    try:
        return await delivery.to_the_end()
    finally:
        await sender.close()


@dataclass
class _Delivery:
    """One run of `deliver`: its ports, and what has come of it so far."""

    outbox: Outbox
    sender: Sender
    buckets: Buckets
    mailbox: str
    per_minute: int | None
    run: str
    clock: Clock
    on_progress: Callable[[Progress], None]
    channel: Channel
    failed: int = 0
    total: int = 0

    async def to_the_end(self) -> Outcome:
        self.total = len(self._queued())
        while not self.channel.must_rest:
            entry = self.outbox.claim(
                self.mailbox, run=self.run, now=self.clock.now(), lease_ends=self.clock.now() + LEASE
            )
            if entry is not None:
                await self._handle(entry)
                self.on_progress(self._progress())
            elif not await self._wait_for_more():
                break
        return self._outcome()

    def _progress(self) -> Progress:
        sent, failed = self.channel.taken, self.failed
        return Progress(sent, failed, max(self.total, sent + failed))

    async def _handle(self, entry: Entry) -> None:
        """One claimed message to its next state."""
        if entry.expires is not None and entry.expires <= self.clock.now():
            self._fail(entry, "expired: it was not sent in time", None)
            return
        if entry.kind in AT_MOST_ONCE and _in_doubt(entry) and not self.sender.twice_is_once:
            self._fail(entry, f"{UNKNOWN}it may have arrived, and is not sent again", None)
            return
        await self._keep_pace()
        try:
            reply = await self.sender.send(recipient=entry.recipient, raw=entry.raw, name=file_name(entry.key))
        except TryLater as error:
            await self._later(entry, error)
        except GiveUp as error:
            self._fail(entry, str(error), error.code)
            self.channel.answered()
        except Unknown as error:
            self._unsure(entry, error)
        except ChannelDown as error:
            await self._down(entry, error)
        else:
            self.outbox.sent(entry.key, now=self.clock.now(), reply=reply)
            self.channel.took()

    async def _keep_pace(self) -> None:
        if self.per_minute is not None:
            wait = self.buckets.take(self.mailbox, per_minute=self.per_minute, now=self.clock.now())
            if wait > 0:
                await self.clock.sleep(wait)

    async def _later(self, entry: Entry, error: TryLater) -> None:
        self._retry(entry, pause_before(entry.attempts, key=entry.key), str(error))
        if error.code is None:
            self.channel.silent(error)
        elif error.slow_down:
            await self._slow_down()
        else:
            self.channel.answered()

    async def _slow_down(self) -> None:
        self.channel.slow_down()
        if not self.channel.must_rest:
            await self.clock.sleep(SLOW_DOWN.total_seconds())

    def _unsure(self, entry: Entry, error: Unknown) -> None:
        """Send the same bytes once more: a second copy changes nothing in a calendar, a lost one does."""
        if _in_doubt(entry):
            self._fail(entry, f"{UNKNOWN}{error}, twice; it may have arrived", error.code)
        else:
            self._retry(entry, SOON, f"{UNKNOWN}{error}")
        self.channel.silent(error)

    async def _down(self, entry: Entry, error: ChannelDown) -> None:
        if error.perhaps_recipient:
            self._refused(entry, error)
            return
        self._retry(entry, timedelta(), str(error))
        self.channel.down(error)
        if not self.channel.unreachable:
            await self.clock.sleep(self.channel.pause.total_seconds())

    def _refused(self, entry: Entry, error: ChannelDown) -> None:
        if self.channel.refuses_only(entry.key):
            self._fail(entry, str(error), error.code)
            return
        self._retry(entry, SOON, str(error))
        self.channel.refused(error)

    def _fail(self, entry: Entry, error: str, code: int | None) -> None:
        self.outbox.failed(entry.key, now=self.clock.now(), error=_doubtful(entry, error), code=code)
        self.failed += 1

    def _retry(self, entry: Entry, pause: timedelta, error: str) -> None:
        self.outbox.retry(entry.key, not_before=self.clock.now() + pause, error=_doubtful(entry, error))

    async def _wait_for_more(self) -> bool:
        """Wait for a message that comes due soon; False when none does."""
        due = [entry.not_before for entry in self._queued() if entry.not_before is not None]
        if not due or min(due) > self.clock.now() + PATIENCE:
            return False
        await self.clock.sleep(max((min(due) - self.clock.now()).total_seconds(), 0.01))
        return True

    def _queued(self) -> list[Entry]:
        return [entry for entry in self.outbox.heads(states=(State.QUEUED,)) if entry.mailbox == self.mailbox]

    def _outcome(self) -> Outcome:
        queued = self._queued()
        due = [entry.not_before or self.clock.now() for entry in queued]
        later = min(due) if due and min(due) > self.clock.now() else None
        return Outcome(self.channel.taken, self.failed, len(queued), self.channel.unreachable, later)


def _in_doubt(entry: Entry) -> bool:
    """True for a message some try of which ended nobody knows how: it may have arrived."""
    return entry.error.startswith(UNKNOWN)


def _doubtful(entry: Entry, error: str) -> str:
    """What became of this try, with the doubt that an earlier one left."""
    return f"{UNKNOWN}{error}" if _in_doubt(entry) and not error.startswith(UNKNOWN) else error
