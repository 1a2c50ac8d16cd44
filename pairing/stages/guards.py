"""
Surprises that stop even ``--yes``: each is a sentence with what to do, and none of them is an error.

All by the desk's clock, so that a rehearsal sees what the day itself would see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from pairing.events import Fact, Kind
from pairing.people.person import Person
from pairing.plural import number_of, people_of
from pairing.rounds import PlannedRound
from pairing.stages.desk import Desk

#: Mail anybody can have: a slip of the finger in a staff list often ends there.
PERSONAL_DOMAINS = frozenset(
    ("gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "icloud.com",
     "me.com", "yahoo.com", "yahoo.co.uk", "aol.com", "btinternet.com", "sky.com", "protonmail.com", "proton.me")
)  # fmt: skip

#: Below this many people one odd domain says nothing.
ENOUGH_PEOPLE = 20


def surprises(desk: Desk, plan: PlannedRound, messages: int) -> list[str]:
    """Everything about this plan that a careful lead would want to look at twice."""
    roster = list(desk.store.roster.people())
    invited = [person for person in roster if person.id in set(plan.people)]
    return [
        *_roster_size(desk, plan, len(roster)),
        *_domains(desk, roster, invited),
        *_stale_staff_file(desk),
        *_plan_age(desk, plan),
        *_many_messages(desk, messages),
        *_clock_behind(desk, plan),
        *_nobody_placed(plan),
    ]


def odd_about(desk: Desk, people: Sequence[Person]) -> list[str]:
    """What is odd about writing to these people at all, whatever it is about."""
    roster = list(desk.store.roster.people())
    return [*_domains(desk, roster, list(people)), *_stale_staff_file(desk), *_many_messages(desk, len(people))]


def _roster_size(desk: Desk, plan: PlannedRound, now: int) -> Iterator[str]:
    before = _size_at_last_round(desk.store.events.facts(kinds=_OF_SIZE), plan.programme)
    limit = desk.config.guards.change_percent
    if before and abs(now - before) * 100 > limit * before:
        yield (
            f"The staff list has {people_of(now)}; at the last {plan.programme} round it had {before} "
            f"(more than {limit} % different)."
        )


_OF_SIZE = (Kind.PERSON_JOINED, Kind.PERSON_LEFT, Kind.PERSON_FORGOTTEN, Kind.ROUND_PLANNED)


def _size_at_last_round(facts: Sequence[Fact], programme: str) -> int | None:
    """How many people the staff list had when the programme's last round was approved; None before the first."""
    present: set[str] = set()
    size: int | None = None
    for fact in facts:
        if fact.kind is Kind.PERSON_JOINED and fact.person:
            present.add(fact.person)
        elif fact.kind in {Kind.PERSON_LEFT, Kind.PERSON_FORGOTTEN} and fact.person:
            present.discard(fact.person)
        elif fact.kind is Kind.ROUND_PLANNED and fact.programme == programme:
            size = len(present)
    return size


def _domains(desk: Desk, roster: list[Person], invited: list[Person]) -> Iterator[str]:
    listed = {domain.casefold() for domain in desk.config.guards.domains}
    everybody = Counter(_domain(person) for person in roster)
    for domain in sorted({_domain(person) for person in invited}):
        ids = ", ".join(person.id for person in invited if _domain(person) == domain)
        if listed:
            if domain not in listed:
                yield f"The mail domain {domain} is not among the allowed ones ({ids})."
        elif domain in PERSONAL_DOMAINS:
            yield f"{domain} is a personal mail domain ({ids})."
        elif everybody[domain] == 1 and len(roster) >= ENOUGH_PEOPLE:
            yield f"Only one person has the mail domain {domain} ({ids}); is it misspelt?"


def _domain(person: Person) -> str:
    return person.email.rpartition("@")[2].casefold()


def _stale_staff_file(desk: Desk) -> Iterator[str]:
    imports = desk.store.events.facts(kinds=[Kind.STAFF_IMPORTED])
    days = desk.config.guards.staff_file_days
    if imports and desk.opened_at - imports[-1].at > timedelta(days=days):
        age = (desk.opened_at - imports[-1].at).days
        yield f"The staff list was last imported {number_of(age, 'day')} ago (more than {days})."


def _plan_age(desk: Desk, plan: PlannedRound) -> Iterator[str]:
    days = desk.config.guards.plan_days
    if desk.opened_at - plan.planned_at > timedelta(days=days):
        age = (desk.opened_at - plan.planned_at).days
        yield f"This plan is {number_of(age, 'day')} old (more than {days})."


def _many_messages(desk: Desk, messages: int) -> Iterator[str]:
    most = desk.config.guards.most_messages
    if messages > most:
        yield f"This would send {number_of(messages, 'message')} (more than {most})."


def _clock_behind(desk: Desk, plan: PlannedRound) -> Iterator[str]:
    rounds = desk.store.events.facts(kinds=[Kind.ROUND_PLANNED])
    latest = max((fact.at for fact in rounds if fact.programme == plan.programme), default=desk.opened_at)
    if latest > desk.opened_at:
        yield (
            f"The clock says {desk.opened_at:%Y-%m-%d}, and the last {plan.programme} round was approved on "
            f"{latest:%Y-%m-%d}. Is the clock right?"
        )


def _nobody_placed(plan: PlannedRound) -> Iterator[str]:
    if not plan.groups and len(plan.left_out) >= ENOUGH_PEOPLE:
        yield f"Nobody has a group: {len(plan.left_out)} people would only be told that they are left out."
