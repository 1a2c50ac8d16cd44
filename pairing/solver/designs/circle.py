"""The circle method (Kirkman 1847): pairs until everybody has met everybody."""

from __future__ import annotations

from functools import cache

from pairing.solver.designs.design import Design


@cache
def circle(people: int) -> Design | None:
    """``people - 1`` rounds of pairs; None for an odd number. One stands still, the others go round."""
    if people < 2 or people % 2:
        return None
    turning = people - 1
    rounds = []
    for turn in range(turning):
        pairs: list[tuple[int, ...]] = [(turn, people - 1)]
        pairs += [tuple(sorted(((turn + k) % turning, (turn - k) % turning))) for k in range(1, people // 2)]
        rounds.append(tuple(sorted(pairs)))
    return Design(people, tuple(rounds))
