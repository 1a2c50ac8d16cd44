"""What an engine hands back before anything is checked: groups, and a proven bound for every tier."""

from __future__ import annotations

from dataclasses import dataclass

from pairing.errors import PairsError
from pairing.solver.problem import Seat
from pairing.solver.solution import Group


@dataclass(frozen=True)
class Draft:
    """A round as an engine made it.

    ``bounds`` has one number per compiled rule, in their order: a proven lower bound of that
    tier GIVEN the costs reached in the tiers above. ``notes`` as in `solution.Solution`. ``costs`` is what the
    engine takes the round to cost, rule by rule, where it has worked that out.
    """

    groups: tuple[Group, ...]
    left_out: tuple[Seat, ...]
    bounds: tuple[int, ...]
    notes: tuple[tuple[str, dict[str, int]], ...] = ()
    timed_out: bool = False
    costs: tuple[int, ...] | None = None


class NothingFound(PairsError):
    """No round was found that satisfies the musts, and no proof that there is none; ``but`` says what was found."""

    def __init__(self, but: str = "") -> None:
        super().__init__(
            f"no round was found that satisfies the musts, and no proof that there is none; {but or 'allow more time'}"
        )
