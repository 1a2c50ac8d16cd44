"""The answer of ``pairs solve`` in words: groups, costs, and what is known of their causes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from pairing.cli.folding import fold
from pairing.plural import number_of

if TYPE_CHECKING:
    from pairing.solver.problem import Problem

WHATEVER_SIZES = ("group_sizes", "everyone_placed", "turns_missed")  # as many are placed as any sizes allow


def print_words(told: Mapping[str, Any], problem: Problem) -> None:
    """Groups a line each, what every rule cost, and what a number alone does not tell."""
    answer = _shown(told)
    everybody = dict.fromkeys(name for groups in answer["rounds"] for group in groups for name in group)
    everybody |= dict.fromkeys(answer["left_out"])
    for number, groups in enumerate(answer["rounds"], 1):
        if len(answer["rounds"]) > 1:
            click.echo(f"Round {number}")
        for position, group in enumerate(groups):
            _echo("  " + ", ".join(group))
            if "why" in answer:
                _print_why(answer["why"][position], alone=len(group) == 1)
        placed = {name for group in groups for name in group}
        if len(placed) < len(everybody):
            _echo("Left out: " + ", ".join(name for name in everybody if name not in placed))
    click.echo(f"\n{answer['status']} in {answer['seconds']:.2f} s, seed {answer['seed']}")
    for tier in answer["tiers"]:
        click.echo(_tier_line(tier))
    if any(tier["proved"] for tier in for_sizes(answer["tiers"], problem, len(answer["rounds"]))):
        sizes = sorted({len(group) for groups in answer["rounds"] for group in groups})
        click.echo(f"Proved for groups of {' and '.join(map(str, sizes))}: other sizes were not tried.")
    _print_left_out(answer.get("left_out_because", {}), problem.n)
    if "same_practice_because" in answer:
        _print_colleagues(answer["same_practice_because"], problem.n)
    _print_repeats(answer)


def _echo(line: str) -> None:
    """One line, broken where the terminal ends."""
    click.echo(fold(line, sys.stdout))


def _shown(told: Any) -> Any:
    """The answer with what would move a terminal's cursor, or colour it, written out as Python writes it."""
    if isinstance(told, str):
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in told)
    if isinstance(told, Mapping):
        return {key: _shown(each) for key, each in told.items()}
    return [_shown(each) for each in told] if isinstance(told, Sequence) else told


def for_sizes(tiers: Sequence[Mapping[str, Any]], problem: Problem, rounds: int) -> list[Mapping[str, Any]]:
    """The tiers whose bound groups of other sizes, which are allowed, might go below."""
    from pairing.solver.compile import compile_rules
    from pairing.solver.group_count import sizes_are_chosen

    if not sizes_are_chosen(problem):
        return []
    least = {rule.name: rounds * rule.least for rule in compile_rules(problem)}
    beside = [tier for tier in tiers if tier["rule"] not in WHATEVER_SIZES]
    return [tier for tier in beside if tier["bound"] > least.get(tier["rule"], 0)]


def _print_repeats(answer: Mapping[str, Any]) -> None:
    """Why somebody has to meet again, where that is proved; of several rounds, when."""
    proved = any(tier["rule"] == "no_repeat" and tier["proved"] and tier["cost"] for tier in answer["tiers"])
    if "run_out" in answer:
        end = answer["run_out"]
        many = number_of(end["partners"], "other is", "others are")
        click.echo(f"New partners run out in round {end['round']}: only {many} new to {end['person']}.")
    elif "odd_circles" in answer.get("repeats_because", {}):
        click.echo("Somebody has to meet again: each alone has somebody new, but not all at once, as")
        click.echo("new partners close in circles of an odd number of people.")
    elif "repeats_because" in answer:
        _print_because(answer["repeats_because"])
    elif proved and len(answer["rounds"]) == 1:
        click.echo("Somebody has to meet again; no one cause of that was found.")


def _print_left_out(cause: Mapping[str, Any], people: int) -> None:
    if "nobody_allowed" in cause:
        click.echo("A must keeps everybody else from these, who are left out:")
        click.echo(_listed(cause["nobody_allowed"]))
    elif "too_few_for" in cause:
        click.echo(f"Nobody has a group: the smallest there may be is of {cause['too_few_for']}.")
    elif "seats" in cause:
        click.echo(f"The tables hold {cause['seats'] or 'none'} of the {people} people.")


def _print_colleagues(cause: Mapping[str, Any], people: int) -> None:
    head = f"At least {cause['least']} {'pair has' if cause['least'] == 1 else 'pairs have'} to be of one practice"
    if "practice" in cause and len(cause["people"]) + len(cause["partners"]) == people:
        click.echo(fill(f"{head}: {cause['practice']} has {len(cause['people'])} of the {people} people.", 79))
    else:
        click.echo(f"{head}. Of another practice nobody is left for:")
        _print_whom(cause)


def _print_because(cause: Mapping[str, Any]) -> None:
    one = cause["least"] == 1
    click.echo(
        f"At least {cause['least']} {'pair has' if one else 'pairs have'} to meet again. Nobody new is left for:"
    )
    _print_whom(cause)


def _print_whom(cause: Mapping[str, Any]) -> None:
    click.echo(_listed(cause["people"]))
    if cause["partners"]:
        click.echo("but these, who are too few:")
        click.echo(_listed(cause["partners"]))


def _listed(names: Sequence[str]) -> str:
    return fill(", ".join(names), 78, initial_indent="  ", subsequent_indent="  ")


def _print_why(explained: Mapping[str, Any], *, alone: bool) -> None:
    for case in explained["cases"]:
        _echo(f"      {case['rule']} {case['cost']}: {', '.join(case['people'])}")
    if alone:
        return  # there is nobody to be apart from
    other = explained["instead"]
    if "unknown" in explained:
        click.echo(f"      other rounds: {explained['unknown']}")
    elif other is None:
        click.echo("      every round that keeps the musts puts them together")
    elif other["rule"] is None:
        click.echo("      not all of them together: another round is as good, the lot decided")
    else:
        least = "" if other["proved"] else " at most"
        click.echo(f"      not all of them together: {other['rule']}{least} {other['more']:+}")


def _tier_line(tier: Mapping[str, Any]) -> str:
    known = "proved least" if tier["proved"] else f"at least {tier['bound']}"
    return f"  {tier['rule']:<22}{tier['importance']:<8}{tier['cost']:>8}  {known}"
