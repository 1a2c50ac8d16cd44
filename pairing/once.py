"""
What is read out of a thing that never changes, kept with it.

A fact is folded at every tick and in every history, and a plan of seventy groups takes long to read out of
its record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self, TypeVar, cast

Value = TypeVar("Value")


class Once:
    """A frozen thing that knows what was read out of it; two that are equal stay equal."""

    def once(self, read: Callable[[Self], Value]) -> Value:
        """What ``read`` makes of it and of nothing else, made when first asked for; nobody changes the outcome."""
        known: dict[Callable[[Self], object], object] = self.__dict__.setdefault("_once", {})
        if read not in known:
            known[read] = read(self)
        return cast("Value", known[read])
