"""
Who is at which occasion: seats, tables, dates people can make, and cover, by CP-SAT.

People alike in everything that matters here are one *type*, and the model counts types, not
people: small, without symmetry, and its bounds are strong. Aims in strict order: what absences
and broken cover cost, tier by tier; as many as possible placed; tables near the preferred size;
values (practices) spread over the tables of all occasions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from pairing.solver.compile import CompiledRule
from pairing.solver.group_count import choose_sizes, even, group_counts
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.start import main_values
from pairing.solver.terms import Away, Clash, Unseated

if TYPE_CHECKING:  # CP-SAT takes a second to import: only rounds that need it pay
    from ortools.sat.python import cp_model

    Linear = cp_model.LinearExpr | int

EFFORT = 2.0  # CP-SAT's deterministic time for each tier: about as many seconds
FINER_EFFORT = 0.1  # and for sizes and spreading, which the search goes on to improve
SPREAD_LEVELS = 6  # the first people of one value beyond one a table are charged, one level each


@dataclass(frozen=True)
class Attendance:
    """Where everybody is: an occasion or None. ``tables``: the sizes at each occasion.

    ``least``: for every rule, a proven lower bound on what its absences and cover cost, given
    that those of the rules before it cost their least.
    """

    at: tuple[int | None, ...]
    tables: tuple[tuple[int, ...], ...]
    least: tuple[int, ...]


def attend(problem: Problem, rules: Sequence[CompiledRule], present: Sequence[Seat], random: Random) -> Attendance:
    """The occasion of everybody present, and the tables there."""
    types = _types(problem, rules, present)
    model = AttendanceModel(problem, rules, types, random)
    least = model.meet_aims()
    at: list[int | None] = [None] * problem.n
    for places, members in zip(model.counts(), types.values(), strict=True):
        queue = list(members)
        random.shuffle(queue)
        for occasion, count in enumerate(places):
            for _ in range(count):
                at[queue.pop()] = occasion
    return Attendance(tuple(at), model.tables(), least)


def _types(
    problem: Problem, rules: Sequence[CompiledRule], present: Sequence[Seat]
) -> dict[tuple[Hashable, ...], list[Seat]]:
    """People alike in dates, posts, spread value and weights."""
    weights = [term.weights for rule in rules for term in rule.round_terms if isinstance(term, Unseated)]
    values = spread_values(problem, rules)
    types: dict[tuple[Hashable, ...], list[Seat]] = {}
    for seat in present:
        dates = problem.may_attend[seat] if problem.may_attend else -1
        posts = problem.cover_keys[seat] if problem.cover_keys else frozenset[int]()
        key = (dates, posts, values[seat], *(weight[seat] for weight in weights))
        types.setdefault(key, []).append(seat)
    return types


def counts_heads(term: object) -> bool:
    """True for a term that charges the same for everybody left out."""
    return isinstance(term, Unseated) and len(set(term.weights)) == 1 and term.weights[0] > 0


def spread_values(problem: Problem, rules: Sequence[CompiledRule]) -> Sequence[int | None]:
    """Everybody's value in the strictest term that wants equal values apart."""
    clashes = [term for rule in rules for term in rule.group_terms if isinstance(term, Clash)]
    return main_values(clashes[0].values) if clashes else [None] * problem.n


