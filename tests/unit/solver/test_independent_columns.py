"""
Problem files of 2 to 12 people against an exact method that shares nothing with the solver.

Every group there could be is a column whose cost is worked out from the file and the words about each rule
(`docs/config.md`); CP-SAT is then asked, tier by tier, for any round that costs less than the answer.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from random import Random

import pytest
from click.testing import CliRunner
from ortools.sat.python import cp_model
from trios import rules_before_trios

from pairing.cli.solve import command
from pairing.errors import NoRoundExists
from pairing.solver.rules import CATALOGUE

DEFAULTS = {
    "group_sizes": "must", "kept_apart": "must", "cover": "must", "everyone_placed": "high", "turns_missed": "high",
    "different_practice": "high", "no_repeat": "high", "common_days": "high", "table_spread": "high",
    "host_at_table": "medium", "role_mix": "medium", "reach": "medium", "newcomers_meet_hosts": "low",
    "scores": "medium",
}  # fmt: skip
PLACING = ("everyone_placed", "turns_missed")
PARAMETERS = {"horizon": 12, "each": 1000, "most": 2, "least": 3, "cap": 3}
OWN = {"no_repeat": ("horizon", "each"), "table_spread": ("most",), "role_mix": ("least",), "reach": ("cap",)}
STRICTNESS = ("must", "high", "medium", "low")
UNREAD = [rule.NAME for rule in CATALOGUE if rule.NAME not in (*DEFAULTS, "chance")]  # rules added since


class Reading:
    """A problem file read by itself: what a group costs each rule, in words taken from the rules' sentences."""

    def __init__(self, data):
        people = data["people"]
        self.n = len(people)
        self.own = {
            name: value if isinstance(value, dict) else {"importance": value} for name, value in data["rules"].items()
        }
        self.importance = {
            name: self.own.get(name, {}).get("importance", default) for name, default in DEFAULTS.items()
        }
        on = [name for name in DEFAULTS if self.importance[name] != "off"]
        self.order = sorted(on, key=lambda name: STRICTNESS.index(self.importance[name]))
        self.seat = {person["id"]: number for number, person in enumerate(people)}
        self.people = people
        self.practices = [set(person["practices"]) for person in people]
        self.roles = [person["role"] for person in people]
        self.hosts = {seat for seat, person in enumerate(people) if person.get("host")}
        self.listed = {
            key: {frozenset((self.seat[a], self.seat[b])): value[0] if value else 1 for a, b, *value in data[key]}
            for key in ("met", "apart", "scores")
        }
        self.sizes = data["sizes"]
        self.allowed = range(self.sizes["smallest"], min(self.sizes["largest"], self.n) + 1)
        self.occasions = data["occasions"]
        small = self.sizes["smallest"] == self.sizes["preferred"] == 2 and self.sizes["largest"] <= 3
        self.in_pairs = small and not self.occasions

    def parameter(self, rule, key):
        return self.own.get(rule, {}).get(key, PARAMETERS[key])

    def cost(self, rule, group):
        return getattr(self, f"_{rule}", lambda _: 0)(group)

    def cost_of_absence(self, rule, seat):
        return {"everyone_placed": 1, "turns_missed": self.people[seat].get("turns_missed", 0)}.get(rule, 0)

    def _kept_apart(self, group):
        return sum(frozenset(two) in self.listed["apart"] for two in combinations(group, 2))

    def _different_practice(self, group):
        return sum(bool(self.practices[i] & self.practices[j]) for i, j in combinations(group, 2))

    def _no_repeat(self, group):
        since = [self.listed["met"].get(frozenset(two)) for two in combinations(group, 2)]
        each, horizon = self.parameter("no_repeat", "each"), self.parameter("no_repeat", "horizon")
        return sum(each + max(0, horizon - rounds) for rounds in since if rounds is not None)

    def _common_days(self, group):
        days = [set(self.people[seat].get("working_days", ())) or set(range(7)) for seat in group]
        return 0 if self.occasions else int(not set.intersection(*days))

    def _table_spread(self, group):
        counts = Counter(practice for seat in group for practice in self.practices[seat])
        return (
            0
            if self.in_pairs
            else sum(max(0, count - self.parameter("table_spread", "most")) for count in counts.values())
        )

    def _host_at_table(self, group):
        return 0 if self.in_pairs or not self.hosts else int(self.hosts.isdisjoint(group))

    def _role_mix(self, group):
        if self.in_pairs:
            return sum(self.roles[i] == self.roles[j] for i, j in combinations(group, 2))
        wanted = min(self.parameter("role_mix", "least"), len(set(self.roles)), len(group))
        return max(0, wanted - len({self.roles[seat] for seat in group}))

    def _reach(self, group):
        if not any("contacts" in person for person in self.people):
            return 0
        short = {seat: max(0, self.parameter("reach", "cap") - self.people[seat].get("contacts", 0)) for seat in group}
        colleagues = [two for two in combinations(group, 2) if self.practices[two[0]] & self.practices[two[1]]]
        return sum(short[i] + short[j] for i, j in colleagues)

    def _newcomers_meet_hosts(self, group):
        alone = bool(self.hosts) and self.hosts.isdisjoint(group)
        return sum(bool(self.people[seat].get("newcomer")) for seat in group) if alone else 0

    def _scores(self, group):
        found = [self.listed["scores"].get(frozenset(two), 0) for two in combinations(group, 2)]
        return sum(max(0, score) for score in found) if self.importance["scores"] == "must" else sum(found)

    def keeps_musts(self, group):
        return all(self.cost(rule, group) <= 0 for rule in self.order if self.importance[rule] == "must")

    def may_sit(self, group, place):
        dates = (self.people[seat].get("may_attend", range(len(self.occasions))) for seat in group)
        return len(group) <= self.occasions[place]["seats"] and all(place in each for each in dates)


