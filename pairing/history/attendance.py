"""
Recording who met: by hand, from a file, or from an answer. The last record of a person counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pairing.errors import InputError
from pairing.events import EventLog, Fact, Kind
from pairing.history.past import History
from pairing.history.record import GroupOnRecord, RoundOnRecord

#: (group, person) -> yes, no, or None for "not known after all".
Words = Mapping[tuple[str, str], bool | None]


def find_round(history: History, named: str | None = None) -> RoundOnRecord:
    """
    The round somebody means by its name, its programme (the latest), or its period; the latest of all without words.

    Raises `InputError` when there is none, or when a period has rounds of several programmes.
    """
    rounds = history.rounds
    if not rounds:
        raise InputError.at("history", "no round is on record yet", mend="Send one with pairs run.")
    if named is None:
        return rounds[-1]
    found = [past for past in rounds if past.round == named]
    found = found or [past for past in rounds if past.programme == named][-1:]
    found = found or [past for past in rounds if past.period == named]
    if not found:
        latest = ", ".join(past.round for past in rounds[-5:])
        raise InputError.at(named, "there is no such round on record", mend=f"The latest are: {latest}")
    if len(found) > 1:
        names = ", ".join(f"{past.round} ({past.programme})" for past in found)
        raise InputError.at(named, f"several rounds may be meant: {names}", mend="Give the name of one.")
    return found[0]


def find_group(past: RoundOnRecord, named: str) -> GroupOnRecord:
    """The group of this name; `InputError` when there is none."""
    for group in past.groups:
        if group.name == named:
            return group
    names = ", ".join(group.name for group in past.groups)
    raise InputError.at(f"{past.round}, group {named}", "there is no such group", mend=f"There are: {names}")


def of_all(group: GroupOnRecord, met: bool | None) -> dict[tuple[str, str], bool | None]:
    """The same word of every member: they all met, or none did."""
    return {(group.name, member): met for member in group.members}


def of_one(past: RoundOnRecord, person: str, met: bool | None, group: str | None = None) -> Words:
    """One person's word, about one group or about all theirs in the round; `InputError` when they were in none."""
    groups = [each for each in past.groups_of(person) if group in {None, each.name}]
    if not groups:
        where = f"{past.round}, group {group}" if group else past.round
        raise InputError.at(where, f"{person} is in no such group", mend=f"See who is: pairs attend {past.round}")
    return {(each.name, person): met for each in groups}


def record(past: RoundOnRecord, words: Words, events: EventLog, *, now: datetime) -> int:
    """Keep the words that are news; returns how many."""
    facts = words_as_facts(past, words, now=now)
    if facts:
        events.append(facts)
    return len(facts)


def words_as_facts(past: RoundOnRecord, words: Words, *, now: datetime) -> list[Fact]:
    """A fact for each word that differs from what is on record."""
    on_record = {(group.name, member): group.says.get(member) for group in past.groups for member in group.members}
    return [
        _fact(past, group, person, met, now)
        for (group, person), met in words.items()
        if on_record[group, person] != met
    ]


def _fact(past: RoundOnRecord, group: str, person: str, met: bool | None, now: datetime) -> Fact:
    name = group if past.imported else int(group)  # planned groups are numbered
    body = {"group": name, "met": met}
    return Fact(Kind.ATTENDANCE_RECORDED, now, person, past.programme, past.round, body)


def unanswered(past: RoundOnRecord) -> Iterable[GroupOnRecord]:
    """Groups of which it is not known whether they met."""
    return (group for group in past.groups if group.outcome is None)
