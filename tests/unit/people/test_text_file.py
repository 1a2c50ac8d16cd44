from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from pairing.errors import InputError
from pairing.people.headers import known_headers
from pairing.people.text_file import decode, rows_of


def rows(text: str) -> list[list[str]]:
    return rows_of(text, known_headers)[0]


def test_the_delimiter_is_the_one_that_names_most_columns() -> None:
    assert rows("Name;Email;Notes, if any\nA;a@b.example;x, y, z\n")[0] == ["Name", "Email", "Notes, if any"]
    assert rows("Staff, of Riverside, March\nName\tEmail\n")[1] == ["Name", "Email"]


def test_quoted_cells_keep_delimiters_and_line_breaks() -> None:
    text = 'Name,"Practice\nCode",Email\n"Smith, J",A81001,"a ""b"" c"\n'
    assert rows(text) == [["Name", "Practice\nCode", "Email"], ["Smith, J", "A81001", 'a "b" c']]


def test_a_quote_inside_a_cell_is_a_letter() -> None:
    assert rows('Name,Email,Role\nJim "Jimmy" Lee,j@x.example,GP\n')[1][0] == 'Jim "Jimmy" Lee'


def test_old_line_ends_count() -> None:
    assert len(rows("Name,Email\rA,a@x.example\rB,b@x.example\r")) == 3


def test_an_open_quote_spoils_its_own_row_only() -> None:
    found, remarks = rows_of(
        'Name,Email,Role\n"A,a@x.example,GP\n"B",b@x.example,GP\nC,c@x.example,"GP\n', known_headers
    )
    assert [row[0] for row in found] == ["Name", "A", "B", "C"]
    assert [remark.row for remark in remarks] == [2, 4]


def test_windows_text_is_shown_to_be_confirmed() -> None:
    text, remarks = decode("Name\nO\u2019Neill €5\n".encode("cp1252"), "x.csv")
    assert "O\u2019Neill" in text
    assert "O\u2019Neill" in remarks[0].what


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\n\0")), min_size=3, max_size=3), min_size=1))
def test_what_a_spreadsheet_writes_reads_back(table: list[list[str]]) -> None:
    quoted = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)
    found, remarks = rows_of("Name,Email,Role\r\n" + quoted + "\r\n", known_headers)
    assert found[1:] == table
    assert remarks == []


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(rows(decode(data, "x.csv")[0]), list)
