"""
Nothing nearer to the given round, nor better, is in reach: every round there is gone through.

What may be, and what it is worth, is said here in plain words and by the plain halves of the rules;
nothing is shared with the search.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Problem, Sizes
from pairing.solver.repair import Changes, repair
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group

PLAIN = {rule.NAME: rule for rule in CATALOGUE}
ROUND_WIDE = ("group_sizes", "cover", "everyone_placed", "turns_missed")
DISTURBANCES = ("let down", "moved", "too small", "touched", "scattered", "unsuited", "larger")


def test_nothing_nearer_nor_better_is_in_reach(make_problem):
    seen = compare(make_problem, range(30, 51))

    assert seen >= {(name, dated) for name in ("let down", "touched") for dated in (False, True)}


@pytest.mark.slow
def test_nothing_nearer_nor_better_is_in_reach_of_many_more(make_problem):
    seen = compare(make_problem, [*range(60), *range(1_000, 1_600)])

    both = {(name, dated) for name in ("let down", "touched", "unsuited", "scattered") for dated in (False, True)}
    assert seen >= both | {("moved", False), ("too small", True)}


def compare(make_problem, seeds):
    """What the cases were: (what was disturbed, whether there were dates)."""
    seen = set()
    for seed in seeds:
        random = Random(seed)
        problem = wide(random, make_problem(random, most=7, tables=seed % 2 == 0))
        if not 5 <= problem.n <= (7 if problem.occasions else 6):
            continue
        given, changes = happened(random, problem)
        case = Case(problem, given, changes, reach=random.choice([0, 1, 1, 2]))

        found = repair(problem, given, changes, at_most=case.reach)

        now = [(place, group.seats) for place, group in enumerate(found.groups) if group is not None]
        worth = case.worth([*now, *((None, group.seats) for group in found.new)])
        assert worth is not None, (seed, "a round that may not be")
        assert worth == case.best(), seed
        assert (found.status, len(found.left_out)) == ("optimal", worth[0]), seed
        seen |= {(name, bool(problem.occasions)) for name, count in zip(DISTURBANCES, worth, strict=False) if count}
    return seen


def wide(random, problem):
    """Few who are kept apart or away, so that most of what is asked can be done."""
    low = random.choice([2, 3])
    apart = random.sample(sorted(problem.apart), len(problem.apart) // random.choice([1, 2, 9]))
    problem = replace(problem, exact_sizes=None, apart=frozenset(apart))
    if problem.occasions or problem.sizes.smallest == 1:
        problem = replace(problem, sizes=Sizes(low, low + 2, low + 1))
    if not problem.occasions:
        return problem
    hours = random.sample([frozenset([0]), frozenset([0, 1]), frozenset([2])], random.choice([1, 2]))
    return replace(
        problem,
        occasions=tuple(Occasion(3, random.randint(4, 6), each) for each in hours),
        may_attend=tuple(random.choice([1, 3, 3, 3]) for _ in range(problem.n)),
        cover_caps={key: random.randint(1, 3) for key in range(3)},
    )


def happened(random, problem):
    """Some groups, one or two of them broken, people beside them, and all that may forbid something."""
    people = list(range(problem.n))
    random.shuffle(people)
    beside = [people.pop() for _ in range(random.choice([0, 0, 1, 2]))]
    given = []
    broken = random.choice([1, 1, 2])
    while people:
        size = random.choice([problem.sizes.smallest, problem.sizes.smallest, problem.sizes.smallest + 1])
        if len(given) < broken:
            size = random.randint(1, problem.sizes.smallest - 1)
        where = random.randrange(len(problem.occasions)) if problem.occasions else None
        given.append(Group(tuple(sorted(people.pop() for _ in range(min(len(people), size)))), where))
    everywhere = list(product(range(problem.n), range(len(given))))
    waiting = 1 if random.random() < 0.3 else 0
    return given, Changes(
        broken=[place for place in range(len(given)) if place < broken or random.random() < 0.1],
        waiting=beside[:waiting],
        spares=beside[waiting:],
        closed=[place for place in range(len(given)) if random.random() < 0.1],
        barred=[each for each in everywhere if random.random() < 0.1],
        unsuited=[each for each in everywhere if random.random() < 0.3],
        new_groups=random.random() < 0.8,
        moves=random.random() < 0.7,
        enough=random.choice([None, 2, 3]),
    )


@dataclass
class Case:
    """One question. A round is a list of (place, or None for a new group; seats)."""

    problem: Problem
    given: list[Group]
    changes: Changes
    reach: int

    def __post_init__(self):
        small = (p for p in self.changes.broken if len(self.given[p].seats) < self.problem.sizes.smallest)
        self.small = [place for place in small if place not in self.changes.closed]
        fixed = {*self.changes.closed, *self.changes.broken} - {*self.small}
        self.stand = [place for place in range(len(self.given)) if place not in self.small and place not in fixed]
        self.fixed = [(place, self.given[place].seats) for place in sorted(fixed)]
        self.home = {seat: place for place, group in enumerate(self.given) for seat in group.seats}
        self.seekers = {*self.changes.waiting, *(s for s, place in self.home.items() if place in self.small)}
        self.spares = set(self.changes.spares)

    def best(self):
        """What the best of all rounds is worth."""
        worth = map(self.worth, self.rounds_with_dates() if self.problem.occasions else self.rounds())
        return min(each for each in worth if each is not None)

    def rounds_with_dates(self):
        """Everybody who seeks a group, and every spare, at any place or nowhere."""
        people = sorted(self.seekers | self.spares)
        for where in product([None, *self.stand, *self.small], repeat=len(people)):
            now = list(self.fixed)
            for place in (*self.stand, *self.small):
                stays = self.given[place].seats if place in self.stand else ()
                come = (seat for seat, at in zip(people, where, strict=True) if at == place)
                if members := tuple(sorted((*stays, *come))):
                    now.append((place, members))
            yield now

    def rounds(self):
        """Every way to group everybody, and every way to say which group goes on at which place."""
        moving = [seat for place in self.stand for seat in self.given[place].seats]
        for groups in groupings([*moving, *sorted(self.seekers | self.spares)], self.seekers | self.spares):
            for labels in product([None, *self.stand, *self.small], repeat=len(groups)):
                used = [label for label in labels if label is not None]
                if len(used) == len(set(used)) and set(self.stand) <= set(used):
                    yield [*self.fixed, *zip(labels, groups, strict=True)]

    def worth(self, now):
        """The disturbances, then the rules; the smaller the better. None for a round that may not be."""
        count = Counter()
        for place, seats in now:
            if (place, seats) not in self.fixed and not self.may_be(place, seats, count):
                return None
        most = self.reach * (len(self.small) + len(self.changes.waiting))
        if count["touched"] > most or (self.problem.occasions and count["moved"]):
            return None
        placed = {seat for _, seats in now for seat in seats}
        count["let down"] = len(self.seekers - placed)
        groups = [Group(seats, None if place is None else self.given[place].occasion) for place, seats in now]
        rules = [rule for rule in compile_rules(self.problem) if rule.name not in ("chance", "group_sizes")]
        if any(rule.hard and rule.name == "cover" for rule in rules) and self.is_short(groups):
            return None
        left = [seat for seat in range(self.problem.n) if seat not in placed]
        costs = (sum(case.cost for case in PLAIN[r.name].violations(groups, left, self.problem)) for r in rules)
        return (*(count[name] for name in DISTURBANCES), *costs)

    def may_be(self, place, seats, count):
        """Whether such a group may be; counts whom it disturbs."""
        before = set() if place is None else set(self.given[place].seats)
        come, go = set(seats) - before, before - set(seats)
        kind = self.new_group if place is None else self.what_is_left if place in self.small else self.standing
        if not kind(place, set(seats), come, go, count):
            return False
        count["moved"] += sum(self.home.get(seat) in self.stand for seat in come)
        count["scattered"] += sum(self.had_company(seat) for seat in come)
        if come and place is not None and not self.can_come(place, come, len(seats)):
            return False
        return not (come or go) or not self.breaks_a_must(() if go else tuple(sorted(before)), seats)

    def new_group(self, place, seats, come, go, count):
        sizes = self.problem.sizes
        count["larger"] += max(0, len(seats) - sizes.preferred)
        allowed = self.changes.new_groups and not self.problem.occasions
        return allowed and max(sizes.smallest, 2) <= len(seats) <= sizes.largest and not seats <= self.spares

    def what_is_left(self, place, seats, come, go, count):
        smallest, enough = self.problem.sizes.smallest, self.changes.enough
        count["too small"] += len(seats) < smallest
        together = not go and len(self.given[place].seats) > 1
        no_more_than_needed = not seats & self.spares or len(seats) == smallest
        large_enough = len(seats) >= smallest or (enough is not None and len(seats) >= enough)
        return together and come <= self.seekers | self.spares and no_more_than_needed and large_enough

    def standing(self, place, seats, come, go, count):
        sizes = self.problem.sizes
        count["touched"] += bool(come or go)
        count["unsuited"] += sum((seat, place) in self.changes.unsuited for seat in come)
        if go and not (self.changes.moves and max(sizes.smallest, 2) <= len(seats) <= sizes.largest):
            return False
        return bool(seats - come) and (bool(go) or not come & self.spares)

    def had_company(self, seat):
        """Whether they lose people who had stayed."""
        place = self.home.get(seat)
        return place in self.small and len(self.given[place].seats) > 1

    def can_come(self, place, come, size):
        """Whether nothing about the place forbids it."""
        problem, occasion = self.problem, self.given[place].occasion
        room = problem.sizes.largest
        if occasion is not None:
            room = min(room, problem.occasions[occasion].seats)
            if problem.may_attend and any(not problem.may_attend[seat] >> occasion & 1 for seat in come):
                return False
        return size <= room and not any((seat, place) in self.changes.barred for seat in come)

    def breaks_a_must(self, before, after):
        """Whether some must is broken in this group more than it was."""
        for rule in compile_rules(self.problem):
            if rule.hard and rule.name not in ROUND_WIDE:
                old, new = (
                    sum(case.cost for case in PLAIN[rule.name].violations([Group(each)], [], self.problem))
                    if each
                    else 0
                    for each in (before, tuple(sorted(after)))
                )
                if new > max(old, 0):
                    return True
        return False

    def is_short(self, groups):
        """Whether some post is beyond its cap at some hour, and was not so far before."""
        before, after = (Counter(self.hours(each)) for each in (self.given, groups))
        caps = self.problem.cover_caps
        return any(after[each] > max(caps[each[0]], before[each]) for each in after if each[0] in caps)

    def hours(self, groups):
        for group in groups:
            for seat in group.seats if group.occasion is not None else ():
                yield from product(self.problem.cover_keys[seat], self.problem.occasions[group.occasion].hours)


def groupings(people, may_be_left):
    """Every way to group people, groups of any size."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    if first in may_be_left:
        yield from groupings(rest, may_be_left)
    for size in range(len(people)):
        for others in combinations(rest, size):
            remaining = [seat for seat in rest if seat not in others]
            for groups in groupings(remaining, may_be_left):
                yield [tuple(sorted((first, *others))), *groups]
