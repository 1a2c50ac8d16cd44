"""
HTML with its styles in the elements, as Outlook and Gmail want them, at the price of filling in words.

Which styles an element gets depends on which elements are there, never on the words in them. So a
template is filled with marks where words would stand, the styles are put into each shape that comes
out once, and the words take the places of the marks. A ``Markup`` counts as part of the shape.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

import css_inline
from jinja2 import Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

#: A private character: it is barred from the words of a letter (`pairing.notify.plain`), and stands in no template.
MARK = "\ue000"
_SHOWN = Markup(MARK)  # noqa: S704  # a constant

#: What decides over styles must not depend on words: write ``{{ tag | safe }}``.
_MISPLACED = re.compile(f'</?{MARK}|class="[^"]*{MARK}')

_words: ContextVar[list[str]] = ContextVar("words of the template being filled")


@pass_context  # so that the engine never calls it while it compiles a template
def set_aside(_: Context, value: object) -> Markup:
    """For the engine's ``finalize``: a mark, and the word kept for later."""
    if isinstance(value, Markup):
        return value
    _words.get().append(str(value))
    return _SHOWN


def filled(template: Template, words: dict[str, object]) -> str:
    """The template with styles inline and these words, escaped for where each stands."""
    found: list[str] = []
    kept = _words.set(found)
    try:
        shape = _styled(template.render(words))
    finally:
        _words.reset(kept)
    if len(found) != len(shape.places):
        raise ValueError(f"{template.name} makes words that it does not show")
    pieces = [shape.opening]
    for word, (in_tag, following) in zip(found, shape.places, strict=True):
        pieces += (_in_tag(word) if in_tag else _in_text(word), following)
    return "".join(pieces)


@dataclass(frozen=True)
class _Shape:
    """HTML cut at its marks: what comes first; then for each whether it stands in a tag, and what follows it."""

    opening: str
    places: tuple[tuple[bool, str], ...]


@lru_cache(maxsize=512)
def _styled(marked: str) -> _Shape:
    if found := _MISPLACED.search(marked):
        raise ValueError(f"a word decides over styles at {found[0]!r}")
    opening, *pieces = _inliner().inline(marked).split(MARK)
    places, before = [], opening
    for piece in pieces:
        places.append((before.rfind("<") > before.rfind(">"), piece))
        before += MARK + piece
    return _Shape(opening, tuple(places))


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def _in_text(word: str) -> str:
    """Escaped as the inliner writes text."""
    return word.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_tag(word: str) -> str:
    """Escaped as the inliner writes the value of an attribute."""
    return _in_text(word).replace('"', "&quot;")
