"""How few cases of a rule there can be, once it is eased, in any round that meets the other musts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft
from pairing.solver.group_count import sizes_are_chosen
from pairing.solver.problem import Problem
from pairing.solver.terms import Accompanied, AtLeast, Clash, Listed, RoundTerm, Shared, Term, Unseated

FEW = 500  # people beyond whom looking at every pair takes as long as the round


def fewest_cases(name: str, eased: Problem, draft: Draft) -> int:
    """
    No round that meets the other musts has fewer cases of the rule than this, nor fewer than the one that clashes.

    The draft's bound is shared out over the dearest cases there can be. About who sits with whom it is true of the
    draft's sizes alone: at tables, and in pairs of rounds with as few trios as the draft has.
    """
    rules = compile_rules(eased)
    rule = next(rule for rule in rules if rule.name == name)
    if sizes_are_chosen(eased) and not rule.round_terms:
        return 1
    if eased.in_pairs and _more_trios_fit(eased, draft) and not rule.round_terms:
        return max(1, _fewest_in_pairs_and_trios(rule, [each for each in rules if each.hard], eased.n))
    dearest = sum(map(_dearest_case, rule.terms))
    return max(1, -(-draft.bounds[rules.index(rule)] // dearest)) if dearest else 1


def _dearest_case(term: Term | RoundTerm) -> int:
    """No single case costs more; 0 where that is not known."""
    match term:
        case Listed():
            return max(term.costs.values(), default=0)
        case Unseated():
            return max(term.weights, default=0)
        case Clash():
            return term.cost
        case AtLeast() | Shared() | Accompanied():
            return 1
    return 0


def _more_trios_fit(eased: Problem, draft: Draft) -> bool:
    """True when some round has more trios than the draft, which are as few as can be."""
    trios = sum(len(group.seats) == 3 for group in draft.groups)
    return eased.sizes.largest > 2 and 3 * (trios + 1) <= eased.n


def _fewest_in_pairs_and_trios(rule: CompiledRule, musts: Sequence[CompiledRule], n: int) -> int:
    """
    Half the cheapest way for everybody to ask somebody and be asked; 0 where nothing is known.

    It leaves a price on everybody that no pair undercuts, and so no trio either: its three pairs hold each price
    twice, and a trio has the cases of all three. Who may sit out asks themselves, at nothing.
    """
    if n > FEW or not all(term.additive for term in rule.group_terms):
        return 0
    i, j = (side.astype(np.int64) for side in np.triu_indices(n, 1))
    forbidden, case = (np.zeros(len(i), dtype=bool) for _ in range(2))
    for term in rule.group_terms:
        case |= term.of_pairs(i, j) > 0
    for must in musts:
        for term in must.group_terms:
            if term.grows:
                forbidden |= term.of_pairs(i, j) > 0
    owed = {s for must in musts for t in must.round_terms if isinstance(t, Unseated) for s in range(n) if t.weights[s]}
    alone = np.array([seat for seat in range(n) if seat not in owed], dtype=np.int64)
    i, j, case = i[~forbidden], j[~forbidden], case[~forbidden].astype(np.int64)
    solver = SimpleLinearSumAssignment()
    tail, head = np.concatenate((i, j, alone)), np.concatenate((j, i, alone))
    solver.add_arcs_with_cost(
        tail.astype(np.int32), head.astype(np.int32), np.concatenate((case, case, np.zeros(len(alone), dtype=np.int64)))
    )
    return -(-solver.optimal_cost() // 2) if solver.solve() == solver.OPTIMAL else 0
