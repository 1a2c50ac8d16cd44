"""
What an SMTP reply means for the outbox (RFC 5321 codes, RFC 3463 enhanced codes).

A reply with a code is certain: the message was not taken. No reply once the message was on the
wire is the one uncertain case; no reply before it means not taken.
"""

from __future__ import annotations

import re
from enum import IntEnum

from pairing.notify.plain import one_line
from pairing.notify.sender import ChannelDown, DeliveryError, GiveUp, TryLater

#: Refusals by policy or routing, and a mailbox's daily limit: they may concern us and not the addressee.
_POLICY = re.compile(r"\b5\.[47]\.\d+\b|quota ?exceeded", re.IGNORECASE)
_RECIPIENT_MAILBOX_FULL = re.compile(r"\b5\.2\.2\b")
_SLOW_DOWN = re.compile(r"\b4\.(?:3\.2|7\.\d+)\b")


class Phase(IntEnum):
    """How far a message had come when the server answered."""

    MAIL = 1
    RCPT = 2
    DATA = 3
    DOT = 4


def refusal(phase: Phase, code: int, text: str) -> DeliveryError:
    """The error for a reply that is not a yes."""
    words = f"{code} {one_line(text, most=300)}"
    if 400 <= code < 500:
        greylisted = phase is Phase.RCPT and code in {450, 451}
        asked = code in {421, 432} or (_SLOW_DOWN.search(text) is not None and not greylisted)
        return TryLater(words, code=code, slow_down=asked)
    if not 500 <= code < 600:
        return TryLater(f"an answer that is no answer: {words}", code=code)
    if phase is Phase.MAIL:
        return ChannelDown(f"the server does not take mail from this sender: {words}", code=code, lasting=True)
    if _POLICY.search(text) and not _RECIPIENT_MAILBOX_FULL.search(text):
        return ChannelDown(words, code=code, perhaps_recipient=True)
    return GiveUp(words, code=code)
