"""When to try a message again: 1, 5, 15, 60 minutes, then hourly, a little spread."""

from __future__ import annotations

import hashlib
from datetime import timedelta

_STEPS = (1, 5, 15, 60)


def pause_before(attempt: int, *, key: str) -> timedelta:
    """How long to wait after the ``attempt``-th try (from 1), up to a tenth more by the message's key."""
    minutes = _STEPS[min(max(attempt, 1), len(_STEPS)) - 1]
    spread = int.from_bytes(hashlib.sha256(f"{key} {attempt}".encode()).digest()[:2]) / 65536
    return timedelta(minutes=minutes * (1 + spread / 10))
