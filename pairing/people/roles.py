"""
From a role title to one of the four staff groups, through `config/roles.toml` and the network's own titles.

A title that is not known is never guessed: it is `RoleGroup.OTHER` until somebody says what it is.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pairing.errors import InputError, Problem
from pairing.people.cells import matched
from pairing.people.person import RoleGroup
from pairing.resources import shipped_text

GROUP_WORDS = {
    RoleGroup.GP: "GP",
    RoleGroup.NURSE: "nurse",
    RoleGroup.DIRECT_PATIENT_CARE: "direct patient care",
    RoleGroup.ADMIN: "admin",
    RoleGroup.OTHER: "other",
}


@dataclass(frozen=True)
class UnknownRole:
    """A title no list holds: how often it occurs, and what it may be (``like`` is the known title it resembles)."""

    title: str
    count: int
    like: str = ""
    suggestion: RoleGroup | None = None

    @property
    def line(self) -> str:
        """The line for ``[roles]`` in `pairs.toml` that settles it."""
        quoted = self.title.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" = "{(self.suggestion or RoleGroup.OTHER).value}"'


class RoleTable:
    """Knows titles; ``own`` are the network's, and count before the shipped ones."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        shipped, self._ignored, self._hints = _shipped()
        self._titles = shipped | {_plain(title): group for title, group in _groups(own or {}).items()}

    def group_of(self, title: str) -> RoleGroup | None:
        """The group of a title, None when it is not known. A title of two parts counts if the parts agree."""
        whole = _plain(title)
        if whole in self._titles:
            return self._titles[whole]
        plain = _plain(re.sub(r"[(\[][^)\]]*[)\]]?", " ", title))
        for form in (plain, self._bare(plain)):
            if form in self._titles:
                return self._titles[form]
        parts = [part for part in re.split(r"\s*(?:/|&|,|\+| and | - |:)\s*", title) if part.strip()]
        if len(parts) < 2:
            return None
        groups = {self._titles.get(_plain(part)) or self._titles.get(self._bare(_plain(part))) for part in parts}
        return groups.pop() if len(groups) == 1 else None

    def unknown(self, title: str, count: int) -> UnknownRole:
        """A title this table does not know, with what it may be."""
        close = difflib.get_close_matches(_plain(title), self._titles, n=1, cutoff=0.82)
        if close:
            return UnknownRole(title, count, close[0], self._titles[close[0]])
        words = set(_plain(title).split())
        hinted = [group for group, hints in self._hints.items() if words & hints]
        return UnknownRole(title, count, "", hinted[0] if hinted else None)

    def _bare(self, title: str) -> str:
        text = f" {title} "
        for words in self._ignored:
            text = text.replace(f" {words} ", " ")
        return " ".join(re.sub(r"\b(\d[a-z]?|grade|level)\b", " ", text).split())


def _plain(title: str) -> str:
    """A title for comparing, with short forms written out."""
    text = f" {matched(title)} "
    for short, whole in _short_forms():
        text = text.replace(f" {short} ", f" {whole} ")
    return text.strip()


def _groups(own: Mapping[str, str]) -> dict[str, RoleGroup]:
    wrong = [title for title, group in own.items() if group not in set(RoleGroup)]
    if wrong:
        raise InputError(
            *(
                Problem(
                    f'"{own[title]}" is no staff group', f'pairs.toml, [roles], "{title}"', "", f"Use {_choices()}."
                )
                for title in wrong
            )
        )
    return {title: RoleGroup(group) for title, group in own.items()}


def _choices() -> str:
    return ", ".join(group.value for group in RoleGroup)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(shipped_text("config", "roles.toml"))


@cache
def _short_forms() -> tuple[tuple[str, str], ...]:
    return tuple(_table()["short"].items())


@cache
def _shipped() -> tuple[dict[str, RoleGroup], tuple[str, ...], dict[RoleGroup, frozenset[str]]]:
    table = _table()
    titles = {_plain(title): RoleGroup(group) for group, those in table["groups"].items() for title in those}
    ignored = sorted((matched(words) for words in table["ignored"]), key=len, reverse=True)
    hints = {RoleGroup(group): frozenset(words) for group, words in table["suggestions"].items()}
    return titles, tuple(ignored), hints
