"""
What went wrong with the mail, to the lead the same day, whether or not any round is alive.

It is about no round, so it carries the bare name of a programme, as announcements do.
"""

from __future__ import annotations

from datetime import timedelta

from pairing.events import Fact, Kind
from pairing.notify.identity import entry_key
from pairing.notify.messages import Digest, Mailbox, MessageKind
from pairing.plural import number_of
from pairing.stages.book import LATER, Book
from pairing.stages.letters import from_programme
from pairing.stages.letters_later import LEAD
from pairing.stages.owed import entry_of

#: Failures older than this are in `pairs status`, and no news.
NEWS = timedelta(days=2)

FAILURES = (Kind.MESSAGE_FAILED, Kind.ADDRESS_BOUNCED, Kind.MAIL_QUARANTINED)

#: How the key of such a mail says what it is; its number is that of the newest failure it tells of.
_ABOUT = "failures"


def tell_failures(book: Book) -> None:
    """What could not be delivered or read since the lead was last told, in one mail."""
    if not book.desk.config.lead.email:
        return
    recent = [fact for fact in book.of(*FAILURES) if fact.at > book.now - NEWS and fact.person != LEAD]
    told = _told(book) if recent else 0
    news = [fact for fact in recent if fact.seq > told]
    if news:
        book.owe(entry_of(book.desk, _letter(book, news), order=LATER, expires=None))


def _told(book: Book) -> int:
    """The last failure the lead was told of, by its number."""
    store, names = book.desk.store, book.desk.config.programmes
    sent = [fact for name in names for fact in store.events.facts(kinds=[Kind.MESSAGE_SENT], round=name)]
    owed = [entry for name in names for entry in store.outbox.heads(round=name)]
    keys = [*(str(fact.body["key"]) for fact in sent), *(entry.key for entry in owed)]
    return max((int(key.rpartition("/")[2]) for key in keys if key.split("/")[2] == _ABOUT), default=0)


def _letter(book: Book, news: list[Fact]) -> Digest:
    config = book.desk.config
    about = next((fact.programme for fact in reversed(news) if fact.programme in config.programmes), None)
    name = about or next(iter(config.programmes))
    return Digest(
        **from_programme(book.desk, name),
        to=Mailbox(config.lead.name, config.lead.email),
        kind=MessageKind.DIGEST,
        key=entry_key(name, LEAD, _ABOUT, news[-1].seq),
        person=LEAD,
        format=config.programmes[name].format,
        round=name,
        period_name="",
        headline=f"{number_of(len(news), 'thing')} went wrong with the mail.",
        attention=tuple(_failure(book, fact) for fact in news),
    )


def _failure(book: Book, fact: Fact) -> str:
    person = book.people.get(fact.person or "")
    who = f"{person.name or person.id} ({person.id})" if person else "somebody"
    if fact.kind is Kind.MAIL_QUARANTINED:
        return f"A mail could not be read and is kept aside: {fact.body.get('why', '')}"
    if fact.kind is Kind.ADDRESS_BOUNCED:
        return f"Mail to {who} came back ({fact.body.get('status') or 'no reason given'}). Correct the address."
    return f"The {str(fact.body['message']).replace('_', ' ')} to {who} could not be sent. See `pairs outbox list`."
