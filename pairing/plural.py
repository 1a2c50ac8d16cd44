"""Counts with their nouns."""

from __future__ import annotations


def number_of(count: int, one: str, many: str = "") -> str:
    """As in: 1 group, 3 groups. ``many`` where it is not ``one`` with an s: 2 people."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def people_of(count: int) -> str:
    """As in: 1 person, 3 people."""
    return number_of(count, "person", "people")