class Columns:
    """Every round there is, as a model."""

    def __init__(self, reading):
        self.reading = reading
        everything = (each for size in reading.allowed for each in combinations(range(reading.n), size))
        places = range(len(reading.occasions))
        self.groups = [
            (group, place)
            for group in everything
            if reading.keeps_musts(group)
            for place in ([k for k in places if reading.may_sit(group, k)] if reading.occasions else [None])
        ]
        self.model = cp_model.CpModel()
        self.use = [self.model.new_bool_var("") for _ in self.groups]
        self.out = [self.model.new_bool_var("") for _ in range(reading.n)]
        for seat, out in enumerate(self.out):
            mine = [use for use, (group, _) in zip(self.use, self.groups, strict=True) if seat in group]
            self.model.add_exactly_one(out, *mine)
        for place, occasion in enumerate(reading.occasions):
            self.model.add(self.count(lambda _, where, place=place: where == place) <= occasion["tables"])
        for rule in PLACING:
            if reading.importance[rule] == "must":
                self.model.add(self.cost(rule) == 0)

    def count(self, wanted):
        return sum(use for use, each in zip(self.use, self.groups, strict=True) if wanted(*each))

    def cost(self, rule):
        groups = [(use, self.reading.cost(rule, group)) for use, (group, _) in zip(self.use, self.groups, strict=True)]
        people = [(out, self.reading.cost_of_absence(rule, seat)) for seat, out in enumerate(self.out)]
        return sum(cost * variable for variable, cost in groups + people if cost)

    def of_sizes(self, sizes):
        for size in self.reading.allowed:
            self.model.add(self.count(lambda group, _, size=size: len(group) == size) == sizes[size])

    def possible(self, *conditions):
        model = self.model.clone()
        for condition in conditions:
            model.add(condition)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        status = solver.solve(model)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
        return status != cp_model.INFEASIBLE


def below(cost, limit):
    """A condition that no round meets when the cost is a plain 0 and the limit too."""
    return cost <= limit - 1


