"""Where as few trios as possible stand among the rules, in words of their own, for oracles that compare rounds."""

from __future__ import annotations

from collections.abc import Sequence

ABOUT_HEADS = ("group_sizes", "everyone_placed", "turns_missed", "cover")


def rules_before_trios(rules: Sequence[tuple[str, str]], *, all_are_owed: bool) -> int:
    """
    How many of the rules, each a name and an importance, come before the number of trios.

    The musts, and those about who is placed, up to the one that charges for everybody left out; others about that
    still count if nothing else comes between. ``all_are_owed``: everybody missed a turn, so that rule charges for all.
    """
    names = [name for name, _ in rules]
    charging = [name for name in ("everyone_placed", *(["turns_missed"] if all_are_owed else [])) if name in names]
    first = min((names.index(name) for name in charging), default=len(names))
    last = next(
        (at for at, (name, how) in enumerate(rules) if at > first and how != "must" and name not in ABOUT_HEADS),
        len(names),
    )
    heads = [at for at, (name, how) in enumerate(rules[:last], 1) if how == "must" or name in ABOUT_HEADS[1:3]]
    return max(heads, default=0)
