"""
What a rule costs at the least, told from how many of each type are at each occasion alone.

Every form here holds for any seating with those counts: whoever sits with whom, a practice of
twelve at ten tables shares a table twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.couples import Couples, together
from pairing.solver.tables.headcount import Headcount
from pairing.solver.terms import AtLeast, AtMost, Away, Clash, Distinct, RoundTerm, Term, Unseated

if TYPE_CHECKING:
    from pairing.solver.tables.counting import Linear

Values = Sequence[frozenset[int]]


class HeadCosts:
    """The rules' least costs over one headcount. Counts of tables are shared between rules."""

    def __init__(self, heads: Headcount) -> None:
        self.heads = heads
        self.levels: dict[tuple[int, int, int], list[Linear]] = {}
        self.couples: dict[int, Couples] = {}  # of the strictest clash, by occasion

    def of(self, rule: CompiledRule) -> Linear | None:
        """The least a rule costs; None where heads tell nothing of it."""
        known = (AtLeast, AtMost, Away, Clash, Distinct, Unseated)
        if not all(isinstance(term, known) for term in rule.terms):
            return None
        return self.heads.sum(cost for term in rule.terms for cost in self._of_term(term, hard=rule.hard))

    def _of_term(self, term: Term | RoundTerm, *, hard: bool) -> Iterator[Linear]:
        if isinstance(term, Unseated):
            yield from self._absent(term)
        elif isinstance(term, Away):
            yield from self._excess(term, hard=hard)
        for k in range(len(self.heads.problem.occasions)):
            if isinstance(term, Clash):
                yield from self._clashing(term, k)
            elif isinstance(term, AtMost):
                for value in _known(term.values):
                    yield from self._at_tables(term.values, value, k)[term.most :]
            elif isinstance(term, AtLeast):
                marked = self.heads.at(k, term.marked)
                yield self._beyond(term.least * self.heads.tables(k) - marked, term.least * len(term.marked))
            elif isinstance(term, Distinct):
                yield self._missing_values(term, k)

    def _beyond(self, number: Linear, highest: int) -> Linear:
        """The number where it is above nothing."""
        beyond = self.heads.new(highest)
        self.heads.model.add(beyond >= number)
        return beyond

    def _absent(self, term: Unseated) -> Iterator[Linear]:
        for members, places in zip(self.heads.types, self.heads.places, strict=True):
            weight = term.weights[members[0]]
            if weight:
                yield weight * (len(members) - self.heads.sum(places))

    def _excess(self, term: Away, *, hard: bool) -> Iterator[Linear]:
        """People of one post away at one hour beyond its cap; none allowed when the rule is a must."""
        heads = self.heads
        hours = sorted({hour for occasion in term.occasions for hour in occasion.hours})
        for post, cap in sorted(term.caps.items()):
            people = sum(len(members) for members in heads.types if post in term.keys[members[0]])
            for hour in hours if people > cap else ():
                at = [k for k, occasion in enumerate(term.occasions) if hour in occasion.hours]
                away = heads.sum(heads.at(k, [post in keys for keys in term.keys]) for k in at)
                if hard:
                    heads.model.add(away <= cap)
                else:
                    yield self._beyond(away - cap, people)

    def _at_tables(self, values: Values, value: int, k: int) -> list[Linear]:
        """At how many tables of an occasion more than 0, 1, 2 ... people with a value sit."""
        place = (id(values), value, k)
        if place not in self.levels:
            self.levels[place] = self._new_levels(values, value, k)
        return self.levels[place]

    def _new_levels(self, values: Values, value: int, k: int) -> list[Linear]:
        heads = self.heads
        people = sum(len(members) for members in heads.types if value in values[members[0]])
        highest = min(people, max(heads.laid[k], default=0) or heads.problem.sizes.largest)
        levels = [heads.new(heads.problem.occasions[k].tables) for _ in range(highest)]
        heads.model.add(heads.sum(levels) == heads.at(k, [value in held for held in values]))
        for level, tables in enumerate(levels):
            heads.model.add(tables <= heads.tables(k, above=level))
            if level:
                heads.model.add(tables <= levels[level - 1])
        return list(levels)

    def _clashing(self, term: Clash, k: int) -> Iterator[Linear]:
        """Pairs by value: the third at a table meets two. Whoever shares several values is one clash."""
        shared = {value: self._at_tables(term.values, value, k) for value in _known(term.values)}
        for levels in shared.values():
            yield from (term.cost * level * tables for level, tables in enumerate(levels) if level)
        couples = together(self.heads, term.values, k, shared)
        self.couples.setdefault(k, couples)
        yield from (-term.cost * (len(a & b) - 1) * many for (a, b), many in couples.items())

    def _missing_values(self, term: Distinct, k: int) -> Linear:
        """What tables need beyond each value's people, one to a table."""
        heads, there_are = self.heads, len(set(term.values))
        needed = [
            min(term.least, size or heads.problem.sizes.smallest, there_are) * tables
            for size, tables in heads.laid[k].items()
        ]
        supply = []
        for value in sorted(set(term.values)):
            useful = heads.new(heads.problem.occasions[k].tables)
            heads.model.add(useful <= heads.at(k, [each == value for each in term.values]))
            heads.model.add(useful <= heads.tables(k))
            supply.append(useful)
        return self._beyond(heads.sum(needed) - heads.sum(supply), term.least * heads.problem.occasions[k].tables)


def _known(values: Values) -> list[int]:
    return sorted(set().union(*values))
