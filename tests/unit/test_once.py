"""What is read out of a fact is read once, and a fact that says something else is read anew."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, datetime

from pairing.events import Fact, Kind


def test_what_is_read_out_of_a_fact_is_read_once():
    read = []

    def number(fact):
        read.append(fact)
        return fact.body["group"]

    fact = Fact(Kind.ANSWERED, datetime(2026, 12, 1, tzinfo=UTC), body={"group": 3})
    assert [fact.once(number), fact.once(number)] == [3, 3]
    assert len(read) == 1


def test_a_fact_with_another_body_is_read_anew():
    fact = Fact(Kind.ANSWERED, datetime(2026, 12, 1, tzinfo=UTC), body={"group": 3})
    assert fact.once(_group) == 3
    assert replace(fact, body={"group": 4}).once(_group) == 4


def test_having_been_read_changes_nothing_about_it():
    fact = Fact(Kind.ANSWERED, datetime(2026, 12, 1, tzinfo=UTC), body={"group": 3})
    fresh = copy.deepcopy(fact)
    fact.once(_group)
    assert fact == fresh
    assert repr(fact) == repr(fresh)


def _group(fact):
    return fact.body["group"]
