"""
Rounds in pairs of up to 40 people against Edmonds' algorithm as another program has it, every trio tried.

Costs are worked out from the file: every rule's cost is a digit of one whole number, the strictest first.
"""

from __future__ import annotations

import json
from itertools import combinations
from random import Random

import networkx
import pytest
from click.testing import CliRunner

from pairing.cli.solve import command

DIGIT = 10**9  # no rule costs half as much in any round here
OFFSET = 10**6  # scores are raised by so much a pair, so that no digit is below 0
RULES = ("different_practice", "no_repeat", "common_days", "role_mix", "scores")


def a_file(random, n):
    kinds, roles = random.choice([1, 2, 3, 6, 12]), random.choice([1, 2, 4])
    people = [
        {
            "id": f"p{number}",
            "practices": [f"P{kind}" for kind in random.sample(range(kinds), min(kinds, random.choice([1, 1, 1, 2])))],
            "role": f"r{random.randrange(roles)}",
            "working_days": random.sample(range(5), random.choice([1, 2, 3])),
        }
        for number in range(n)
    ]

    def pairs(share, low, high):
        two = combinations((person["id"] for person in people), 2)
        return [[a, b, random.randint(low, high)] for a, b in two if random.random() < share]

    return {
        "people": people,
        "sizes": {"smallest": 2, "largest": 3, "preferred": 2},
        "met": pairs(random.choice([0.1, 0.5, 0.9]), 1, 14),
        "scores": pairs(random.choice([0.1, 0.9]), -9, 9),
        "rules": {"chance": "off"},
    }


class Costs:
    """What a group costs every rule, and all of them as one number."""

    def __init__(self, data):
        self.people = {person["id"]: person for person in data["people"]}
        self.met = {frozenset(two): since for *two, since in data["met"]}
        self.scores = {frozenset(two): score for *two, score in data["scores"]}

    def of_group(self, group):
        people = [self.people[name] for name in group]
        pairs = list(map(frozenset, combinations(group, 2)))
        return (
            sum(not set(a["practices"]).isdisjoint(b["practices"]) for a, b in combinations(people, 2)),
            sum(1000 + max(0, 12 - self.met[two]) for two in pairs if two in self.met),
            int(not set.intersection(*(set(person["working_days"]) for person in people))),
            sum(a["role"] == b["role"] for a, b in combinations(people, 2)),
            sum(self.scores.get(two, 0) for two in pairs),
        )

    def number(self, group):
        *strict, score = self.of_group(group)
        total = 0
        for digit in (*strict, score + OFFSET):
            total = total * DIGIT + digit
        return total


def cheapest(costs, names, known):
    """The least that pairs of all these people cost."""
    graph = networkx.Graph()
    for pair in combinations(names, 2):
        if pair not in known:
            known[pair] = costs.number(pair)
        graph.add_edge(*pair, weight=-known[pair])
    matching = networkx.max_weight_matching(graph, maxcardinality=True)
    assert 2 * len(matching) == len(names)
    return sum(known[min(pair), max(pair)] for pair in matching)


def examine(data, folder):
    file = folder / "problem.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    answer = json.loads(CliRunner().invoke(command, [str(file), "--json"]).stdout)
    groups, costs, known = answer["rounds"][0], Costs(data), {}
    names = sorted(costs.people)
    assert sorted(name for group in groups for name in group) == names
    assert sorted(map(len, groups)) == [2] * ((len(names) - 3 * (len(names) % 2)) // 2) + [3] * (len(names) % 2)
    paid = [sum(each) for each in zip(*map(costs.of_group, groups), strict=True)]
    told = {tier["rule"]: (tier["cost"], tier["proved"]) for tier in answer["tiers"]}
    assert [told.get(rule, (0, True)) for rule in RULES] == [(cost, True) for cost in paid]
    trios = combinations(names, 3) if len(names) % 2 else [()]
    best = min(
        (costs.number(trio) if trio else 0) + cheapest(costs, [name for name in names if name not in trio], known)
        for trio in trios
    )
    assert sum(map(costs.number, groups)) == best


@pytest.mark.parametrize("n", [9, 14, 24, 40])
def test_no_matching_of_another_program_is_cheaper(n, tmp_path):
    examine(a_file(Random(n), n), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("n", [15, 17, 19])
def test_no_trio_with_a_matching_of_another_program_is_cheaper(n, tmp_path):
    random = Random(n)
    for _ in range(2):
        examine(a_file(random, n), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("n", range(16, 42, 6))
def test_no_matching_of_another_program_is_cheaper_in_many_more(n, tmp_path):
    random = Random(100 + n)
    for _ in range(20):
        examine(a_file(random, n), tmp_path)
