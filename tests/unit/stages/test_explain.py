"""Why two were not put together, and why somebody sat out, where the last round says little about it."""

from dataclasses import replace

import pytest

from pairing.rounds import Format
from pairing.stages.approve import approve
from pairing.stages.due import turns
from pairing.stages.explain import CHANCE, why_one, why_two
from pairing.stages.plan import Wishes, plan_round
from pairing.tiers import Importance, Tier


@pytest.fixture
def two(office):
    """Two who were not put together in the coffee that was sent."""
    desk = office.at()
    plan = plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1))
    approve(desk, plan)
    people = {person.id: person for person in office.store.roster.people()}
    return people[plan.groups[0].members[0]], people[plan.groups[1].members[0]]


def test_chance_is_named_for_two_who_may_be_put_together(office, two):
    assert why_two(office.at(), *two).sentences[-1] == CHANCE


def test_chance_is_not_named_for_two_who_are_kept_apart(office, two):
    one, other = two
    listed = "They are on the list of people kept apart (`apart` in pairs.toml)."
    managed = "One is the other's line manager, so they are kept apart."
    office.config = office.config.model_copy(update={"apart": ((other.id, one.id),)})

    by_list = why_two(office.at(), one, other).sentences
    office.config = office.config.model_copy(update={"apart": ()})
    by_manager = why_two(office.at(), replace(one, line_manager=other.id), other).sentences

    assert (listed in by_list, managed in by_manager) == (True, True)
    assert CHANCE not in (*by_list, *by_manager)


def test_a_round_of_a_programme_that_is_gone_is_still_explained(office, two):
    huddle = {name: each for name, each in office.config.programmes.items() if name == "huddle"}
    late = replace(two[0], id="late", name="Late Ann", email="late@a.example")
    office.store.roster.save([late])
    office.config = office.config.model_copy(update={"programmes": huddle})

    assert why_one(office.at(), late, "coffee").sentences == (
        "Not part of coffee-2026-12.",
        "There is no programme coffee any more.",
    )


def test_small_tables_are_spoken_of_as_tables_and_repeats_without_a_count_that_is_not_known(office):
    desk = office.at()
    plan = plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1))
    again = Tier("no_repeat", Importance.HIGH, cost=24, bound=24, proved=True)  # two of last month, or a dozen old ones
    mixed = Tier("role_mix", Importance.MEDIUM, cost=2, bound=2, proved=True)
    approve(desk, replace(plan, format=Format.HUDDLE, tiers=(again, mixed)))
    person = next(each for each in office.store.roster.people() if each.id == plan.groups[0].members[0])

    told = why_one(office.at(), person).sentences

    assert told[-2:] == (
        "In the whole round some pairs met again; no better round exists.",
        "In the whole round: 2 staff groups too few at tables; 2 cannot be avoided.",
    )
