"""
The layers a config is made of, weakest first: what is shipped, the network's `pairs.toml`, secret
files, the environment. A stronger layer replaces a value whole; tables are merged.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pairing.config import broken, fields
from pairing.errors import InputError
from pairing.resources import shipped_text

FILE = "pairs.toml"
PREFIX = "PAIRS__"
#: variables of the same family that are no config: the workspace reads its signing secret itself
_NO_CONFIG = frozenset({"PAIRS__SECRET"})


@dataclass(frozen=True)
class Layer:
    """One source of values. ``spelt`` says where each value was written, for errors and `explain`."""

    name: str
    values: Mapping[str, Any]
    spelt: Mapping[fields.Path, str]
    text: str = ""  # the file as it stands, where the layer is a file

    def holds(self, path: fields.Path) -> bool:
        """True when this layer says something at ``path``."""
        return at(self.values, path) is not None

    def place(self, path: fields.Path) -> str:
        """Where this layer says it: "pairs.toml line 4, key mail.from" or the variable's name."""
        for known, place in self.spelt.items():
            if known[: len(path)] == path or path[: len(known)] == known:
                return place
        line = broken.line_of(path, self.text) if self.text else None
        file = f"{self.name} line {line}" if line else self.name
        return f"{file}, key {dotted(path)}" if path else file


def dotted(path: fields.Path) -> str:
    """A path as people write it: ``programmes.coffee.minutes``, positions in lists as ``[2]`` from 1."""
    words = ""
    for part in path:
        words += f"[{int(part) + 1}]" if part.isdigit() and words else f".{part}" if words else part
    return words


def at(tree: Any, path: fields.Path) -> Any:
    """The value of a tree at ``path``; None when there is none."""
    for part in path:
        if isinstance(tree, Mapping):
            tree = tree.get(part)
        elif isinstance(tree, list | tuple) and part.isdigit() and int(part) < len(tree):
            tree = tree[int(part)]
        else:
            return None
    return tree


def merged(weaker: Mapping[str, Any], stronger: Mapping[str, Any]) -> dict[str, Any]:
    """Both trees, the stronger one's values in place of the weaker one's."""
    result = dict(weaker)
    for name, value in stronger.items():
        below = result.get(name)
        both = isinstance(value, Mapping) and isinstance(below, Mapping)
        result[name] = merged(below, value) if both else value  # type: ignore[arg-type]  # `both` says it
    return result


@cache
def shipped_values() -> Mapping[str, Any]:
    """The shipped defaults, with the formats' own under ``formats``. Not to be changed."""
    return tomllib.loads(shipped_text("config", "default.toml"))


def shipped_layer() -> Layer:
    """The shipped defaults without the formats', which `with_format_defaults` puts under each programme."""
    values = {name: value for name, value in shipped_values().items() if name != "formats"}
    return Layer(name="shipped default", values=values, spelt={})


def with_format_defaults(tree: dict[str, Any]) -> dict[str, Any]:
    """Every programme of the tree on top of what its format does by default."""
    programmes = tree.get("programmes")
    if not isinstance(programmes, Mapping):
        return tree
    return {**tree, "programmes": {name: _on_its_format(each) for name, each in programmes.items()}}


def _on_its_format(programme: Any) -> Any:
    if not isinstance(programme, Mapping):
        return programme
    below = dict(shipped_values()["formats"].get(str(programme.get("format")), {}))
    weeks = re.fullmatch(r"(?:(\d+) )?weeks?", str(programme.get("every", "")).strip())
    if weeks and below:  # a day of the month and three weeks' time suit rhythms of months only
        below["send_on"] = below["send_on"].split()[-1]
        below["meet_within_days"] = min(below["meet_within_days"], 7 * int(weeks[1] or 1) - 2)
    return {**below, **programme}  # one level only: a table of sizes replaces the default whole


