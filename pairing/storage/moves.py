"""
How messages move through the outbox, and the facts that go with it: one truth for every keeping.

A run whose lease lapsed may report late, when another has taken its message over. The server's
word is then still true: `sent` is final, and whatever is said after it changes nothing.
"""

from __future__ import annotations

import re
from datetime import datetime

from pairing.errors import PairsError
from pairing.events import Fact, Kind
from pairing.notify.outbox import Entry, State

#: What `withdraw` may take: not what is on the wire, and not what has left.
WITHDRAWABLE = (State.QUEUED, State.HELD, State.FAILED)

#: What `unwrite` may take, while it was never tried.
UNWRITABLE = (State.QUEUED, State.HELD)

#: What `resume` brings back.
RESUMABLE = (State.HELD, State.FAILED)


class IllegalMove(PairsError):
    """A message was to move where its state does not lead: our mistake, never the lead's."""

    def __init__(self, key: str, move: str, state: State | None) -> None:
        self.key, self.move, self.state = key, move, state
        what = f"it is {state}" if state else "it is not in the outbox"
        super().__init__(f"message {key} cannot become {move}: {what}")


def changes(key: str, entry: Entry | None, target: State) -> bool:
    """True when a claimed message is to move to ``target``; False when it was sent already.

    Only what was claimed can be sent, fail, or be tried again; anything else is an `IllegalMove`.
    """
    if entry is None:
        raise IllegalMove(key, target, None)
    if entry.state is State.SENT:
        return False
    taken_over = target is State.SENT and entry.attempts > 0 and entry.state is not State.WITHDRAWN
    if entry.state is not State.SENDING and not taken_over:
        raise IllegalMove(key, target, entry.state)
    return True


def sent_fact(entry: Entry, *, now: datetime, reply: str) -> Fact:
    """The fact kept together with a move to ``sent``; the server's words without the person's address."""
    named = entry.recipient and entry.recipient.casefold() in reply.casefold()  # few servers repeat it
    words = re.sub(re.escape(entry.recipient), "...", reply, flags=re.IGNORECASE) if named else reply
    body = {"key": entry.key, "message": entry.kind, "sequence": entry.sequence, "reply": words}
    return Fact(Kind.MESSAGE_SENT, now, entry.person, entry.programme, entry.round, body)


def failed_fact(entry: Entry, *, now: datetime, code: int | None) -> Fact:
    """The fact kept together with a move to ``failed``."""
    body = {"key": entry.key, "message": entry.kind, "code": code, "permanent": True}
    return Fact(Kind.MESSAGE_FAILED, now, entry.person, entry.programme, entry.round, body)
