"""Facts as `pairs` would keep them, in few words."""

from datetime import UTC, datetime

import pytest

from pairing.events import Fact, Kind
from pairing.plans import to_record
from pairing.rounds import Format, LeftOut, PlannedGroup, PlannedRound

LUNCHES = {"lunch": Format.LUNCH, "huddle": Format.HUDDLE}


class Facts(list):
    """A log that grows by sentences."""

    def planned(self, day, *groups, programme="coffee", left_out=(), starts=None, movers=(), hosts=(), prompts=()):
        """A round planned on ``day`` (2026-12-01); groups are strings of one-letter people."""
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        plan = PlannedRound(
            round=f"{programme}-{day[:7]}",
            programme=programme,
            format=LUNCHES.get(programme, Format.COFFEE),
            period=day[:7],
            seed=1,
            status="optimal",
            planned_at=at,
            digest="",
            groups=tuple(
                PlannedGroup(
                    number=number,
                    members=tuple(members),
                    host=next((person for person in members if person in hosts), None),
                    first_mover=next((person for person in members if person in movers), None),
                    starts=datetime.fromisoformat(starts).replace(tzinfo=UTC) if starts else None,
                    ends=None,
                    where="",
                    prompts=tuple(prompts),
                    why=(),
                )
                for number, members in enumerate(groups, 1)
            ),
            left_out=tuple(LeftOut(person, "") for person in left_out),
            tiers=(),
        )
        return self._add(Kind.ROUND_PLANNED, at, programme=programme, round=plan.round, body=to_record(plan))

    def said(self, round, person, met, group=None):
        programme = round.rsplit("-", 2)[0]
        body = {"group": group, "met": met}
        at = datetime(2026, 12, 31, tzinfo=UTC)
        return self._add(Kind.ATTENDANCE_RECORDED, at, programme=programme, round=round, person=person, body=body)

    def imported(self, round, day, members, met=None, *, programme="coffee", group="1"):
        says = dict.fromkeys(members, met) if not isinstance(met, dict) else met
        body = {"programme": programme, "date": day, "group": group, "members": list(members), "met": says}
        at = datetime(2026, 12, 31, tzinfo=UTC)
        return self._add(Kind.MEETING_IMPORTED, at, programme=programme, round=round, body=body)

    def _add(self, kind, at, **fields):
        self.append(Fact(kind, at, seq=len(self) + 1, **fields))
        return self


@pytest.fixture
def facts():
    return Facts()
