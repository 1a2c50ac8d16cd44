"""One key explained: its value, who set it, what it means, what it may be, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, SecretStr

from pairing.config import fields
from pairing.config.catalogue import catalogue, rule_named
from pairing.config.layers import at, dotted
from pairing.config.load import Layers
from pairing.config.secrets import variable_of
from pairing.config.wording import did_you_mean, toml
from pairing.errors import InputError

#: stands for any programme, rule, role or practice
ANY = "NAME"


@dataclass(frozen=True)
class Explanation:
    """What is known of one key. ``value`` is as the file would write it, "not set" where nothing is."""

    key: str
    value: str
    set_by: str
    meaning: str
    allowed: str
    example: str
    variable: str


def explain(key: str, layers: Layers) -> list[Explanation]:
    """The key, or every key of the table it names. InputError with a suggestion when there is none."""
    path = tuple(part for part in key.replace("[", ".").replace("]", "").split(".") if part)
    if _rule_parameter(path) is not None:
        return [_explained(path, layers)]
    field = fields.find(path)
    if field is None:
        raise InputError.at("config", f'there is no key "{key}"', mend=_near(key, layers))
    return [_explained(each, layers) for each in _below(path, field, layers)]


def every_key(layers: Layers) -> Iterator[fields.Path]:
    """Every key this config has, with the names of its own programmes."""
    for section, field in fields.keys_of(type(layers.config)).items():
        yield from _below((section,), field, layers)


def _below(path: fields.Path, field: fields.Field, layers: Layers) -> Iterator[fields.Path]:
    inner = field.table or field.listed_tables
    names = field.named_tables
    if inner:
        for name, each in fields.keys_of(inner).items():
            yield from _below((*path, name), each, layers)
    elif isinstance(names, type) and issubclass(names, BaseModel):
        for name in _value(path, layers) or (ANY,):
            yield from _below((*path, name), fields.Field(info=field.info, type=names), layers)
    else:
        yield path


def _explained(path: fields.Path, layers: Layers) -> Explanation:
    parameter = _rule_parameter(path)
    value = _value(path, layers)
    known = layers.source_of(path) if value is not None else "nobody"
    if parameter is not None:
        default, sentence = parameter
        meaning, allowed, example = sentence, "a whole number, at least 0", f"{path[-1]} = {default}"
        value, known = (default, "rules catalogue") if value is None else (value, known)
    else:
        field = fields.find(path)
        assert field is not None
        meaning, allowed = field.info.description or "", fields.allowed(field)
        examples = field.info.examples
        example = f"{path[-1]} = {toml(examples[0])}" if examples else ""
    return Explanation(
        key=dotted(path),
        value=_shown(value),
        set_by=known,
        meaning=meaning,
        allowed=allowed,
        example=example,
        variable="" if ANY in path else variable_of(path),
    )


def _shown(value: Any) -> str:
    if value is None:
        return "not set"
    return "set (hidden)" if isinstance(value, SecretStr) else toml(value)


def _value(path: fields.Path, layers: Layers) -> Any:
    return at(layers.config.model_dump(by_alias=True), path)


def _rule_parameter(path: fields.Path) -> tuple[int, str] | None:
    """Default and sentence of ``programmes.NAME.rules.RULE.PARAMETER``; None for any other path."""
    if len(path) != 5 or path[0] != "programmes" or path[2] != "rules" or path[4] == "importance":
        return None
    rule = rule_named(path[3])
    return rule.PARAMETERS.get(path[4]) if rule else None


def _near(key: str, layers: Layers) -> str:
    known = [dotted(path) for path in every_key(layers)]
    last = {path.rsplit(".", maxsplit=1)[-1]: path for path in reversed(known)}
    ending = get_close_matches(key.rsplit(".", maxsplit=1)[-1].lower(), last, n=1)
    if "." not in key and ending:
        return f"Did you mean {last[ending[0]]}?"
    return did_you_mean(key, known) or f"Sections: {', '.join(fields.keys_of(type(layers.config)))}."


def rule_settings(layers: Layers) -> Mapping[str, Mapping[str, str]]:
    """The importance of every rule in catalogue order, for each programme by name."""
    return {
        rule.NAME: {
            name: (setting.importance or rule.DEFAULT).value
            if (setting := programme.rules.get(rule.NAME))
            else rule.DEFAULT.value
            for name, programme in layers.config.programmes.items()
        }
        for rule in catalogue()
    }
