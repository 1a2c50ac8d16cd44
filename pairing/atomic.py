"""
Files that are whole or not there: written beside their place, synced, then moved in.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, *, replace: bool = True) -> bool:
    """Leave ``content`` at ``path``, readable by its owner only; False when ``replace`` is not wished and it exists.

    After a crash at any moment ``path`` is the old file, the new one, or absent as before.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:  # mkstemp has made it 0600
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not replace:
            try:
                os.link(temporary, path)
            except FileExistsError:
                return False
        else:
            temporary.replace(path)
        _sync_folder(path.parent)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
