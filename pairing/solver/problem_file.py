"""
Problems as text: the JSON that ``pairs solve`` reads, checked to the last key, and the answer it prints.

Ids and names become whole numbers by their order in the file. A rule that the file names gets the
importance it says; every other rule keeps its catalogue default and speaks wherever the file has
data for it. Optional keys beyond the common ones carry the rest of `Problem`:

    people[]   host, newcomer: true or false; turns_missed, contacts: whole numbers;
               working_days: numbers 0 (Monday) to 6; may_attend: numbers of occasions, from 0
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
from pairing.solver.compile import setting_faults
from pairing.solver.problem import Occasion, Pair, Problem, RuleSetting, Sizes
from pairing.tiers import Importance

KEYS = ("people", "sizes", "met", "apart", "scores", "rules", "rounds", "seed", "occasions")
PERSON_KEYS = (
    "id", "practices", "role", "host", "newcomer", "turns_missed", "contacts", "working_days", "may_attend",
)  # fmt: skip
LARGEST_SCORE = 10**6
MOST_ROUNDS = 100


@dataclass(frozen=True)
class ProblemFile:
    """A problem, the people's ids by seat, and how many rounds are asked for."""

    problem: Problem
    ids: tuple[str, ...]
    rounds: int


def read_problem(text: str, *, where: str = "problem") -> ProblemFile:
    """The problem a file describes.

    Raises `InputError` with every fault found, each with its place in the file.
    """
    try:
        data = json.loads(text, object_pairs_hook=_each_key_once)
    except ValueError as error:
        raise InputError.at(where, f"this is not JSON: {error}") from error
    except RecursionError as error:
        raise InputError.at(where, "this is not a problem: it is nested without end") from error
    return _Reader(where).read(data)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object; ``ValueError`` where a key stands twice, since one of the two would be lost in silence."""
    doubled = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if doubled:
        raise ValueError(f"the key {doubled[0]!r} stands twice in one object")
    return dict(pairs)


def _twos_and_a_three(sizes: Sequence[int]) -> bool:
    """True for the sizes of an odd round in pairs."""
    return sorted(sizes) == [2] * (len(sizes) - 1) + [3]


def _everybody_is_placed(rules: Mapping[str, RuleSetting]) -> bool:
    """True when nothing can weigh more than a group for everybody, so that the sizes come out as listed."""
    return "everyone_placed" not in rules and all(rule.importance is not Importance.MUST for rule in rules.values())


class _Reader:
    """Collects faults, so that all are told at once."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Fault] = []

    def read(self, data: object) -> ProblemFile:
        """The whole file."""
        if not isinstance(data, dict):
            raise InputError.at(self.where, "the file must hold one object with people and sizes")
        self._only(data, KEYS, "")
        people = self._people(data.get("people"))
        ids = tuple(str(person["id"]) for person in people)
        seat = {name: number for number, name in enumerate(ids)}
        sizes, exact = self._sizes(data.get("sizes"), len(people))
        met = self._pairs(data.get("met", []), "met", seat, self._rounds_since)
        apart = self._pairs(data.get("apart", []), "apart", seat, None)
        scores = self._pairs(data.get("scores", []), "scores", seat, self._score)
        rules = self._rules(data.get("rules", {}))
        if exact and _twos_and_a_three(exact) and not apart and _everybody_is_placed(rules):
            sizes, exact = Sizes(2, 3, 2), None
        occasions = self._occasions(data.get("occasions", []))
        rounds = self._whole(data.get("rounds", 1), "rounds", 1, MOST_ROUNDS)
        seed = self._whole(data.get("seed", 0), "seed", 0, 2**63 - 1)
        attending = [self._bits(person.get("may_attend"), len(occasions), person["id"]) for person in people]
        if self.faults:
            raise InputError(*self.faults)
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
        return ProblemFile(problem, ids, rounds)

    # -- pieces ----------------------------------------------------------------------------------

    def _fault(self, place: str, what: str, mend: str = "") -> None:
        self.faults.append(Fault(what, f"{self.where}: {place}" if place else self.where, mend=mend))

    def _only(self, data: Mapping[str, Any], known: Sequence[str], place: str) -> None:
        for key in data:
            if key not in known:
                self._fault(place, f"unknown key {key!r}", f"Keys are: {', '.join(known)}.")

    def _people(self, given: object) -> list[dict[str, Any]]:
        if not isinstance(given, list):
            self._fault("people", "must be a list of people")
            return []
        people = []
        for number, person in enumerate(given):
            place = f"people[{number}]"
            if not isinstance(person, dict) or not isinstance(person.get("id"), str) or not person["id"]:
                self._fault(place, "must be an object with an id that is text")
                continue
            self._person(person, place)
            people.append(person)
        for name, count in Counter(person["id"] for person in people).items():
            if count > 1:
                self._fault("people", f"the id {name!r} appears {count} times", "Every id must be there once.")
        return people

    def _person(self, person: dict[str, Any], place: str) -> None:
        self._only(person, PERSON_KEYS, place)
        practices = person.get("practices", [])
        if not isinstance(practices, list) or not all(isinstance(name, str) for name in practices):
            self._fault(f"{place}.practices", "must be a list of texts")
            person["practices"] = []
        if not isinstance(person.get("role", ""), str):
            self._fault(f"{place}.role", "must be text")
            person["role"] = ""
        for key in ("host", "newcomer"):
            if not isinstance(person.get(key, False), bool):
                self._fault(f"{place}.{key}", "must be true or false")
        for key in ("turns_missed", "contacts"):
            if key in person:
                person[key] = self._whole(person[key], f"{place}.{key}", 0, LARGEST_SCORE)
        days = person.get("working_days", [])
        if not isinstance(days, list) or not all(_is_whole(day) and 0 <= day <= 6 for day in days):
            self._fault(f"{place}.working_days", "must be a list of numbers 0 (Monday) to 6")
            person["working_days"] = []

    def _sizes(self, given: object, people: int) -> tuple[Sizes, tuple[int, ...] | None]:
        """Smallest, largest, preferred; or one size per group. Twos alone are a round in pairs."""
        fallback = Sizes(2, 3, 2)
        if isinstance(given, list):
            if not all(_is_whole(size) and size >= 1 for size in given):
                self._fault("sizes", "must be whole numbers from 1 on")
                return fallback, None
            if sum(given) != people:
                self._fault("sizes", f"the groups have {sum(given)} seats for {people} people")
            if set(given) == {2}:
                return Sizes(2, 2, 2), None
            usual = max(Counter(given).items(), key=lambda item: (item[1], item[0]), default=(2, 0))[0]
            return Sizes(min(given, default=2), max(given, default=2), usual), tuple(given)
        if not isinstance(given, dict):
            self._fault("sizes", 'is missing: {"smallest": 2, "largest": 3, "preferred": 2}, or one size per group')
            return fallback, None
        self._only(given, ("smallest", "largest", "preferred"), "sizes")
        before = len(self.faults)
        smallest = self._whole(given.get("smallest"), "sizes.smallest", 1, 1000)
        largest = self._whole(given.get("largest", smallest), "sizes.largest", 1, 1000)
        preferred = self._whole(given.get("preferred", smallest), "sizes.preferred", 1, 1000)
        if len(self.faults) == before and not smallest <= preferred <= largest:
            self._fault("sizes", "must rise: smallest, preferred, largest")
        return Sizes(smallest, largest, preferred), None

    def _pairs(
        self, given: object, key: str, seat: Mapping[str, int], value: Callable[[object, str], int] | None
    ) -> dict[Pair, int]:
        """Pairs of ids, with a number where there is one to have."""
        length = 2 if value is None else 3
        found: dict[Pair, int] = {}
        if not isinstance(given, list):
            self._fault(key, "must be a list")
            return found
        for number, entry in enumerate(given):
            place = f"{key}[{number}]"
            if not isinstance(entry, list) or len(entry) != length:
                self._fault(place, "must be two ids" + (" and a whole number" if value else ""))
                continue
            unknown = [name for name in entry[:2] if not isinstance(name, str) or name not in seat]
            for name in unknown:
                self._fault(place, f"nobody has the id {name!r}")
            if unknown:
                continue
            i, j = sorted((seat[entry[0]], seat[entry[1]]))
            if i == j:
                self._fault(place, "names one person twice")
            elif (i, j) in found:
                self._fault(place, "this pair was listed before")
            found[i, j] = value(entry[2], place) if value else 0
        return found

    def _rounds_since(self, given: object, place: str) -> int:
        return self._whole(given, place, 1, LARGEST_SCORE)

    def _score(self, given: object, place: str) -> int:
        return self._whole(given, place, -LARGEST_SCORE, LARGEST_SCORE)

    def _rules(self, given: object) -> dict[str, RuleSetting]:
        if not isinstance(given, dict):
            self._fault("rules", "must be an object of rules and their importance")
            return {}
        settings = {}
        for name, setting in given.items():
            place = f"rules.{name}"
            own = {"importance": setting} if isinstance(setting, str) else setting
            if not isinstance(own, dict) or own.get("importance") not in list(Importance):
                self._fault(place, f"importance must be one of {', '.join(Importance)}")
                continue
            parameters = {
                key: self._whole(value, f"{place}.{key}", 0, LARGEST_SCORE)
                for key, value in own.items()
                if key != "importance"
            }
            settings[name] = RuleSetting(Importance(own["importance"]), parameters)
        for fault in setting_faults(settings | {n: RuleSetting(Importance.MUST) for n in given if n not in settings}):
            self._fault(fault.where, fault.what, fault.mend)
        return settings

    def _occasions(self, given: object) -> tuple[Occasion, ...]:
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            self._fault("occasions", "must be a list of objects")
            return ()
        found = []
        for number, each in enumerate(given):
            place = f"occasions[{number}]"
            self._only(each, ("tables", "seats", "hours"), place)
            hours = each.get("hours", [])
            if not isinstance(hours, list) or not all(_is_whole(hour) for hour in hours):
                self._fault(f"{place}.hours", "must be a list of whole numbers")
                hours = []
            tables = self._whole(each.get("tables"), f"{place}.tables", 1, LARGEST_SCORE)
            seats = self._whole(each.get("seats"), f"{place}.seats", 1, LARGEST_SCORE)
            found.append(Occasion(tables, seats, frozenset(hours)))
        return tuple(found)

    def _bits(self, given: object, occasions: int, name: str) -> int:
        """Which occasions somebody can be at; not said = all."""
        if given is None:
            return (1 << occasions) - 1
        if not isinstance(given, list) or not all(_is_whole(k) and 0 <= k < occasions for k in given):
            self._fault(f"may_attend of {name!r}", "must be numbers of occasions, from 0")
            return 0
        return sum(1 << k for k in set(given))

    def _whole(self, given: object, place: str, least: int, most: int) -> int:
        if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most:
            return given
        self._fault(place, f"must be a whole number from {least} to {most}")
        return least


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


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
