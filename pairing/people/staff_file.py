"""
A staff file as people: everybody it names, and everything there is to say about it.

A bad row never costs a good one. What the file as a whole makes impossible (no such file, no
header, a password) is an `InputError`; everything else is a remark.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pairing.errors import InputError
from pairing.people.cells import matched
from pairing.people.file_kind import tables_of
from pairing.people.people_rows import people_in
from pairing.people.person import Practice, RoleGroup
from pairing.people.practices import PracticeBook, is_code
from pairing.people.private_columns import without_private_columns
from pairing.people.remarks import Gravity, Remark, of_gravity, together
from pairing.people.roles import RoleTable, UnknownRole
from pairing.people.same_people import each_once, remarks_on_namesakes
from pairing.people.shared_address import remarks_on_sharing
from pairing.people.sheet_choice import choose
from pairing.people.staff_row import BrokenRow, RowReader, StaffRow


@dataclass(frozen=True)
class StaffList:
    """What a staff file says. ``gone`` are people it lists whose end date is past.

    ``broken`` are skipped rows, so that nobody is taken for gone only because their row could
    not be read; ``practices`` are those the people name, with what to call them;
    ``titles`` are the file's own words for our columns, by sheet and column.
    """

    file: str
    rows: tuple[StaffRow, ...]
    broken: tuple[BrokenRow, ...]
    gone: tuple[StaffRow, ...]
    practices: tuple[Practice, ...]
    unknown_roles: tuple[UnknownRole, ...]
    remarks: tuple[Remark, ...]
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def in_its_words(self, remarks: Iterable[Remark]) -> list[Remark]:
        """The remarks with columns called as the file calls them, those that say the same gathered into one."""
        return together(
            replace(remark, column=self.titles.get((remark.sheet, remark.column), remark.column)) for remark in remarks
        )

    @property
    def errors(self) -> list[Remark]:
        """Why rows were skipped."""
        return of_gravity(self.remarks, Gravity.ERROR)


def read_staff(
    path: Path,
    *,
    today: dt.date,
    roles: RoleTable,
    sheets: Sequence[str] = (),
    practices: Iterable[Practice] = (),
    names: Mapping[str, str] | None = None,
) -> StaffList:
    """Everybody a CSV file or workbook names.

    ``practices`` are those already known, so that a name without a code finds its code;
    ``names`` are display names by key, which count before the file's. Raises `InputError` when
    nothing in the file can be read as a staff list.
    """
    tables, remarks = tables_of(path)
    chosen, on_choice = choose(tables, sheets, path.name)
    called = [Practice(key, name) for key, name in (names or {}).items()]
    book = PracticeBook([*practices, *called])
    readers = []
    for table, whole in chosen:
        label = table.name if len(tables) > 1 else ""
        header, on_columns = without_private_columns(whole, table, label)
        readers.append((table, RowReader(header, book, roles, label)))
        remarks += [*on_columns, *(replace(remark, sheet=label) for remark in table.remarks)]
    read, broken = people_in(readers)
    if not read and not broken:
        raise InputError.at(path.name, "there is a header but nobody below it", mend="Add one row for each person.")
    remarks += [*on_choice, *(remark for _, reader in readers for remark in reader.remarks)]
    read, taken, on_twins = each_once(read)
    rows = [row for row in read if row.ends is None or row.ends >= today]
    gone = [row for row in read if row.ends is not None and row.ends < today]
    remarks += [*on_twins, *remarks_on_sharing(rows), *remarks_on_namesakes(rows)]
    remarks += [*_remarks_on_leavers(gone), *_near_misses(rows, book)]
    staff = StaffList(
        path.name,
        tuple(rows),
        (*broken, *taken),
        tuple(gone),
        _practices(rows, book, names or {}),
        _unknown(rows, roles),
        (),
        {(reader.sheet, name): title for _, reader in readers for name, title in reader.header.titles.items()},
    )
    return replace(staff, remarks=tuple(staff.in_its_words(remarks)))


def _practices(rows: Sequence[StaffRow], book: PracticeBook, names: Mapping[str, str]) -> tuple[Practice, ...]:
    used = {key for row in rows for key in (row.practice, *row.also_works_at)}
    return tuple(Practice(practice.key, names.get(practice.key, practice.name)) for practice in book.practices(used))


def _remarks_on_leavers(gone: Sequence[StaffRow]) -> list[Remark]:
    return [
        Remark(Gravity.NOTICE, "the end date is past: taken as having left", row.row, "ends", sheet=row.sheet)
        for row in gone
    ]


def _near_misses(rows: Sequence[StaffRow], book: PracticeBook) -> list[Remark]:
    """A practice only one row names, whose name is nearly another's: probably a slip of the pen."""
    uses = Counter(row.practice for row in rows)
    names = {practice.key: practice.name for practice in book.practices(uses)}
    remarks = []
    for row in rows:
        if uses[row.practice] > 1 or is_code(row.practice):
            continue
        others = {matched(name): name for key, name in names.items() if key != row.practice and uses[key] > 1}
        close = difflib.get_close_matches(matched(names[row.practice]), others, n=1, cutoff=0.88)
        if close:
            what = f'"{names[row.practice]}" is one row\'s practice only, and nearly "{others[close[0]]}"'
            remarks.append(Remark(Gravity.WARNING, what, row.row, "practice", "Write both alike.", row.sheet))
    return remarks


def _unknown(rows: Sequence[StaffRow], roles: RoleTable) -> tuple[UnknownRole, ...]:
    """Role titles nobody knows, the commonest first."""
    titles: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        if row.role and row.role_group is RoleGroup.OTHER and roles.group_of(row.role) is None:
            counts[titles.setdefault(matched(row.role), row.role)] += 1
    return tuple(roles.unknown(title, count) for title, count in counts.most_common())
