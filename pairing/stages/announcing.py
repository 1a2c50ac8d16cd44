"""
The first word of a programme, before anybody's first round: what for, how long, and how to stop or to join.

    opt-in     everybody is asked once whether they want to join; the rounds are of those who said yes
    opt-out    with ``announce_days``, everybody is told once, so many days before the first round;
               without, and for whoever comes between, their first invitation says it (`Writer.welcome`)

The lead sees a programme's announcement and says yes to it in `pairs run`. Who comes onto the staff
list later is told by `advance`, unless they are so many that the lead had better look first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pairing.config.programme import Programme
from pairing.config.rhythm import how_often, is_due, parse_every, period_of
from pairing.events import Fact, Kind
from pairing.life.joining import Joined, joined
from pairing.life.told import Told, told
from pairing.life.working_days import is_working_day, morning
from pairing.notify.identity import entry_key
from pairing.notify.messages import Announcement, Mailbox, MessageKind
from pairing.notify.outbox import Entry, State
from pairing.people.person import Person
from pairing.stages.book import Book
from pairing.stages.desk import Desk
from pairing.stages.due import next_sending, planned_periods, sending_day
from pairing.stages.letters import from_programme
from pairing.stages.linking import Links
from pairing.stages.owed import entry_of

#: How the key of an announcement ends that asks whether somebody wants to join; 0 where it tells.
OPT_IN = 1

#: Announcements leave before invitations.
FIRST = -1


@dataclass(frozen=True)
class Notice:
    """One programme's announcement to those who have not had it. ``first_on``: when their first invitations go out."""

    name: str
    programme: Programme
    people: tuple[Person, ...]
    first_on: date


def notices(desk: Desk, only: str | None = None) -> list[Notice]:
    """What the lead is asked about: programmes not announced yet, and everybody an opt-in programme has not asked."""
    facts = desk.store.events.facts()
    known, words, planned = told(facts), joined(facts), planned_periods(desk)
    found = []
    for name, programme in desk.config.programmes.items():
        if only in {None, name} and (programme.opt_in or _is_to_begin(name, programme, known)):
            people = tuple(untold(desk, name, desk.store.roster.people(), known, words))
            wait = 1 if known.in_rounds.get(name) else max(1, programme.days_of_notice)
            earliest = desk.today + timedelta(days=wait)
            if people:
                found.append(Notice(name, programme, people, next_sending(programme, planned.get(name, []), earliest)))
    return found


def announce(desk: Desk, notice: Notice) -> int:
    """The facts, and a message owed to each, in one transaction; returns how many are new."""
    with desk.store.transaction():
        desk.store.events.append([_fact(desk, notice, person) for person in notice.people])
        return desk.store.outbox.add(_entry(desk, notice, person) for person in notice.people)


def announce_to_newcomers(book: Book) -> None:
    """Who came onto the list of a programme that was announced before; and what waits for those away is withdrawn."""
    desk = book.desk
    waiting = [State.QUEUED, State.HELD, State.FAILED]
    for name, programme in desk.config.programmes.items():
        if not (programme.opt_in or programme.days_of_notice):
            continue
        owed = desk.store.outbox.entries(states=waiting, round=name)
        unread = [entry for entry in owed if entry.kind == MessageKind.ANNOUNCEMENT]  # the lead's own mail stays
        book.withdraw([entry.key for entry in unread if not book.takes_part(entry.person)])
        for notice in _for_newcomers(book, name, programme):
            for person in notice.people:
                book.happened(_fact(desk, notice, person))
                book.owe(_entry(desk, notice, person))


def untold(desk: Desk, name: str, people: Iterable[Person], known: Told, words: Joined) -> Iterator[Person]:
    """Who takes part today and has not heard of the programme; with opt-in, who was not asked and has not said."""
    opt_in = desk.config.programmes[name].opt_in
    asked = known.by_mail.get((name, True), frozenset())
    for person in people:
        heard = person.id in asked or words.has_spoken(person.id, name) if opt_in else known.knows(person.id, name)
        if person.takes_part_on(desk.today) and not heard:
            yield person


def letter(desk: Desk, notice: Notice, person: Person) -> Announcement:
    """The announcement to one person. It is about no round yet, so it carries the programme's bare name."""
    programme, links = notice.programme, Links(desk)
    key = entry_key(notice.name, person.id, MessageKind.ANNOUNCEMENT.value, OPT_IN if programme.opt_in else 0)
    return Announcement(
        **from_programme(desk, notice.name),
        to=Mailbox(person.name, person.email),
        kind=MessageKind.ANNOUNCEMENT,
        key=key,
        person=person.id,
        format=programme.format,
        round=notice.name,
        period_name="",
        pause_url=links.pause_url(person.id, notice.name),
        join_url=links.join_url(person.id, notice.name) if programme.opt_in else None,
        minutes=programme.minutes,
        often=how_often(programme.every),
        first_on=notice.first_on,
        join_by=notice.first_on - timedelta(days=1) if programme.opt_in else None,
        opt_in=programme.opt_in,
        weekly=parse_every(programme.every).unit == "week",
    )


def _for_newcomers(book: Book, name: str, programme: Programme) -> Iterator[Notice]:
    """On the morning of a working day; for opt-out not on the day of the invitations, which say it themselves."""
    desk = book.desk
    known = told(book.facts)
    if (name, programme.opt_in) not in known.announced:
        return
    if not is_working_day(desk.today) or book.now < morning(desk.today, desk.zone):
        return
    periods = _periods(book.facts, name)
    this = period_of(desk.today, programme.every)
    if not programme.opt_in and is_due(this, periods, programme.every) and sending_day(programme, this) <= desk.today:
        return
    people = tuple(untold(desk, name, book.people.values(), known, joined(book.facts)))
    here = sum(book.takes_part(person) for person in book.people)
    if people and len(people) * 100 <= desk.config.guards.change_percent * here:
        first_on = next_sending(programme, periods, max(known.announced[name, programme.opt_in], _tomorrow(desk)))
        yield Notice(name, programme, people, first_on)


def _tomorrow(desk: Desk) -> date:
    return desk.today + timedelta(days=1)


def _periods(facts: Sequence[Fact], name: str) -> list[str]:
    return [str(f.body["period"]) for f in facts if f.kind is Kind.ROUND_PLANNED and f.programme == name]


def _is_to_begin(name: str, programme: Programme, known: Told) -> bool:
    """True for an opt-out programme whose people are to be told before its first round, and were not."""
    begun = bool(known.in_rounds.get(name)) or (name, False) in known.announced
    return programme.days_of_notice > 0 and not begun


def _fact(desk: Desk, notice: Notice, person: Person) -> Fact:
    body = {"opt_in": notice.programme.opt_in, "first_on": notice.first_on.isoformat()}
    return Fact(Kind.PROGRAMME_ANNOUNCED, desk.opened_at, person.id, notice.name, body=body)


def _entry(desk: Desk, notice: Notice, person: Person) -> Entry:
    return entry_of(desk, letter(desk, notice, person), order=FIRST, expires=None)
