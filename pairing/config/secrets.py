"""Secrets have no place in a file people mail to one another: they are refused there, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairing.config import fields
from pairing.config.layers import Layer
from pairing.config.variables import PREFIX
from pairing.errors import Problem

_NAMES = re.compile(r"(?:.*[_-])?(?:password|passwd|passphrase|secret|token|key|credentials?)", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"://[^/@:]*:[^/@]+@")
_OWN_WORDS = ("roles", "practices")  # their keys are titles and codes, not settings


def secrets_in(file: Layer) -> Iterator[Problem]:
    """One problem for each secret the file holds, with the variable that takes it instead."""
    for path, value in fields.leaves(file.values):
        if path[0] in _OWN_WORDS:
            continue
        if _NAMES.fullmatch(path[-1]):
            yield _misplaced(path, file, "a secret")
        elif isinstance(value, str) and _URL_PASSWORD.search(value):
            yield _misplaced(path, file, "an address with a password in it")


def is_secret(path: fields.Path) -> bool:
    """True when a key is named like a secret (and was refused as one)."""
    return bool(_NAMES.fullmatch(path[-1])) and path[0] not in _OWN_WORDS


def variable_of(path: fields.Path) -> str:
    """The environment variable for a key: ``PAIRS__MAIL__SMTP__PASSWORD``."""
    return PREFIX + "__".join(part.upper().replace("-", "_").replace(" ", "_") for part in path)


def _misplaced(path: fields.Path, file: Layer, what: str) -> Problem:
    known = fields.find(path)
    variable = variable_of(path if known else _nearest(path))
    return Problem(
        what=f"{what} stands in pairs.toml",
        where=file.place(path),
        why="This file is copied, mailed and backed up; a secret in it is known to all who hold a copy.",
        mend=f"Remove the line and change the secret. Put the new one into the environment variable {variable}, "
        f"or into a file of that name in the folder PAIRS_SECRETS_DIR.",
    )


def _nearest(path: fields.Path) -> fields.Path:
    """The secret a misspelt or misplaced one most likely stands for."""
    return ("mail", "smtp", "client_secret" if "secret" in path[-1].lower() else "password")
