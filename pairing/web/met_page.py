"""Did you meet?"""

from __future__ import annotations

from starlette.responses import Response

from pairing.events import Kind
from pairing.stages.answering import MOST_WORDS, Outcome, say_met
from pairing.stages.meeting import find_meeting
from pairing.web.seen import seen
from pairing.web.visit import Visit

_CHOICES = {"yes": True, "no": False, "later": None}


def show(visit: Visit, *, status: int = 200, error: str = "") -> Response:
    """The question, and a line for the lead."""
    found = find_meeting(visit.desk, visit.meeting)
    if found is None:
        return visit.show("ended", instead="", cancelled=False)
    return visit.show(
        "met", status, meeting=seen(visit, *found), error=error, given=visit.fields, most_words=MOST_WORDS
    )


def act(visit: Visit) -> Response:
    """An answer was given."""
    choice = visit.fields.get("met", "")
    if choice not in _CHOICES:
        return show(visit, status=400, error="Choose an answer")
    outcome = say_met(visit.desk, visit.meeting, _CHOICES[choice], visit.voice, visit.fields.get("words", ""))
    return visit.thanks(outcome)


def thanks(visit: Visit) -> Response:
    """What is on record now."""
    found = find_meeting(visit.desk, visit.meeting)
    if found is None:
        return visit.show("ended", instead="", cancelled=False)
    if visit.path.get("outcome") == Outcome.HELD.value:
        return show(visit, error="That was very quick, so please press the button once more")
    return visit.show("met_thanks", meeting=seen(visit, *found), met=_on_record(visit))


def _on_record(visit: Visit) -> bool | None:
    facts = visit.desk.store.events.facts(kinds=[Kind.ATTENDANCE_RECORDED], round=visit.link.round)
    mine = [f for f in facts if f.person == visit.person.id and str(f.body["group"]) == str(visit.link.group)]
    met = mine[-1].body["met"] if mine else None
    return met if isinstance(met, bool) else None
