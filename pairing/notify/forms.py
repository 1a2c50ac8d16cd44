"""
The templates of one kind of letter, filled once for each shape of words.

Having an engine fill templates costs ten times what putting words into the outcome costs. That a form
filled with words is what the engine makes of them is held whenever one is made, against the letter it
is made for; templates that fail are filled anew for whatever any word says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Template
from markupsafe import escape

from pairing.notify.patterns import Part, Pattern
from pairing.notify.shapes import LookedInto, outlined, stand_ins
from pairing.notify.styled import Styled, styled

#: So many shapes of one kind are remembered; then all are forgotten, and made again as needed.
SHAPES = 256


@dataclass(frozen=True)
class Form:
    """What the templates of one kind make of words of one shape. ``lines`` are those of no body part, by name."""

    lines: Mapping[str, Pattern]
    text: str
    page: Styled

    @cached_property
    def text_part(self) -> Part:
        """The text, ready to travel."""
        return Part.cut(self.text)

    @cached_property
    def html_part(self) -> Part:
        """The page, ready to travel."""
        return Part.cut(self.page.marked)


class Forms:
    """The forms of one kind of letter, each made when the first letter needs it."""

    def __init__(self, text: Template, page: Template, lines: Mapping[str, Template]) -> None:
        self._text = text
        self._page = page
        self._lines = lines
        self._told: frozenset[str] = frozenset()
        self._made: dict[str, Form] = {}

    def of(self, words: Mapping[str, Any]) -> tuple[Form, list[str]]:
        """The form for these words, and the words that it takes, in order."""
        while True:
            shape, kept = outlined(words, self._told)
            if form := self._made.get(shape):
                return form, kept
            self._make(words, shape, kept)

    def _make(self, words: Mapping[str, Any], shape: str, kept: list[str]) -> None:
        """Either the form for this shape, or more is known of what the templates look into."""
        stood, names = stand_ins(words, self._told)
        try:
            text, page = self._text.render(stood), self._page.render(stood)
            lines = {name: template.render(stood) for name, template in self._lines.items()}
        except LookedInto as look:
            self._told |= {names[number] for number in look.numbers}
            return
        in_html = [str(escape(word)) for word in kept]
        same = (
            Pattern.cut(text).filled(kept) == self._text.render(words)
            and Pattern.cut(page).filled(in_html) == self._page.render(words)
            and all(Pattern.cut(lines[name]).filled(kept) == each.render(words) for name, each in self._lines.items())
        )
        if not same and kept:
            self._told = frozenset(words)
            return
        if len(self._made) >= SHAPES:
            self._made.clear()
        cut = {name: Pattern.cut(marked.strip()) for name, marked in lines.items()}
        self._made[shape] = Form(cut, text.strip() + "\n", styled(page))
