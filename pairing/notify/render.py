"""
From a letter to its subject, text, HTML and calendar words, by the templates in `templates/email`.

A name the template asks for and the letter lacks is an error, never a blank. HTML is escaped by
the engine; styles are put into the elements, as Outlook and Gmail want them, and the rules for
dark screens stay in the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import css_inline
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from pairing.notify.itip import Method, method_of
from pairing.notify.messages import Letter
from pairing.notify.plain import one_line
from pairing.notify.words import words_of
from pairing.resources import shipped

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
        html=_inliner().inline(_fill(f"{letter.kind}.html", words)),
        summary=one_line(_fill("summary.txt", words)) if entry else None,
        description=_fill(entry, words).strip() if entry else None,
    )


def _subject(candidates: str) -> str:
    """The first line whose part before "|" is short enough, else the last; always one line."""
    lines = [line for line in map(one_line, candidates.splitlines()) if line]
    chosen = next((line for line in lines if len(line.partition("|")[0].rstrip(" ,")) <= SUBJECT_LENGTH), lines[-1])
    return one_line(chosen.replace("|", ""))


def _fill(name: str, words: dict[str, object]) -> str:
    return _environment().get_template(name).render(words)


def _source(name: str) -> str | None:
    """The text of a template that travels with the program, wherever that is installed."""
    file = shipped("templates", f"email/{name}")
    return file.read_text(encoding="utf-8") if file.is_file() else None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_source),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)
