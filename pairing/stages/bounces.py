"""Addresses that take no mail: whoever has one is paused until the lead corrects it, and `pairs status` says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from pairing.events import Fact, Kind
from pairing.notify.outbox import State
from pairing.people.person import Person, Standing
from pairing.stages.book import Book

#: Why somebody is paused whom nobody asked.
BOUNCED = "bounced"

#: RFC 3463: the address itself is at fault; "mailbox full" and policies are not its fault.
_BAD_ADDRESS = re.compile(r"\b5\.1\.\d+\b")
_NOT_THE_ADDRESS = re.compile(r"^(?:4\.|5\.2\.2$|5\.[347]\.)")


def believe_bounces(book: Book) -> None:
    """Pause whoever's address has bounced since they were last heard of."""
    for person in dict.fromkeys(str(fact.person) for fact in _bounces(book)):
        found = book.people.get(person)
        if found is not None and found.standing is Standing.ACTIVE:
            book.change(replace(found, standing=Standing.PAUSED, paused_until=None))
            book.happened(Fact(Kind.PERSON_PAUSED, book.now, person, body={"until": None, "why": BOUNCED}))


def has_bounced(book: Book, person: str) -> bool:
    """True when somebody is paused because their address takes no mail."""
    mine = [fact for fact in book.of(*_LAST_WORD) if fact.person == person]
    return bool(mine) and mine[-1].body.get("why") == BOUNCED


def paused_for_bouncing(facts: Iterable[Fact], people: Iterable[Person]) -> list[tuple[str, str]]:
    """Who is paused because their address takes no mail, with what the last bounce said (RFC 3463; may be empty)."""
    last: dict[str | None, Fact] = {}
    said: dict[str | None, str] = {}
    for fact in facts:
        if fact.kind in _LAST_WORD:
            last[fact.person] = fact
        elif fact.kind is Kind.ADDRESS_BOUNCED:
            said[fact.person] = str(fact.body.get("status") or "")
    return [
        (person.id, said.get(person.id, ""))
        for person in people
        if person.standing is Standing.PAUSED and person.id in last and last[person.id].body.get("why") == BOUNCED
    ]


def has_bounced_since(book: Book, person: str, sent: datetime | None) -> bool:
    """True when what was sent to somebody at that moment came back, though they may be here again."""
    return sent is not None and any(
        fact.person == person and fact.at >= sent and fact.body.get("why") == BOUNCED
        for fact in book.of(Kind.PERSON_PAUSED)
    )


_LAST_WORD = (Kind.PERSON_PAUSED, Kind.PERSON_RESUMED, Kind.PERSON_STOPPED)

#: What `paused_for_bouncing` reads.
STANDINGS = (*_LAST_WORD, Kind.ADDRESS_BOUNCED)


def _bounces(book: Book) -> Iterator[Fact]:
    """Bounces nobody has acted on: later than the person's last pause for bouncing, or their coming back."""
    open_: dict[str, Fact] = {}
    for fact in book.of(*_LAST_WORD, Kind.ADDRESS_BOUNCED, Kind.MESSAGE_FAILED):
        if fact.person is None:
            continue
        if fact.kind is Kind.PERSON_RESUMED or fact.body.get("why") == BOUNCED:
            open_.pop(fact.person, None)
        elif fact.kind is Kind.ADDRESS_BOUNCED:
            if not _NOT_THE_ADDRESS.match(str(fact.body.get("status") or "")):
                open_[fact.person] = fact
        elif fact.kind is Kind.MESSAGE_FAILED and _BAD_ADDRESS.search(_error(book, fact)):
            open_[fact.person] = fact
    yield from open_.values()


def _error(book: Book, failed: Fact) -> str:
    """What the server said of a message; nothing once its round is past, or it is owed again."""
    name = failed.round or ""
    if name in book.desk.config.programmes:  # an announcement is about no round yet
        entries = book.desk.store.outbox.heads(states=[State.FAILED], round=name)
    else:
        entries = book.posts[name].entries if name in book.posts else []
    return next((entry.error for entry in entries if entry.key == failed.body["key"]), "")
