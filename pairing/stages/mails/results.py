"""What came of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Came(StrEnum):
    """What came of a mail. The value is kept in the fact and shown."""

    YES = "yes"
    ANOTHER_TIME = "another_time"
    NO = "no"
    MOVED = "moved"  # a suggested time was accepted
    MET = "met"
    NOT_MET = "not_met"
    MEET_LATER = "meet_later"
    PAUSED = "paused"
    STOPPED = "stopped"
    STAYS = "stays"  # stays, joins or comes back
    MOBILE_SHARED = "mobile_shared"
    MOBILE_WITHDRAWN = "mobile_withdrawn"
    LEFT = "left"  # one programme; the others go on
    BOUNCED = "bounced"
    AUTOMATIC = "automatic"  # a machine's mail; nothing to do
    OLD_TIME = "old_time"  # an answer to a time that is no longer the meeting's
    ENDED = "ended"  # an answer to a meeting that is off
    LATE = "late"  # after the meeting began
    OVERTAKEN = "overtaken"  # something later is known already
    OLD_ADDRESS = "old_address"  # a bounce from an address that was mended since
    HELD = "held"  # kept and shown, not acted on
    QUARANTINED = "quarantined"
    KNOWN = "known"  # taken in before


@dataclass(frozen=True)
class Result:
    """What came of one mail. ``why``: for a person, where it is quarantined; ``note``: what else was noticed.

    ``about`` names what was said something about (`last_words`), empty where nothing was acted on.
    ``early``: it may be understood once a mail written before it has arrived, and is then read again.
    """

    came: Came
    person: str | None = None
    round: str | None = None
    about: tuple[str, ...] = ()
    why: str = ""
    note: str = ""
    early: bool = False


def for_a_person(why: str, person: str | None = None, *, early: bool = False) -> Result:
    """It is kept aside, with its raw bytes, until somebody has read it."""
    return Result(Came.QUARANTINED, person, why=why, early=early)
