"""
A staff file as people: everybody it names, and everything there is to say about it.

A bad row never costs a good one. What the file as a whole makes impossible (no such file, no
header, a password) is an `InputError`; everything else is a remark.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pairing.errors import InputError
from pairing.people.cells import Cell, matched, says_nothing, text_of
from pairing.people.headers import Header, known_headers, repeats
from pairing.people.names import is_nobody
from pairing.people.person import Practice, RoleGroup
from pairing.people.practices import PracticeBook, is_code
from pairing.people.remarks import Gravity, Remark, of_gravity, together
from pairing.people.roles import RoleTable, UnknownRole
from pairing.people.row_cells import RowCells
from pairing.people.same_people import each_once, remarks_on_sharing
from pairing.people.sheet_choice import choose
from pairing.people.staff_row import BrokenRow, RowReader, StaffRow
from pairing.people.text_file import decode, rows_of
from pairing.people.workbook import COMPOUND, ZIP, Sheet, sheets_of

_TOTAL = re.compile(r"^(grand |sub ?)?(total|totals|subtotal|count|sum|average|headcount|number of|no of)\b")
_OTHER_FILES = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
                b"{\\rtf": "a text document"}  # fmt: skip


@dataclass(frozen=True)
class StaffList:
    """What a staff file says. ``gone`` are people it lists whose end date is past.

    ``broken`` are skipped rows, so that nobody is taken for gone only because their row could
    not be read; ``practices`` are those the people name, with what to call them.
    """

    file: str
    rows: tuple[StaffRow, ...]
    broken: tuple[BrokenRow, ...]
    gone: tuple[StaffRow, ...]
    practices: tuple[Practice, ...]
    unknown_roles: tuple[UnknownRole, ...]
    remarks: tuple[Remark, ...]

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
    data = _bytes(path)
    tables, remarks = _tables(data, path.name)
    chosen, more = choose(tables, sheets, path.name)
    remarks += more
    called = [Practice(key, name) for key, name in (names or {}).items()]
    book = PracticeBook([*practices, *called])
    read: list[StaffRow] = []
    broken: list[BrokenRow] = []
    for table, whole in chosen:
        header = _without_private_columns(whole, table, remarks)
        reader = RowReader(header, book, roles, table.name if len(chosen) > 1 or len(tables) > 1 else "", remarks)
        good, bad = _people(table, header, reader)
        read += good
        broken += bad
        remarks += [replace(remark, sheet=reader.sheet) for remark in table.remarks]
    if not read and not broken:
        raise InputError.at(path.name, "there is a header but nobody below it", mend="Add one row for each person.")
    read, taken, more = each_once(read)
    rows = [row for row in read if row.ends is None or row.ends >= today]
    gone = [row for row in read if row.ends is not None and row.ends < today]
    remarks += [*more, *remarks_on_sharing(rows), *_remarks_on_leavers(gone), *_near_misses(rows, book)]
    used = {key for row in rows for key in (row.practice, *row.also_works_at)}
    shown = tuple(
        Practice(practice.key, (names or {}).get(practice.key, practice.name)) for practice in book.practices(used)
    )
    return StaffList(
        path.name, tuple(rows), (*broken, *taken), tuple(gone), shown, _unknown(rows, roles), tuple(together(remarks))
    )


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError.at(str(path), "this is a folder, not a file", mend="Name the staff file in it.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError.at(str(path), "there is no such file", mend="Check the name and the folder.") from None
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise InputError.at(str(path), f"the file cannot be read: {why}", mend="Close it elsewhere?") from None
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise InputError.at(path.name, "the file is empty")
    return data


def _tables(data: bytes, file: str) -> tuple[list[Sheet], list[Remark]]:
    if data.startswith((ZIP, COMPOUND)):
        return list(sheets_of(data, file)), []
    for start, what in _OTHER_FILES.items():
        if data.startswith(start):
            raise InputError.at(file, f"this is {what}, not a table", mend="Save the staff list as .xlsx or CSV UTF-8.")
    text, remarks = decode(data, file)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise InputError.at(
            file, "this is a web page or XML under a spreadsheet's name", mend="Open it and save it as .xlsx."
        )
    rows, more = rows_of(text, known_headers)
    return [Sheet("", tuple(map(tuple, rows)))], remarks + more


def _without_private_columns(header: Header, table: Sheet, remarks: list[Remark]) -> Header:
    """The header without an id column that holds NHS numbers; says which columns are not read."""
    sheet = table.name
    for title in header.refused:
        what = f'column "{title}" is not imported: pairs holds no NHS numbers, dates of birth or other private facts'
        remarks.append(Remark(Gravity.WARNING, what, mend="Leave it out of the file.", sheet=sheet))
    if header.unknown:
        what = f"not imported, because pairs has no use for them: {', '.join(header.unknown)}"
        remarks.append(Remark(Gravity.NOTICE, what, sheet=sheet))
    for title in header.doubled:
        what = f'column "{title}" says the same as one before it and is not read'
        remarks.append(Remark(Gravity.WARNING, what, sheet=sheet))
    column = header.columns.get("id")
    if column is None:
        return header
    ids = [text_of(row[column]) for row in table.rows[header.last_row :] if column < len(row)]
    ids = [text for text in ids if text]
    if len(ids) < 3 or sum(map(_is_nhs_number, ids)) * 5 < len(ids) * 4:
        return header
    what = f'column "{header.titles["id"]}" holds what look like NHS numbers, and is not imported'
    remarks.append(Remark(Gravity.WARNING, what, mend="Leave it out of the file.", sheet=sheet))
    return replace(header, columns={name: number for name, number in header.columns.items() if name != "id"})


def _is_nhs_number(text: str) -> bool:
    """True for ten digits whose last one is the check digit (modulus 11) of the others."""
    digits = text.replace(" ", "").replace("-", "")
    if not re.fullmatch(r"\d{10}", digits):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9])


def _people(table: Sheet, header: Header, reader: RowReader) -> tuple[list[StaffRow], list[BrokenRow]]:
    rows = [
        (number, row)
        for number, row in enumerate(table.rows[header.last_row :], start=header.last_row + 1)
        if any(text_of(cell) for cell in row)
    ]
    good: list[StaffRow] = []
    broken: list[BrokenRow] = []
    people = []
    for number, row in rows:
        if aside := _no_person(number, row, header, reader):
            reader.remarks.append(aside)
            if aside.gravity is Gravity.WARNING:
                broken.append(reader.broken(number, row))
            continue
        people.append((number, row))
        reader.learn_practice(number, row)
    for number, row in people:
        person = reader.read(number, row)
        if isinstance(person, StaffRow):
            good.append(person)
        else:
            broken.append(person)
    return good, broken


def _no_person(number: int, row: Sequence[Cell], header: Header, reader: RowReader) -> Remark | None:
    """Why a row is about no person: a total, a heading, a vacancy, the header again; None when it is."""
    texts = [text for cell in row if (text := text_of(cell))]
    sheet = reader.sheet
    cells = RowCells(header, number, row)
    name, email = cells.text("name") or cells.text("last_name"), cells.text("email")
    if repeats(header, row):
        return Remark(Gravity.NOTICE, "the header stands here once more; skipped", number, sheet=sheet)
    if "@" not in email and any(_TOTAL.match(matched(text)) for text in texts[:2]):
        return Remark(Gravity.NOTICE, "a total, not a person; skipped", number, sheet=sheet)
    if "@" not in email and is_nobody(name):
        return Remark(Gravity.NOTICE, "a post without a person; skipped", number, sheet=sheet)
    if len(texts) == 1 and says_nothing(email):
        return Remark(Gravity.WARNING, "only one cell is filled: a heading or a note; skipped", number, sheet=sheet)
    return None


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
