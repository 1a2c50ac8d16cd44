"""Somebody at a real terminal is asked about what is doubtful, and before anything changes."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from staff_files.made import amy


@pytest.mark.slow
def test_on_a_terminal_roles_are_asked_about_and_the_answers_kept(workspace: Path) -> None:
    (workspace / "staff.csv").write_bytes(amy(role="Recepsionist"))

    shown = on_a_terminal(["people", "import", "staff.csv"], workspace, answers=["", "y"])

    assert '"Recepsionist" (1, like "receptionist")' in shown
    assert "Import this?" in shown
    assert 'Recepsionist = "admin"' in (workspace / "pairs.toml").read_text(encoding="utf-8")
    assert "3 people on the list." in shown


def test_on_a_terminal_the_default_answer_changes_nothing(workspace: Path) -> None:
    (workspace / "staff.csv").write_bytes(amy())
    assert "Nothing changed." in on_a_terminal(["people", "import", "staff.csv"], workspace, answers=[""])


def on_a_terminal(args: list[str], folder: Path, answers: list[str]) -> str:
    """What a person at a real terminal sees, answering each question in turn."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pairing", *args]
    program = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = ""
    with contextlib.suppress(OSError):  # the terminal closes when the program ends
        while piece := os.read(ours, 4096):
            shown += piece.decode("utf-8", errors="replace")
            if answers and shown.endswith("]: "):
                os.write(ours, f"{answers.pop(0)}\n".encode())
    os.close(ours)
    assert program.wait() == 0
    return " ".join(shown.split())
