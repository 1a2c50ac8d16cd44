"""Rows of a staff file that stand for one person, or look as if they might."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pairing.people.addresses import same_address
from pairing.people.cells import matched
from pairing.people.names import same_name
from pairing.people.person import WEEKDAYS
from pairing.people.remarks import Gravity, Remark
from pairing.people.staff_row import BrokenRow, StaffRow


def each_once(rows: Iterable[StaffRow]) -> tuple[list[StaffRow], list[BrokenRow], list[Remark]]:
    """The rows with every person once, rows whose id belongs to somebody else, and what to say about it.

    The same address with the same name, or the same id with the same name, is one person; where
    the two rows name two practices, that person works at both.
    """
    kept: list[StaffRow] = []
    broken: list[BrokenRow] = []
    remarks: list[Remark] = []
    by_id: dict[str, int] = {}
    by_address: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        twin = by_id.get(row.id) if row.id else None
        if twin is not None and not same_name(kept[twin].name, row.name):
            other = kept[twin]
            what = f"the id {row.id} belongs to somebody else, in row {other.row}"
            remarks.append(_at(row, Gravity.ERROR, what, "id", "Give each person an id of their own."))
            broken.append(BrokenRow(row.row, "", row.name, row.email))
            continue
        if twin is None:
            alike = by_address[same_address(row.email)]
            twin = next((place for place in alike if same_name(kept[place].name, row.name)), None)
        if twin is None:
            by_address[same_address(row.email)].append(len(kept))
            kept.append(row)
            twin = len(kept) - 1
        else:
            remarks.append(_twice(kept[twin], row))
            kept[twin] = _as_one(kept[twin], row)
        if row.id:
            by_id.setdefault(row.id, twin)
    return kept, broken, remarks


def remarks_on_namesakes(rows: Sequence[StaffRow]) -> list[Remark]:
    """One warning for every name that stands twice in a practice, with two addresses."""
    names: dict[tuple[str, str], list[StaffRow]] = defaultdict(list)
    for row in rows:
        names[matched(row.name), row.practice].append(row)
    return [
        Remark(
            Gravity.WARNING,
            f"{len(group)} people of one practice have the same name and different addresses; both are kept",
            group[0].row,
            mend="If they are one person, delete a row.",
            sheet=group[0].sheet,
            rows=tuple(row.row for row in group),
        )
        for group in names.values()
        if len({same_address(row.email) for row in group}) > 1
    ]


def _twice(first: StaffRow, second: StaffRow) -> Remark:
    if second.practice in {first.practice, *first.also_works_at}:
        what = f"the same person as in row {first.row}; read once"
    else:
        what = f"the same person as in row {first.row}, at another practice; read as one who works at both"
    return _at(second, Gravity.WARNING, what, "email")


def _as_one(first: StaffRow, second: StaffRow) -> StaffRow:
    places = dict.fromkeys((*first.also_works_at, second.practice, *second.also_works_at))
    days = {*first.working_days, *second.working_days} if first.working_days and second.working_days else ()
    return replace(
        first,
        id=first.id or second.id,
        also_works_at=tuple(place for place in places if place != first.practice),
        working_days=tuple(day for day in WEEKDAYS if day in days) or first.working_days or second.working_days,
        host=first.host or second.host,
        said=first.said | second.said | ({"also_works_at"} if second.practice != first.practice else frozenset()),
    )


def _at(row: StaffRow, gravity: Gravity, what: str, column: str, mend: str = "") -> Remark:
    return Remark(gravity, what, row.row, column, mend, row.sheet)
