"""
Staff files broken in every way anybody has sent one: each gives clear words with row and column,
no traceback, and every good row comes in. All through the real command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sparing import slow_but
from staff_files.broken_books import BROKEN_BOOKS
from staff_files.broken_rows import BROKEN_ROWS
from staff_files.broken_tables import BROKEN_TABLES
from staff_files.made import Broken

BROKEN = [*BROKEN_TABLES, *BROKEN_ROWS, *BROKEN_BOOKS]


@pytest.mark.parametrize("broken", slow_but(BROKEN, *BROKEN[::3]), ids=lambda broken: broken.name.replace(" ", "-"))
def test_a_broken_file_gives_clear_words_and_loses_nobody(broken: Broken, workspace: Path, pairs: Any) -> None:
    (workspace / broken.file).write_bytes(broken.bytes())

    ran = pairs("people", "import", broken.file, "--yes", "--as-of", "2026-12-01")

    said = " ".join((ran.out + ran.err).split())
    for words in broken.says:
        assert " ".join(words.split()) in said
    assert "Traceback" not in said
    assert not (workspace / "pairs-error.log").exists()
    skipped = "to mend (these rows are skipped)" in said or not broken.people
    assert ran.code == (3 if skipped else 0) if broken.code is None else broken.code
    people = pairs("people", "list", "--json").json()
    assert sorted(person["name"] for person in people) == sorted(broken.people)


def test_there_are_more_than_enough_broken_files() -> None:
    assert len(BROKEN) >= 35
    assert len({broken.name for broken in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize(("name", "words"), [("missing.csv", "there is no such file"), (".", "this is a folder")])
def test_no_file_at_all(name: str, words: str, workspace: Path, pairs: Any) -> None:
    ran = pairs("people", "import", name, "--yes")
    assert ran.code == 3
    assert words in ran.err