def a_file(random, *, tables, most):
    n = random.randint(2, most)
    kinds, roles = random.choice([1, 2, 3, 5, 9]), random.choice([1, 2, 3, 5])
    known = {key for key in ("host", "newcomer", "turns_missed", "contacts", "working_days") if random.random() < 0.5}
    people = []
    for number in range(n):
        practices = random.sample(range(kinds), min(kinds, random.choice([0, 1, 1, 1, 1, 2])))
        person = {"id": f"p{number}", "practices": [f"P{k}" for k in practices], "role": f"r{random.randrange(roles)}"}
        drawn = {
            "host": random.random() < 0.3,
            "newcomer": random.random() < 0.4,
            "turns_missed": random.randrange(3),
            "contacts": random.randrange(5),
            "working_days": random.sample(range(5), random.choice([1, 1, 2, 3])),
        }
        people.append(person | {key: value for key, value in drawn.items() if key in known})

    def pairs(shares, low=None, high=None):
        share = random.choice(shares)
        two = [two for two in combinations((person["id"] for person in people), 2) if random.random() < share]
        return [[a, b] if low is None else [a, b, random.randint(low, high)] for a, b in two]

    rules = {rule: {"importance": "off"} for rule in UNREAD}
    for rule in DEFAULTS:
        if rule not in ("group_sizes", "cover") and random.random() < 0.25:
            rules[rule] = {"importance": random.choice(["must", "high", "medium", "low", "off"])}
            rules[rule] |= {key: random.choice([0, 1, 2, 3, 12]) for key in OWN.get(rule, ())}
    low = random.choice([1, 2, 3, 3])
    sizes = {"smallest": 2, "largest": random.choice([2, 3, 3]), "preferred": 2}
    if tables:
        sizes = {"smallest": low, "largest": low + random.randint(1, 3), "preferred": low + 1}
    occasions = []
    if tables and random.random() < 0.3:
        occasions = [
            {"tables": random.randint(1, 3), "seats": random.randint(2, 6)} for _ in range(random.randint(1, 3))
        ]
        for person in people:
            if random.random() < 0.5:
                person["may_attend"] = [k for k in range(len(occasions)) if random.random() < 0.6]
    return {
        "people": people, "sizes": sizes, "met": pairs([0, 0.3, 0.8], 1, 14), "apart": pairs([0, 0, 0.1, 0.4]),
        "scores": pairs([0, 0.3, 1], -5, 5), "rules": rules, "occasions": occasions, "seed": random.randrange(10**6),
    }  # fmt: skip


def examine(data, folder):
    """How many tiers of the answer were called proved; none of them may be wrong."""
    file = folder / "problem.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    result = CliRunner().invoke(command, [str(file), "--json"])
    reading = Reading(data)
    columns = Columns(reading)
    if isinstance(result.exception, NoRoundExists):
        assert not columns.possible()
        return 0
    assert result.exception is None
    answer = json.loads(result.stdout)
    groups = [[reading.seat[name] for name in group] for group in answer["rounds"][0]]
    left_out = [reading.seat[name] for name in answer["left_out"]]
    assert sorted(sum(groups, left_out)) == list(range(reading.n))
    sizes = Counter(map(len, groups))
    assert set(sizes) <= set(reading.allowed)
    assert all(map(reading.keeps_musts, groups))
    if not reading.in_pairs:
        columns.of_sizes(sizes)
    tiers = [tier for tier in answer["tiers"] if tier["rule"] != "chance"]
    owed = min((person.get("turns_missed", 0) for person in reading.people), default=0) > 0
    after = rules_before_trios([(tier["rule"], tier["importance"]) for tier in tiers], all_are_owed=owed)
    for place, tier in enumerate(tiers):
        rule, within = tier["rule"], sum(reading.cost(tier["rule"], group) for group in groups)
        assert tier["cost"] == within + sum(reading.cost_of_absence(rule, seat) for seat in left_out)
        cost = columns.cost(rule)
        limit = tier["cost"] if tier["proved"] else tier["bound"]
        if not isinstance(cost, int):
            assert not columns.possible(below(cost, limit)), f"{tier}: a round costs less"
        if not tier["proved"]:
            break
        if not isinstance(cost, int):
            columns.model.add(cost == tier["cost"])
        if reading.in_pairs and place == after - 1:  # as few trios as can be, before better matches
            trios = columns.count(lambda group, _: len(group) == 3)
            if not isinstance(trios, int):
                assert not columns.possible(below(trios, sizes[3]))
                columns.model.add(trios == sizes[3])
    return sum(tier["proved"] for tier in tiers)


@pytest.mark.parametrize("tables", [False, True], ids=["pairs", "tables"])
def test_no_round_costs_less_than_what_is_called_proved(tables, tmp_path):
    random = Random(11)

    proved = [examine(a_file(random, tables=tables, most=7), tmp_path) for _ in range(12)]

    assert sum(proved) > 60


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
@pytest.mark.parametrize("tables", [False, True], ids=["pairs", "tables"])
def test_no_round_costs_less_in_many_more(tables, block, tmp_path):
    random = Random(100 + block)

    proved = [examine(a_file(random, tables=tables, most=10 + block), tmp_path) for _ in range(40)]

    assert sum(proved) > 200
