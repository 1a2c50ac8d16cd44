"""Replies that a link of ours prepared, or that were written much like one: who answers, and what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from answered_by_mail import MEETS, ROUND, prepared

from pairing.events import Kind
from pairing.links import Purpose
from pairing.stages.linking import Links
from pairing.stages.meeting import open_suggestions


@pytest.mark.parametrize(
    ("subject", "came"),
    [("Yes: coffee", "yes"), ("Another time: coffee", "another_time"), ("Not this month: coffee", "no")],
)
@pytest.mark.parametrize("sender", [None, "ann@home.example"])
def test_a_prepared_reply_is_an_answer(post, subject, came, sender):
    assert post.came(prepared(post, "p0", subject, sender=sender)) == {came: 1}
    assert post.answers() == {"p0": came}


def test_what_is_written_beside_another_time_reaches_the_others(post):
    post.collect(prepared(post, "p0", "Another time: coffee", text="Wednesday at one?"))
    assert open_suggestions(post.life(), 1)["p0"].body["words"] == "Wednesday at one?"


def test_without_a_reference_the_mail_answered_says_who_and_what(post):
    entry = next(entry for entry in post.store.outbox.entries() if entry.person == "p2")
    mail = prepared(post, "p2", "Re: Coffee", reference=False, more=f"In-Reply-To: {entry.message_id}\n", text="yes")
    assert post.came(mail) == {"yes": 1}
    assert post.answers() == {"p2": "yes"}


def test_a_quoted_link_says_who(post):
    token = Links(post.at()).token(Purpose.ANSWER, "p2", ROUND, 2)
    text = f"Not this month\n\n> https://pairs.example/a/{token}"
    assert post.came(prepared(post, "p2", "Re: Coffee", reference=False, sender="x@home.example", text=text)) == {
        "no": 1
    }


def test_with_nothing_else_the_address_says_who(post):
    assert post.came(prepared(post, "p2", "Not this month: coffee", reference=False)) == {"no": 1}


def test_whether_they_met(post):
    after = MEETS + timedelta(days=1)
    mails = [
        prepared(post, "p0", "We met: coffee", 11000),
        prepared(post, "p2", "We did not meet: coffee", 11001, reference=False),
        prepared(post, "p4", "We will meet later: coffee", 11002),
    ]
    assert post.came(*mails, at=after) == {"met": 1, "not_met": 1, "meet_later": 1}
    said = {fact.person: fact.body["met"] for fact in post.store.events.facts(kinds=[Kind.ATTENDANCE_RECORDED])}
    assert said == {"p0": True, "p2": False, "p4": None}
