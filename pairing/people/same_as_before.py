"""Which row of a staff file is which person of the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pairing.people.addresses import same_address
from pairing.people.cells import matched
from pairing.people.names import same_name
from pairing.people.person import Person, Standing
from pairing.people.remarks import Gravity, Remark
from pairing.people.staff_row import BrokenRow, StaffRow


def who_is_who(rows: Sequence[StaffRow], people: Iterable[Person]) -> tuple[dict[int, Person], list[Remark]]:
    """For the place of a row in ``rows``, the person it is; rows of new people are not in the answer.

    First by id; then by address, if the name is not quite another; then, where neither is known
    any more, by a name that is the only one of its kind on both sides within one practice.
    """
    everybody = {person.id: person for person in people if person.name}  # a forgotten person has none
    found: dict[int, Person] = {}
    free = dict(everybody)
    for place, row in enumerate(rows):
        if row.id is not None and row.id in free:
            found[place] = free.pop(row.id)
    remarks = [*_by_address(rows, found, free), *_by_name(rows, found, free)]
    return found, remarks


def _by_address(rows: Sequence[StaffRow], found: dict[int, Person], free: dict[str, Person]) -> list[Remark]:
    at: dict[str, list[Person]] = defaultdict(list)
    for person in sorted(free.values(), key=lambda person: (person.standing is Standing.LEFT, person.id)):
        at[same_address(person.email)].append(person)
    sharing: dict[str, int] = defaultdict(int)
    for row in rows:
        sharing[same_address(row.email)] += 1
    remarks = []
    for place, row in enumerate(rows):
        if place in found:
            continue
        there = [person for person in at[same_address(row.email)] if person.id in free]
        alike = [person for person in there if same_name(person.name, row.name)]
        if not alike and len(there) == 1 and sharing[same_address(row.email)] == 1:
            if _has_a_name_in_common(there[0].name, row.name):
                alike = there
            elif there[0].standing is not Standing.LEFT:
                remarks.append(_successor(row, there[0]))
        if alike:
            found[place] = free.pop(alike[0].id)
            if row.id is not None:
                remarks.append(_known_otherwise(row, alike[0]))
    return remarks


def _by_name(rows: Sequence[StaffRow], found: dict[int, Person], free: dict[str, Person]) -> list[Remark]:
    gone: dict[str, list[Person]] = defaultdict(list)
    new: dict[str, list[int]] = defaultdict(list)
    for person in free.values():
        if person.standing is not Standing.LEFT:
            gone[matched(person.name)].append(person)
    for place, row in enumerate(rows):
        if place not in found and row.id is None:
            new[matched(row.name)].append(place)
    remarks = []
    for name, places in new.items():
        if len(places) != 1 or len(gone[name]) != 1:
            continue
        row, person = rows[places[0]], gone[name][0]
        if person.practices.isdisjoint({row.practice, *row.also_works_at}):
            what = f"a new person with the name of {person.id}, who is no longer in the list"
            mend = f"If they are one person, write {person.id} in the column id of this row."
        else:
            found[places[0]] = free.pop(person.id)
            what = f"taken as {person.id}, who has the same name and practice and had another address"
            mend = "If they are two people, give this row an id."
        remarks.append(Remark(Gravity.WARNING, what, row.row, "email", mend, row.sheet))
    return remarks


def among_broken(person: Person, broken: Iterable[BrokenRow]) -> bool:
    """True when one of the skipped rows may stand for this person."""
    return any(
        row.id == person.id
        or (person.email and same_address(person.email) in same_address(row.email))
        or same_name(person.name, row.name)
        for row in broken
    )


def _has_a_name_in_common(one: str, other: str) -> bool:
    return not set(matched(one).split()).isdisjoint(matched(other).split())


def _successor(row: StaffRow, before: Person) -> Remark:
    what = f"the address was {before.id}'s, the name is another: taken as a new person"
    mend = f"If they are one person, write {before.id} in the column id of this row."
    return Remark(Gravity.WARNING, what, row.row, "email", mend, row.sheet)


def _known_otherwise(row: StaffRow, before: Person) -> Remark:
    what = f"known to pairs as {before.id}, and kept under that id"
    return Remark(Gravity.NOTICE, what, row.row, "id", sheet=row.sheet)
