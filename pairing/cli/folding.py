"""Long lines broken at blanks for the terminal they go to; files and pipes get them whole."""

from __future__ import annotations

import shutil
import textwrap
from typing import TextIO


def fold(text: str, stream: TextIO, *, indent: str = "  ") -> str:
    """
    The text as ``stream`` should show it.

    Lines wider than the terminal go on in the next one, ``indent`` further in than they began.
    Where nobody looks at it on a terminal the lines stay whole, so that they can be searched for.
    """
    if not stream.isatty():
        return text
    width = max(40, shutil.get_terminal_size().columns)
    return "\n".join(_broken(line, width, indent) for line in text.split("\n"))


def _broken(line: str, width: int, indent: str) -> str:
    if len(line) <= width:
        return line
    margin = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=margin,
        subsequent_indent=margin + indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
