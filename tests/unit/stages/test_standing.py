"""What `pairs status` reads: the rounds of late, however many years there were before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source, answered, attendance
from pairing.people.person import Person, RoleGroup
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.standing import RECENT, overview
from pairing.storage.memory.store import MemoryStore

NOW = datetime(2030, 12, 20, 9, tzinfo=UTC)
PEOPLE = ("a", "b", "c", "d")
GROUPS = (
    PlannedGroup(1, ("a", "b"), None, "a", None, None, "", (), ()),
    PlannedGroup(2, ("c", "d"), None, "c", None, None, "", (), ()),
)


class Counted:
    """An event log that counts what it hands out, but for plans."""

    def __init__(self, log) -> None:
        self.log, self.read = log, 0

    def facts(self, **narrowed):
        found = self.log.facts(**narrowed)
        self.read += sum(fact.kind is not Kind.ROUND_PLANNED for fact in found)
        return found

    def __getattr__(self, name):
        return getattr(self.log, name)


@pytest.fixture
def status(tmp_path):
    """``status(3)``: the overview after so many years of a coffee every month, and how many facts were read for it."""

    def look(years: int):
        store = MemoryStore()
        store.roster.save([Person(id, id, f"{id}@a.example", "A", "GP", RoleGroup.GP) for id in PEOPLE])
        for year in range(NOW.year - years + 1, NOW.year + 1):
            for month in range(1, 13):
                store.events.append(_round(datetime(year, month, 1, 9, tzinfo=UTC)))
        log = store.events = Counted(store.events)
        config = Config(network=Network(name="Riverside"), programmes={"coffee": Programme(format=Format.COFFEE)})
        return overview(Desk(tmp_path, config, store, FakeClock(NOW), b"s" * 32, NOW)), log.read

    return look


def _round(at: datetime) -> list[Fact]:
    """Planned; two disagree, one writes a line, one's answer is held."""
    plan = PlannedRound(
        round=f"coffee-{at:%Y-%m}",
        programme="coffee",
        format=Format.COFFEE,
        period=f"{at:%Y-%m}",
        seed=1,
        status="optimal",
        planned_at=at,
        digest="",
        groups=GROUPS,
        left_out=(),
        tiers=(),
    )
    about = {"at": at, "programme": "coffee", "round": plan.round, "source": Source.PAGE}
    return [
        Fact(Kind.ROUND_PLANNED, at, programme="coffee", round=plan.round, body=to_record(plan)),
        answered(**about, group=2, person="d", answer=Answer.YES, held=True, why="fast"),
        attendance(**about, group=1, person="a", met=True, words=f"In {at:%B %Y}."),
        attendance(**about, group=1, person="b", met=False),
    ]


def test_years_before_cost_nothing(status):
    assert status(4)[1] == status(1)[1] > 0


def test_what_needs_a_look_is_of_rounds_of_late(status):
    seen, _ = status(2)
    late = ["coffee-2030-10", "coffee-2030-11", "coffee-2030-12"]
    assert [round for round, _ in seen.disagreements] == late
    assert seen.held == (("d", "yes"),) * 3
    assert seen.words == tuple((f"coffee-2030-{n}", f"In {month} 2030.") for n, month in
                               ((10, "October"), (11, "November"), (12, "December")))  # fmt: skip


def test_the_last_round_of_a_programme_is_shown_however_long_ago(tmp_path):
    store = MemoryStore()
    store.events.append(_round(NOW - 3 * RECENT))
    config = Config(network=Network(name="Riverside"), programmes={"coffee": Programme(format=Format.COFFEE)})
    [standing] = overview(Desk(tmp_path, config, store, FakeClock(NOW), b"s" * 32, NOW)).rounds
    assert (standing.met.yes, standing.met.no, standing.met.unknown) == (1, 0, 1)


def test_groups_are_counted_as_they_stand_and_not_as_they_were_planned(tmp_path):
    store = MemoryStore()
    store.roster.save([Person(id, id, f"{id}@a.example", "A", "GP", RoleGroup.GP) for id in PEOPLE])
    store.events.append(_round(NOW.replace(day=1)))
    left_out = [{"person": "a", "why": "Ann cannot come."}, {"person": "b", "why": "She had a no.", "by_choice": True}]
    body = {"ended": [{"group": 1, "why": "Cancelled by the lead."}], "groups": [], "left_out": left_out}
    store.events.append([Fact(Kind.GROUPS_CHANGED, NOW, programme="coffee", round="coffee-2030-12", body=body)])
    config = Config(network=Network(name="Riverside"), programmes={"coffee": Programme(format=Format.COFFEE)})

    (coffee,) = overview(Desk(tmp_path, config, store, FakeClock(NOW), b"s" * 32, NOW)).rounds

    assert (coffee.groups, coffee.left_out) == (1, 1)
    assert coffee.met is not None
    assert coffee.met.yes + coffee.met.no + coffee.met.unknown == coffee.groups
