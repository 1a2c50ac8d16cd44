"""
Texts with places for words: cut once, then filled for each letter at the price of putting words in.

A body part is kept as it travels, so that only what follows a word in its line is encoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from pairing.notify.quoted import begun, quoted_printable
from pairing.notify.shapes import MARK, number_of


def picking(numbers: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What takes the words with these numbers out of many, in this order."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return lambda words: [words[number] for number in numbers]


@dataclass(frozen=True)
class Pattern:
    """A text cut where its words stand: ``pieces`` is one longer than ``numbers``, which are the words' own."""

    pieces: tuple[str, ...]
    numbers: tuple[int, ...]

    @classmethod
    def cut(cls, marked: str) -> Pattern:
        """A text with marks for words."""
        found = MARK.split(marked)
        return cls(tuple(found[::2]), tuple(number_of(mark) for mark in found[1::2]))

    def filled(self, words: Sequence[str]) -> str:
        """The text with these words in their places."""
        parts = self._spaced.copy()
        parts[1::2] = self._pick(words)
        return "".join(parts)

    @cached_property
    def _pick(self) -> Callable[[Sequence[str]], Sequence[str]]:
        return picking(self.numbers)

    @cached_property
    def _spaced(self) -> list[str]:
        """The pieces, with something between them to be replaced by words."""
        return [part for piece in self.pieces for part in (piece, "")][:-1]


@dataclass(frozen=True)
class Part:
    """
    A body part in quoted-printable, cut at the lines with words.

    ``between`` is what travels before each such line and after the last. ``lines`` are these lines, so
    that all are filled at once, each from its last soft break before a word. ``marked`` is all of it.
    """

    marked: str
    between: tuple[bytes, ...]
    lines: Pattern

    @classmethod
    def cut(cls, marked: str) -> Part:
        """A text with marks for words."""
        between, lines = [b""], []
        for line in marked.splitlines():
            if first := MARK.search(line):
                full, rest = begun(line[: first.start()])
                between[-1] += full
                between.append(b"")
                lines.append(f"{rest}{line[first.start() :]}\n")
            else:
                between[-1] += quoted_printable(line)
        return cls(marked, tuple(between), Pattern.cut("".join(lines)))

    def filled(self, words: Sequence[str]) -> bytes:
        """The part with these words in their places."""
        lines = self.lines.filled(words).splitlines()
        if len(lines) != len(self.between) - 1:  # a word breaks its line
            return b"".join(map(quoted_printable, Pattern.cut(self.marked).filled(words).splitlines()))
        travelling = [b""] * (2 * len(lines) + 1)
        travelling[::2] = self.between
        travelling[1::2] = map(quoted_printable, lines)
        return b"".join(travelling)
