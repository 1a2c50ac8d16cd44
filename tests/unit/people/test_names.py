from __future__ import annotations

import pytest

from pairing.people.names import is_nobody, joined_name, same_name, shown_name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("DR. SMITH, John (Partner)", "John Smith"),
        ("van der Berg, Anna", "Anna van der Berg"),
        ("SMITH, JANE", "Jane Smith"),
        ("Dr Priya Shah", "Priya Shah"),
        ("O\u2019NEILL, SEAN", "Sean O'Neill"),
        ("ANNA VAN DER BERG", "Anna van der Berg"),
        ("jane mcdonald", "Jane McDonald"),
        ("John SMITH", "John Smith"),
        ("Amy LEE", "Amy Lee"),
        ("JPK Smith", "JPK Smith"),
        ("Prof. Anne-Marie O'Neill MBE", "Anne-Marie O'Neill"),
        ("JP SMITH", "JP Smith"),
        ("Siân Davies-Jones", "Siân Davies-Jones"),
        ("Madonna", "Madonna"),
        ("Dr Shah", "Dr Shah"),
        ("Mary Ann Smith", "Mary Ann Smith"),
        ("María José García López", "María José García López"),
        # first and last names that title lists take away
        ("Prince Okafor", "Prince Okafor"),
        ("Dean Smith", "Dean Smith"),
        ("Queen Adebayo", "Queen Adebayo"),
        ("Kim Do", "Kim Do"),
        ("Jack Ma", "Jack Ma"),
        ("Earl Brown", "Earl Brown"),
        ("Major Singh", "Major Singh"),
    ],
)
def test_a_name_as_colleagues_read_it(typed: str, shown: str) -> None:
    assert shown_name(typed) == shown


def test_separate_columns() -> None:
    assert joined_name("Dr JOHN", "SMITH") == "John Smith"
    assert joined_name("Amy", "LEE") == "Amy Lee"
    assert joined_name("Anna", "VAN DER BERG") == "Anna van der Berg"
    assert joined_name("Katherine", "Jones", "Kate") == "Kate Jones"
    assert joined_name("Anna", "van der Berg") == "Anna van der Berg"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jane Smith", "SMITH Jane", True),
        ("J Smith", "Jane Smith", True),
        ("Jane Smith", "John Smith", False),
        ("Jane Smith", "Jane Jones", False),
        ("", "Jane", False),
    ],
)
def test_whether_two_names_are_one_persons(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("name", "nobody"),
    [("Vacancy", True), ("VACANT POST", True), ("Locum cover", True), ("TBC", True), ("Victor Vacano", False)],
)
def test_posts_without_a_person(name: str, nobody: bool) -> None:
    assert is_nobody(name) is nobody
