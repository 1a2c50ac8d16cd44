"""Small pieces of English that many letters share."""

from __future__ import annotations

from functools import lru_cache

from pairing.notify.plain import one_line

_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev", "sister"})


@lru_cache(maxsize=4096)  # somebody's name stands in every mail to their groups
def given_name(name: str) -> str:
    """The first name without titles; the whole name where that leaves an initial or nothing."""
    whole = one_line(name)
    rest = [word for word in whole.split() if word.rstrip(".").lower() not in _TITLES]
    titled = len(rest) < len(whole.split())
    if not rest or len(rest[0].rstrip(".")) < 2 or (titled and len(rest) == 1):
        return whole
    return rest[0].rstrip(",")


def listed(things: list[str]) -> str:
    """As in "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def length(minutes: int) -> str:
    """As in "20 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60) if minutes >= 60 else (0, minutes)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    return " ".join([*parts, f"{rest} minute{'s' if rest != 1 else ''}"] if rest or not hours else parts)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    line = one_line(text, most=400)
    return capital(line) + ("" if not line or line[-1] in ".?!…" else ".")


def capital(text: str) -> str:
    """The first letter a capital, the others as they are."""
    return text[:1].upper() + text[1:]
