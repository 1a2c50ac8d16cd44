"""Answers about role titles, written under ``[roles]`` in `pairs.toml`; comments and order there stay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tomlkit

from pairing.atomic import write_whole
from pairing.people.person import RoleGroup


def add_roles(config: Path, answers: Mapping[str, RoleGroup]) -> None:
    """Each title with its group, added to the file or replacing what stood there."""
    document = tomlkit.parse(config.read_text(encoding="utf-8"))
    table = document.setdefault("roles", tomlkit.table())
    for title, group in answers.items():
        table[title] = group.value
    write_whole(config, tomlkit.dumps(document).encode("utf-8"))
