"""The lead ends a group or a whole round, with kind words; calendars follow with the next `advance`."""

from __future__ import annotations

from dataclasses import dataclass

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.life.due import is_over
from pairing.life.round_life import LiveGroup, RoundLife, fold_lives
from pairing.notify.plain import one_line
from pairing.stages.desk import Desk
from pairing.stages.meeting import window_ends

MOST_WORDS = 300


@dataclass(frozen=True)
class ToCancel:
    """What the lead named: a round, or one group of it (``group`` None = all). ``live`` are the groups that end."""

    life: RoundLife
    group: int | None
    live: tuple[LiveGroup, ...]

    @property
    def people(self) -> int:
        """How many people it concerns."""
        return sum(len(each.group.members) for each in self.live)


def find(desk: Desk, named: str) -> ToCancel:
    """The round ("coffee-2026-12") or the group ("coffee-2026-12/7"); `InputError` where there is none to cancel."""
    lives = fold_lives(desk.store.events.facts())
    name, _, number = (named, "", "") if named in lives else named.rpartition("/")
    life = lives.get(name or named)
    if life is None:
        latest = ", ".join(list(lives)[-3:]) or "none"
        raise InputError.at(named, "there is no such round", mend=f"The latest are: {latest}")
    groups = {str(key): live for key, live in life.live.items()}
    if number and number not in groups:
        here = ", ".join(groups) or "none"
        raise InputError.at(named, "there is no such group to cancel", mend=f"Groups still to meet: {here}")
    chosen = [groups[number]] if number else list(groups.values())
    ahead = tuple(live for live in chosen if not is_over(live, window_ends(desk, life), desk.opened_at))
    if not ahead:
        raise InputError.at(named, "nothing is left to cancel", why="It is past, or was cancelled before.")
    return ToCancel(life, int(number) if number else None, ahead)


def cancel(desk: Desk, what: ToCancel, words: str) -> None:
    """The fact that says so. Meetings that are past stay on record."""
    plan, words = what.life.plan, one_line(words, most=MOST_WORDS)
    whole = what.group is None and len(what.live) == len(what.life.live)
    if whole:
        fact = Fact(Kind.ROUND_CANCELLED, desk.opened_at, None, plan.programme, plan.round, {"words": words})
    else:
        why = "cancelled by the lead"
        body = {
            "ended": [{"group": live.group.number, "why": why} for live in what.live],
            "words": words,
            "groups": [],
            "left_out": [
                {"person": member, "why": "Their meeting was cancelled."}
                for live in what.live
                for member in live.group.members
            ],
        }
        fact = Fact(Kind.GROUPS_CHANGED, desk.opened_at, None, plan.programme, plan.round, body)
    desk.store.events.append([fact])
