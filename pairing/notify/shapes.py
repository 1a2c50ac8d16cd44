"""
The shape of a letter's words: which there are and how many, whatever they say.

Templates decide order and look. What one makes therefore depends on the shape alone, and is made once
for each shape, with stand-ins in the words' places (`pairing.notify.patterns`). Where a template does
look into a word, by a filter or a comparison, the stand-in raises `LookedInto`, and what that word
says becomes part of the shape.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import wraps
from typing import Any, NoReturn

from jinja2 import Environment

#: Private characters that stand for words by their number. They are barred from names and texts
#: (`pairing.notify.plain`), and stand in no template.
FIRST, LAST = 0xF0000, 0xFFFFD
MARK = re.compile(f"([{chr(FIRST)}-{chr(LAST)}])")

#: Where a word is in a shape, and where there is none.
WORD, NO_WORD = "w", "-"


class LookedInto(Exception):
    """A template has looked into the words with these numbers."""

    def __init__(self, marked: str) -> None:
        self.numbers = frozenset(number_of(mark) for mark in MARK.findall(marked))
        super().__init__(self.numbers)


class StandIn(str):
    """A mark for one word. It may be shown, joined and asked whether it is there; all else looks into it."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def _look(self: StandIn, *_: object, **__: object) -> NoReturn:
    raise LookedInto(str.__str__(self))


_COMPARING = {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__format__"}

#: Whatever a text can do beyond being there; joining texts asks for none of it.
for _name in set(dir(str)) - set(dir(object)) | _COMPARING:
    setattr(StandIn, _name, _look)


def watched(engine: Environment) -> Environment:
    """The engine, whose filters and tests look into every word they are given, and every text made of some."""
    engine.filters.update({name: _looking(act) for name, act in engine.filters.items()})
    engine.tests.update({name: _looking(act) for name, act in engine.tests.items()})
    return engine


def _looking(act: Any) -> Any:
    @wraps(act)
    def looked(*given: Any, **named: Any) -> Any:
        for value in (*given, *named.values()):
            if isinstance(value, str) and MARK.search(value):
                raise LookedInto(value)
        return act(*given, **named)

    return looked


def number_of(mark: str) -> int:
    """The number of the word that this mark stands for."""
    return ord(mark) - FIRST


def outlined(words: Mapping[str, Any], told: Collection[str] = ()) -> tuple[str, list[str]]:
    """
    The shape, what the words in ``told`` say a part of it; and the other words that are not empty, in order.

    A shape is written as one text, since every letter looks its own up.
    """
    shape = [",".join(words)]
    kept: list[str] = []
    for name, value in words.items():
        if name in told:
            shape.append(repr(value))
        elif value.__class__ is str and value:  # most are
            kept.append(value)
            shape.append(WORD)
        else:
            _outline(value, shape, kept)
    return "".join(shape), kept


def stand_ins(words: Mapping[str, Any], told: Collection[str] = ()) -> tuple[dict[str, Any], list[str]]:
    """The words with a stand-in for each that `outlined` keeps; and for each number the name its word is under."""
    names: list[str] = []
    stood = {name: value if name in told else _stood(value, name, names) for name, value in words.items()}
    return stood, names


def _outline(value: Any, shape: list[str], kept: list[str]) -> None:
    if isinstance(value, str):
        if value:
            kept.append(value)
        shape.append(WORD if value else NO_WORD)
    elif isinstance(value, (tuple, list)):
        shape.append("(")
        _outline_each(value, shape, kept)
        shape.append(")")
    elif isinstance(value, dict):
        shape.append(",".join(value))
        _outline_each(value.values(), shape, kept)
    else:  # a number, a yes or no, or nothing
        shape.append(f"{value};")


def _outline_each(values: Iterable[Any], shape: list[str], kept: list[str]) -> None:
    for each in values:
        if each.__class__ is str and each:
            kept.append(each)
            shape.append(WORD)
        else:
            _outline(each, shape, kept)


def _stood(value: Any, name: str, names: list[str]) -> Any:
    """The same, of the same type."""
    if isinstance(value, str):
        if not value:
            return ""
        names.append(name)
        return StandIn(chr(FIRST + len(names) - 1))
    if isinstance(value, dict):
        return {each: _stood(part, name, names) for each, part in value.items()}
    if isinstance(value, (tuple, list)):
        stood = [_stood(each, name, names) for each in value]
        return type(value)(*stood) if hasattr(value, "_fields") else type(value)(stood)
    return value
