"""
How a mailbox keeps its pace: a token bucket that holds one token, so that no minute, wherever it
starts, sees more than ``per_minute`` messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

#: A clock this far behind the last use was set back (a rehearsal with a later date); the bucket starts afresh.
SET_BACK = timedelta(minutes=1)


@dataclass(frozen=True)
class Bucket:
    """When a mailbox's next token is ready, and when one was last asked for."""

    ready: datetime
    asked: datetime


def take(bucket: Bucket | None, *, per_minute: int, now: datetime) -> tuple[float, Bucket]:
    """Seconds to wait before the token taken may be used (0.0 = at once), and the bucket without it."""
    fresh = bucket is None or now < bucket.asked - SET_BACK
    ready = now if bucket is None or fresh else max(bucket.ready, now)
    after = Bucket(ready=ready + timedelta(microseconds=ceil(60_000_000 / per_minute)), asked=now)
    return (ready - now).total_seconds(), after
