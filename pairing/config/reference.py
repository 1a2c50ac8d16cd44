"""
``docs/config.md``, written from the model, the shipped defaults and the rules catalogue.

    python -m pairing.config.reference > docs/config.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from pairing.config import fields
from pairing.config.catalogue import catalogue
from pairing.config.layers import at, shipped_values
from pairing.config.model import Config
from pairing.config.wording import toml
from pairing.rounds import Format

_HEAD = """\
# Config reference

<!-- Written by `python -m pairing.config.reference > docs/config.md`; a test fails when it is not current. -->

A network's config is one file, `pairs.toml`, in the workspace folder. `pairs init` writes a short one;
`pairs config check` says everything that is wrong with it at once; `pairs config explain KEY` says
what a key is set to and who set it; `pairs config schema` prints a JSON Schema for editors.

**Layers**, weakest first; a stronger one replaces a value whole:

1. what is shipped (`config/default.toml`), and for a programme what its format does;
2. `pairs.toml`;
3. secret files: files named like the variables below, in the folder `PAIRS_SECRETS_DIR` or systemd's
   `CREDENTIALS_DIRECTORY`;
4. environment variables `PAIRS__SECTION__KEY`, in any case, with `_` for `-`: `PAIRS__MAIL__PER_MINUTE=10`.

**Secrets** (passwords, tokens) are refused in the file. They come from the environment or a secret file.

**Names of programmes** are small letters, digits and dashes: `[programmes.coffee]`.
"""

_COLUMNS = "| Key | Meaning | Allowed | Default | Example |\n|---|---|---|---|---|\n"

_RULES = """\
## [programmes.NAME.rules.RULE]

`importance` says how much a rule counts: **must** is never broken (if no round satisfies every must,
`pairs` stops and says which clash), **high**, **medium** and **low** are broken only to keep something
more important, **off** is not looked at. Within one importance the order is this one, so no two rules
ever trade.

| Rule | What is true of a good round | Importance | Its own keys |
|---|---|---|---|
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD, _top()]
    parts += [_section(path, model) for path, model in _tables(Config, ())]
    parts += [_formats(), _RULES + "".join(_rule_rows())]
    return "\n".join(parts)


def _top() -> str:
    """The keys that stand before the first section, and the sections whose keys are the reader's own words."""
    own = {name: field for name, field in fields.keys_of(Config).items() if not _of_tables(field)}
    rows = "".join(_row(name, field, ()) for name, field in own.items())
    return (
        "## At the top\n\nThese stand before the first [section]; `roles` and `practices` may be sections of\n"
        f"their own, with one line a title or code.\n\n{_COLUMNS}{rows}"
    )


def _of_tables(field: fields.Field) -> bool:
    inner = field.named_tables
    return bool(field.table or (isinstance(inner, type) and issubclass(inner, BaseModel)))


def _tables(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """Every table of the file with its path, in the model's order."""
    for name, field in fields.keys_of(model).items():
        path, inner = (*above, name), field.named_tables
        table = field.table
        if not table and _of_tables(field) and name != "rules":
            path, table = (*path, "NAME"), inner
        if table:
            yield path, table
            yield from _tables(table, path)
        elif field.listed_tables:
            yield (*path, "[]"), field.listed_tables


def _section(path: tuple[str, ...], model: type[BaseModel]) -> str:
    listed = path[-1] == "[]"
    title = f"[[{'.'.join(path[:-1])}]]" if listed else f"[{'.'.join(path)}]"
    rows = "".join(
        _row(key, field, path)
        for key, field in fields.keys_of(model).items()
        if not field.table and not field.listed_tables and key != "rules"
    )
    sentence = (model.__doc__ or "").strip()
    return f"## {title}\n\n{sentence}\n\n{_COLUMNS}{rows}"


def _row(key: str, field: fields.Field, path: tuple[str, ...]) -> str:
    example = f"`{key} = {toml(field.info.examples[0])}`" if field.info.examples else ""
    return (
        f"| `{key}` | {field.info.description} | {fields.allowed(field)} | {_default(key, field, path)} | {example} |\n"
    )


def _default(key: str, field: fields.Field, path: tuple[str, ...]) -> str:
    if field.info.is_required():
        return "required"
    if path[:1] == ("programmes",) and key in shipped_values()["formats"]["coffee"]:
        return "by format"
    shipped: Any = at(shipped_values(), (*path, key))
    value = field.info.get_default(call_default_factory=True) if shipped is None else shipped
    return "none" if value in (None, "", (), {}, []) else f"`{toml(value)}`"


def _formats() -> str:
    keys = list(shipped_values()["formats"]["coffee"])
    head = "".join(f" {each.value} |" for each in Format)
    rows = "".join(
        f"| `{key}` |" + "".join(f" {_cell(shipped_values()['formats'][each.value][key])} |" for each in Format) + "\n"
        for key in keys
    )
    return f"## What a programme does where it does not say\n\n| Key |{head}\n|---|{'---|' * len(Format)}\n{rows}"


def _cell(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], str) and len(value[0]) > 5:
        return " ".join(value)
    return f"`{toml(value)}`" if value not in ([], "") else "none"


def _rule_rows() -> Iterator[str]:
    for rule in catalogue():
        own = "; ".join(f"`{name} = {default}`: {text}" for name, (default, text) in rule.PARAMETERS.items())
        yield f"| `{rule.NAME}` | {rule.SENTENCE} | {rule.DEFAULT.value} | {own} |\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
