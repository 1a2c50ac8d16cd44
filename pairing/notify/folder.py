"""
Delivery into a folder of ``.eml`` files: nothing is mailed.

A message is written beside its final name, synced, and renamed. The name follows from the message,
so after a crash at any moment the next run leaves exactly one whole file: writing again replaces
the file by the same bytes, and a half-written one never bears a final name.
"""

from __future__ import annotations

import os
from pathlib import Path

from pairing.notify.sender import ChannelDown


class FolderSender:
    """A `Sender` that writes files. The folder is made when the first message comes."""

    twice_is_once = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, *, recipient: str, raw: bytes, name: str) -> str:  # noqa: ARG002  # it stands in the message
        """The message as ``name.eml``, whole and on the disk."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f".{name}.part"
            _write_synced(unfinished, raw)
            os.replace(unfinished, self._folder / f"{name}.eml")
            _sync_folder(self._folder)
        except OSError as error:
            raise ChannelDown(f"cannot write to {self._folder}: {error.strerror}", lasting=True) from error
        return f"written as {name}.eml"

    async def close(self) -> None:
        """Nothing to let go of."""


def _write_synced(path: Path, content: bytes) -> None:
    """The file with this content, readable by its owner alone, handed to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """The rename handed to the disk, where the system can do that (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
