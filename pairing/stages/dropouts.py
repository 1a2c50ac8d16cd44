"""Who has dropped out of which group, and whether there is still time to find somebody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pairing.config.formats import programme_sizes
from pairing.life.answers import Answer
from pairing.life.due import GRACE, is_over
from pairing.life.round_life import LiveGroup, RoundLife
from pairing.people.person import Standing
from pairing.stages.book import Book
from pairing.stages.bounces import has_bounced
from pairing.stages.meeting import day_of, window_ends


@dataclass(frozen=True)
class Broken:
    """A group some of whose members will not come. ``out`` of it, and who is ``left``; ``late``: too late to mend."""

    live: LiveGroup
    out: tuple[str, ...]
    left: tuple[str, ...]
    late: bool


def broken_groups(book: Book, name: str) -> list[Broken]:
    """The round's groups with somebody who dropped out, whose meeting is still to come."""
    life = book.lives[name]
    smallest = programme_sizes(book.programme(life)).smallest
    sure = book.steady - {person for person, said in life.answers.items() if said.answer is Answer.NO}
    found = []
    for live in life.live.values():
        if sure.issuperset(live.group.members) or is_over(live, window_ends(book.desk, life), book.now):
            continue
        day = day_of(book.desk, life, live)
        out = {member for member in live.group.members if has_dropped_out(book, life, live, member, day=day)}
        if out and len(live.group.members) - len(out) < smallest:
            out |= {member for member in live.group.members if not book.takes_part(member)}  # they could not be told
        if out:
            gone, left = _parted(live.group.members, out)
            found.append(Broken(live, gone, left, is_late(book, life, live)))
    return found


def has_dropped_out(book: Book, life: RoundLife, live: LiveGroup, person: str, *, day: date) -> bool:
    """
    True when they do not take part on the day of the meeting, or declined and the grace is over.

    Who is away for a while and back by then keeps the meeting, unless they have not heard of it yet.
    """
    found = book.people.get(person)
    if found is None or not found.takes_part_on(day):
        return True
    told = book.posts[life.plan.round].standings.get((person, live.group.number))
    if not book.takes_part(person) and not (told and told.arrived):
        return True
    said = life.answers.get(person)
    return said is not None and said.answer is Answer.NO and said.at + GRACE <= book.now


def by_choice(book: Book, life: RoundLife, person: str) -> bool:
    """True when it was their own word (or their leaving), and not an address that takes no mail."""
    said = life.answers.get(person)
    if said is not None and said.answer is Answer.NO:
        return True
    found = book.people.get(person)
    gone = found is None or found.standing is Standing.LEFT or not found.takes_part_on(book.desk.today)
    return gone and not has_bounced(book, person)


def _parted(members: Sequence[str], out: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who are out, and those who are left, in the group's order."""
    return tuple(one for one in members if one in out), tuple(one for one in members if one not in out)


def is_late(book: Book, life: RoundLife, live: LiveGroup) -> bool:
    """True when it is too close to the meeting (or the end of the window) to move anybody."""
    hours = book.programme(life).repair_until_hours
    return (live.group.starts or window_ends(book.desk, life)) - book.now < timedelta(hours=hours)
