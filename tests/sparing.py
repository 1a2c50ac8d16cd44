"""Parameters and drawn examples, only some of which the fast suite takes; `.ci/run` takes all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
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


#: What a file begins with whose tests are all slow, among other marks or alone.
_ALL_SLOW = re.compile(r"^pytestmark = [^\]\n]*(?:\n    [^\n]*)*?pytest\.mark\.slow\b", re.MULTILINE)


def is_all_slow(file: Path) -> bool:
    """Whether every test of a file is marked slow, by the words it is marked with."""
    return file.suffix == ".py" and bool(_ALL_SLOW.search(file.read_text(encoding="utf-8")))


def slow_but(values: Iterable[Any], *quick: Any) -> list[Any]:
    """
    All the values (a tuple is one of several arguments); those not named ``quick`` are marked slow.

    Where slow tests are left out, so are the values: a thousand tests need not be made to be passed over.
    """
    if fast and quick:
        return [value for value in values if value in quick]
    return [value if value in quick else _slow(value) for value in values]


def _slow(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
