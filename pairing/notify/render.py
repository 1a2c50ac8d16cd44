"""
From a letter to its subject, text, HTML and calendar words, by the templates in `templates/email`.

A name the template asks for and the letter lacks is an error, never a blank. HTML is escaped by
the engine; styles are put into the elements, as Outlook and Gmail want them, and the rules for
dark screens stay in the head. What the engine makes is kept for all letters of one shape (`forms`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from pairing.notify.forms import Form, Forms
from pairing.notify.itip import Method, method_of
from pairing.notify.messages import Letter, MessageKind
from pairing.notify.patterns import Pattern
from pairing.notify.plain import one_line
from pairing.notify.shapes import watched
from pairing.notify.words import words_of
from pairing.resources import shipped

#: With the end of its line, which the engine drops after a block.
_INCLUDE = re.compile(r'{% include "([^"]+)" %}\n?')

#: The words inside the calendar entry, by what the entry does. Its title is the same for both.
ENTRIES: dict[Method, str] = {"REQUEST": "request.calendar.txt", "CANCEL": "cancel.calendar.txt"}

#: Name and day must be seen on a telephone: the part of a subject before "|" keeps within this.
SUBJECT_LENGTH = 45


class Rendered:
    """The words of one mail, each made when it is asked for."""

    def __init__(self, form: Form, words: list[str]) -> None:
        self._form = form
        self._words = words

    @property
    def subject(self) -> str:
        """On one line."""
        return _subject(self._line("subject") or "")

    @property
    def text(self) -> str:
        """The plain text."""
        return Pattern.cut(self._form.text).filled(self._words)

    @property
    def html(self) -> str:
        """The page."""
        page = self._form.page
        return Pattern.cut(page.marked).filled(page.escaped(self._words))

    @property
    def text_part(self) -> bytes:
        """The plain text in quoted-printable."""
        return self._form.text_part.filled(self._words)

    @property
    def html_part(self) -> bytes:
        """The page in quoted-printable."""
        return self._form.html_part.filled(self._form.page.escaped(self._words))

    @property
    def summary(self) -> str | None:
        """The title of the calendar entry; None where the letter has no part in the calendar."""
        line = self._line("summary")
        return line if line is None else one_line(line)

    @property
    def description(self) -> str | None:
        """The words inside the calendar entry; None as above."""
        return self._line("description")

    def _line(self, name: str) -> str | None:
        pattern = self._form.lines.get(name)
        return pattern.filled(self._words) if pattern else None


def render(letter: Letter) -> Rendered:
    """The words of this letter."""
    return Rendered(*_forms(letter.kind, method_of(letter)).of(words_of(letter)))


@lru_cache(maxsize=64)
def _forms(kind: MessageKind, method: Method | None) -> Forms:
    lines = {"subject": f"{kind}.subject.txt"}
    if method:
        lines |= {"summary": "summary.txt", "description": ENTRIES[method]}
    engine = _engine()
    of_lines = {name: engine.get_template(file) for name, file in lines.items()}
    return Forms(engine.get_template(f"{kind}.txt"), engine.get_template(f"{kind}.html"), of_lines)


def _subject(candidates: str) -> str:
    """The first line whose part before "|" is short enough, else the last; always one line."""
    chosen = ""
    for line in filter(None, map(one_line, candidates.splitlines())):
        chosen = line
        if len(line.partition("|")[0].rstrip(" ,")) <= SUBJECT_LENGTH:
            break
    return one_line(chosen.replace("|", ""))


def _source(name: str) -> str | None:
    """The text of a template that travels with the program, what it includes put in: a call each saved in each mail."""
    file = shipped("templates", f"email/{name}")
    if not file.is_file():
        return None
    return _INCLUDE.sub(_included, file.read_text(encoding="utf-8"))


def _included(found: re.Match[str]) -> str:
    """The text of what is included; where there is none, the engine says so."""
    text = _source(found[1])
    return found[0] if text is None else text


@lru_cache(maxsize=1)
def _engine() -> Environment:
    """Escapes for pages, and not for words that no markup can break: subjects, texts, calendars."""
    engine = Environment(
        loader=FunctionLoader(_source),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return watched(engine)
