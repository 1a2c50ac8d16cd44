"""
Answers that a machine may have given: mail scanners open links, run pages and press buttons.

No agent or address is ever taken for one (they cannot be known by that); only what no person does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source
from pairing.life.round_life import RoundLife
from pairing.stages.desk import Desk
from pairing.stages.meeting import Meeting, Voice

#: Two different answers through one link within this time are nobody's.
CONTRADICTING = timedelta(seconds=5)
#: Nobody reads the page and presses a button in less.
FAST = timedelta(seconds=2)
#: How long after a mail its links are being scanned.
SCANNING = timedelta(minutes=10)


def too_fast(desk: Desk, meeting: Meeting, voice: Voice) -> bool:
    """True when a button was pressed as only machines do, while the links of a mail are being scanned."""
    sent = desk.store.events.facts(kinds=[Kind.MESSAGE_SENT], round=meeting.round or None)  # a link may name no round
    return pressed_too_fast(sent, meeting, voice)


def held_answers(life: RoundLife) -> list[tuple[str, Answer, datetime]]:
    """Answers kept and not acted on, of people who have given none that counts since; for the lead to see."""
    counted = {person: said.at for person, said in life.answers.items()}
    return [held for held in life.held if held[0] not in counted or counted[held[0]] < held[2]]


def contradicts(last: Fact | None, *, differs: bool, voice: Voice) -> bool:
    """True when the page was told something else a moment ago."""
    return bool(
        last
        and differs
        and voice.source is Source.PAGE
        and last.body.get("source") == Source.PAGE.value
        and abs(voice.now - last.at) < CONTRADICTING  # told before a clock was set back, it lies ahead
    )


def pressed_too_fast(facts: Sequence[Fact], meeting: Meeting, voice: Voice) -> bool:
    """As `too_fast`, among facts at hand."""
    if voice.shown_at is None or voice.now - voice.shown_at >= FAST:
        return False
    return any(
        fact.kind is Kind.MESSAGE_SENT and fact.person == meeting.person and voice.now - fact.at < SCANNING
        for fact in facts
    )
