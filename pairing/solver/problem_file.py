"""
Problems as text: the JSON that ``pairs solve`` reads, checked to the last key, and the answer it prints.

Ids and names become whole numbers by their order in the file. A rule that the file names gets the
importance it says; every other rule keeps its catalogue default and speaks wherever the file has
data for it. Optional keys beyond the common ones carry the rest of `Problem`:

    people[]   host, newcomer: true or false; turns_missed, contacts: whole numbers;
               working_days: numbers 0 (Monday) to 6; may_attend: numbers of occasions, from 0
    sizes      smallest, largest and preferred, or one size per group. Twos alone are a round in pairs, twos and
               one three as well, unless apart, occasions, a must or everyone_placed is said: then they are tables
    occasions  [{"tables": 3, "seats": 8, "hours": [12]}]
    rules      "high", or {"importance": "high", "horizon": 6} with the rule's own parameters
    seed       a whole number, 0 if not said
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairing.errors import InputError
from pairing.errors import Problem as Fault
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.problem_parts import Parts
from pairing.tiers import Importance

KEYS = ("people", "sizes", "met", "apart", "scores", "rules", "rounds", "seed", "occasions")
MOST_ROUNDS = 100
MOST_FAULTS = 20  # told one by one; a file made by a program has its fault in every entry


@dataclass(frozen=True)
class ProblemFile:
    """A problem, the people's ids by seat, how many rounds are asked for, and the practices' names by number."""

    problem: Problem
    ids: tuple[str, ...]
    rounds: int
    practices: tuple[str, ...] = ()


def read_problem(text: str, *, where: str = "problem") -> ProblemFile:
    """The problem a file describes.

    Raises `InputError` with the faults found, each with its place in the file, and how many more there are.
    """
    try:
        data = json.loads(text, object_pairs_hook=_each_key_once)
    except ValueError as error:
        endless = "integer string conversion" in str(error)
        why = "a number in it has thousands of digits" if endless else f"this is not JSON: {error}"
        raise InputError.at(where, why) from error
    except RecursionError as error:
        raise InputError.at(where, "this is not a problem: it is nested without end") from error
    return _read(data, Parts(where))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object; ``ValueError`` where a key stands twice, since one of the two would be lost in silence."""
    doubled = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if doubled:
        raise ValueError(f"the key {doubled[0]!r} stands twice in one object")
    return dict(pairs)


def _read(data: object, parts: Parts) -> ProblemFile:
    """The whole file, its parts put together."""
    if not isinstance(data, dict):
        raise InputError.at(parts.where, "the file must hold one object with people and sizes")
    parts.only(data, KEYS, "")
    people = parts.people(data.get("people"))
    ids = tuple(str(person["id"]) for person in people)
    seat = {name: number for number, name in enumerate(ids)}
    sizes, exact = parts.sizes(data.get("sizes"), len(people))
    met = parts.pairs(data.get("met", []), "met", seat, parts.rounds_since)
    apart = parts.pairs(data.get("apart", []), "apart", seat, None)
    scores = parts.pairs(data.get("scores", []), "scores", seat, parts.score)
    rules = parts.rules(data.get("rules", {}))
    occasions = parts.occasions(data.get("occasions", []))
    if exact and _twos_and_a_three(exact) and not apart and not occasions and _everybody_is_placed(rules):
        sizes, exact = Sizes(2, 3, 2), None
    rounds = parts.whole(data.get("rounds", 1), "rounds", 1, MOST_ROUNDS)
    seed = parts.whole(data.get("seed", 0), "seed", 0, 2**63 - 1)
    attending = [parts.bits(person.get("may_attend"), len(occasions), person["id"]) for person in people]
    if parts.faults:
        more = len(parts.faults) - MOST_FAULTS
        rest = [Fault(f"and {more} more faults", parts.where)] if more > 0 else []
        raise InputError(*parts.faults[:MOST_FAULTS], *rest)
    problem = Problem(
        practices=_numbered_sets([person.get("practices", []) for person in people]),
        role=_numbered([person.get("role", "") for person in people]),
        sizes=sizes,
        exact_sizes=exact,
        met=met,
        apart=frozenset(apart),
        scores=scores,
        working_days=_known(people, "working_days", lambda days: sum(1 << day for day in set(days))),
        turns_missed=_known(people, "turns_missed", int),
        contacts=_known(people, "contacts", int),
        host=tuple(bool(person.get("host")) for person in people),
        newcomer=tuple(bool(person.get("newcomer")) for person in people),
        occasions=occasions,
        may_attend=tuple(attending) if occasions and any("may_attend" in p for p in people) else (),
        rules=rules,
        seed=seed,
    )
    named = dict.fromkeys(name for person in people for name in person.get("practices", []))
    return ProblemFile(problem, ids, rounds, tuple(named))


def _twos_and_a_three(sizes: Sequence[int]) -> bool:
    """True for the sizes of an odd round in pairs."""
    return sorted(sizes) == [2] * (len(sizes) - 1) + [3]


def _everybody_is_placed(rules: Mapping[str, RuleSetting]) -> bool:
    """True when nothing can weigh more than a group for everybody, so that the sizes come out as listed."""
    return "everyone_placed" not in rules and all(rule.importance is not Importance.MUST for rule in rules.values())


def _numbered(names: Sequence[str]) -> tuple[int, ...]:
    """Names as numbers, in the order they first appear."""
    number: dict[str, int] = {}
    return tuple(number.setdefault(name, len(number)) for name in names)


def _numbered_sets(names: Sequence[Sequence[str]]) -> tuple[frozenset[int], ...]:
    number: dict[str, int] = {}
    return tuple(frozenset(number.setdefault(name, len(number)) for name in each) for each in names)


def _known(people: Sequence[Mapping[str, Any]], key: str, meaning: Callable[[Any], int]) -> tuple[int, ...]:
    """A whole number for everybody, 0 where it is not said; nothing when nobody has one."""
    if not any(key in person for person in people):
        return ()
    return tuple(meaning(person[key]) if key in person else 0 for person in people)
