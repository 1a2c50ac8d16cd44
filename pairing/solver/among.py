"""Part of a problem: the same rules and history for some of the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pairing.solver.problem import Pair, Problem, Seat

BY_SEAT = ("practices", "role", "working_days", "turns_missed", "contacts", "host", "newcomer", "cover_keys")
BY_PAIR = ("met", "scores")


def among(problem: Problem, seats: Sequence[Seat]) -> Problem:
    """The same for these people only, numbered in the order given, all at one place."""
    number = {seat: place for place, seat in enumerate(seats)}
    parts: dict[str, Any] = {}
    for name in BY_SEAT:
        values = getattr(problem, name)
        parts[name] = tuple(values[seat] for seat in seats) if values else values
    for name in BY_PAIR:
        parts[name] = _renumbered(getattr(problem, name), number)
    apart = frozenset(_renumbered(dict.fromkeys(problem.apart, 0), number))
    return replace(problem, **parts, apart=apart, occasions=(), may_attend=())


def _renumbered(pairs: Mapping[Pair, int], number: Mapping[Seat, int]) -> dict[Pair, int]:
    return {
        (min(number[i], number[j]), max(number[i], number[j])): value
        for (i, j), value in pairs.items()
        if i in number and j in number
    }
