"""The answer page: yes, not this month, another time; and taking up a time that somebody else proposes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from starlette.responses import Response

from pairing.life.answers import Answer
from pairing.life.round_life import LiveGroup, RoundLife
from pairing.links import Purpose
from pairing.notify.dates import day_name, time_name
from pairing.stages.answering import MOST_SLOTS, MOST_WORDS, accept_suggestion, answer, suggest
from pairing.stages.meeting import Outcome, find_meeting, life_of, open_suggestions, window_ends
from pairing.web.seen import seen
from pairing.web.standing import show_standing, standing
from pairing.web.visit import Visit

#: The hours a time may be proposed in, and their steps.
EARLIEST, LATEST, STEP = 8, 18, 15

_BUTTONS = {"yes": Answer.YES, "no": Answer.NO}


def show(visit: Visit, *, status: int = 200, error: str = "") -> Response:
    """The meeting and its buttons."""
    if standing(visit):
        return show_standing(visit)  # coming back comes first
    found = find_meeting(visit.desk, visit.meeting)
    if found is None:
        return _ended(visit)
    return visit.show("answer", status, meeting=seen(visit, *found), error=error)


def act(visit: Visit) -> Response:
    """A button was pressed."""
    said = _BUTTONS.get(visit.fields.get("answer", ""))
    if standing(visit):
        return show_standing(visit)
    if said is None:
        return show(visit, status=400, error="Press one of the buttons")
    return visit.thanks(answer(visit.desk, visit.meeting, said, visit.voice))


def show_times(visit: Visit, *, status: int = 200, error: str = "") -> Response:
    """The form for proposing other times."""
    found = find_meeting(visit.desk, visit.meeting)
    if found is None:
        return _ended(visit)
    meeting = seen(visit, *found)
    if meeting.table or meeting.closed:
        return show(visit)
    first = visit.desk.config.programmes[found[0].plan.programme].between[0]
    return visit.show(
        "suggest",
        status,
        meeting=meeting,
        error=error,
        rows=range(1, MOST_SLOTS + 1),
        days=[(day.isoformat(), day_name(day)) for day in _days(visit, *found)],
        times=_times(),
        usual=f"{first:%H:%M}",
        given=visit.fields,
        most_words=MOST_WORDS,
    )


def act_times(visit: Visit) -> Response:
    """Times were proposed."""
    slots = _slots(visit)
    if standing(visit):
        return show_standing(visit)
    if not slots:
        return show_times(visit, status=400, error="Choose a day and a time that is still to come")
    words = visit.fields.get("words", "")
    outcome = suggest(visit.desk, visit.meeting, slots, words, visit.voice)
    if outcome is Outcome.NOT_MOVEABLE:
        return show_times(visit, status=400, error="Choose a day and a time that is still to come")
    return visit.thanks("suggested" if outcome in {Outcome.KEPT, Outcome.SAME} else outcome)


def act_offers(visit: Visit) -> Response:
    """One of the proposed times was taken up."""
    try:
        starts = datetime.fromisoformat(visit.fields.get("slot", ""))
    except ValueError:
        starts = None
    if starts is None or starts.tzinfo is None or standing(visit):
        return show(visit, status=400, error="Choose one of the times")
    outcome = accept_suggestion(visit.desk, visit.meeting, starts, visit.voice)
    return visit.thanks("moved" if outcome in {Outcome.KEPT, Outcome.SAME} else outcome)


def thanks(visit: Visit) -> Response:
    """What came of it, as it stands now."""
    found = find_meeting(visit.desk, visit.meeting)
    if found is None:
        return _ended(visit)
    meeting, outcome = seen(visit, *found), visit.path.get("outcome", "")
    if outcome == Outcome.HELD.value and meeting.held:
        return show(visit)  # which says that it must be pressed once more
    return visit.show("thanks", meeting=meeting, outcome=outcome if _is_so(visit, *found, outcome) else "")


def _is_so(visit: Visit, life: RoundLife, live: LiveGroup, outcome: str) -> bool:
    """False when the address says what never was, or is no more: it is reloaded, kept, and typed in."""
    said = life.answers.get(visit.person.id)
    now = said.answer if said and said.group == live.group.number else None
    if outcome == "moved":
        return live.group.number in life.moved_at and now is Answer.YES
    if outcome == "suggested":
        return now is Answer.ANOTHER_TIME and visit.person.id in open_suggestions(life, live.group.number)
    return True


def _ended(visit: Visit) -> Response:
    """The meeting of this link is no more: on to the one that took its place, or why there is none."""
    life = life_of(visit.desk, visit.link.round)
    instead = life.group_of(visit.person.id) if life else None
    address = visit.address(purpose=Purpose.ANSWER, group=instead.group.number) if instead else ""
    return visit.show("ended", instead=address, cancelled=bool(life and life.cancelled))


def _days(visit: Visit, life: RoundLife, live: LiveGroup) -> list[date]:
    """Weekdays from today to the end of the days to meet, and the meeting's own day in any case."""
    first, last = visit.desk.today, window_ends(visit.desk, life).date()
    every = [first + timedelta(days=days) for days in range((last - first).days + 1)]
    own = live.group.starts.astimezone(visit.desk.zone).date() if live.group.starts else None
    return [day for day in every if day.weekday() < 5 or day == own]


def _times() -> list[tuple[str, str]]:
    minutes = range(EARLIEST * 60, LATEST * 60 + 1, STEP)
    moments = [datetime.combine(date.min, time(each // 60, each % 60)) for each in minutes]
    return [(f"{moment:%H:%M}", time_name(moment)) for moment in moments]


def _slots(visit: Visit) -> list[datetime]:
    """The times chosen, in the network's zone; rows without a day or with anything else are passed over."""
    slots = []
    for row in range(1, MOST_SLOTS + 1):
        day, hour = visit.fields.get(f"day{row}", ""), visit.fields.get(f"time{row}", "")
        try:
            moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), visit.desk.zone)
        except ValueError:
            continue
        if EARLIEST <= moment.hour <= LATEST and moment > visit.now:
            slots.append(moment)
    return slots
