"""
Calendars follow the facts: whoever holds an entry that is not so any more gets a cancellation or an
update, and whoever is in a group and was not told gets an invitation. Nobody else hears anything.

It compares what was written (`pairing.life.post`) with what is so, and not what happened in
between: so it says the same thing however the change came about, and nothing the second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pairing.life.due import is_over
from pairing.life.post import ENDINGS, Post, Standing, key_about, waiting_of
from pairing.life.round_life import LiveGroup, RoundLife
from pairing.notify.messages import MessageKind
from pairing.notify.outbox import Entry
from pairing.stages.book import Book
from pairing.stages.bounces import has_bounced, has_bounced_since
from pairing.stages.letters_later import suggestion_key
from pairing.stages.meeting import is_for_the_group, open_suggestions, window_ends


def withdraw_from_those_away(book: Book) -> None:
    """What waits for somebody who paused, stopped or left is owed no more, but for what takes back an entry."""
    away = frozenset(person for person in book.people.keys() - book.steady if not book.takes_part(person))
    for name, post in book.posts.items():
        waiting = waiting_of(post.entries, away)
        book.withdraw([entry.key for entry in waiting if not _takes_back(book.lives[name], post, entry)])


def tell_changes(book: Book, name: str) -> None:
    """Endings first, then invitations, then updates: nobody's new entry comes before the old one has gone."""
    life = book.lives[name]
    told = book.posts[name].standings
    for (person, number), standing in told.items():
        if not standing.ended and (person, number) not in life.places:
            _end(book, life, person, number, standing)
    for live in life.live.values():
        for member in live.group.members:
            standing_here = told.get((member, live.group.number))
            if standing_here is None or standing_here.news < live.news.get(member, 0):
                _tell(book, life, live, member, standing_here)


def pass_on_suggestions(book: Book, name: str) -> None:
    """Times one member proposes reach the others, once each."""
    life = book.lives[name]
    for live in life.live.values():
        for person, fact in open_suggestions(life, live.group.number).items():
            if (
                person not in live.group.members
                or not fact.seq
                or not is_for_the_group(fact)
                or is_over(live, window_ends(book.desk, life), book.now)
            ):
                continue
            for member in live.group.members:
                if (
                    member != person
                    and book.takes_part(member)
                    and not book.is_written(name, suggestion_key(fact, member))
                ):
                    book.write(book.letters(life).suggestion(live, member, fact), expires=_pointless(book, life, live))


def _takes_back(life: RoundLife, post: Post, entry: Entry) -> bool:
    """True for the ending of a meeting that has a time, and so an entry in their calendar."""
    number = post.group_of(entry)
    ended = life.past.get(number) if number is not None else None
    live = ended.live if ended else life.live.get(number or 0)
    return entry.kind in ENDINGS and live is not None and live.group.starts is not None


def _end(book: Book, life: RoundLife, person: str, number: int, told: Standing) -> None:
    """Withdraw what has not left; cancel what may have arrived, where there is anything to cancel."""
    book.withdraw(told.waiting)
    ended = life.past.get(number)
    live = ended.live if ended else life.live.get(number)
    found = book.people.get(person)
    if live is None or not told.arrived or found is None or not found.email:
        return
    if live.group.starts is None and (person in life.by_choice or not book.takes_part(person)):
        return  # no entry stands in their calendar, and they know
    begun = live.group.starts
    if begun is not None and begun <= book.now and told.news == live.news.get(person, 0):
        return  # the entry they hold is past; nobody tidies up yesterday
    if has_bounced(book, person) or has_bounced_since(book, person, told.invited_at):
        return
    book.write(book.letters(life).ending(live, person, told, ended, takes_part=book.takes_part(person)))


def _tell(book: Book, life: RoundLife, live: LiveGroup, member: str, told: Standing | None) -> None:
    """An invitation to who was not told of this group, an update to who was told something else."""
    if not book.takes_part(member):
        return
    news = live.news.get(member, 0)
    kind = MessageKind.UPDATE if told else MessageKind.INVITATION
    key = book.posts[life.plan.round].free_key(key_about(life.plan.round, member, kind, live.group.number, news))
    if told is not None:
        # even when it is past by now: the entry they hold may say another day, still to come
        book.write(book.letters(life).update(live, member, key, told, _before(life, live)))
    elif not is_over(live, window_ends(book.desk, life), book.now):
        book.write(book.letters(life).invitation(live, member, key), expires=_pointless(book, life, live))


def _before(life: RoundLife, live: LiveGroup) -> datetime | None:
    """The start the plan gave the group, where it has moved since."""
    planned = next((group for group in life.plan.groups if group.number == live.group.number), None)
    return planned.starts if planned and planned.starts != live.group.starts else None


def _pointless(book: Book, life: RoundLife, live: LiveGroup) -> datetime:
    return live.group.ends or window_ends(book.desk, life) + timedelta(days=1)
