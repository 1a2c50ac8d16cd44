"""What a lead is told of a whole round: what gave way and its cause, and what the choice of sizes traded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pairing.plural import number_of, people_of
from pairing.solver.solution import Solution
from pairing.tiers import Tier
from pairing.translate.translation import Translation
from pairing.translate.words import RELATIVE, counted, practice_name, rounds_ago, unavoidable


def round_notes(solution: Solution, translation: Translation) -> Iterator[str]:
    """For the lead: what gave way and its cause, the choice of sizes, and what was set aside."""
    if translation.single_practice is not None:
        name = practice_name(translation.single_practice, translation)
        yield f"Everybody works at {name}, so this round mixes staff groups instead of practices."
    for tier in solution.tiers:
        if tier.cost > 0 and tier.rule not in RELATIVE and not _within_the_day(tier, solution, translation):
            yield _gave_way(tier, solution, translation)
    for name, numbers in solution.notes:
        if name == "sizes":
            yield from _about_sizes(numbers)


def _gave_way(tier: Tier, solution: Solution, translation: Translation) -> str:
    if tier.rule == "no_repeat":
        because = _who_has_met_all(solution, translation) if tier.proved else ""
        return f"{_repeats(solution, translation)}{_verdict(tier, because)}"
    head = counted(tier, in_pairs=translation.problem.in_pairs)
    return f"{head}; {unavoidable(tier)}{_cause(tier, translation) if tier.proved else ''}."


def _within_the_day(tier: Tier, solution: Solution, translation: Translation) -> bool:
    """True of repeats at a workshop among people who had not met before it: its rotations tell of them."""
    met = translation.problem.met
    return tier.rule == "no_repeat" and not any(pair in met for group in solution.groups for pair in group.pairs())


def _repeats(solution: Solution, translation: Translation) -> str:
    met = translation.problem.met
    again = sorted(met[pair] for group in solution.groups for pair in group.pairs() if pair in met)
    return f"{number_of(len(again), 'pair meets', 'pairs meet')} again, the last time {rounds_ago(again[0])}"


def _verdict(tier: Tier, because: str) -> str:
    return f"; no better round exists{because}." if tier.proved else "."


def _who_has_met_all(solution: Solution, translation: Translation) -> str:
    """How many people's meetings so far make repeats unavoidable, and their practice where it is one."""
    from pairing.solver.repeats import spent

    cause = spent(translation.problem, solution.tiers, solution.left_out)
    if cause is None:
        return ""
    shared = frozenset[int].intersection(*(translation.problem.practices[seat] for seat in cause.people))
    where = f" of {practice_name(translation.practices[min(shared)], translation)}" if shared else ""
    who = f"{people_of(len(cause.people))}{where}"
    if cause.partners:
        return f", because {who} may meet nobody new but {number_of(len(cause.partners), 'other')}"
    return f", because {who} {'has' if len(cause.people) == 1 else 'have'} met everybody they may meet"


def _cause(tier: Tier, translation: Translation) -> str:
    if tier.rule != "different_practice" or not translation.practices:
        return ""
    number, size = _largest_practice(translation)
    if 2 * size <= translation.problem.n:
        return ""  # whatever forced it, it was not that one practice is most of the network
    share = round(100 * size / translation.problem.n)
    return f", because {practice_name(translation.practices[number], translation)} is {share} % of those taking part"


def _largest_practice(translation: Translation) -> tuple[int, int]:
    sizes = [
        sum(number in own for own in translation.problem.practices) for number in range(len(translation.practices))
    ]
    largest = max(range(len(sizes)), key=sizes.__getitem__)
    return largest, sizes[largest]


def _about_sizes(numbers: Mapping[str, int]) -> Iterator[str]:
    """What the choice of sizes traded, where repeats made it (`pairing.solver.group_count`)."""
    if "groups_preferred" in numbers:
        yield (
            f"{numbers['groups']} smaller groups instead of {numbers['groups_preferred']}, so that about "
            f"{numbers['repeats']} repeats are to be expected instead of {numbers['repeats_preferred']}."
        )
    elif "repeats" in numbers:
        yield f"About {number_of(numbers['repeats'], 'repeat is', 'repeats are')} to be expected at these sizes."
