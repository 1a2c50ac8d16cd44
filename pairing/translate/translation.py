"""A problem beside what its numbers stand for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pairing.config.model import Occasion
from pairing.people.person import Person
from pairing.solver.problem import Problem


@dataclass(frozen=True)
class Translation:
    """``people[seat]`` and ``practices[number]`` are whom and what the problem's numbers mean.

    ``single_practice`` is the key of the practice everybody shares, None where there are several;
    ``names`` are the practices' display names by key.
    """

    problem: Problem
    people: tuple[Person, ...]
    practices: tuple[str, ...]
    occasions: tuple[Occasion, ...]
    single_practice: str | None
    names: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of everything the solver is given, and of whose seat is whose."""
        told = {"people": [person.id for person in self.people], "problem": repr(_in_order(self.problem))}
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _in_order(problem: Problem) -> list[object]:
    """The problem's fields in an order that does not depend on hashing."""
    return [
        sorted(value, key=repr)
        if isinstance(value, frozenset)
        else [sorted(part) if isinstance(part, frozenset) else part for part in value]
        if isinstance(value, tuple)
        else sorted(value.items(), key=repr)
        if isinstance(value, Mapping)
        else value
        for name, value in sorted(vars(problem).items())
        if name in Problem.__dataclass_fields__
    ]
