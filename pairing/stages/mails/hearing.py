"""What taking in any mail needs to know: the desk, who writes, and what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pairing.inbox.mail import ReadMail
from pairing.life.answers import Source
from pairing.stages.answering import Meeting, Voice
from pairing.stages.desk import Desk
from pairing.stages.mails.correspondents import Correspondents
from pairing.stages.mails.last_words import LastWords, about
from pairing.stages.mails.results import Came, Result
from pairing.stages.meeting import Outcome, find_meeting

#: What an act may come to instead of being done.
NOT_DONE = {Outcome.HELD: Came.HELD, Outcome.TOO_LATE: Came.LATE, Outcome.NO_MEETING: Came.ENDED}


@dataclass
class Hearing:
    """One opening of the mailbox. Mails are heard one after the other, within the caller's transaction."""

    desk: Desk
    everybody: Correspondents
    words: LastWords

    def voice(self, source: Source = Source.MAIL) -> Voice:
        """How a mail speaks: now, whenever it was written."""
        return Voice(source, self.desk.opened_at)

    def said_at(self, mail: ReadMail) -> datetime:
        """When it was written, never later than now: clocks are wrong, and nothing is later than what comes next."""
        return min(mail.written_at or self.desk.opened_at, self.desk.opened_at)

    def overtaken(self, what: str, meeting: Meeting, said_at: datetime) -> bool:
        """True when this person has said something later about the same, or has paused or stopped since."""
        later = self.words.later_than(about(what, meeting.round, meeting.person), said_at)
        away = what == "answer" and self.words.later_than(about("away", None, meeting.person), said_at)
        return later or away

    def moved_since(self, meeting: Meeting, said_at: datetime) -> bool:
        """True when the meeting has another time since then."""
        found = find_meeting(self.desk, meeting)
        moved = found[0].moved_at.get(meeting.group) if found else None
        return moved is not None and said_at < moved

    def done(self, came: Came, person: str, round: str | None, what: tuple[str, ...], said_at: datetime) -> Result:
        """The result, remembered as the last word about ``what`` unless nothing was done."""
        if came in NOT_DONE.values():
            return Result(came, person, round)
        for each in what:
            self.words.heard(about(each, round, person), said_at)
        return Result(came, person, round, what)
