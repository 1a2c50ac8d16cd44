"""Musts that clash in the first of several rounds already: which ways out help in all of them, and at what price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from pairing.errors import NoRoundExists, Relaxation
from pairing.solver.compile import importance_of
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Problem, RuleSetting, Seat
from pairing.solver.rotations.planning import Planning
from pairing.solver.rotations.series import told
from pairing.solver.rules import CATALOGUE
from pairing.tiers import Importance


def in_all_rounds(first: NoRoundExists, problem: Problem, rounds: int, deadline: float) -> NoRoundExists:
    """
    The clash of the first round, each way out of it tried in so many rounds: the cases of all are its price.

    Every round has as many cases as the first at least, since musts only grow: that many in each is proved.
    One that does not help in all rounds is left out, and one not tried in time is owned up to.
    """
    ways: list[tuple[Relaxation, frozenset[Seat]]] = []
    complete = first.complete
    for way in first.relaxations:
        planning = Planning(_eased(problem, way.rule), rounds, deadline)
        try:
            if perf_counter() > deadline:
                raise NothingFound
            planning.plan()
            if planning.broken:
                raise planning.clash() or NothingFound
        except NoRoundExists:
            continue
        except NothingFound:
            complete = False
            continue
        cases = list(_cases(way.rule, planning))
        proved = way.proved and len(cases) == rounds * way.price
        ways.append((Relaxation(way.rule, len(cases), proved), frozenset(seat for case in cases for seat in case)))
    ways.sort(key=lambda way: way[0].price)
    people = sorted(ways[0][1]) if ways else range(problem.n)
    return NoRoundExists(rules=first.rules, people=people, relaxations=[way for way, _ in ways], complete=complete)


def _eased(problem: Problem, name: str) -> Problem:
    """The other musts, this one as a wish, and everything else off."""
    settings = {}
    for rule in CATALOGUE:
        must = importance_of(rule, problem) is Importance.MUST
        importance = Importance.HIGH if name == rule.NAME else Importance.MUST if must else Importance.OFF
        own = problem.rules.get(rule.NAME)
        settings[rule.NAME] = RuleSetting(importance, own.parameters if own else {})
    return replace(problem, rules=settings)


def _cases(name: str, planning: Planning) -> Iterator[tuple[Seat, ...]]:
    """The people of each case that breaks the rule, round by round."""
    plain = next(rule for rule in CATALOGUE if name == rule.NAME)
    for number, played in enumerate(planning.rounds):
        this = told(planning.problem, planning.rounds, number)
        yield from (case.seats for case in plain.violations(played.groups, played.left_out, this) if case.cost > 0)
