"""Parameters and drawn examples, only some of which the fast suite takes; `.ci/run` takes all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

#: Are the slow tests left out? Set before any test is read (`conftest.pytest_configure`).
fast = False

#: Of so many drawn examples the fast suite takes one.
SHARE = 5


def few(examples: int) -> int:
    """As many as the fast suite takes."""
    return max(1, examples // SHARE)


def some_of(examples: int) -> int:
    """How many of a test's examples this run takes: all of them, or a few."""
    return few(examples) if fast else examples


def slow_but(values: Iterable[Any], *fast: Any) -> list[Any]:
    """All the values (a tuple is one of several arguments); those not named ``fast`` are marked slow."""
    return [value if value in fast else _slow(value) for value in values]


def _slow(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
