"""
A practice is never short of one role group: only so many of a post are away at one hour.

    cost = sum over posts and hours of people away beyond the post's cap

A post is a practice and a role group, an hour any hour an occasion takes up. Where people choose
their own time (no occasions) the rule has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Away, RoundTerm
from pairing.tiers import Importance

NAME = "cover"
SENTENCE = "At most so many people of one practice and role group are away at one hour."
DEFAULT = Importance.MUST
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[RoundTerm]:
    """Who is away when, beside the caps."""
    if not (problem.occasions and problem.cover_caps and problem.cover_keys):
        return ()
    return (Away(problem.cover_keys, problem.cover_caps, problem.occasions),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name the people of a post at an hour, when they are too many."""
    if not problem.cover_keys:
        return
    hours = sorted({hour for occasion in problem.occasions for hour in occasion.hours})
    for hour in hours:
        out = [
            seat
            for group in groups
            if group.occasion is not None and hour in problem.occasions[group.occasion].hours
            for seat in group.seats
        ]
        for post in sorted(problem.cover_caps):
            holders = sorted(seat for seat in out if post in problem.cover_keys[seat])
            if len(holders) > problem.cover_caps[post]:
                yield Violation(NAME, tuple(holders), len(holders) - problem.cover_caps[post])
