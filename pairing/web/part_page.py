"""Taking part: pause, stop, leave one programme, come back, join, stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from starlette.responses import Response

from pairing.config.formats import programme_purpose
from pairing.config.rhythm import how_often
from pairing.links import Purpose
from pairing.notify.links import PAUSES
from pairing.notify.phrases import length
from pairing.stages.answering import pause, rejoin, stop
from pairing.stages.doubt import too_fast
from pairing.stages.joining import is_asked_to_stay, leave, stay
from pairing.stages.meeting import Outcome
from pairing.stages.members import words_on_joining
from pairing.web.standing import LEFT, show_standing, standing
from pairing.web.visit import Visit

#: A pause to a date ends within this; without an end there is "stop".
MOST_YEARS = 2


def show(visit: Visit, *, status: int = 200, error: str = "", about: str = "choice") -> Response:
    """How long to pause, or stop."""
    return visit.show(
        "part",
        status,
        error=error,
        about=about,
        pauses=PAUSES,
        given=visit.fields,
        standing=standing(visit),
        back=visit.address(purpose=Purpose.JOIN),
        may_leave=_may_leave(visit),
    )


def act(visit: Visit) -> Response:
    """A choice was made; what a machine may have pressed is asked again."""
    choice = visit.fields.get("choice", "")
    if choice not in {*map(str, PAUSES), "date", "stop", *(["leave"] if visit.programme else [])}:
        return show(visit, status=400, error="Choose how long")
    if too_fast(visit.desk, visit.meeting, visit.voice):
        return show(visit, error="That was very quick, so nothing has changed yet. Press the button once more")
    if choice == "stop":
        return visit.thanks(stop(visit.desk, visit.person.id, visit.voice))
    if choice == "leave" and visit.programme:
        outcome = leave(visit.desk, visit.person.id, visit.programme, visit.voice)
        return visit.thanks(outcome if outcome is Outcome.GONE else LEFT)
    until = _date(visit.fields) if choice == "date" else in_months(visit.desk.today, int(choice))
    if until is None or not visit.desk.today < until <= in_months(visit.desk.today, 12 * MOST_YEARS):
        words = f"Enter a date after today and within {MOST_YEARS} years, for example 31 3 {visit.desk.today.year + 1}"
        return show(visit, status=400, error=words, about="until-day")
    return visit.thanks(pause(visit.desk, visit.person.id, until, visit.voice))


def thanks(visit: Visit) -> Response:
    """How it stands now."""
    return show_standing(visit, visit.path.get("outcome", ""))


def one_click(visit: Visit) -> Response:
    """A mail program's own button (RFC 8058): paused until they come back. No redirect, as the RFC asks."""
    pause(visit.desk, visit.person.id, None, visit.voice)
    return thanks(visit)


def show_join(visit: Visit) -> Response:
    """Come back, join a programme, or stay in it."""
    name = visit.programme
    programme = visit.desk.config.programmes[name] if name else None
    return visit.show(
        "join",
        standing=standing(visit),
        asked=bool(name and is_asked_to_stay(visit.desk, visit.person.id, name)),
        inside=bool(name and _is_in(visit, name)),
        purpose=programme_purpose(programme) if programme else "",
        length=length(programme.minutes) if programme else "",
        often=how_often(programme.every) if programme else "",
    )


def act_join(visit: Visit) -> Response:
    """The button was pressed; nobody is brought back by a machine."""
    if too_fast(visit.desk, visit.meeting, visit.voice):
        return show_join(visit)
    name = visit.programme
    if name is None:
        return visit.thanks(rejoin(visit.desk, visit.person.id, visit.voice))
    return visit.thanks(stay(visit.desk, visit.person.id, name, visit.voice))


def _is_in(visit: Visit, name: str) -> bool:
    programme = visit.desk.config.programmes[name]
    return words_on_joining(visit.desk).is_in(visit.person.id, name, programme)


def _may_leave(visit: Visit) -> bool:
    """True where somebody can leave one programme and stay in another."""
    inside = [name for name in visit.desk.config.programmes if _is_in(visit, name)]
    return visit.programme in inside and len(inside) > 1


def in_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in range(day.day, 0, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _date(fields: Mapping[str, str]) -> date | None:
    try:
        return date(*(int(fields.get(part, "")) for part in ("year", "month", "day")))
    except (ValueError, OverflowError):
        return None
