"""
What a programme of each format does where it does not say so itself: the figures stand in the
shipped ``config/default.toml`` under ``[formats.*]``.

`load_config` has already put them under every programme it read; these functions also serve a
`Programme` made in code.
"""

from __future__ import annotations

from typing import Any

from pairing.config.layers import shipped_values
from pairing.config.model import Programme, SizeRange
from pairing.rounds import Format


def format_default(format: Format, key: str) -> Any:
    """The shipped value of one key for this format."""
    return shipped_values()["formats"][format.value][key]


def programme_sizes(programme: Programme) -> SizeRange:
    """The smallest, largest and preferred group. Two numbers alone keep the format's preferred size
    where it lies between them, else the nearer end.
    """
    usual = SizeRange(**format_default(programme.format, "sizes"))
    match programme.sizes:
        case None:
            return usual
        case SizeRange() as said:
            return said
        case (smallest, largest):
            preferred = min(max(usual.preferred, smallest), largest)
            return SizeRange(smallest=smallest, largest=largest, preferred=preferred)


def programme_rotations(programme: Programme) -> int:
    """How often a workshop's tables change, the first seating counted."""
    return programme.rotations or int(format_default(Format.WORKSHOP, "rotations"))


def programme_title(programme: Programme) -> str:
    """What staff see this programme called."""
    return programme.title or str(format_default(programme.format, "title"))


def programme_purpose(programme: Programme) -> str:
    """One line on why, for every invitation."""
    return programme.purpose or str(format_default(programme.format, "purpose"))


def programme_ground_rules(programme: Programme) -> tuple[str, ...]:
    """The ground rules shown with a meeting; none for coffees and huddles unless configured."""
    return programme.ground_rules or tuple(format_default(programme.format, "ground_rules"))
