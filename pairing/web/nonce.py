"""
Form nonces: a POST must carry what a GET of the same page handed out. A signed moment, stored nowhere, no cookie.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

#: A page may lie open this long before its buttons ask to be pressed once more.
GOOD_FOR = timedelta(hours=24)


def issue(secret: bytes, token: str, now: datetime) -> str:
    """The nonce of a form shown now under this link."""
    return str(_serializer(secret).dumps([_digest(token), round(now.timestamp() * 1000)]))


def shown_at(secret: bytes, token: str, nonce: str, now: datetime) -> datetime | None:
    """When the form was shown; None for a nonce that is not ours, of another link, too old or from the future."""
    try:
        digest, milliseconds = _serializer(secret).loads(nonce)
    except (BadData, ValueError, TypeError):
        return None
    shown = datetime.fromtimestamp(milliseconds / 1000, UTC)
    fresh = timedelta() <= now - shown + timedelta(milliseconds=1) and now - shown <= GOOD_FOR
    return shown if digest == _digest(token) and fresh else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _serializer(secret: bytes) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": staticmethod(hashlib.sha256)}
    return URLSafeSerializer(secret, salt="pairs.form", signer_kwargs=options)
