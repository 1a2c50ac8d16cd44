"""
A Maildir, as mail servers deliver into on the same machine.

Files are renamed, never written: `mailbox.Maildir` would write a mail anew to change its flags, and
with it its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pairing.errors import InputError

_SEEN = "S"


class Maildir:
    """Everything in ``new/``, and what nobody has seen in ``cur/``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """`InputError` when there is no Maildir."""
        if not (self._path / "new").is_dir() or not (self._path / "cur").is_dir():
            raise InputError.at(
                str(self._path), "there is no Maildir here", mend="Name the folder that has new/ and cur/ in it."
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """The waiting mails, oldest name first; one that another program takes away meanwhile is passed over."""
        for file in sorted([*self._files("new"), *self._files("cur")], key=lambda path: path.name):
            if file.parent.name == "new" or _SEEN not in _flags(file.name):
                try:
                    content = file.read_bytes()
                except FileNotFoundError:
                    continue
                except OSError as error:
                    raise InputError.at(str(file), f"cannot be read ({error.strerror})") from error
                yield file.name.partition(":")[0], content

    def done(self, id: str) -> None:
        """Moved to ``cur/`` with the flag for seen."""
        for file in [*self._files("new"), *self._files("cur")]:
            if file.name.partition(":")[0] == id and (file.parent.name == "new" or _SEEN not in _flags(file.name)):
                flags = "".join(sorted({*_flags(file.name), _SEEN}))
                try:
                    file.rename(self._path / "cur" / f"{id}:2,{flags}")
                except FileNotFoundError:  # another program was faster: a mail reader, most likely
                    return

    def _files(self, folder: str) -> list[Path]:
        return [file for file in (self._path / folder).iterdir() if file.is_file() and not file.name.startswith(".")]


def _flags(name: str) -> str:
    return name.partition(":2,")[2]
