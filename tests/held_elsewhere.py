"""Another process that holds what only one may hold: a run at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: The lock of the workspace that the first argument names.
WORKSPACE = """
from pairing.workspace import Workspace
with Workspace(Path(sys.argv[1])).lock():
"""


@contextmanager
def held_elsewhere(what: str, *arguments: object, folder: object = None) -> Iterator[subprocess.Popen[str]]:
    """``what``: a program whose last line opens it with a ``with``; it is held until the block ends."""
    opened = f"import sys\nfrom pathlib import Path\n{what.strip()}"
    program = f'{opened}\n    print("held", flush=True)\n    sys.stdin.read()\n'
    holder = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=None if folder is None else str(folder),
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield holder
    finally:
        holder.communicate("")
