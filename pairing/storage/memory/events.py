"""Facts in a list, found by round and by kind without looking at the others."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from pairing.events import Fact, Kind
from pairing.people.names import is_named_in

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.memory.store import MemoryStore


class MemoryEvents:
    """The facts, in a list."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def append(self, facts: Iterable[Fact]) -> None:
        """Keep the facts in order, each with the next ``seq``."""
        with self._store.transaction():
            for fact in facts:
                body = copy.deepcopy(fact.body)
                self._store.kept.add_fact(replace(fact, at=_utc(fact.at), body=body, seq=self.newest() + 1))

    def facts(self, *, kinds: Sequence[Kind] = (), round: str | None = None) -> Sequence[Fact]:
        """The facts in order, narrowed where asked."""
        kept, wanted = self._store.kept, frozenset(kinds)
        if round is not None:
            found = [kept.facts[place] for place in kept.places.get(round, [])]
            return [fact for fact in found if fact.kind in wanted] if wanted else found
        if wanted:
            return [kept.facts[place] for place in sorted(chain(*(kept.kinds.get(kind, ()) for kind in wanted)))]
        return list(kept.facts)

    def forget_words(self, person: str, *, name: str = "") -> None:
        """Their words, and the lead's where they are named, are empty from now on."""
        with self._store.transaction():
            facts = self._store.kept.facts
            for place, fact in enumerate(facts):
                words = fact.body.get("words", "")
                if words and (fact.person == person or (not fact.person and is_named_in(name, words))):
                    self._store.kept.undo.append(partial(facts.__setitem__, place, fact))
                    facts[place] = replace(fact, body=fact.body | {"words": ""})

    def newest(self) -> int:
        """The last one's ``seq``."""
        kept = self._store.kept.facts
        return kept[-1].seq if kept else 0


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("facts need an aware time")
    return at.astimezone(UTC)
