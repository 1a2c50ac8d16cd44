"""Who can be silent at all, told without folding a round."""

from __future__ import annotations

from datetime import UTC, datetime

from pairing.events import Fact, Kind
from pairing.life.silence import without_a_word

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


def word(kind, person, **body):
    return Fact(kind, AT, person, "coffee", "coffee-2026-12", body)


def test_who_answered_suggested_or_said_whether_they_met_is_not_silent():
    facts = [
        word(Kind.ANSWERED, "a", answer="yes"),
        word(Kind.TIME_SUGGESTED, "b"),
        word(Kind.ATTENDANCE_RECORDED, "c", met=False),
    ]
    assert without_a_word(["a", "b", "c", "d"], facts) == {"d"}


def test_mail_to_somebody_and_answers_that_are_held_are_no_words_of_theirs():
    facts = [word(Kind.MESSAGE_SENT, "a"), word(Kind.ANSWERED, "b", answer="no", held=True)]
    assert without_a_word(["a", "b"], facts) == {"a", "b"}
