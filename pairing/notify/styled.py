"""
HTML with its styles in the elements, as Outlook and Gmail want them, and words escaped for where they stand.

Which styles an element gets depends on which elements are there, never on the words in them; so styles
are put into a page with marks for words, once for each shape, and the words come in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import css_inline

from pairing.notify.patterns import picking
from pairing.notify.shapes import FIRST, MARK, number_of

#: What decides over styles must not depend on words: a tag's name, a class.
_MISPLACED = re.compile(rf'</?{MARK.pattern}|class="[^"]*{MARK.pattern}')


@dataclass(frozen=True)
class Styled:
    """
    A page with styles and marks, of words that stand ``in_text``, by their numbers, and then of those ``in_tags``:
    a word is escaped differently there.
    """

    marked: str
    in_text: tuple[int, ...]
    in_tags: tuple[int, ...]

    def escaped(self, words: Sequence[str]) -> list[str]:
        """The words, each at the number of its mark."""
        return [*map(_in_text, self._pick_text(words)), *map(_in_tag, self._pick_tags(words))]

    @cached_property
    def _pick_text(self) -> Callable[[Sequence[str]], Sequence[str]]:
        return picking(self.in_text)

    @cached_property
    def _pick_tags(self) -> Callable[[Sequence[str]], Sequence[str]]:
        return picking(self.in_tags)


def styled(marked: str) -> Styled:
    """The page with its styles in the elements. ValueError where a word would decide over them."""
    if found := _MISPLACED.search(marked):
        raise ValueError(f"a word decides over styles at {found[0]!r}")
    pieces = MARK.split(_inliner().inline(marked))
    stands: list[tuple[bool, int]] = []
    before = ""
    for place in range(1, len(pieces), 2):
        before += pieces[place - 1]
        stands.append((before.rfind("<") > before.rfind(">"), number_of(pieces[place])))
    marks = {stand: chr(FIRST + place) for place, stand in enumerate(sorted(set(stands)))}
    pieces[1::2] = [marks[stand] for stand in stands]
    in_text, in_tags = (tuple(number for tag, number in marks if tag is wanted) for wanted in (False, True))
    return Styled("".join(pieces), in_text, in_tags)


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


@lru_cache(maxsize=2048)
def _in_text(word: str) -> str:
    """Escaped as the inliner writes text."""
    return word.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_tag(word: str) -> str:
    """Escaped as the inliner writes the value of an attribute."""
    return (
        word.replace("&", "&amp;")
        .replace("\xa0", "&nbsp;")
        .replace("<", "&lt;")
        .replace('"', "&quot;")
        .replace(">", "&gt;")
    )
