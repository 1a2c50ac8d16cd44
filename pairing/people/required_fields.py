"""The columns every person needs: id (or none), name, address, practice, role."""

from __future__ import annotations

import re

from pairing.people.addresses import NoAddress, address_of
from pairing.people.cells import says_nothing, straight
from pairing.people.names import joined_name, shown_name
from pairing.people.person import RoleGroup
from pairing.people.practices import NoPractice, PracticeBook, practice_of
from pairing.people.roles import RoleTable
from pairing.people.row_cells import RowCells

LONGEST = 200  # letters: a cell with more of them has slipped from another column
_ID = re.compile(r"[^\W_][\w.:+#-]{0,63}")


def read_id(cells: RowCells) -> str | None:
    """The id, None where there is none. It appears in logs, so it must not be an address or a name."""
    text = cells.text("id")
    if says_nothing(text) or cells.fails_if_unusable("id"):
        return None
    if "@" in text or " " in text:
        why = "an id must not hold an @ or a blank (ids appear in logs, names and addresses must not)"
        return cells.fail("id", why, "Leave the cell empty and pairs gives an id of its own.")
    if not _ID.fullmatch(text):
        return cells.fail("id", "an id is made of letters, digits and . : + # - _", "Or leave it empty.")
    return text


def read_name(cells: RowCells) -> str:
    """The name as colleagues read it, from one column or several."""
    column = "name" if cells.has("name") else "last_name"
    if cells.fails_if_unusable("name", "first_name", "last_name"):
        return ""
    whole = cells.lettered("name")
    if whole:
        name = shown_name(whole)
    else:
        name = joined_name(cells.lettered("first_name"), cells.lettered("last_name"), cells.lettered("known_as"))
    if says_nothing(name) or not any(letter.isalpha() for letter in name):
        return cells.fail(column, "the name is missing")
    if len(name) > LONGEST:
        return cells.fail(column, "the name is longer than any name; the cells may have slipped")
    if "@" in name:
        return cells.fail(column, "an address stands where the name belongs; the cells may have slipped")
    return name


def read_email(cells: RowCells) -> str:
    """The address as typed, with certain repairs; each repair is a warning."""
    if cells.fails_if_unusable("email"):
        return ""
    text = cells.text("email")
    if says_nothing(text):
        return cells.fail("email", "the e-mail address is missing", "Nobody is invited without one.")
    try:
        address, repairs = address_of(text)
    except NoAddress as wrong:
        mend = f"Did you mean {wrong.suggestion}?" if wrong.suggestion else ""
        return cells.fail("email", f'"{text[:80]}" {wrong}', mend)
    if repairs:
        cells.warn("email", f'"{text[:120]}" was read as {address}: {", ".join(repairs)}', "Mend the cell.")
    return address


def read_practice(cells: RowCells, book: PracticeBook) -> str:
    """The practice's key, from a name, a code or both."""
    column = "practice" if cells.has("practice") else "practice_code"
    if cells.fails_if_unusable("practice", "practice_code"):
        return ""
    name, code = cells.lettered("practice"), cells.text("practice_code")
    name, code = ("" if says_nothing(name) else name), ("" if says_nothing(code) else code)
    if not name and not code:
        return cells.fail(column, "the practice is missing")
    if len(name) > LONGEST:
        return cells.fail(column, "the practice is longer than any name; the cells may have slipped")
    try:
        return book.key_of(practice_of(name, code))
    except NoPractice as wrong:
        return cells.fail("practice_code" if f'"{code}"' in str(wrong) else column, str(wrong))


def read_role(cells: RowCells, roles: RoleTable) -> tuple[str, RoleGroup]:
    """The title and its group; a missing or unknown title keeps the person, in the group "other"."""
    role = "" if cells.unusable("role") else straight(cells.lettered("role"))
    if says_nothing(role):
        cells.warn("role", 'the role is missing; the person is kept, in the group "other"')
        return "", RoleGroup.OTHER
    return role[:LONGEST], roles.group_of(role) or RoleGroup.OTHER
