"""A round and its mail are kept together, once, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairing.errors import InputError
from pairing.events import Kind
from pairing.people.person import Standing
from pairing.stages import approve as approving
from pairing.stages.approve import approve
from pairing.stages.due import turns
from pairing.stages.plan import Wishes, plan_round


@pytest.fixture
def plan(office):
    (turn,) = turns(office.at(), "coffee")
    return plan_round(office.at(), turn, Wishes(seed=1))


def planned(office):
    return office.store.events.facts(kinds=[Kind.ROUND_PLANNED])


def test_approval_keeps_the_round_and_a_message_for_everybody(office, plan):
    assert approve(office.at(), plan) == 8

    assert [fact.round for fact in planned(office)] == ["coffee-2026-12"]
    assert {entry.person for entry in office.store.outbox.entries()} == {f"p{number}" for number in range(8)}


def test_approving_twice_changes_nothing(office, plan):
    approve(office.at(), plan)
    before = (office.store.events.facts(), office.store.outbox.entries())

    assert approve(office.at(), plan) == 0

    assert (office.store.events.facts(), office.store.outbox.entries()) == before


def test_mail_that_cannot_be_written_leaves_no_round(office, plan, monkeypatch):
    def out_of_paper(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(approving, "entries_of", out_of_paper)

    with pytest.raises(OSError, match="no space left"):
        approve(office.at(), plan)

    assert planned(office) == []
    assert office.store.outbox.entries() == []


@pytest.mark.parametrize("standing", [Standing.PAUSED, Standing.STOPPED, Standing.LEFT])
def test_a_plan_with_somebody_who_went_is_refused_by_id(office, plan, standing):
    person = office.store.roster.person("p3")
    office.store.roster.save([replace(person, standing=standing)])

    with pytest.raises(InputError, match=r"1 of its people do not take part any more: p3"):
        approve(office.at(), plan)

    assert planned(office) == []


def test_facts_hold_no_name_and_no_address(office, plan):
    approve(office.at(), plan)

    kept = str([fact.body for fact in office.store.events.facts()])
    assert "Ann" not in kept
    assert "@" not in kept
