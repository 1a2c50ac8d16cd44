"""
How often one link, and one address, may ask in a minute. Kept in memory, so each process counts for
itself; nothing of it is logged.

A whole practice, or a mail scanner, fetches many links from one address: so reading is allowed
freely, and only pressing buttons and guessing (links that are not ours) are held to few.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


@dataclass(frozen=True)
class Limits:
    """The most requests in a minute."""

    reads_of_link: int = 120
    acts_of_link: int = 20
    reads_of_address: int = 3000
    acts_of_address: int = 120
    guesses_of_address: int = 30


class Pace:
    """Counts what was asked in the last minute."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._counter = MovingWindowRateLimiter(MemoryStorage())

    def may_ask(self, *, address: str, token: str, acts: bool) -> bool:
        """Count one request; False when it is one too many."""
        which = "act" if acts else "read"
        of_link = self._limits.acts_of_link if acts else self._limits.reads_of_link
        of_address = self._limits.acts_of_address if acts else self._limits.reads_of_address
        digest = hashlib.sha256(token.encode()).hexdigest()[:16]
        return self._counter.hit(RateLimitItemPerMinute(of_link), which, digest) and self._counter.hit(
            RateLimitItemPerMinute(of_address), which, address
        )

    def may_guess(self, address: str) -> bool:
        """Count a link that was not ours; False when it is one too many. Good links of that address go on working."""
        return self._counter.hit(RateLimitItemPerMinute(self._limits.guesses_of_address), "guess", address)
