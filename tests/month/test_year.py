"""Whole months of the invented networks, checked against the roster by counting anew."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from pairing.events import Kind
from pairing.storage.open import open_store

LAST_DAY = "2027-11-30"

pytestmark = pytest.mark.slow


def demo(pairs, tmp_path, size: str, months: int):
    """Every round of a demo by its programme, in order, and each person's practices."""
    ran = pairs("demo", "net", "--size", size, "--months", months, "--as-of", LAST_DAY, "--json")
    assert ran.code == 0, ran.err
    store = open_store("sqlite:///pairs.db", network="", folder=tmp_path / "net")
    practices = {person.id: person.practices for person in store.roster.people(with_left=True)}
    said = {
        (fact.round, fact.person): fact.body["met"] for fact in store.events.facts(kinds=[Kind.ATTENDANCE_RECORDED])
    }
    store.close()
    plans = ran.json()
    for plan in plans:
        plan["fell_through"] = [couple for couple in couples(plan) if fell_through(plan, couple, said)]
    rounds: dict[str, list[dict]] = {}
    for plan in plans:
        rounds.setdefault(plan["programme"], []).append(plan)
    return rounds, practices, ran.err


def couples(plan):
    return [tuple(sorted(pair)) for group in plan["groups"] for pair in combinations(group["members"], 2)]


def fell_through(plan, couple, said) -> bool:
    """Known not to have met. Of two, one "no" is enough unless the other says yes; of three, any "no"."""
    size = next(len(group["members"]) for group in plan["groups"] if couple[0] in group["members"])
    words = {said.get((plan["round"], person)) for person in couple}
    return False in words and (size > 2 or True not in words)


def tier(plan, rule):
    return next(row for row in plan["tiers"] if row["rule"] == rule)


def test_a_typical_year_reaches_every_bound(pairs, tmp_path):
    rounds, practices, _ = demo(pairs, tmp_path, "typical", 12)

    assert len(rounds["coffee"]) == 12
    assert len(rounds["lunch"]) == 6
    met: Counter[tuple[str, str]] = Counter()
    for plan in rounds["coffee"]:
        same = sum(bool(practices[a] & practices[b]) for a, b in couples(plan))
        repeats = sum(couple in met for couple in couples(plan))
        assert same == tier(plan, "different_practice")["cost"] == tier(plan, "different_practice")["bound"]
        assert tier(plan, "different_practice")["proved"]
        assert tier(plan, "no_repeat")["cost"] == tier(plan, "no_repeat")["bound"]
        assert repeats == 0
        assert same == 0
        assert plan["left_out"] == []
        met.update(set(couples(plan)) - set(plan["fell_through"]))


def test_a_lopsided_network_has_the_least_same_practice_contacts_and_says_why(pairs, tmp_path):
    rounds, practices, said = demo(pairs, tmp_path, "lopsided", 3)

    for plan in rounds["coffee"]:
        people = [person for group in plan["groups"] for person in group["members"]]
        everybody = Counter(practice for person in people for practice in practices[person])
        large, many = everybody.most_common(1)[0]
        same = sum(bool(practices[a] & practices[b]) for a, b in couples(plan))
        assert same == least_same_practice(many, len(people))
        assert tier(plan, "different_practice")["proved"]
        share = round(100 * many / len(people))
        sentence = f"{same} same-practice pairs; {same} cannot be avoided, because [^.]* is {share} % of those"
        assert re.search(sentence, " ".join(said.split())), said
        assert large


def least_same_practice(many: int, people: int) -> int:
    """By counting; an odd number has one trio, with as many of the large practice as is best."""
    if people % 2 == 0:
        return max(0, (2 * many - people) // 2)
    in_trio = {1: 0, 2: 1, 3: 3}
    return min(
        contacts + max(0, (2 * (many - inside) - (people - 3)) // 2)
        for inside, contacts in {0: 0, **in_trio}.items()
        if inside <= many and 3 - inside <= people - many
    )


def test_one_practice_works_on_staff_groups_and_says_so(pairs, tmp_path):
    rounds, _, said = demo(pairs, tmp_path, "single", 2)

    assert "this round mixes staff groups instead of practices" in " ".join(said.split())
    for plan in rounds["coffee"]:
        assert not [row for row in plan["tiers"] if row["rule"] == "different_practice"]
        mix = tier(plan, "role_mix")
        assert mix["cost"] == mix["bound"]
