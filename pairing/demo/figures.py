"""The figures that invented networks and months are drawn from (``config/demo.toml``), and draws in their shares."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from pairing.resources import shipped_text


@cache
def figures() -> dict[str, Any]:
    """The parameter file. Not to be changed."""
    return tomllib.loads(shipped_text("config", "demo.toml"))


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to ``total`` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(each) for each in exact]
    by_remainder = sorted(range(len(weights)), key=lambda n: exact[n] - counts[n], reverse=True)
    extra = Counter(by_remainder[: total - sum(counts)])
    return [count + extra[n] for n, count in enumerate(counts)]


def pick(shares: dict[str, float], chance: Random) -> str:
    """One of the names, as often as its share says."""
    return chance.choices(list(shares), weights=list(shares.values()))[0]
