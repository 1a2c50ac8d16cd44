"""Somebody at a real terminal is asked about what is doubtful, and before anything changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from staff_files.made import amy
from terminal import on_a_terminal


@pytest.mark.slow
def test_on_a_terminal_roles_are_asked_about_and_the_answers_kept(workspace: Path) -> None:
    (workspace / "staff.csv").write_bytes(amy(role="Recepsionist"))

    shown = on_a_terminal(["people", "import", "staff.csv"], workspace, answers=["", "y"])

    assert '"Recepsionist" (1, like "receptionist")' in shown
    assert "Import this?" in shown
    assert 'Recepsionist = "admin"' in (workspace / "pairs.toml").read_text(encoding="utf-8")
    assert "3 people on the list." in shown


@pytest.mark.slow
def test_on_a_terminal_the_default_answer_changes_nothing(workspace: Path) -> None:
    (workspace / "staff.csv").write_bytes(amy())
    assert "Nothing changed." in on_a_terminal(["people", "import", "staff.csv"], workspace, answers=[""])
