"""Pausing, stopping, leaving, staying and sharing a number, by mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from answered_by_mail import ROUND, SENT, head, prepared

from pairing.events import Fact, Kind
from pairing.notify.outbox import Entry
from pairing.people.person import Standing
from pairing.stages.members import participants


def test_pause_and_stop_are_believed_at_once(post):
    assert post.came(prepared(post, "p0", "Pause coffee 3 months"), prepared(post, "p2", "Stop")) == {
        "paused": 1,
        "stopped": 1,
    }
    people = {person.id: person for person in post.store.roster.people()}
    assert people["p0"].paused_until == date(2027, 3, 1)
    assert people["p2"].standing is Standing.STOPPED
    assert post.answers() == {"p0": "no", "p2": "no"}, "what is to come is declined with it"
    assert post.came(prepared(post, "p2", "Join coffee", 90)) == {"stays": 1}
    assert post.store.roster.person("p2").standing is Standing.ACTIVE


def shares(post) -> dict[str, str]:
    return {person.id: person.mobile for person in post.store.roster.people() if person.mobile}


def test_a_mobile_number_is_shared_and_taken_back_by_mail(post):
    assert post.came(prepared(post, "p0", "Share mobile 07700 900123")) == {"mobile_shared": 1}
    assert shares(post) == {"p0": "07700 900123"}
    assert post.came(prepared(post, "p0", "Remove mobile", 90)) == {"mobile_withdrawn": 1}
    assert shares(post) == {}
    assert post.came(prepared(post, "p0", "Share mobile 07700 900999", 80)) == {"overtaken": 1}
    assert shares(post) == {}, "a mail that was long on its way does not bring it back"
    assert "900" not in repr(post.store.events.facts(kinds=[Kind.MAIL_READ, Kind.MOBILE_SHARED]))
    assert post.came(prepared(post, "p1", "Share mobile 12345678", 91)) == {"quarantined": 1}


def test_a_signature_shares_no_number(post):
    mail = head("p0", 60, "Re: coffee") + "\nMobile 07700 900123\n"
    post.came(mail.encode())
    assert shares(post) == {}


def test_who_stopped_comes_back_by_mail_and_is_in_the_next_round(post):
    post.came(prepared(post, "p2", "Stop"))
    assert post.store.roster.person("p2").standing is Standing.STOPPED

    assert post.came(prepared(post, "p2", "Join coffee", 90)) == {"stays": 1}

    january = post.at(datetime(2027, 1, 5, 9, tzinfo=UTC))
    assert "p2" in {person.id for person in participants(january, "coffee")}


def test_one_programme_is_left_by_mail_and_another_word_is_for_a_person(post):
    assert post.came(prepared(post, "p0", "Leave coffee")) == {"left": 1}
    assert "p0" not in {person.id for person in participants(post.at(), "coffee")}
    assert post.answers() == {"p0": "no"}
    assert post.store.roster.person("p0").standing is Standing.ACTIVE
    assert post.came(prepared(post, "p0", "Join coffee", 50)) == {"overtaken": 1}, "written before"
    assert post.came(prepared(post, "p0", "Join coffee", 90)) == {"stays": 1}
    assert "p0" in {person.id for person in participants(post.at(), "coffee")}
    assert post.came(prepared(post, "p1", "Join tennis")) == {"quarantined": 1}


@pytest.mark.parametrize("words", ["Stay coffee", "Yes"])
def test_who_is_asked_whether_to_stay_answers_by_mail(post, words):
    asked = Fact(Kind.STAYING_ASKED, SENT, "p0", "coffee", ROUND)
    letter = Entry(f"{ROUND}/p0/staying/0", "x@a.example", ROUND, "coffee", "p0", "staying", 0, "", "<asked@x>", b"")
    post.store.events.append([asked])
    post.store.outbox.add([letter])

    assert post.came((head("p0", 60, words, more="In-Reply-To: <asked@x>\n") + "\n\n").encode()) == {"stays": 1}

    (said,) = post.store.events.facts(kinds=[Kind.STAYING_SAID])
    assert (said.person, said.programme, said.body["source"]) == ("p0", "coffee", "mail")


def test_a_plain_no_to_our_question_is_about_that_programme_alone(post):
    letter = Entry(f"{ROUND}/p0/staying/0", "x@a.example", ROUND, "coffee", "p0", "staying", 0, "", "<asked@x>", b"")
    asked = Entry(
        "coffee/p1/announcement/1", "x@a.example", "coffee", "coffee", "p1", "announcement", 0, "", "<j@x>", b""
    )
    told = replace(asked, key="coffee/p2/announcement/0", person="p2", message_id="<t@x>")
    post.store.outbox.add([letter, asked, told])

    def answered(person, words, to, minute=60) -> dict[str, int]:
        return post.came((head(person, minute, words, more=f"In-Reply-To: {to}\n") + "\n\n").encode())

    assert answered("p0", "No", "<asked@x>") == {"left": 1}
    assert "p0" not in {person.id for person in participants(post.at(), "coffee")}
    assert post.store.roster.person("p0").standing is Standing.ACTIVE
    assert answered("p1", "No", "<j@x>") == {"left": 1}
    assert answered("p1", "Yes", "<j@x>", 70) == {"stays": 1}
    assert "p1" in {person.id for person in participants(post.at(), "coffee")}
    assert answered("p2", "Yes", "<t@x>") == {"quarantined": 1}, "nothing was asked there"
