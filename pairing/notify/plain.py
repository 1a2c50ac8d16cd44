"""
Words as they may stand in a mail: no control characters, no hidden direction marks, one line where
one line is meant. Everything that came from a file or a person passes here before any template.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Categories that never belong in a name: controls, surrogates, unassigned and private use.
_BARRED = frozenset({"Cc", "Cs", "Co", "Cn"})

#: Format characters that reorder or hide text (Trojan Source, CVE-2021-42574); joiners stay, names need them.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")


@lru_cache(maxsize=4096)  # a name stands in every mail to its group, a title in every mail
def one_line(text: str, *, most: int = 200) -> str:
    """The text on one line, runs of white space as one blank, cut with an ellipsis after ``most`` characters."""
    kept = text
    if not text.isprintable():  # most text is, and then holds nothing barred
        spaced = (" " if char.isspace() else char for char in text)
        kept = "".join(char for char in spaced if not _barred(char))
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def paragraphs(text: str, *, most: int = 2000) -> tuple[str, ...]:
    """The text's lines, each tidied, empty ones dropped."""
    return tuple(filter(None, (one_line(line, most=most) for line in text.splitlines())))


def _barred(char: str) -> bool:
    return unicodedata.category(char) in _BARRED or char in _REORDERING
