"""
Deciding takes seconds where a solver helps, and answers come in meanwhile. Nobody who presses a
button waits for a solver: what is decided is decided outside any transaction, and kept only while
it still rests on everything that has happened; else it is decided anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pairing.storage.store import Store

Decided = TypeVar("Decided")

#: After so many times the decision is made while others wait, so that there is one at all.
TRIES = 3


def undisturbed(store: Store, *, decide: Callable[[], Decided], keep: Callable[[Decided], None]) -> Decided:
    """
    Decide, and keep it in one transaction that finds no newer fact than the decision was made on.

    ``decide`` only reads, and may be called several times; only the last one's result is kept and returned.
    """
    for _ in range(TRIES):
        known = store.events.newest()
        decided = decide()
        with store.transaction():
            if store.events.newest() == known:
                keep(decided)
                return decided
    with store.transaction():
        decided = decide()
        keep(decided)
    return decided
