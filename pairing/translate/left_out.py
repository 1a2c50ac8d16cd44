"""Why somebody has no group, in words that can be said to them and hint at nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.solver.problem import Problem
from pairing.solver.solution import Group
from pairing.translate.translation import Translation


def left_out_reason(seat: int, groups: Sequence[Group], translation: Translation) -> str:
    """The cause that is sure, the person's own days first; else that the number of people did not work out."""
    problem = translation.problem
    possible = [
        number
        for number in range(len(problem.occasions))
        if not problem.may_attend or problem.may_attend[seat] >> number & 1
    ]
    if problem.occasions and not possible:
        return "None of this round's dates falls on one of your working days."
    if problem.n == 1:
        return "Nobody else was free to take part this time."
    if any(_no_cover(seat, number, groups, problem) for number in possible):
        return "At the hours you could come, enough of your team were already away."
    if problem.occasions and all(_full(number, groups, problem) for number in possible):
        return "There were not enough places at the tables this time."
    return "The number of people did not work out this time."


def _no_cover(seat: int, occasion: int, groups: Sequence[Group], problem: Problem) -> bool:
    """True when one more of this person's posts away at that occasion's hours would be too many."""
    hours = problem.occasions[occasion].hours
    for post in problem.cover_keys[seat] & problem.cover_caps.keys() if problem.cover_keys else ():
        for hour in hours:
            away = sum(
                post in problem.cover_keys[other]
                for group in groups
                if group.occasion is not None and hour in problem.occasions[group.occasion].hours
                for other in group.seats
            )
            if away >= problem.cover_caps[post]:
                return True
    return False


def _full(occasion: int, groups: Sequence[Group], problem: Problem) -> bool:
    """True when every table there is laid and has as many people as it holds."""
    here = [len(group.seats) for group in groups if group.occasion == occasion]
    places = min(problem.occasions[occasion].seats, problem.sizes.largest)
    return len(here) == problem.occasions[occasion].tables and min(here) >= places
