"""What `advance` decides and `apply` keeps."""

from __future__ import annotations

from dataclasses import dataclass

from pairing.events import Fact
from pairing.notify.outbox import Entry
from pairing.people.person import Person


@dataclass(frozen=True)
class Advanced:
    """What is to be kept: new facts, messages owed, keys of messages owed no more, and people changed."""

    facts: tuple[Fact, ...]
    entries: tuple[Entry, ...]
    withdrawn: tuple[str, ...]
    people: tuple[Person, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.entries or self.withdrawn or self.people)
