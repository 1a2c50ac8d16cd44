"""How far a delivery has come, and how it ended: for those who watch it and need not know how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Progress:
    """How far a delivery has come. ``total`` counts what was owed at its start."""

    sent: int
    failed: int
    total: int


@dataclass(frozen=True)
class Outcome:
    """
    How a delivery ended. ``waiting`` messages are still owed and queued, the first of them due at
    ``next_try`` (None = at once, or none is waiting). ``unreachable`` is why nothing can be sent
    just now, empty when the channel works.
    """

    sent: int
    failed: int
    waiting: int
    unreachable: str = ""
    next_try: datetime | None = None
