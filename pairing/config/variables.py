"""
Values of a config from outside its file: environment variables ``PAIRS__SECTION__KEY``, and files
of the same names that hold secrets.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pairing.config import fields
from pairing.config.layers import Layer, at, merged
from pairing.errors import InputError

PREFIX = "PAIRS__"
#: variables of the same family that are no config: the workspace reads its signing secret itself
_NO_CONFIG = frozenset({"PAIRS__SECRET"})


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
        path.append(next((each for each in known if _same(each, word)), word.lower()))
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
