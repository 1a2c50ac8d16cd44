"""
What is due in a round, as rows: what, about whom, from when, and until when there is still sense in it.

    grace over     ten minutes after a "not this month": time to press again, then the group is mended
    nudge          48 hours after the invitation, to who writes first, while nobody else has answered
    reminder       two working days before the meeting, or half-way through a window without a time
    did you meet   the working day after the meeting, or the last one of a window without a time
    digest         the working day after everything, to the lead
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from pairing.life.answers import Answer
from pairing.life.round_life import LiveGroup, RoundLife
from pairing.life.working_days import in_working_time, last_working_day, morning, next_working_day, working_days_before

GRACE = timedelta(minutes=10)
NUDGE_AFTER = timedelta(hours=48)
REMIND_DAYS = 2
#: An invitation is not followed by its reminder sooner than this, nor is one sent this shortly before the meeting.
QUIET = timedelta(hours=24)
SHORTLY = timedelta(hours=2)
#: Questions and digests that could not go out in time are left unasked after this.
PATIENCE = timedelta(days=4)

NEVER = datetime.max.replace(tzinfo=UTC)


class DueKind(StrEnum):
    """What may be due; the value is shown by `pairs tick --dry-run --json`."""

    GRACE_OVER = "grace_over"
    NUDGE = "nudge"
    REMINDER = "reminder"
    DID_YOU_MEET = "did_you_meet"
    DIGEST = "digest"


@dataclass(frozen=True, order=True)
class Due:
    """One thing to do ``at`` a moment, pointless from ``until`` on. ``group`` is 0 where it is about the round."""

    at: datetime
    kind: DueKind
    round: str
    group: int = 0
    person: str = ""
    until: datetime = NEVER

    def is_now(self, now: datetime) -> bool:
        """True while it is to be done."""
        return self.at <= now < self.until


@dataclass(frozen=True)
class Around:
    """What the facts of the round itself do not say.

    ``window_ends``: the end of the last day to meet on. ``invited``: when each person's invitation to
    a group left. ``said_met``: who has said whether they met. ``written``: (kind, person) of mail that
    was written already.
    """

    zone: ZoneInfo
    window_ends: datetime
    invited: Mapping[tuple[str, int], datetime]
    said_met: Collection[str] = ()
    written: Collection[tuple[str, str]] = ()

    def owed(self, kind: DueKind, members: Iterable[str]) -> list[str]:
        """Those of them who were not yet written to about this."""
        return [member for member in members if (kind, member) not in self.written]


def due_dates(life: RoundLife, around: Around, *, on: datetime | None = None) -> list[Due]:
    """What is or will be due as things stand now, the earliest first; or only what is to be done ``on`` a moment."""
    rows = [*_graces(life), *digest_dates(life, around)]
    for live in life.live.values():
        if on is None or on < _lapse_in_utc(live.group.starts, around.window_ends):
            rows += _nudge(life, live, around) if live.group.first_mover else []
            rows += _reminders(life, live, around, on or NEVER)
        if on is None or _is_asked(live.group.ends, around, on):
            rows += _questions(life, live, around)
    owed = rows if on is None else [row for row in rows if row.is_now(on)]
    return sorted(owed, key=lambda row: (row.at, row.kind, row.group, row.person))


def is_over(live: LiveGroup, window_ends: datetime, now: datetime) -> bool:
    """True once the group's meeting has begun, or its window is past."""
    return (live.group.starts or window_ends) <= now


def ends_at(life: RoundLife, window_ends: datetime) -> datetime:
    """When the last of the round is past: its window, or a meeting after that."""
    return max([window_ends, *(live.group.ends for live in life.live.values() if live.group.ends)])


def has_answered(life: RoundLife, person: str, group: int) -> bool:
    """True when somebody has answered the invitation to this very group."""
    said = life.answers.get(person)
    return said is not None and said.group == group


def _graces(life: RoundLife) -> Iterator[Due]:
    for person, said in life.answers.items():
        live = life.group_of(person) if said.answer is Answer.NO else None
        if live is not None:
            yield Due(said.at + GRACE, DueKind.GRACE_OVER, life.plan.round, live.group.number, person)


