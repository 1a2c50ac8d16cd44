"""A mail counts once, when it was written, and in whatever order mails are read."""

from __future__ import annotations

import itertools
import random
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from answered_by_mail import NOW, ROUND, SENT, Post, bounce, calendar, prepared
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.life.answers import Answer, Source
from pairing.stages import answering
from pairing.stages.answering import Meeting, Voice


def test_a_mail_counts_once(post):
    mail = calendar(post, "p0", "ACCEPTED")
    assert post.came(mail, b"Received: by another road\n" + mail) == {"yes": 1, "known": 1}
    facts = len(post.store.events.facts())
    assert post.came(mail) == {"known": 1}
    assert len(post.store.events.facts()) == facts


def test_a_mail_long_on_its_way_does_not_undo_a_later_word(post):
    voice = Voice(Source.PAGE, SENT + timedelta(hours=5))
    answering.answer(post.at(), Meeting("p0", ROUND, 1), Answer.NO, voice)
    assert post.came(calendar(post, "p0", "ACCEPTED", 60)) == {"overtaken": 1}
    assert post.answers() == {"p0": "no"}
    assert post.came(calendar(post, "p0", "ACCEPTED", 6 * 60)) == {"yes": 1}


def test_a_mail_from_the_future_is_from_now(post):
    assert post.came(calendar(post, "p0", "ACCEPTED", 60 * 24 * 300)) == {"yes": 1}
    later = NOW + timedelta(hours=1)
    assert post.came(calendar(post, "p0", "DECLINED", 25 * 60), at=later) == {"no": 1}


WORDS = st.sampled_from(
    [
        "ACCEPTED",
        "DECLINED",
        "TENTATIVE",
        "COUNTER 20261209T130000Z",
        "COUNTER 20261210T120000Z",
        "Yes: coffee",
        "Not this month: coffee",
        "Another time: coffee",
        "Pause coffee 1 month",
        "Pause coffee 6 months",
        "Pause coffee",
        "Stop",
        "Join coffee",
        "own words",
        "bounce",
        "stranger",
    ]
)


def mail_of(post, person, word, minute) -> bytes:
    if word == "bounce":
        return bounce(post, person, minute)
    if word == "stranger":
        return prepared(post, person, "Stop", minute, reference=False, sender="stranger@b.example")
    if word == "own words":
        return prepared(post, person, "Re: Coffee", minute, text="What is this?")
    if word.startswith("COUNTER"):
        return calendar(post, person, "TENTATIVE", minute, method="COUNTER", starts=word.split()[1])
    if word.isupper():
        return calendar(post, person, word, minute)
    return prepared(post, person, word, minute, text="On Fridays" if word.startswith("Another") else "")


@pytest.mark.parametrize(
    "words",
    [
        ("Pause coffee", "Join coffee"),
        ("Stop", "Pause coffee 1 month"),
        ("COUNTER 20261209T130000Z", "TENTATIVE"),
        ("COUNTER 20261209T130000Z", "COUNTER 20261210T120000Z", "TENTATIVE"),
        ("COUNTER 20261209T130000Z", "ACCEPTED", "TENTATIVE"),
        ("Pause coffee", "ACCEPTED", "Join coffee"),
        ("ACCEPTED", "Stop", "Join coffee"),
        ("Stop", "Join coffee", "DECLINED"),
    ],
)
def test_one_persons_words_in_every_order(words, tmp_path):
    states = []
    for number, order in enumerate(itertools.permutations(range(len(words)))):
        folder = tmp_path / str(number)
        folder.mkdir()
        post = Post(folder)
        mails = [mail_of(post, "p0", word, 60 + n) for n, word in enumerate(words)]
        for later, n in enumerate(order):
            post.collect(mails[n], at=NOW + timedelta(minutes=later))
        states.append(post.state())
    assert all(state == states[0] for state in states)


@pytest.mark.slow
@given(
    script=st.lists(st.tuples(st.sampled_from(["p0", "p1", "p4"]), WORDS), min_size=2, max_size=9),
    chance=st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_twice_and_shuffled_ends_in_the_same_state(script, chance: random.Random):
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        straight, shuffled = Post(Path(first)), Post(Path(second))
        mails = [mail_of(straight, person, word, 60 + n) for n, (person, word) in enumerate(script)]
        straight.collect(*mails)
        mixed = mails * 2
        chance.shuffle(mixed)
        now = NOW
        while mixed:
            batch = [mixed.pop() for _ in range(chance.randint(1, len(mixed)))]
            shuffled.collect(*batch, at=now)
            now += timedelta(minutes=5)
        assert shuffled.state() == straight.state()
