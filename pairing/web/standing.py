"""How a visitor stands: taking part, paused or stopped."""

from __future__ import annotations

from starlette.responses import Response

from pairing.links import Purpose
from pairing.notify.dates import day_name
from pairing.people.person import Standing
from pairing.web.visit import Visit

#: What came of leaving one programme.
LEFT = "left"


def standing(visit: Visit) -> str:
    """In words, as it is kept now; empty while they take part."""
    person = visit.desk.store.roster.person(visit.person.id)
    if person is None or person.standing is Standing.LEFT:
        return ""
    if person.standing is Standing.STOPPED:
        return "You have stopped. You get no invitations."
    if person.standing is Standing.PAUSED:
        return "You are paused until you come back. You get no invitations."
    if person.paused_until and person.paused_until > visit.desk.today:
        return f"You are paused until {day_name(person.paused_until)} {person.paused_until.year}."
    return ""


def show_standing(visit: Visit, outcome: str = "") -> Response:
    """Where they stand, and the way back or out."""
    return visit.show("parted", standing=standing(visit), outcome=outcome, back=visit.address(purpose=Purpose.JOIN))