def _nudge(life: RoundLife, live: LiveGroup, around: Around) -> Iterator[Due]:
    group = live.group
    for mover in around.owed(DueKind.NUDGE, [group.first_mover] if group.first_mover else []):
        sent = around.invited.get((mover, group.number))
        own = life.answers.get(mover)
        heard = any(has_answered(life, member, group.number) for member in group.members if member != mover)
        if sent is not None and not heard and (own is None or own.answer is Answer.YES):
            at = in_working_time(sent + NUDGE_AFTER, around.zone)
            yield Due(at, DueKind.NUDGE, life.plan.round, group.number, mover, lapses(live, around.window_ends))


def _reminders(life: RoundLife, live: LiveGroup, around: Around, by: datetime) -> Iterator[Due]:
    group = live.group
    before, from_then = _days_before(group.starts, around.zone) if group.starts else (None, None)
    if from_then is not None and from_then > by:
        return
    for member in around.owed(DueKind.REMINDER, group.members):
        sent = around.invited.get((member, group.number))
        if sent is not None and not has_answered(life, member, group.number):
            at = max(before or _half_way(sent, around.window_ends, around.zone), sent + QUIET)
            yield Due(at, DueKind.REMINDER, life.plan.round, group.number, member, lapses(live, around.window_ends))


@lru_cache(maxsize=1024)  # asked of every group at every tick, and the same for all who meet on a day
def _days_before(starts: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Where the network is, and in UTC: comparing across zones is slow."""
    at = morning(working_days_before(starts.astimezone(zone).date(), REMIND_DAYS), zone)
    return at, at.astimezone(UTC)


@lru_cache(maxsize=1024)
def _half_way(sent: datetime, window_ends: datetime, zone: ZoneInfo) -> datetime:
    half = sent + (window_ends - sent) / 2
    return morning(next_working_day(half.astimezone(zone).date()), zone)


def lapses(live: LiveGroup, window_ends: datetime) -> datetime:
    """From when on a nudge or a reminder makes no sense any more."""
    return live.group.starts - SHORTLY if live.group.starts else window_ends


@lru_cache(maxsize=1024)
def _lapse_in_utc(starts: datetime | None, window_ends: datetime) -> datetime:
    return (starts - SHORTLY if starts else window_ends).astimezone(UTC)


def _is_asked(ends: datetime | None, around: Around, on: datetime) -> bool:
    _, from_then, until_then = _ask_at(ends, around.window_ends, around.zone)
    return from_then <= on < until_then


def _questions(life: RoundLife, live: LiveGroup, around: Around) -> Iterator[Due]:
    group = live.group
    at, _, _ = _ask_at(group.ends, around.window_ends, around.zone)
    for member in around.owed(DueKind.DID_YOU_MEET, group.members):
        if (member, group.number) in around.invited and member not in around.said_met:
            yield Due(at, DueKind.DID_YOU_MEET, life.plan.round, group.number, member, at + PATIENCE)


@lru_cache(maxsize=1024)
def _ask_at(ends: datetime | None, window_ends: datetime, zone: ZoneInfo) -> tuple[datetime, datetime, datetime]:
    """When, where the network is; and from when until when in UTC, since comparing across zones is slow."""
    if ends is not None:
        day = next_working_day(ends.astimezone(zone).date() + timedelta(days=1))
    else:
        day = last_working_day(window_ends.astimezone(zone).date())
    at = morning(day, zone)
    return at, at.astimezone(UTC), (at + PATIENCE).astimezone(UTC)


def digest_dates(life: RoundLife, around: Around) -> Iterator[Due]:
    """When the lead is told how the round went, unless that is written."""
    if not life.cancelled and around.owed(DueKind.DIGEST, [""]):
        day = ends_at(life, around.window_ends).astimezone(around.zone).date() + timedelta(days=1)
        at = morning(next_working_day(day), around.zone)
        yield Due(at, DueKind.DIGEST, life.plan.round, until=at + PATIENCE)
