"""Opaque ids for people whose staff file gives none: nothing about a person can be read from one."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator

LENGTH = 8  # 40 bits: a thousand people share an id by chance once in two million networks


def new_ids(secret: bytes, given: int, taken: Callable[[str], bool]) -> Iterator[str]:
    """Ids nobody has, one after the other.

    ``given`` is how many people have joined so far; the same secret and count give the same ids.
    """
    number = given
    while True:
        number += 1
        candidate = _id(secret, number)
        if not taken(candidate):
            yield candidate


def _id(secret: bytes, number: int) -> str:
    digest = hmac.new(secret, f"person {number}".encode(), hashlib.sha256).digest()
    return "p" + base64.b32encode(digest).decode("ascii")[:LENGTH].lower()
