"""Latecomers, as a lead adds them: ``pairs edit ROUND --add WHO``."""

from __future__ import annotations

from pairing.errors import InputError
from pairing.stages.desk import Desk
from pairing.stages.edited import Edit
from pairing.stages.editing import edit, is_under_way
from pairing.stages.rearranging import Wish


def add_latecomer(desk: Desk, round: str, person: str) -> Edit | None:
    """What it changed, kept and told; None when no group can take them."""
    if not is_under_way(desk, round):
        raise InputError.at(round, "there is no such round to change")
    try:
        return edit(desk, round, Wish(adds=(person,)))
    except InputError as error:
        if "no group can take them" in str(error):
            return None
        raise
