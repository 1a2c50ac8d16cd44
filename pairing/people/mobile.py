"""A telephone number as people write it, made plain. What is said about a wrong one never repeats it."""

from __future__ import annotations

import re

#: ITU-T E.164: at most 15 digits; fewer than 9 is an extension.
DIGITS = range(9, 16)


def tidy_number(text: str) -> str | None:
    """As in "07700 900123" or "+44 7700 900123": digits and single blanks; None when it is no whole number."""
    plain = " ".join(re.sub(r"[()./\u2010-\u2015-]", " ", text.replace("\u00a0", " ")).split())
    if not re.fullmatch(r"\+?\d[\d ]*", plain) or not plain.startswith(("+", "0")):
        return None
    return plain if sum(char.isdigit() for char in plain) in DIGITS else None
