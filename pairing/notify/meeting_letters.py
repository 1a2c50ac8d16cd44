"""What is said to somebody about one meeting of theirs: frozen values, as in `messages`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pairing.notify.messages import Guest, Letter, Seat


@dataclass(frozen=True)
class MeetingLetter(Letter):
    """A letter about one meeting with the ``guests``. ``starts`` is aware, or None when they choose a time.

    ``uid`` and ``sequence`` are the addressee's own calendar entry (RFC 5545, 3.8.4.7 and 3.8.7.4).
    ``first_mover`` is None, "you", or a guest's name; ``host`` likewise. ``by`` is the last day of the
    window to meet in. ``stamp`` is the entry's DTSTAMP where that has to be later than ``written_at``.
    ``tables`` are the addressee's own at a workshop, rotation by rotation; else empty.
    """

    guests: tuple[Guest, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    minutes: int = 30
    where: str = ""
    by: date | None = None
    first_mover: str | None = None
    host: str | None = None
    uid: str = ""
    sequence: int = 0
    stamp: datetime | None = None
    tables: tuple[Seat, ...] = ()


@dataclass(frozen=True)
class Invitation(MeetingLetter):
    """
    An invitation to meet the guests; ``why`` holds what the group has going for it.

    ``first``: nobody has told them of this programme before, so this letter does; ``often`` is then
    as in an `Announcement`.
    """

    prompts: tuple[str, ...] = ()
    why: tuple[str, ...] = field(default=())
    first: bool = False
    often: str = ""


@dataclass(frozen=True)
class Reminder(Invitation):
    """To somebody who has not answered: the essentials again, and the question. No calendar part."""


@dataclass(frozen=True)
class Nudge(MeetingLetter):
    """To the one named to write first: write now, with one tap. No calendar part."""


@dataclass(frozen=True)
class Update(Invitation):
    """The entry has changed: METHOD:REQUEST under the same ``uid``.

    ``sequence`` is raised for a new time or place and not for new words. ``before`` is the old start,
    equal to ``starts`` where that stays, None where there was none; ``where_before`` is the old place,
    empty where that stays. ``news`` says in a sentence what else has changed, or how it came about.
    """

    before: datetime | None = None
    where_before: str = ""
    news: str = ""


@dataclass(frozen=True)
class Suggestion(MeetingLetter):
    """A guest (``suggested_by``, a name) offers other times; whoever accepts one moves the entry for all.

    ``starts`` is the time that stands, None where there is none yet; ``slots`` are aware starts;
    ``said`` is a line of theirs, may be empty. No calendar part.
    """

    suggested_by: str = ""
    slots: tuple[datetime, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Ending(MeetingLetter):
    """A meeting that will not be. ``uid`` is the entry that ends, ``starts`` the time it had; ``sequence``
    is raised by one. With a time the letter carries METHOD:CANCEL, without one it carries no calendar.

    ``away`` are the names of those who cannot come: readers learn that they are "not available", never why.
    ``words`` are the lead's or the program's own, kind and plain, may be empty.
    """

    away: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Cancellation(Ending):
    """The meeting is off for the addressee.

    ``by_you``: the addressee has said no, paused or stopped, and this confirms it (nothing is asked).
    ``invitation_follows``: they get another group, and the new invitation is the next mail.
    ``first_next_time``: they have no group now and go first next time.
    """

    by_you: bool = False
    invitation_follows: bool = False
    first_next_time: bool = False


@dataclass(frozen=True)
class PartnerLeft(Ending):
    """Too late to find anybody else: a kind note, and first place next time. METHOD:CANCEL with a time."""


@dataclass(frozen=True)
class DidYouMeet(MeetingLetter):
    """Asks at the end of the window whether they met. ``met_url`` is the page; else prepared replies."""

    met_url: str | None = None
