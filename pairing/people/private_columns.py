"""Columns pairs does not take in: those it has no use for, and those it must not hold."""

from __future__ import annotations

import re
from dataclasses import replace

from pairing.people.cells import matched, text_of
from pairing.people.headers import Header
from pairing.people.remarks import Gravity, Remark
from pairing.people.workbook import Sheet

_NUMBERS = frozenset({"mobile", "mobile number", "mobile no", "mobile phone", "phone", "phone number", "telephone"})


def without_private_columns(header: Header, table: Sheet, label: str) -> tuple[Header, list[Remark]]:
    """The header without an id column that holds NHS numbers, and which columns are not read.

    ``label`` is the sheet's name where it needs saying.
    """
    remarks: list[Remark] = []
    for title in header.refused:
        what = f'column "{title}" is not imported: pairs holds no NHS numbers, dates of birth or other private facts'
        remarks.append(Remark(Gravity.WARNING, what, mend="Leave it out of the file.", sheet=label))
    unknown = [title for title in header.unknown if matched(title) not in _NUMBERS]
    if len(unknown) < len(header.unknown):
        what = "mobile numbers are not imported: each is shared by its owner's own word, and by no list"
        remarks.append(Remark(Gravity.NOTICE, what, sheet=label))
    if unknown:
        what = f"not imported, because pairs has no use for them: {', '.join(unknown)}"
        remarks.append(Remark(Gravity.NOTICE, what, sheet=label))
    for title in header.doubled:
        what = f'column "{title}" says the same as one before it and is not read'
        remarks.append(Remark(Gravity.WARNING, what, sheet=label))
    column = header.columns.get("id")
    if column is None:
        return header, remarks
    ids = [text_of(row[column]) for row in table.rows[header.last_row :] if column < len(row)]
    ids = [text for text in ids if text]
    if len(ids) < 3 or sum(map(_is_nhs_number, ids)) * 5 < len(ids) * 4:
        return header, remarks
    what = f'column "{header.titles["id"]}" holds what look like NHS numbers, and is not imported'
    remarks.append(Remark(Gravity.WARNING, what, mend="Leave it out of the file.", sheet=label))
    columns = {name: number for name, number in header.columns.items() if name != "id"}
    return replace(header, columns=columns), remarks


def _is_nhs_number(text: str) -> bool:
    """True for ten digits whose last one is the check digit (modulus 11) of the others."""
    digits = text.replace(" ", "").replace("-", "")
    if not re.fullmatch(r"\d{10}", digits):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9])
