"""The lead's own mail: one digest a round when everything is past, and every failure the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from pairing.config.formats import programme_title
from pairing.config.rhythm import period_name
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.life.due import digest_dates
from pairing.life.round_life import RoundLife
from pairing.notify.identity import entry_key
from pairing.stages.book import Book
from pairing.stages.bounces import BOUNCED
from pairing.stages.letters_later import LEAD

#: Failures older than this are in `pairs status`, and no news.
NEWS = timedelta(days=2)

FAILURES = (Kind.MESSAGE_FAILED, Kind.ADDRESS_BOUNCED, Kind.MAIL_QUARANTINED)


def digest(book: Book, name: str) -> None:
    """How the round went, to the lead where there is an address for them."""
    life = book.lives[name]
    if not book.desk.config.lead.email:
        return
    if any(row.is_now(book.now) for row in digest_dates(life, book.around(life))):
        letters = book.letters(life)
        key = entry_key(name, LEAD, "digest", 0)
        book.write(letters.digest(key, _headline(book, life), _attention(book, life), list(_lines(book, life))))


def tell_failures(book: Book) -> None:
    """What could not be delivered or read since the lead was last told, in one mail."""
    if not book.desk.config.lead.email or not book.lives:
        return
    told = _told(book)
    news = [
        fact for fact in book.of(*FAILURES) if fact.seq > told and fact.at > book.now - NEWS and fact.person != LEAD
    ]
    if news:
        life = list(book.lives.values())[-1]
        key = entry_key(life.plan.round, LEAD, "failures", news[-1].seq)
        count = len(news)
        headline = f"{count} {'thing' if count == 1 else 'things'} went wrong with the mail."
        book.write(book.letters(life).digest(key, headline, [_failure(book, fact) for fact in news], []))


def _told(book: Book) -> int:
    """The last failure the lead was told of, by its number."""
    sent = [str(fact.body["key"]) for fact in book.of(Kind.MESSAGE_SENT) if fact.person == LEAD]
    owed = [entry.key for post in book.posts.values() for entry in post.entries if entry.person == LEAD]
    numbers = [int(key.rpartition("/")[2]) for key in (*sent, *owed) if key.split("/")[2] == "failures"]
    return max(numbers, default=0)


def _failure(book: Book, fact: Fact) -> str:
    person = book.people.get(fact.person or "")
    who = f"{person.name or person.id} ({person.id})" if person else "somebody"
    if fact.kind is Kind.MAIL_QUARANTINED:
        return f"A mail could not be read and is kept aside: {fact.body.get('why', '')}"
    if fact.kind is Kind.ADDRESS_BOUNCED:
        return f"Mail to {who} came back ({fact.body.get('status') or 'no reason given'}). Correct the address."
    return f"The {str(fact.body['message']).replace('_', ' ')} to {who} could not be sent. See `pairs outbox list`."


def _headline(book: Book, life: RoundLife) -> str:
    title = programme_title(book.programme(life))
    figure = History.fold(fact for fact in book.facts if fact.round == life.plan.round).met_figure(life.plan.round)
    return (
        f"{title}, {period_name(life.plan.period)}: {len(life.live)} groups; {figure.yes} met, {figure.no} did not, "
        f"{figure.unknown} have not said."
    )


def _attention(book: Book, life: RoundLife) -> list[str]:
    """What somebody must do: addresses that take no mail, and answers a machine may have given."""
    paused = {str(fact.person): fact for fact in book.of(Kind.PERSON_PAUSED, Kind.PERSON_RESUMED)}
    bounced = [person for person, fact in paused.items() if fact.body.get("why") == BOUNCED and person in book.people]
    lines = [
        f"{book.people[person].name or person} ({person}) is paused: their address takes no mail. Correct it, then "
        f"`pairs people resume {person}`."
        for person in bounced
    ]
    if life.held:
        lines.append(f"{len(life.held)} answers are held: see `pairs status`.")
    return lines


def _lines(book: Book, life: RoundLife) -> Iterator[str]:
    said = Counter(answer.answer.value for answer in life.answers.values())
    yield f"{said['yes']} said yes, {said['no']} not this time, {said['another_time']} asked for another time."
    if life.ended:
        yield f"{len(life.ended)} groups ended before they met."
    mended = sum(live.made_at is not None for live in life.live.values())
    if mended:
        yield f"{mended} groups were made since, for people whose partner could not come."
    waiting = [person for person in life.without_group if person not in life.by_choice and book.takes_part(person)]
    if waiting:
        yield f"{len(waiting)} people had no group; they go first next time."
