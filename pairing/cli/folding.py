"""Long lines broken at blanks for the terminal they go to; files and pipes get them whole."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import TextIO

#: A narrower terminal than this is treated as this wide.
NARROWEST = 40


def fold(text: str, stream: TextIO) -> str:
    """
    The text as ``stream`` should show it.

    Lines wider than the terminal go on in the next one, two blanks further in than they began.
    Where nobody looks at it on a terminal the lines stay whole, so that they can be searched for.
    """
    if not stream.isatty():
        return text
    width = _width()
    return "\n".join(_broken(line, width) for line in text.split("\n"))


def in_columns(rows: Sequence[Sequence[str]], stream: TextIO) -> Iterator[str]:
    """
    The rows as lines, each column as wide as its longest cell and two blanks from the next.

    On a terminal that is too narrow the widest columns give way, and what is cut ends in "…".
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    while stream.isatty() and sum(widths) + 2 * (len(widths) - 1) > _width():
        widths[widths.index(max(widths))] -= 1
    for row in rows:
        yield "  ".join(_cut(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cut(cell: str, width: int) -> str:
    return f"{cell:<{width}}" if len(cell) <= width else f"{cell[: width - 1]}…"


def _width() -> int:
    return max(NARROWEST, shutil.get_terminal_size().columns)


def _broken(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    margin = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=margin,
        subsequent_indent=margin + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
