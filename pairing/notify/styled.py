"""
HTML with its styles in the elements, as Outlook and Gmail want them, and words escaped for where they stand.

Which styles an element gets depends on which elements are there, never on the words in them; so styles
are put into a page with marks for words, once for each shape, and the words come in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import css_inline

from pairing.notify.shapes import FIRST, MARK, number_of

#: What decides over styles must not depend on words: a tag's name, a class.
_MISPLACED = re.compile(rf'</?{MARK.pattern}|class="[^"]*{MARK.pattern}')


@dataclass(frozen=True)
class Styled:
    """
    A page with styles and marks. A mark in a tag is raised by ``count``, the number of all words: the
    word there is escaped differently. The numbers are those of the words that stand in text, and in tags.
    """

    marked: str
    count: int
    in_text: frozenset[int]
    in_tags: frozenset[int]

    def escaped(self, words: Sequence[str]) -> list[str]:
        """The words, each at the number of its mark."""
        found = [""] * (2 * self.count)
        for number in self.in_text:
            found[number] = _in_text(words[number])
        for number in self.in_tags:
            found[number + self.count] = _in_tag(words[number])
        return found


def styled(marked: str, count: int) -> Styled:
    """The page with its styles in the elements. ValueError where one of the ``count`` words would decide over them."""
    if found := _MISPLACED.search(marked):
        raise ValueError(f"a word decides over styles at {found[0]!r}")
    pieces = MARK.split(_inliner().inline(marked))
    numbers: tuple[set[int], set[int]] = set(), set()
    before = ""
    for place in range(1, len(pieces), 2):
        before += pieces[place - 1]
        number, in_tag = number_of(pieces[place]), before.rfind("<") > before.rfind(">")
        numbers[in_tag].add(number)
        pieces[place] = chr(FIRST + number + count * in_tag)
    return Styled("".join(pieces), count, frozenset(numbers[False]), frozenset(numbers[True]))


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


@lru_cache(maxsize=2048)
def _in_text(word: str) -> str:
    """Escaped as the inliner writes text."""
    return word.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_tag(word: str) -> str:
    """Escaped as the inliner writes the value of an attribute."""
    return _in_text(word).replace('"', "&quot;")
