"""
What a staff list would change: who joined, left, moved, came back. Nothing is changed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pairing.people.addresses import same_address
from pairing.people.cells import matched
from pairing.people.managers import Managers
from pairing.people.person import Person, Practice, Standing
from pairing.people.remarks import Remark
from pairing.people.same_as_before import among_broken, who_is_who
from pairing.people.shared_address import parted_and_rejoined
from pairing.people.staff_file import StaffList
from pairing.people.staff_row import StaffRow
from pairing.people.wishes import NONE, Wish

#: the fields a staff file may say nothing about; then the roster's stay
_OPTIONAL = ("also_works_at", "working_days", "site", "starts", "ends", "paused_until", "host")


@dataclass(frozen=True)
class Change:
    """One person before and after; ``fields`` are the names of what differs, standing aside."""

    before: Person
    after: Person

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs, in the order of the staff file."""
        names = ("name", "email", "practice", "role", "role_group", *_OPTIONAL, "line_manager", "standing")
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True)
class Changes:
    """What an import does, whole. ``kept`` are people whose row could not be read: they stay as they were.

    ``on_list`` is how many people were on the list before; ``parted`` are ids paused because
    somebody else has their address, ``rejoined`` those who now have their own.
    """

    joined: tuple[Person, ...]
    left: tuple[Person, ...]
    moved: tuple[Change, ...]
    changed: tuple[Change, ...]
    back: tuple[Person, ...]
    unchanged: tuple[Person, ...]
    kept: tuple[Person, ...]
    practices: tuple[Practice, ...]
    on_list: int
    parted: tuple[str, ...] = ()
    rejoined: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def nothing(self) -> bool:
        """True when the list says what the roster says already."""
        return not (self.joined or self.left or self.moved or self.changed or self.back)

    @property
    def people(self) -> int:
        """How many are on the list afterwards."""
        return sum(map(len, (self.joined, self.moved, self.changed, self.back, self.unchanged, self.kept)))

    def removes_more_than(self, percent: int) -> bool:
        """True when an unlikely share of the people on the list would leave at once."""
        return len(self.left) * 100 > self.on_list * percent


def compare(
    staff: StaffList,
    roster: Sequence[Person],
    *,
    new_id: Callable[[], str],
    wishes: Mapping[str, Wish],
) -> Changes:
    """The changes a staff list makes to a roster (``roster`` holds those who left, too)."""
    known, remarks = who_is_who(staff.rows, roster)
    ids = [known[place].id if place in known else row.id or new_id() for place, row in enumerate(staff.rows)]
    managers = Managers(staff.rows, ids, roster)
    parted, rejoined = parted_and_rejoined(staff.rows, ids, known, wishes)
    names = {practice.key: practice.name for practice in staff.practices}
    joined: list[Person] = []
    back: list[Person] = []
    same: list[Person] = []
    moved: list[Change] = []
    changed: list[Change] = []
    for place, row in enumerate(staff.rows):
        before = known.get(place)
        manager, remark = managers.of(row, before)
        remarks += [remark] if remark else []
        after = _person(row, ids[place], before, wishes.get(ids[place], NONE), manager)
        if ids[place] in parted and after.standing is Standing.ACTIVE:
            after = replace(after, standing=Standing.PAUSED)
        elif ids[place] in rejoined:
            after = replace(after, standing=Standing.ACTIVE)
        if before is None:
            joined.append(after)
        elif before.standing is Standing.LEFT:
            back.append(after)
        elif before == after:
            same.append(after)
        else:
            (moved if _elsewhere(before, after, names) else changed).append(Change(before, after))
    there = {person.id for person in known.values()}
    absent = [person for person in roster if person.id not in there and person.standing is not Standing.LEFT]
    gone_ids = _listed_as_gone(staff.gone, absent)
    kept = tuple(person for person in absent if person.id not in gone_ids and among_broken(person, staff.broken))
    left = tuple(replace(person, standing=Standing.LEFT) for person in absent if person not in kept)
    return Changes(
        tuple(joined),
        left,
        tuple(moved),
        tuple(changed),
        tuple(back),
        tuple(same),
        kept,
        staff.practices,
        sum(person.standing is not Standing.LEFT for person in roster),
        tuple(sorted(parted)),
        tuple(sorted(rejoined)),
        tuple(remarks),
    )


def _person(row: StaffRow, person_id: str, before: Person | None, wish: Wish, manager: str | None) -> Person:
    optional = {name: getattr(row, name) for name in _OPTIONAL if name in row.said}
    optional["paused_until"] = _paused_until(row, before, wish)
    standing = before.standing if before and before.standing is not Standing.LEFT else wish.standing
    basis = before or Person(person_id, "", "", "", "", row.role_group)
    also = optional.get("also_works_at", basis.also_works_at)
    optional["also_works_at"] = tuple(key for key in also if key != row.practice)
    return replace(
        basis,
        name=row.name,
        email=basis.email if same_address(basis.email) == same_address(row.email) else row.email,
        practice=row.practice,
        role=row.role,
        role_group=row.role_group,
        line_manager=manager,
        standing=standing,
        **optional,
    )


def _elsewhere(before: Person, after: Person, names: Mapping[str, str]) -> bool:
    """True when somebody changed practice, and not only the practice got its code."""
    same = matched(before.practice) == matched(names.get(after.practice, after.practice))
    return before.practice != after.practice and not same


def _paused_until(row: StaffRow, before: Person | None, wish: Wish) -> dt.date | None:
    """The later of what the file says and what the person asked for; no file ends somebody's own pause."""
    said = row.paused_until if "paused_until" in row.said else before.paused_until if before else None
    return max((day for day in (said, wish.until) if day is not None), default=None)


def _listed_as_gone(gone: Iterable[StaffRow], absent: Iterable[Person]) -> set[str]:
    ids = {row.id for row in gone if row.id}
    addresses = {same_address(row.email) for row in gone}
    return {person.id for person in absent if person.id in ids or same_address(person.email) in addresses}
