"""
From a letter to its subject, text, HTML and calendar words, by the templates in `templates/email`.

A name the template asks for and the letter lacks is an error, never a blank. HTML is escaped by
the engine; styles are put into the elements, as Outlook and Gmail want them, and the rules for
dark screens stay in the head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, select_autoescape

from pairing.notify.itip import Method, method_of
from pairing.notify.messages import Letter
from pairing.notify.plain import one_line
from pairing.notify.shapes import filled, set_aside
from pairing.notify.words import words_of
from pairing.resources import shipped

#: With the end of its line, which the engine drops after a block.
_INCLUDE = re.compile(r'{% include "([^"]+)" %}\n?')

#: The words inside the calendar entry, by what the entry does. Its title is the same for both.
ENTRIES: dict[Method, str] = {"REQUEST": "request.calendar.txt", "CANCEL": "cancel.calendar.txt"}

#: Name and day must be seen on a telephone: the part of a subject before "|" keeps within this.
SUBJECT_LENGTH = 45


@dataclass(frozen=True)
class Rendered:
    """The words of one mail. ``summary`` and ``description`` are the calendar's, None where it has no part in it."""

    subject: str
    text: str
    html: str
    summary: str | None = None
    description: str | None = None


def render(letter: Letter) -> Rendered:
    """The words of this letter."""
    words = words_of(letter)
    entry = ENTRIES.get(method) if (method := method_of(letter)) else None
    return Rendered(
        subject=_subject(_fill(f"{letter.kind}.subject.txt", words)),
        text=_fill(f"{letter.kind}.txt", words).strip() + "\n",
        html=filled(_template(f"{letter.kind}.html"), words),
        summary=one_line(_fill("summary.txt", words)) if entry else None,
        description=_fill(entry, words).strip() if entry else None,
    )


def _subject(candidates: str) -> str:
    """The first line whose part before "|" is short enough, else the last; always one line."""
    lines = [line for line in map(one_line, candidates.splitlines()) if line]
    chosen = next((line for line in lines if len(line.partition("|")[0].rstrip(" ,")) <= SUBJECT_LENGTH), lines[-1])
    return one_line(chosen.replace("|", ""))


def _fill(name: str, words: dict[str, object]) -> str:
    return _template(name).render(words)


@lru_cache(maxsize=128)
def _template(name: str) -> Template:
    return (_html() if name.endswith(".html") else _plain()).get_template(name)


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
def _plain() -> Environment:
    """For words that no markup can break: subjects, texts, calendars."""
    return Environment(
        loader=FunctionLoader(_source),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=1)
def _html() -> Environment:
    """The same, with the words set aside until the styles are in."""
    return _plain().overlay(finalize=set_aside)
