"""
Plain sentences about a round. None of them names a person: they are kept with the plan, and the
names are put in where people read them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pairing.people.person import WEEKDAYS, RoleGroup
from pairing.solver.problem import Pair, Problem
from pairing.solver.solution import Group, Solution
from pairing.tiers import Tier
from pairing.translate.to_problem import Translation

ROLE_NAMES = {
    RoleGroup.GP: "GPs",
    RoleGroup.NURSE: "nurses",
    RoleGroup.DIRECT_PATIENT_CARE: "direct patient care",
    RoleGroup.ADMIN: "admin and non-clinical",
    RoleGroup.OTHER: "other roles",
}

#: What one unit of a rule's cost is, for "3 ...".
COUNTED = {
    "group_sizes": ("group of an unusual size", "groups of an unusual size"),
    "kept_apart": ("pair that was to be kept apart", "pairs that were to be kept apart"),
    "cover": ("person away beyond the cover rule", "people away beyond the cover rule"),
    "everyone_placed": ("person left out", "people left out"),
    "turns_missed": ("turn missed again", "turns missed again"),
    "different_practice": ("same-practice pair", "same-practice pairs"),
    "common_days": ("group without a common working day", "groups without a common working day"),
    "table_spread": ("person too many of one practice at a table", "people too many of one practice at a table"),
    "role_mix": ("staff group too few at a table", "staff groups too few at tables"),
    "host_at_table": ("table without a host", "tables without a host"),
    "newcomers_meet_hosts": ("newcomer without a host", "newcomers without a host"),
}

#: Rules that only rank people or draw lots: their cost is relative and tells a lead nothing.
RELATIVE = frozenset({"reach", "scores", "chance", "turns_missed"})


def group_reasons(group: Group, translation: Translation) -> Iterator[str]:
    """Why these people: what is good about the group first, then what gave way."""
    problem = translation.problem
    pairs = list(group.pairs())
    yield _about_practices(pairs, translation)
    yield _about_roles(group, translation)
    yield _about_history(pairs, translation)
    if len(group.seats) <= 3 and problem.working_days:
        yield _about_days(group, translation)


def left_out_reason(seat: int, groups: Sequence[Group], translation: Translation) -> str:
    """Why somebody has no group, in words that can be said to them and hint at nobody else."""
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


def practice_name(key: str, translation: Translation) -> str:
    """A practice as people are shown it."""
    return translation.names.get(key, key)


def counted(tier: Tier, *, in_pairs: bool) -> str:
    """What a tier cost, in words: "3 same-practice pairs"."""
    if tier.rule == "role_mix" and in_pairs:
        return _number(tier.cost, "pair of one staff group", "pairs of one staff group")
    return _number(tier.cost, *COUNTED.get(tier.rule, (tier.rule, tier.rule)))


def _gave_way(tier: Tier, solution: Solution, translation: Translation) -> str:
    if tier.rule == "no_repeat":
        because = _who_has_met_all(solution, translation) if tier.proved else ""
        return f"{_repeats(solution, translation)}{_verdict(tier, because)}"
    head = counted(tier, in_pairs=translation.problem.in_pairs)
    if tier.proved:
        return f"{head}; {tier.bound} cannot be avoided{_cause(tier, translation)}."
    return f"{head}; at least {tier.bound} cannot be avoided."


def _within_the_day(tier: Tier, solution: Solution, translation: Translation) -> bool:
    """True of repeats at a workshop among people who had not met before it: its rotations tell of them."""
    met = translation.problem.met
    return tier.rule == "no_repeat" and not any(pair in met for group in solution.groups for pair in group.pairs())


def _repeats(solution: Solution, translation: Translation) -> str:
    met = translation.problem.met
    again = sorted(met[pair] for group in solution.groups for pair in group.pairs() if pair in met)
    return f"{_number(len(again), 'pair meets', 'pairs meet')} again, the last time {_rounds_ago(again[0])}"


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
    who = f"{_number(len(cause.people), 'person', 'people')}{where}"
    if cause.partners:
        return f", because {who} may meet nobody new but {_number(len(cause.partners), 'other', 'others')}"
    return f", because {who} {'has' if len(cause.people) == 1 else 'have'} met everybody they may meet"


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _rounds_ago(rounds: int) -> str:
    return f"{_number(rounds, 'round', 'rounds')} ago"


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
        yield f"About {_number(numbers['repeats'], 'repeat is', 'repeats are')} to be expected at these sizes."


def _about_practices(pairs: list[Pair], translation: Translation) -> str:
    practices = translation.problem.practices
    shared = sum(bool(practices[i] & practices[j]) for i, j in pairs)
    if translation.single_practice is not None:
        return "One practice, so the draw mixes staff groups."
    if not shared:
        return "All from different practices."
    return f"{shared} of {len(pairs)} pairs share a practice; it could not be avoided everywhere."


def _about_roles(group: Group, translation: Translation) -> str:
    found = sorted({translation.problem.role[seat] for seat in group.seats})
    names = [ROLE_NAMES[list(RoleGroup)[role]] for role in found]
    if len(names) == 1:
        return f"One staff group ({names[0]})."
    return f"{len(names)} staff groups: {', '.join(names)}."


def _about_history(pairs: list[Pair], translation: Translation) -> str:
    met = sorted(translation.problem.met[pair] for pair in pairs if pair in translation.problem.met)
    if not met:
        return "None of them has met before."
    return f"{len(met)} of {len(pairs)} pairs have met, the last {_rounds_ago(met[0])}."


def _about_days(group: Group, translation: Translation) -> str:
    bits = [translation.problem.working_days[seat] or 0b1111111 for seat in group.seats]
    common = bits[0]
    for own in bits[1:]:
        common &= own
    if not any(translation.problem.working_days[seat] for seat in group.seats):
        return "Working days are not known, so any weekday is possible."
    days = [day for number, day in enumerate(WEEKDAYS[:5]) if common >> number & 1]
    return f"All work on {', '.join(days)}." if days else "No working day in common, so a call is offered."
