"""Musts that clash, as a lead reads of it: which, for whom, and what easing each of them would cost."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from pairing.errors import NoRoundExists
from pairing.plural import number_of

WIDTH = 79

#: So many people are named; of more it is said how many.
MOST_NAMED = 4


def clash_in_words(clash: NoRoundExists, concerned: Sequence[str] = ()) -> str:
    """The whole message. ``concerned`` are those whom the first way out would fall on, as they are to be called."""
    said = str(clash)
    lines = [fill(f"{said[:1].upper()}{said[1:]}.", WIDTH)]
    if clash.relaxations:
        lines.append("Any one of these would help:" if len(clash.relaxations) > 1 else "This would help:")
    elif clash.complete:
        sizes = ", or allow other sizes" if "group_sizes" in clash.rules else ""
        lines.append(f"Easing one of them alone does not help: ease several{sizes}.")
    for number, way in enumerate(clash.relaxations):
        most = "" if way.proved and clash.complete else "at most "
        lines.append(f"  {way.rule} below must: {most}{number_of(way.price, 'case')} would break it")
        if number == 0 and concerned:
            example = f"for example with {_listed(concerned)}"
            lines.append(fill(example, WIDTH, initial_indent="    ", subsequent_indent="      "))
    return "\n".join(lines)


def _listed(concerned: Sequence[str]) -> str:
    shown = list(concerned[:MOST_NAMED])
    if len(concerned) > MOST_NAMED:
        shown.append(f"{len(concerned) - MOST_NAMED} more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
