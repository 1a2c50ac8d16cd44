"""Lines for people fit their terminal; lines for programs stay whole."""

from __future__ import annotations

import io

import pytest

from pairing.cli.folding import fold, in_columns

LONG = "pairs.toml: there is no pairs.toml here, so pairs does not know whose staff this is and cannot go on"


class Terminal(io.StringIO):
    """A stream somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_whole_lines() -> None:
    assert fold(LONG, io.StringIO()) == LONG


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_a_terminal_gets_lines_that_fit(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    folded = fold(f"short\n  {LONG}", Terminal())
    assert max(map(len, folded.split("\n"))) <= columns
    assert " ".join(folded.split()) == f"short {LONG}"
    assert folded.split("\n")[2].startswith("    ")


def test_a_path_is_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    path = "/a/very/long/way/down/to/a-file-with-hyphens/pairs-error.log"
    assert path in fold(f"The details are in {path}; please report it.", Terminal())


ROWS = [
    ("p1", "Ann Lee", "GP", "Swallowdale Medical Centre", ""),
    ("p22", "Maria Featherstonehaugh", "Advanced nurse practitioner", "Quarry Surgery", "paused"),
]


def test_columns_of_a_pipe_are_whole_and_aligned() -> None:
    first, second = in_columns(ROWS, io.StringIO())
    assert first.index("GP") == second.index("Advanced nurse practitioner")
    assert "Swallowdale Medical Centre" in first


@pytest.mark.parametrize("columns", [40, 80])
def test_columns_of_a_terminal_fit_and_say_what_is_cut(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = list(in_columns(ROWS, Terminal()))
    assert max(map(len, lines)) <= columns
    assert "…" in lines[1]
    assert lines[1].endswith("paused") or columns < 80


def test_no_rows_are_no_lines() -> None:
    assert list(in_columns([], Terminal())) == []
