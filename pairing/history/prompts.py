"""Which prompts each person was shown, and how often: in every group they were ever invited to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pairing.events import Fact, Kind
from pairing.notify.prompts import shown_to

#: What `prompts_shown` reads.
KINDS = (Kind.ROUND_PLANNED, Kind.GROUPS_CHANGED)


def prompts_shown(facts: Iterable[Fact], *, but: str | None = None) -> Mapping[str, Mapping[str, int]]:
    """
    How often each person was shown each; the round ``but`` is left out.

    A group may hold more prompts than one invitation shows. Which of them each member was shown
    follows from what they were shown before, so it needs no fact of its own.
    """
    shown: defaultdict[str, dict[str, int]] = defaultdict(dict)
    invited: set[tuple[str | None, int, str]] = set()
    for fact in facts:
        if fact.kind not in KINDS or fact.round == but:
            continue
        for group in fact.body["groups"]:
            prompts = group["prompts"]
            for member in group["members"]:
                if (fact.round, group["number"], member) not in invited:
                    invited.add((fact.round, group["number"], member))
                    own = shown[member]
                    for prompt in shown_to(prompts, own):
                        own[prompt] = own.get(prompt, 0) + 1
    return shown
