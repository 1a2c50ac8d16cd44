"""What is no answer: bounces, machines, and what a person must read."""

from __future__ import annotations

import json
from dataclasses import replace

from answered_by_mail import NOW, ROUND, bounce, calendar, prepared

from pairing.events import Kind
from pairing.people import acts
from pairing.people.person import Standing
from pairing.stages.advance import advance_now
from pairing.stages.collecting import quarantined
from pairing.stages.mails.results import Came
from pairing.stages.standing import overview


def test_a_bounce_is_the_persons_it_was_for(post):
    assert post.came(bounce(post, "p3")) == {"bounced": 1}
    [fact] = post.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])
    assert (fact.person, fact.round, fact.body["status"]) == ("p3", ROUND, "5.1.1")
    assert fact.body["key"].startswith(f"{ROUND}/p3/invitation")


def test_whose_mail_comes_back_is_paused_and_shown_until_resumed(post):
    post.collect(bounce(post, "p3"), prepared(post, "p2", "Pause coffee"))
    advance_now(post.at())
    assert overview(post.at()).bounced == (("p3", "5.1.1"),)
    acts.resume(post.store.roster.person("p3"), post.store.roster, post.store.events, now=NOW)
    assert overview(post.at()).bounced == ()


def test_a_bounce_from_an_address_that_was_mended_is_old(post):
    post.store.roster.save([replace(post.store.roster.person("p3"), email="new@a.example")])
    assert post.came(bounce(post, "p3")) == {"old_address": 1}
    assert not post.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])


def test_a_bounce_of_somebody_elses_mail_is_not_ours(post):
    assert post.came(bounce(post, "p3", message_id="<elsewhere@b.example>")) == {"quarantined": 1}
    assert not post.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])


def test_machines_say_nothing(post):
    mail = prepared(post, "p0", "Automatic reply: Coffee", more="Auto-Submitted: auto-replied\n", text="Yes")
    assert post.came(mail) == {"automatic": 1}
    assert post.answers() == {}


def test_what_needs_a_person_is_kept_with_its_bytes(post):
    strange = calendar(post, "p0", "ACCEPTED", uid_="made-up@network.example")
    words = prepared(post, "p0", "Re: Coffee", text="Lovely idea, who are you?", reference=False)
    stranger = prepared(post, "p0", "Stop", 61, reference=False, sender="stranger@b.example")
    collected = post.collect(strange, words, stranger, b"\x00\xff" * 99)
    assert collected.counts == {Came.QUARANTINED: 4}
    for mail in collected.quarantined:
        assert mail.file.stat().st_mode & 0o777 == 0o600
    assert {mail.file.read_bytes() for mail in collected.quarantined} == {strange, words, stranger, b"\x00\xff" * 99}
    assert set(quarantined(post.at())) == set(collected.quarantined)
    collected.quarantined[0].file.unlink()
    assert len(quarantined(post.at())) == 3, "what a person has dealt with is gone"


def test_facts_of_mails_hold_no_words_and_no_addresses(post):
    post.collect(
        calendar(post, "p0", "ACCEPTED", who="ann@home.example"),
        prepared(post, "p2", "Re: Coffee", text="Something private"),
        bounce(post, "p3"),
    )
    kept = [fact for fact in post.store.events.facts() if fact.kind is not Kind.ROUND_PLANNED]
    said = json.dumps([fact.body for fact in kept])
    assert "@" not in said
    assert "private" not in said


def test_somebody_forgotten_answers_nothing(post):
    post.store.roster.save([replace(post.store.roster.person("p0"), standing=Standing.LEFT)])
    assert post.came(calendar(post, "p0", "ACCEPTED")) == {"quarantined": 1}


def test_whatever_comes_of_a_mail_is_said_to_the_lead():
    from pairing.cli.collect import IN_WORDS

    assert set(IN_WORDS) == set(Came)