def file_layer(workspace: Path) -> Layer:
    """What the workspace's `pairs.toml` says."""
    path = workspace / FILE
    try:
        text = broken.decode(path.read_bytes(), FILE)
    except FileNotFoundError:
        raise InputError.at(
            str(path),
            "there is no pairs.toml here, so pairs does not know whose staff this is",
            mend="`pairs init` asks five questions and writes one; `pairs demo` shows an invented network; "
            "`pairs -C FOLDER` picks another folder.",
        ) from None
    except OSError as error:
        raise InputError.at(str(path), f"cannot be read ({error.strerror})") from None
    return Layer(name=FILE, values=fields.canonical(broken.parse(text, FILE)), spelt={}, text=text)


def environment_layer(environ: Mapping[str, str], below: Mapping[str, Any]) -> Layer:
    """The ``PAIRS__SECTION__KEY`` variables, in any case; ``below`` tells the names of programmes."""
    return _named_layer("environment", environ, below, place="environment variable {}")


def secrets_layer(environ: Mapping[str, str], below: Mapping[str, Any]) -> Layer:
    """Files named like the variables, in the folders ``PAIRS_SECRETS_DIR`` and systemd's
    ``CREDENTIALS_DIRECTORY`` name; one trailing line end is not part of a value.
    """
    found: dict[str, str] = {}
    for variable in ("CREDENTIALS_DIRECTORY", "PAIRS_SECRETS_DIR"):
        folder = environ.get(variable)
        if not folder:
            continue
        if not Path(folder).is_dir():
            raise InputError.at(variable, f"the folder {folder} does not exist", mend="Mend or remove the variable.")
        for file in sorted(Path(folder).iterdir()):
            if file.name.upper().startswith(PREFIX) and file.is_file():
                found[file.name] = _secret(file)
    return _named_layer("secret files", found, below, place="secret file {}")


def _secret(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise InputError.at(f"secret file {file.name}", f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError.at(f"secret file {file.name}", "is not text", mend="Write the secret as UTF-8.") from None


def _named_layer(name: str, found: Mapping[str, str], below: Mapping[str, Any], *, place: str) -> Layer:
    values: dict[str, Any] = {}
    spelt: dict[fields.Path, str] = {}
    for variable in sorted(found):
        if not variable.upper().startswith(PREFIX) or variable.upper() in _NO_CONFIG:
            continue
        path = _path(variable, below)
        if not all(path):
            raise InputError.at(place.format(variable), "an empty part in the name", mend=f"{PREFIX}MAIL__FROM is one.")
        spelt[path] = place.format(variable)
        values = merged(values, _nested(path, _value(found[variable], path)))
    return Layer(name=name, values=values, spelt=spelt)


def _path(variable: str, below: Mapping[str, Any]) -> fields.Path:
    """The key a variable names: in the file's own spelling where the file has it, else in small letters."""
    path: list[str] = []
    for word in variable[len(PREFIX) :].split("__"):
        here = at(below, tuple(path))
        table = fields.table_at(tuple(path))
        known = [*(here if isinstance(here, Mapping) else ()), *(fields.keys_of(table) if table else ())]
        key = next((each for each in known if _same(each, word)), word.lower())
        own = table.model_fields.get(key) if table else None
        path.append((own.alias if own else None) or key)
    return tuple(path)


def _same(name: str, word: str) -> bool:
    """A variable cannot hold dashes or spaces: there it has underscores."""
    return name.casefold().replace("-", "_").replace(" ", "_") == word.casefold().replace("-", "_")


def _nested(path: fields.Path, value: Any) -> dict[str, Any]:
    for part in reversed(path):
        value = {part: value}
    assert isinstance(value, dict)
    return value


def _value(text: str, path: fields.Path) -> Any:
    """A variable's value: TOML where it is TOML, and the bare text for text and secrets."""
    field = fields.find(path)
    if field and field.secret:
        return text
    try:
        read = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    if set(read) != {"value"} or (field and field.text and not isinstance(read["value"], str)):
        return text
    return read["value"]
