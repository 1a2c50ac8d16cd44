from __future__ import annotations

import pytest

from pairing.people.person import Practice
from pairing.people.practices import NoPractice, PracticeBook, PracticeCell, practice_of, shown_practice


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("Mill Lane Surgery (A81001)", "A81001", "Mill Lane Surgery"),
        ("a81001", "A81001", ""),
        ("A 81001", "A81001", ""),
        ("A81001 - Mill Lane", "A81001", "Mill Lane"),
        ("Mill Lane A81001", "A81001", "Mill Lane"),
        ("U12345", "U12345", ""),
        ("Mill Lane [ODS: A81001]", "A81001", "Mill Lane"),
        ("MILL LANE SURGERY", "", "Mill Lane Surgery"),
        ("A81001002", "A81001", ""),
        ("Dr Smith & Partners", "", "Dr Smith & Partners"),
        ("PCN", "", "PCN"),
    ],
)
def test_codes_and_names_in_one_cell(text: str, code: str, name: str) -> None:
    assert practice_of(text) == PracticeCell(code, name)


@pytest.mark.parametrize("text", ["81001", "A8100", "8100"])
def test_half_a_code_is_refused(text: str) -> None:
    with pytest.raises(NoPractice, match="as in A81001"):
        practice_of(text)


def test_a_code_column_counts_beside_the_name() -> None:
    assert practice_of("Mill Lane", "a81001") == PracticeCell("A81001", "Mill Lane")
    with pytest.raises(NoPractice, match="letter is missing"):
        practice_of("Mill Lane", "81001")
    with pytest.raises(NoPractice, match="two ODS codes"):
        practice_of("Mill Lane (A81001)", "A81002")


def test_shouted_names_are_shown_in_title_case() -> None:
    assert shown_practice("ST MARY'S MEDICAL CENTRE") == "St Mary's Medical Centre"
    assert shown_practice("THE SURGERY AT WOODLANDS PCN") == "The Surgery at Woodlands PCN"
    assert shown_practice("iHealth Lane") == "iHealth Lane"


def test_a_name_finds_its_code_however_it_is_typed() -> None:
    book = PracticeBook([Practice("A81002", "Hill Road Surgery")])
    book.learn(PracticeCell("A81001", "Mill Lane Surgery"))
    assert book.key_of(PracticeCell("", "mill lane surgery")) == "A81001"
    assert book.key_of(PracticeCell("", "Hill Road  surgery")) == "A81002"
    assert book.key_of(PracticeCell("", "Elm House")) == "Elm House"
    assert book.key_of(PracticeCell("", "ELM HOUSE")) == "Elm House"
    assert book.practices(["A81001", "Elm House"]) == (
        Practice("A81001", "Mill Lane Surgery"),
        Practice("Elm House", "Elm House"),
    )


def test_one_name_for_two_practices_is_refused() -> None:
    book = PracticeBook()
    book.learn(PracticeCell("A81001", "High Street Surgery"))
    book.learn(PracticeCell("A81002", "High Street Surgery"))
    with pytest.raises(NoPractice, match="A81001 or A81002"):
        book.key_of(PracticeCell("", "High Street Surgery"))
    assert book.key_of(PracticeCell("A81002", "High Street Surgery")) == "A81002"
