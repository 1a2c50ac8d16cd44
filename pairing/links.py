"""
Signed links: who may answer what, in one token and nothing stored.

A token is an HMAC under the workspace's secret (itsdangerous) over person, round, group and a
counter; its purpose is the signature's salt, so that a token for one purpose is none for another.
Raising the person's counter (`Kind.PERSON_FORGOTTEN` and the like) revokes every older token. Never
stored, never logged (design decision 9).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer


class Purpose(StrEnum):
    """What a link is for."""

    ANSWER = "answer"  # answer an invitation, suggest a time, pause, stop
    PAUSE = "pause"  # RFC 8058 one-click
    MET = "met"  # did you meet?
    JOIN = "join"  # come back after stopping; opt in
    NUMBER = "number"  # share a mobile number with one's groups, or take it back


@dataclass(frozen=True)
class Link:
    """What a token says. ``group`` is 0 where the link is about a programme and not one meeting."""

    purpose: Purpose
    person: str
    round: str
    group: int
    counter: int = 0


def sign(secret: bytes, link: Link) -> str:
    """The token, safe in a path: letters, digits, ``-``, ``_`` and ``.``."""
    return str(_serializer(secret, link.purpose).dumps([link.person, link.round, link.group, link.counter]))


def read(secret: bytes, purpose: Purpose, token: str) -> Link | None:
    """The link a token stands for; None when it is not one of ours for this purpose."""
    try:
        person, round, group, counter = _serializer(secret, purpose).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return Link(purpose, person, round, group, counter)


def _serializer(secret: bytes, purpose: Purpose) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": staticmethod(hashlib.sha256)}
    return URLSafeSerializer(secret, salt=f"pairs.{purpose.value}", signer_kwargs=options)
