"""A real terminal, with somebody at it."""

from __future__ import annotations

import codecs
import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def on_a_terminal(args: Sequence[str], folder: Path, answers: Sequence[str] = (), *, code: int = 0) -> str:
    """What a person sees, answering each question in turn; blanks and line ends are one blank each."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pairing", *args]
    program = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown, left = "", list(answers)
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode  # a letter may come in two pieces
    with contextlib.suppress(OSError):  # the terminal closes when the program ends
        while piece := os.read(ours, 4096):
            shown += decode(piece)
            if left and shown.endswith("]: "):
                os.write(ours, f"{left.pop(0)}\n".encode())
    os.close(ours)
    assert program.wait() == code
    return " ".join(shown.split())
