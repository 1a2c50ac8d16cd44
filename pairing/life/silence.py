"""Who has been silent for some rounds in a row: invited, and not a word of theirs since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairing.events import Fact, Kind
from pairing.life.round_life import RoundLife

#: After so many silent rounds in a row somebody is asked whether they want to stay.
ROUNDS = 3

#: Words that are about taking part, and about no round.
_STAYING = (Kind.STAYING_ASKED, Kind.STAYING_SAID, Kind.PROGRAMME_JOINED, Kind.PERSON_RESUMED)
_WORDS = (Kind.ANSWERED, Kind.TIME_SUGGESTED, Kind.ATTENDANCE_RECORDED)


def silent_people(rounds: Sequence[RoundLife], facts: Iterable[Fact]) -> frozenset[str]:
    """
    Who was invited to all of these rounds of one programme and said nothing in any of them.

    Nobody when there are fewer than `ROUNDS`. A partner's "we met" speaks for both. Whoever was
    asked whether to stay since the first of these rounds was sent is not asked again, and who has
    said since then that they stay, join or come back is not silent: the count begins anew.
    """
    if len(rounds) < ROUNDS:
        return frozenset()
    lives = {life.plan.round: life for life in rounds}
    silent = frozenset.intersection(*(_invited(life) for life in rounds))
    heard: set[str] = set()
    first, programme = rounds[0].plan.planned_at, rounds[0].plan.programme
    for fact in facts:
        if fact.kind in _WORDS and fact.round in lives and not fact.body.get("held"):
            heard |= _heard(fact, lives[fact.round])
        elif fact.kind in _STAYING and fact.person and fact.at >= first and fact.programme in {None, programme}:
            heard.add(fact.person)
    return silent - heard


def without_a_word(people: Iterable[str], facts: Iterable[Fact]) -> set[str]:
    """Those of them who said nothing themselves in these facts; nobody else can be silent."""
    spoke = {fact.person for fact in facts if fact.kind in _WORDS and not fact.body.get("held")}
    return {person for person in people if person not in spoke}


def _invited(life: RoundLife) -> frozenset[str]:
    since = (member for live in life.live.values() for member in live.group.members)
    return frozenset((*life.plan.people, *since))


def _heard(fact: Fact, life: RoundLife) -> set[str]:
    live = life.live.get(fact.body["group"]) if fact.kind is Kind.ATTENDANCE_RECORDED else None
    both = live is not None and fact.body["met"] is True and len(live.group.members) == 2
    return set(live.group.members) if live and both else {str(fact.person)}
