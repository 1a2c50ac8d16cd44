"""A mobile number: share it with one's own groups, or take it back."""

from __future__ import annotations

from starlette.responses import Response

from pairing.stages.doubt import too_fast
from pairing.stages.meeting import Outcome
from pairing.stages.sharing import share_number, withdraw_number
from pairing.web.visit import Visit


def show(visit: Visit, *, status: int = 200, error: str = "") -> Response:
    """What is shared now, the form, and the way to take it back."""
    person = visit.desk.store.roster.person(visit.person.id)
    shared = person.mobile if person else ""
    return visit.show("number", status, error=error, shared=shared, given=visit.fields)


def act(visit: Visit) -> Response:
    """A button was pressed; no machine shares or removes anything."""
    if too_fast(visit.desk, visit.meeting, visit.voice):
        return show(visit, error="That was very quick, so nothing has changed yet. Press the button once more")
    if visit.fields.get("answer") == "remove":
        return visit.thanks(withdraw_number(visit.desk, visit.person.id, visit.voice))
    outcome = share_number(visit.desk, visit.person.id, visit.fields.get("number", ""), visit.voice)
    if outcome is Outcome.NO_NUMBER:
        return show(visit, status=400, error="Enter a whole telephone number, like 07700 900123")
    return visit.thanks(outcome)


def thanks(visit: Visit) -> Response:
    """How it stands now."""
    person = visit.desk.store.roster.person(visit.person.id)
    return visit.show("number_thanks", shared=bool(person and person.mobile), gone=visit.path.get("outcome") == "gone")
