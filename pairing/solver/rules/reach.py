"""
People with few contacts outside their own practice, and practices that have met least, come first.

    two of one practice:        cost = shortfall(i) + shortfall(j)
    two of different practices: cost = acquaintance of their practices, 0..3
    shortfall(i) = max(0, cap - contacts[i])

Acquaintance compares how often two practices met with what is usual for practices of their sizes:
0 = under half of the average per possible pair of people, 1 = under the average, 2 = under one and
a half times, 3 = more. Of people with several practices the least acquainted two count; whoever
belongs to none costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Between, Term
from pairing.tiers import Importance

NAME = "reach"
SENTENCE = "People with few contacts outside their practice, and practices that have met least, come first."
DEFAULT = Importance.MEDIUM
Kind = tuple[tuple[int, ...], int]  # practices and shortfall
PARAMETERS: dict[str, tuple[int, str]] = {
    "cap": (3, "Whoever has met this many people from other practices needs no head start."),
}


def terms(problem: Problem) -> Sequence[Term]:
    """A class is a set of practices and a shortfall; the table says what two classes cost."""
    if not (any(problem.practices) and (problem.contacts or problem.practice_meetings)):
        return ()
    cap = problem.parameter(NAME, "cap", PARAMETERS["cap"][0])
    contacts = problem.contacts or (cap,) * problem.n
    kinds = [
        (tuple(sorted(practices)), max(0, cap - known))
        for practices, known in zip(problem.practices, contacts, strict=True)
    ]
    number = {kind: position for position, kind in enumerate(sorted(set(kinds)))}
    return (Between(tuple(number[kind] for kind in kinds), _table(number, _acquaintance(problem))),)


def _table(number: dict[Kind, int], acquainted: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """What two classes cost, where that is anything: those sharing a practice, and those whose practices have met."""
    shortfalls: dict[tuple[int, ...], list[Kind]] = {}
    for kind in number:
        shortfalls.setdefault(kind[0], []).append(kind)
    of_practice: dict[int, list[tuple[int, ...]]] = {}
    for practices in shortfalls:
        for practice in practices:
            of_practice.setdefault(practice, []).append(practices)
    near = [(practice, practice) for practice in of_practice] + [pq for pq, cost in acquainted.items() if cost]
    table = {}
    for mine, theirs in dict.fromkeys((a, b) for p, q in near for a in of_practice[p] for b in of_practice[q]):
        share = not set(mine).isdisjoint(theirs)
        met = 0 if share else min(acquainted.get((min(x, y), max(x, y)), 0) for x in mine for y in theirs)
        if share or met:
            for a in shortfalls[mine]:
                for b in shortfalls[theirs]:
                    cost = a[1] + b[1] if share else met
                    if cost:
                        table[min(number[a], number[b]), max(number[a], number[b])] = cost
    return table


def _acquaintance(problem: Problem) -> dict[tuple[int, int], int]:
    """0..3 for every two practices that have met, for the solver half."""
    sizes = Counter(practice for practices in problem.practices for practice in practices)
    here = {pq: count for pq, count in problem.practice_meetings.items() if pq[0] in sizes and pq[1] in sizes}
    meetings = sum(here.values())
    everybody = sum(sizes.values())
    possible = (everybody**2 - sum(size**2 for size in sizes.values())) // 2
    return {
        (p, q): min(3, 2 * count * possible // (meetings * sizes[p] * sizes[q]))
        for (p, q), count in here.items()
        if count
    }


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every two who cost something, and what."""
    own = problem.rules[NAME].parameters if NAME in problem.rules else {}
    cap = own["cap"] if "cap" in own else PARAMETERS["cap"][0]
    members: dict[int, int] = {}
    for practices in problem.practices:
        for practice in practices:
            members[practice] = members.get(practice, 0) + 1
    everybody = sum(members.values())
    chances = (everybody * everybody - sum(size * size for size in members.values())) // 2
    met = {pq: n for pq, n in problem.practice_meetings.items() if members.get(pq[0]) and members.get(pq[1])}
    contacts_in_all = sum(met.values())

    def acquainted(p: int, q: int) -> int:
        count = met.get((p, q) if p < q else (q, p), 0)
        usual_halves = [step * contacts_in_all * members[p] * members[q] for step in (1, 2, 3)]
        return sum(2 * count * chances >= halves for halves in usual_halves) if count else 0

    for group in groups:
        for i, j in group.pairs():
            mine, theirs = problem.practices[i], problem.practices[j]
            if mine & theirs:
                cost = sum(
                    cap - problem.contacts[seat] for seat in (i, j) if problem.contacts and problem.contacts[seat] < cap
                )
            else:
                cost = min((acquainted(p, q) for p in mine for q in theirs), default=0)
            if cost:
                yield Violation(NAME, (i, j), cost)
