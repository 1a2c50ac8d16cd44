"""
The layers a config is made of, weakest first: what is shipped, the network's `pairs.toml`, secret
files, the environment (`variables`). A stronger layer replaces a value whole; tables are merged.
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
    return Layer(name=FILE, values=broken.parse(text, FILE), spelt={}, text=text)
