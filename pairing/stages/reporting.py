"""The lead's own mail: one digest a round when everything is past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pairing.config.formats import programme_title
from pairing.config.rhythm import period_name
from pairing.events import Kind
from pairing.history import History
from pairing.life.due import digest_dates
from pairing.life.round_life import RoundLife
from pairing.notify.identity import entry_key
from pairing.plural import number_of, people_of
from pairing.stages.book import Book
from pairing.stages.bounces import BOUNCED
from pairing.stages.letters_later import LEAD


def digest(book: Book, name: str) -> None:
    """How the round went, to the lead where there is an address for them."""
    life = book.lives[name]
    if not book.desk.config.lead.email:
        return
    if any(row.is_now(book.now) for row in digest_dates(life, book.around(life))):
        letters = book.letters(life)
        key = entry_key(name, LEAD, "digest", 0)
        book.write(letters.digest(key, _headline(book, life), _attention(book, life), list(_lines(book, life))))


def _headline(book: Book, life: RoundLife) -> str:
    title = programme_title(book.programme(life))
    figure = History.fold(book.of_round[life.plan.round]).met_figure(life.plan.round)
    groups = number_of(len(life.live), "group")
    return (
        f"{title}, {period_name(life.plan.period)}: {groups}; {figure.yes} met, {figure.no} did not, "
        f"{figure.unknown} {'has' if figure.unknown == 1 else 'have'} not said."
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
        lines.append(f"{number_of(len(life.held), 'answer is', 'answers are')} held: see `pairs status`.")
    return lines


def _lines(book: Book, life: RoundLife) -> Iterator[str]:
    said = Counter(answer.answer.value for answer in life.answers.values())
    yield f"{said['yes']} said yes, {said['no']} not this time, {said['another_time']} asked for another time."
    if life.ended:
        yield f"{number_of(len(life.ended), 'group')} ended before {'it' if len(life.ended) == 1 else 'they'} met."
    mended = sum(live.made_at is not None for live in life.live.values())
    if mended:
        yield f"{number_of(mended, 'group was', 'groups were')} made since, for people whose partner could not come."
    waiting = [person for person in life.without_group if person not in life.by_choice and book.takes_part(person)]
    if waiting:
        yield f"{people_of(len(waiting))} had no group; they go first next time."
