"""
The parts of a problem file, each checked to the last key; all faults are collected, so that they are told at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pairing.errors import Problem as Fault
from pairing.solver.compile import setting_faults
from pairing.solver.problem import Occasion, Pair, RuleSetting, Sizes
from pairing.tiers import Importance

PERSON_KEYS = (
    "id", "practices", "role", "host", "newcomer", "turns_missed", "contacts", "working_days", "may_attend",
)  # fmt: skip
LARGEST_SCORE = 10**6


class Parts:
    """Reads one part after the other. What has a fault comes out as if it had not been there."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Fault] = []

    def _fault(self, place: str, what: str, mend: str = "") -> None:
        self.faults.append(Fault(what, f"{self.where}: {place}" if place else self.where, mend=mend))

    def only(self, data: Mapping[str, Any], known: Sequence[str], place: str) -> None:
        """No keys but the known ones."""
        for key in data:
            if key not in known:
                self._fault(place, f"unknown key {key!r}", f"Keys are: {', '.join(known)}.")

    def people(self, given: object) -> list[dict[str, Any]]:
        """Everybody with an id that is theirs alone; what else they have is as it has to be."""
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
        self.only(person, PERSON_KEYS, place)
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
                person[key] = self.whole(person[key], f"{place}.{key}", 0, LARGEST_SCORE)
        days = person.get("working_days", [])
        if not isinstance(days, list) or not all(_is_whole(day) and 0 <= day <= 6 for day in days):
            self._fault(f"{place}.working_days", "must be a list of numbers 0 (Monday) to 6")
            person["working_days"] = []

    def sizes(self, given: object, people: int) -> tuple[Sizes, tuple[int, ...] | None]:
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
        self.only(given, ("smallest", "largest", "preferred"), "sizes")
        before = len(self.faults)
        smallest = self.whole(given.get("smallest"), "sizes.smallest", 1, 1000)
        largest = self.whole(given.get("largest", smallest), "sizes.largest", 1, 1000)
        preferred = self.whole(given.get("preferred", smallest), "sizes.preferred", 1, 1000)
        if len(self.faults) == before and not smallest <= preferred <= largest:
            self._fault("sizes", "must rise: smallest, preferred, largest")
        return Sizes(smallest, largest, preferred), None

    def pairs(
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

    def rounds_since(self, given: object, place: str) -> int:
        """How long ago two met: 1 = last round."""
        return self.whole(given, place, 1, LARGEST_SCORE)

    def score(self, given: object, place: str) -> int:
        """What two cost together, negative = wanted."""
        return self.whole(given, place, -LARGEST_SCORE, LARGEST_SCORE)

    def rules(self, given: object) -> dict[str, RuleSetting]:
        """The settings by rule, of rules and parameters that there are."""
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
                key: self.whole(value, f"{place}.{key}", 0, LARGEST_SCORE)
                for key, value in own.items()
                if key != "importance"
            }
            settings[name] = RuleSetting(Importance(own["importance"]), parameters)
        for fault in setting_faults(settings | {n: RuleSetting(Importance.MUST) for n in given if n not in settings}):
            self._fault(fault.where, fault.what, fault.mend)
        return settings

    def occasions(self, given: object) -> tuple[Occasion, ...]:
        """The dates and places, in their order."""
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            self._fault("occasions", "must be a list of objects")
            return ()
        found = []
        for number, each in enumerate(given):
            place = f"occasions[{number}]"
            self.only(each, ("tables", "seats", "hours"), place)
            hours = each.get("hours", [])
            if not isinstance(hours, list) or not all(_is_whole(hour) for hour in hours):
                self._fault(f"{place}.hours", "must be a list of whole numbers")
                hours = []
            tables = self.whole(each.get("tables"), f"{place}.tables", 1, LARGEST_SCORE)
            seats = self.whole(each.get("seats"), f"{place}.seats", 1, LARGEST_SCORE)
            found.append(Occasion(tables, seats, frozenset(hours)))
        return tuple(found)

    def bits(self, given: object, occasions: int, name: str) -> int:
        """Which occasions somebody can be at; not said = all."""
        if given is None:
            return (1 << occasions) - 1
        if not isinstance(given, list) or not all(_is_whole(k) and 0 <= k < occasions for k in given):
            self._fault(f"may_attend of {name!r}", "must be numbers of occasions, from 0")
            return 0
        return sum(1 << k for k in set(given))

    def whole(self, given: object, place: str, least: int, most: int) -> int:
        """A whole number within its limits."""
        if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most:
            return given
        self._fault(place, f"must be a whole number from {least} to {most}")
        return least


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
