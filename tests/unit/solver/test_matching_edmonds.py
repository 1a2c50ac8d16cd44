"""Edmonds' search where blossoms lie a thousand deep in each other: its prices prove it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from pairing.solver.matching.edmonds.search import Search

DEEP = 1100  # deeper than Python's calls may go


def a_chain(deep, free, seed):
    """Pairs that close one circle around the other, each dearer than the last, and seats that go in there."""
    random = Random(seed)
    n = 2 * deep + 1
    edges = {(low, low + step): low + 1 for low in range(0, 2 * deep, 2) for step in (1, 2)}
    edges |= {(low, low + 1): 0 for low in range(1, 2 * deep, 2)}
    edges |= {(n + one - 1, n + one): 40 * deep**2 for one in range(1, free)}
    edges |= {
        (seat, n + one): 20 * deep**2 + random.randrange(deep)
        for one in range(free)
        for seat in random.sample(range(n), 2)
    }
    partner = [-1] * (n + free)
    for low in range(1, 2 * deep, 2):
        partner[low], partner[low + 1] = low + 1, low
    return edges, partner


@pytest.mark.parametrize("free", [1, 5])
def test_blossoms_may_lie_deep_in_each_other_and_be_opened_again(free):
    edges, partner = a_chain(DEEP, free, 1)
    n = len(partner)

    found = Search(n, list(edges), list(edges.values()), [0] * n, partner).run()

    assert found is not None
    assert sorted(found.partner) == list(range(n))
    assert all(found.partner[other] == seat != other for seat, other in enumerate(found.partner))
    paid = sum(edges[min(i, j), max(i, j)] for i, j in enumerate(found.partner)) // 2
    assert found.bound() == 4 * paid
    assert (len(found.odd_sets) == DEEP) == (free == 1)  # one alone leaves them as they are
    assert all(price > 0 and len(members) % 2 for members, price in found.odd_sets)
    i, j = np.array(list(edges)).T
    slack = 4 * np.array(list(edges.values())) + np.array(found.prices)[i] + np.array(found.prices)[j]
    for members, price in found.odd_sets:
        inside = np.isin(np.arange(n), list(members))
        slack += 2 * price * (inside[i] & inside[j])
    assert slack.min() >= 0
