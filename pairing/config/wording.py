"""
A wrong value in the reader's words: which file and key, what is wrong, what is allowed, an example.

pydantic finds the mistakes; its own sentences ("Extra inputs are not permitted") are never shown.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from pairing.config import fields
from pairing.config.layers import Layer, dotted
from pairing.config.model import Config
from pairing.errors import Problem

#: a password inside an address: never repeated, even when the address is wrong
_PASSWORD = re.compile(r"(://[^/@:\s]*:)[^@\s]+@")

_WRONG_KIND = frozenset(
    {
        "string_type", "int_type", "int_parsing", "int_from_float", "bool_type", "bool_parsing", "tuple_type",
        "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "time_type",
        "time_parsing", "enum", "literal_error", "greater_than_equal", "less_than_equal", "too_short", "too_long",
    }
)  # fmt: skip


def problem_of(error: ErrorDetails, layers: Sequence[Layer]) -> Problem:
    """The problem one of pydantic's errors stands for, in the strongest layer that says the value."""
    path = tuple(str(part) for part in error["loc"] if part != "[key]")
    context = error.get("ctx", {})
    if context.get("key"):
        path = (*path, *str(context["key"]).split("."))
    problem = _problem(error, path, layers)
    return replace(problem, what=_PASSWORD.sub(r"\1***@", problem.what))


def _problem(error: ErrorDetails, path: fields.Path, layers: Sequence[Layer]) -> Problem:
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown(path, layers)
    if kind == "missing":
        what, mend = _missing(path)
        return Problem(what=what, where=place_of(path[:-1], layers), mend=mend)
    if kind == "plain_words":
        return Problem(what=error["msg"], where=place_of(path, layers), mend=str(context["mend"]))
    what, mend = _wrong(kind, error, path)
    return Problem(what=what, where=place_of(path, layers), mend=mend)


def place_of(path: fields.Path, layers: Sequence[Layer]) -> str:
    """Where the strongest layer that says something at ``path`` says it; else the file."""
    for layer in reversed(layers):
        if layer.holds(path) and layer.name != "shipped default":
            return layer.place(path)
    return f"pairs.toml, key {dotted(path)}" if path else "pairs.toml"


def quoted(value: Any) -> str:
    """A value as the file would write it, cut where it is long; never the value of a secret."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The known word nearest to ``word``, as a question; empty when none is near."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else ""


def _missing(path: fields.Path) -> tuple[str, str]:
    field = fields.find(path)
    meaning = field.info.description if field else ""
    return f"{dotted(path)} is missing", f"{meaning} {example(path)}"


def example(path: fields.Path) -> str:
    """One line of the file with an example value; empty where the model has none."""
    field = fields.find(path)
    if not field or not field.info.examples:
        return ""
    return f"For example: {path[-1]} = {toml(field.info.examples[0])}"


def toml(value: Any) -> str:
    """A value as a TOML file writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(each) for each in value)}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, dt.time):
        return f'"{value:%H:%M}"'
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)


def _wrong(kind: str, error: ErrorDetails, path: fields.Path) -> tuple[str, str]:
    value = error["input"]
    field = fields.find(path) or fields.find(path[:-1])
    if field and field.secret:
        return "the secret is not text", "Put the bare secret into the variable or file."
    words = fields.allowed(field) if field else ""
    if kind == "string_too_short":
        return f"{dotted(path)} is empty", f"Write it in. {example(path)}"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{quoted(value)} stands where a table belongs", f"Write it as a section: [{dotted(path)}]"
    if kind in _WRONG_KIND:
        near = ""
        if isinstance(value, str) and kind in ("enum", "literal_error"):
            near = did_you_mean(value, words.replace(" or ", ", ").split(", "))
        return f"{quoted(value)} is not allowed here", " ".join(
            filter(None, (near, f"Allowed: {words}.", example(path)))
        )
    return f"{quoted(value)} cannot be used here", f"Allowed: {words}. {example(path)}"


def _unknown(path: fields.Path, layers: Sequence[Layer]) -> Problem:
    word = path[-1]
    table = fields.table_at(path[:-1])
    known = list(fields.keys_of(table)) if table else []
    ours = table.model_fields.get(word) if table else None  # the model calls "from" sender, as others may
    near = f'Write it as "{ours.alias}".' if ours else did_you_mean(word, known)
    mend = near or _elsewhere(word, path) or f"Known here: {', '.join(known)}."
    what = f'unknown key "{word}"' if len(path) > 1 else f'unknown section or key "{word}"'
    return Problem(what=what, where=place_of(path, layers), mend=mend)


def _elsewhere(word: str, path: fields.Path) -> str:
    """Where else a key of this name belongs."""
    places = [place for place in _places(word, Config, ()) if place != path[:-1]]
    if not places:
        return ""
    if places[0]:
        return f"It belongs under [{dotted(places[0])}]."
    field = fields.keys_of(Config)[word]
    table = field.table or field.named_tables
    where = f"Write it as a section of its own: [{word}]" if table else "It belongs before the first [section]"
    return f"{where}. A line belongs to the nearest [section] above it."


def _places(word: str, model: type[BaseModel], above: fields.Path) -> list[fields.Path]:
    found: list[fields.Path] = []
    for name, field in fields.keys_of(model).items():
        inner = field.named_tables
        if name == word:
            found.append(above)
        elif field.table:
            found += _places(word, field.table, (*above, name))
        elif isinstance(inner, type) and issubclass(inner, BaseModel):
            found += _places(word, inner, (*above, name, "NAME"))
    return found
