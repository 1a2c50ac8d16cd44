"""Mails given by hand, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pairing.errors import InputError


class Files:
    """Each file is one mail; files are never moved or changed."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = list(paths)
        self._done: set[str] = set()

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """The files in the order given; `InputError` naming the first that cannot be read."""
        for path in self._paths:
            if str(path) not in self._done:
                try:
                    content = path.read_bytes()
                except OSError as error:
                    raise InputError.at(str(path), f"cannot be read ({error.strerror})") from error
                yield str(path), content

    def done(self, id: str) -> None:
        """Not offered again by this object; the file stays as it is."""
        self._done.add(id)
