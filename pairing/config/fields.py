"""
The keys a config may have, found by walking the model: one place that knows how a path such as
``programmes.coffee.minutes`` leads to a field, its meaning and its allowed values.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from pairing.config.model import Config

Path = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One key: its model field, and the type of its value with ``Annotated`` and ``None`` taken off."""

    info: FieldInfo
    type: Any

    @property
    def secret(self) -> bool:
        """True when the value may come from the environment or a secret file only."""
        return self.type is SecretStr

    @property
    def text(self) -> bool:
        """True when the value is text, or one of a few words."""
        return self.type is str or get_origin(self.type) is Literal or _is(self.type, Enum)

    @property
    def table(self) -> type[BaseModel] | None:
        """The model of the table behind this key, when it is one."""
        return self.type if _is(self.type, BaseModel) else None

    @property
    def named_tables(self) -> Any:
        """The type behind each name, when this key is a table with names of the reader's own."""
        return get_args(self.type)[1] if get_origin(self.type) is dict else None

    @property
    def listed_tables(self) -> type[BaseModel] | None:
        """The model of each entry, when this key is a list of tables (``[[...]]``)."""
        entries = get_args(self.type)
        return entries[0] if get_origin(self.type) is tuple and entries and _is(entries[0], BaseModel) else None


def _is(type_: Any, base: type) -> bool:
    return isinstance(type_, type) and issubclass(type_, base)


def _bare(annotation: Any) -> Any:
    """``annotation`` without ``Annotated`` and without ``| None``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [each for each in get_args(annotation) if each is not type(None)]
        if len(rest) == 1:
            return _bare(rest[0])
    return annotation


def keys_of(model: type[BaseModel]) -> dict[str, Field]:
    """The keys a table may have, as the file spells them."""
    return {
        (info.alias or name): Field(info=info, type=_bare(info.annotation)) for name, info in model.model_fields.items()
    }


def find(path: Path, model: type[BaseModel] = Config) -> Field | None:
    """The field ``path`` leads to; None when there is no such key. Names of programmes, rules and
    roles are taken as they come; positions in a list (``0``) are stepped over.
    """
    field = keys_of(model).get(path[0]) if path else None
    return _inside(field, path[1:]) if field and len(path) > 1 else field


def _inside(field: Field, rest: Path) -> Field | None:
    if field.table:
        return find(rest, field.table)
    if field.listed_tables:
        return find(rest[1:] if rest[0].isdigit() else rest, field.listed_tables)
    inner = field.named_tables
    if _is(inner, BaseModel) and len(rest) > 1:
        return find(rest[1:], inner)
    return Field(info=field.info, type=_bare(inner)) if inner and len(rest) == 1 else None


def table_at(path: Path) -> type[BaseModel] | None:
    """The model of the table at ``path``; the whole config for the empty path."""
    if not path:
        return Config
    field = find(path)
    return (field.table or field.listed_tables) if field else None


def leaves(tree: Mapping[str, Any], above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a tree with its path; lists count as one value."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*above, name))
        else:
            yield (*above, name), value


def allowed(field: Field) -> str:
    """What the value may be, in words."""
    if _is(field.type, Enum):
        return _one_of([member.value for member in field.type])
    if get_origin(field.type) is Literal:
        return _one_of(list(get_args(field.type)))
    if _is(field.type, BaseModel) or field.listed_tables:
        return "a table"
    if field.named_tables is not None:
        return "a table of your own names"
    if field.type is int:
        return "a whole number" + _limits(field.info)
    return _WORDS.get(field.type, "see the example")


_WORDS: dict[Any, str] = {
    str: "text in quotes",
    bool: "true or false",
    SecretStr: "text, from the environment or a secret file only",
    dt.date: "a day, written 2026-12-03",
    dt.time: "a time, written 12:30",
    tuple[str, ...]: 'a list of texts: ["one", "two"]',
    tuple[dt.time, dt.time]: 'two times: ["12:00", "14:00"]',
    tuple[tuple[str, str], ...]: 'a list of pairs: [["a1", "b7"]]',
}


def _one_of(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _limits(info: FieldInfo) -> str:
    low = next((m.ge for m in info.metadata if isinstance(m, annotated_types.Ge)), None)
    high = next((m.le for m in info.metadata if isinstance(m, annotated_types.Le)), None)
    if low is not None and high is not None:
        return f" from {low} to {high}"
    return f", at least {low}" if low is not None else ""
