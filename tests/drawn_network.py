"""People of some practices and roles, some of whom have met."""

from __future__ import annotations

from random import Random


def a_network(people, n, seed, *, practices=4, met=0.2, **given):
    """``n`` people by chance; ``met``: the share of all pairs who have. ``given`` as `Problem` takes it."""
    random = Random(seed)
    everyone = [(i, j) for i in range(n) for j in range(i + 1, n)]
    return people(
        n,
        practices=tuple(frozenset((random.randrange(practices),)) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        met={pair: random.randint(1, 14) for pair in everyone if random.random() < met},
        seed=seed,
        **given,
    )
