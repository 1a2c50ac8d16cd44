"""Lines for people fit their terminal; lines for programs stay whole."""

from __future__ import annotations

import io

import pytest

from pairing.cli.folding import fold

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