class AttendanceModel:
    """The counting model, its aims in order, and the best counts found so far."""

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[CompiledRule],
        types: dict[tuple[Hashable, ...], list[Seat]],
        random: Random,
    ) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.rules, self.random = problem, rules, random
        self.members = list(types.values())
        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.linearization_level = 2  # proves in 0.1 s what level 1 does not in 5 s
        self.solver.parameters.random_seed = random.randrange(1 << 30)
        self._feasible = (cp_model.OPTIMAL, cp_model.FEASIBLE)
        self.variables: list[cp_model.IntVar] = []
        self.values: list[int] = []
        self.places = [self._places(members) for members in self.members]
        self.table_counts = [self._tables(k) for k in range(len(problem.occasions))]

    def _new(self, highest: int) -> cp_model.IntVar:
        variable = self.model.new_int_var(0, max(highest, 0), "")
        self.variables.append(variable)
        self.values.append(0)
        return variable

    def _places(self, members: Sequence[Seat]) -> list[cp_model.IntVar | int]:
        """How many of one type are at each occasion; nobody where they cannot be."""
        may = self.problem.may_attend[members[0]] if self.problem.may_attend else -1
        places: list[cp_model.IntVar | int] = [
            self._new(len(members)) if may >> k & 1 else 0 for k in range(len(self.problem.occasions))
        ]
        self.model.add(sum(places) <= len(members))
        return places

    def _load(self, k: int) -> Linear:
        return sum(places[k] for places in self.places)

    def _tables(self, k: int) -> dict[int, cp_model.IntVar]:
        """How many tables of each exact size stand at an occasion; under 0 how many of any allowed size."""
        occasion, problem = self.problem.occasions[k], self.problem
        if problem.exact_sizes is None:
            largest = min(problem.sizes.largest, occasion.seats)
            tables = self._new(occasion.tables if largest >= problem.sizes.smallest else 0)
            self.model.add(self._load(k) >= problem.sizes.smallest * tables)
            self.model.add(self._load(k) <= largest * tables)
            return {0: tables}
        listed = Counter(size for size in problem.exact_sizes if size <= occasion.seats)
        exact = {size: self._new(min(many, occasion.tables)) for size, many in listed.items()}
        self.model.add(self._load(k) == sum(size * tables for size, tables in exact.items()))
        self.model.add(sum(exact.values()) <= occasion.tables)
        return exact

    def meet_aims(self) -> tuple[int, ...]:
        """Every aim in turn; for every rule the proven least its absences and cover cost."""
        self._share_exact_sizes()
        least = [self._meet_rule(rule) for rule in self.rules]
        if not any(counts_heads(term) for rule in self.rules for term in rule.round_terms):
            self._aim(-sum(sum(places) for places in self.places), EFFORT)
        self._aim(self._size_deviation(), FINER_EFFORT)
        self._aim(self._crowding(), FINER_EFFORT)
        return tuple(least)

    def _share_exact_sizes(self) -> None:
        for size, many in Counter(self.problem.exact_sizes or ()).items():
            self.model.add(sum(tables.get(size, 0) for tables in self.table_counts) <= many)

    def _meet_rule(self, rule: CompiledRule) -> int:
        cost: list[Linear] = []
        for term in rule.round_terms:
            if isinstance(term, Unseated):
                cost += [
                    term.weights[members[0]] * (len(members) - sum(places))
                    for members, places in zip(self.members, self.places, strict=True)
                ]
            elif isinstance(term, Away):
                cost += self._excess(term, rule.hard)
        return self._aim(sum(cost), EFFORT) if cost else 0

    def _excess(self, term: Away, hard: bool) -> list[Linear]:
        """People of one post away at one hour beyond its cap; none allowed when the rule is a must."""
        hours = sorted({hour for occasion in term.occasions for hour in occasion.hours})
        excess: list[Linear] = []
        for post, cap in sorted(term.caps.items()):
            holders = [p for p, members in enumerate(self.members) if post in term.keys[members[0]]]
            for hour in hours if holders else ():
                at = [k for k, occasion in enumerate(term.occasions) if hour in occasion.hours]
                away = sum(self.places[p][k] for p in holders for k in at)
                if hard:
                    self.model.add(away <= cap)
                    continue
                over = self._new(sum(len(self.members[p]) for p in holders))
                self.model.add(away - over <= cap)
                excess.append(over)
        return excess

    def _size_deviation(self) -> Linear:
        """People above or below what the tables would seat at the size the forecast prefers."""
        if self.problem.exact_sizes is not None:
            return 0
        placed = sum(sum(counts) for counts in self.counts())
        sizes = choose_sizes(self.problem).sizes
        preferred = round(sum(sizes) / len(sizes)) if sizes else self.problem.sizes.preferred
        deviations = []
        for k, tables in enumerate(self.table_counts):
            deviation = self._new(placed + preferred * self.problem.occasions[k].tables)
            self.model.add(deviation >= self._load(k) - preferred * tables[0])
            self.model.add(deviation >= preferred * tables[0] - self._load(k))
            deviations.append(deviation)
        counts = group_counts(placed, self.problem.sizes)  # no tables divide so many more evenly than these
        self.model.add(sum(deviations) >= min((abs(placed - preferred * tables) for tables in counts), default=0))
        return sum(deviations)

    def _crowding(self) -> Linear:
        """Pairs of one value that tables must hold when it is spread evenly within each occasion."""
        values = spread_values(self.problem, self.rules)
        holders: dict[int, list[int]] = {}
        for p, members in enumerate(self.members):
            value = values[members[0]]
            if value is not None:
                holders.setdefault(value, []).append(p)
        crowding: list[Linear] = []
        for having in holders.values():
            most = sum(len(self.members[p]) for p in having)
            for k, tables in enumerate(self.table_counts):
                here = sum(self.places[p][k] for p in having)
                for level in range(1, min(SPREAD_LEVELS, most - 1) + 1):
                    beyond = self._new(most)
                    self.model.add(beyond >= here - level * sum(tables.values()))
                    crowding.append(beyond)
        return sum(crowding)

    def _aim(self, cost: Linear, effort: float) -> int:
        """The cost brought down as far as the effort goes and kept there; its proven least."""
        if isinstance(cost, int):
            return cost
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it unannotated
        for variable, value in zip(self.variables, self.values, strict=True):
            self.model.add_hint(variable, value)
        self.model.minimize(cost)
        self.solver.parameters.max_deterministic_time = effort
        status = self.solver.solve(self.model)
        if status not in self._feasible:
            return 0
        self.values = [self.solver.value(variable) for variable in self.variables]
        self.model.add(cost <= round(self.solver.objective_value))
        # The bound is a float of a whole number: 1.0000000000000004 is 1, and must not become 2.
        return max(0, -int(-(self.solver.best_objective_bound - 1e-6) // 1))

    def counts(self) -> list[list[int]]:
        """How many of each type are at each occasion."""
        known = {variable.index: value for variable, value in zip(self.variables, self.values, strict=True)}
        return [[place if isinstance(place, int) else known[place.index] for place in places] for places in self.places]

    def tables(self) -> tuple[tuple[int, ...], ...]:
        """The sizes of the tables at each occasion."""
        known = {variable.index: value for variable, value in zip(self.variables, self.values, strict=True)}
        counts = self.counts()
        sizes = []
        for k, tables in enumerate(self.table_counts):
            load = sum(places[k] for places in counts)
            if 0 in tables:
                groups = known[tables[0].index]
                sizes.append(even(load, groups) if groups else ())
            else:
                exact = [size for size, many in tables.items() for _ in range(known[many.index])]
                sizes.append(tuple(sorted(exact, reverse=True)))
        return tuple(sizes)
