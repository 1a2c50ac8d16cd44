"""
A blossom algorithm of a library over all pairs, fed what pairs knows as weights; the odd one is left out.

    blossom_year.py networkx|rustworkx
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import protocol

REPEAT, SAME, MOST = 100_000, 10_000, 1_000_000


def main() -> None:
    matcher: Callable = {"networkx": with_networkx, "rustworkx": with_rustworkx}[sys.argv[1]]()
    year = protocol.told()
    protocol.ready()
    met: dict = {}
    random = __import__("random").Random(year["seed"])
    for here in year["rounds"]:
        with protocol.Stopwatch() as watch:
            practice = [year["practice"][person] for person in here]
            edges = [
                (i, j, MOST - REPEAT * ((here[i], here[j]) in met) - SAME * (practice[i] == practice[j]) - lot)
                for i in range(len(here))
                for j, lot in zip(range(i + 1, len(here)), random.choices(range(1000), k=len(here)), strict=False)
            ]
            pairs = [sorted((here[i], here[j])) for i, j in matcher(len(here), edges)]
        met |= dict.fromkeys(map(tuple, pairs))
        protocol.tell(pairs, watch.seconds)


def with_networkx() -> Callable:
    import networkx

    def match(_: int, edges: list) -> set:
        graph = networkx.Graph()
        graph.add_weighted_edges_from(edges)
        return networkx.max_weight_matching(graph, maxcardinality=True)

    return match


def with_rustworkx() -> Callable:
    import rustworkx

    def match(people: int, edges: list) -> set:
        graph = rustworkx.PyGraph()
        graph.add_nodes_from(range(people))
        graph.add_edges_from(edges)
        return rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)

    return match


main()
