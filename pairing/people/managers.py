"""Whose line manager is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pairing.people.addresses import same_address
from pairing.people.cells import matched
from pairing.people.person import Person, Standing
from pairing.people.remarks import Gravity, Remark
from pairing.people.staff_row import StaffRow


class Managers:
    """Finds the person a ``line_manager`` cell names: an id, an address or a name only one person has."""

    def __init__(self, rows: Sequence[StaffRow], ids: Sequence[str], roster: Iterable[Person]) -> None:
        self._found: dict[str, set[str]] = defaultdict(set)
        for person in roster:
            if person.standing is not Standing.LEFT:
                self._found[person.id].add(person.id)
        for row, person_id in zip(rows, ids, strict=True):
            for key in (person_id, row.id or "", same_address(row.email), matched(row.name)):
                self._found[key].add(person_id)

    def of(self, row: StaffRow, before: Person | None) -> tuple[str | None, Remark | None]:
        """The manager's id, or the one known before when the file does not say; and a warning when it is unclear."""
        if "line_manager" not in row.said:
            return (before.line_manager if before else None), None
        text = row.line_manager
        if not text:
            return None, None
        for key in (text, same_address(text), matched(text)):
            if found := self._found.get(key):
                break
        else:
            return None, self._unclear(row, f'nobody in the list is "{text[:60]}"')
        if len(found) > 1:
            return None, self._unclear(row, f'"{text[:60]}" may be {" or ".join(sorted(found))}')
        return next(iter(found)), None

    def _unclear(self, row: StaffRow, what: str) -> Remark:
        return Remark(Gravity.WARNING, what, row.row, "line_manager", "Write the manager's id or address.", row.sheet)
