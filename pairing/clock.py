"""
The clock is an argument everywhere; this is the only module that reads the machine's.

``--as-of`` sets it for rehearsal and tests: the day is the given one and time then runs on, so
that pacing by the minute still works.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Aware UTC time that never goes back, and a way to wait for it."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Return once ``seconds`` of this clock have gone by."""


class MachineClock:
    """The machine's clock, shifted to start at ``as_of`` when one is given; ``origin`` is where it started, in UTC."""

    def __init__(self, as_of: datetime | None = None) -> None:
        self.origin = as_of.astimezone(UTC) if as_of else datetime.now(UTC)
        self._started = time.monotonic()

    def now(self) -> datetime:
        """Origin plus what has gone by since."""
        return self.origin + timedelta(seconds=time.monotonic() - self._started)

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)


class FakeClock:
    """A clock that only moves when told to, or when somebody waits on it. For tests and rehearsals."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._now

    def advance(self, **span: float) -> None:
        """Move on by a `timedelta` given in its own keywords."""
        self._now += timedelta(**span)

    async def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.advance(seconds=seconds)
