"""Answers of calendars: whose they are, to which time, and what else they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from answered_by_mail import MEETS, NOW, ROUND, Post, calendar, head, prepared

from pairing.events import Fact, Kind
from pairing.life.answers import Source
from pairing.plans import group_record
from pairing.rounds import Format
from pairing.stages.advance import advance_now
from pairing.stages.meeting import open_suggestions
from pairing.stages.standing import overview


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [("ACCEPTED", "yes"), ("DECLINED", "no"), ("TENTATIVE", "another_time"), ("DELEGATED", "no")],
)
def test_a_calendar_answer_is_the_persons(post, partstat, answer):
    assert post.came(calendar(post, "p0", partstat)) == {answer: 1}
    assert post.answers() == {"p0": answer}
    [fact] = post.store.events.facts(kinds=[Kind.ANSWERED])
    assert fact.body["source"] == Source.CALENDAR.value


def test_a_proposed_time_reaches_the_others_and_moves_nothing(post):
    mail = calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z", comment="Better\\, please")
    assert post.came(mail) == {"another_time": 1}
    [(person, fact)] = open_suggestions(post.life(), 1).items()
    assert (person, fact.body["slots"]) == ("p0", ["2026-12-09T13:00:00+00:00"])
    assert fact.body["words"] == "Better, please"
    assert post.life().live[1].group.starts == MEETS


@pytest.mark.parametrize("format", [Format.COFFEE, Format.LUNCH])
def test_the_comment_of_a_maybe_is_for_the_lead_alone_until_its_writer_is_forgotten(tmp_path, format):
    post = Post(tmp_path, format=format)
    assert post.came(calendar(post, "p0", "TENTATIVE", comment="Ward round may run late")) == {"another_time": 1}
    assert overview(post.at()).words == ((ROUND, "Ward round may run late"),)
    told = {entry.kind for entry in advance_now(post.at(NOW + timedelta(hours=1))).entries}
    assert "suggestion" not in told
    post.store.events.forget_words("p0")
    assert overview(post.at()).words == ()


def test_words_with_a_proposed_time_are_for_the_group_and_not_for_the_lead(post):
    post.collect(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z", comment="Better"))
    assert overview(post.at()).words == ()


def test_who_answers_is_the_uids_whatever_the_addresses(post):
    collected = post.collect(calendar(post, "p0", "ACCEPTED", who="ann@home.example", sender="ann@home.example"))
    assert post.answers() == {"p0": "yes"}
    assert collected.notes == (("p0", "other_address"),)


def test_a_colleague_cannot_answer_with_a_forwarded_invitation(post):
    assert post.came(calendar(post, "p0", "ACCEPTED", who="p5@a.example", sender="p5@a.example")) == {"quarantined": 1}
    assert post.answers() == {}


def passed_on(mail: bytes, minute: int) -> bytes:
    """A mail as a colleague passes it on, as an attachment."""
    first = head("p7", minute, "FW: whatever") + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=w\n\n"
    words = "--w\nContent-Type: text/plain\n\nSee below.\n\n--w\nContent-Type: message/rfc822\n\n"
    return (first + words).encode() + mail + b"\n--w--\n"


def test_an_answer_passed_on_is_as_old_as_it_is(post):
    declined, accepted = calendar(post, "p0", "DECLINED", 60), calendar(post, "p0", "ACCEPTED", 120)
    assert post.came(accepted) == {"yes": 1}
    assert post.came(passed_on(declined, 180)) == {"overtaken": 1}
    assert post.came(passed_on(accepted, 190)) == {"known": 1}
    assert post.answers() == {"p0": "yes"}
    assert post.came(passed_on(calendar(post, "p2", "DECLINED", 60), 200)) == {"no": 1}


def test_an_answer_to_the_old_time_is_not_acted_on(post):
    body = {"group": 1, "starts": "2026-12-09T13:00:00+00:00", "ends": "2026-12-09T13:20:00+00:00", "where": ""}
    post.store.events.append([Fact(Kind.GROUP_MOVED, NOW, programme="coffee", round=ROUND, body=body)])
    late = NOW + timedelta(hours=1)
    assert post.came(calendar(post, "p0", "ACCEPTED"), at=late) == {"old_time": 1}
    assert post.came(prepared(post, "p1", "Yes: coffee"), at=late) == {"old_time": 1}
    assert post.came(calendar(post, "p0", "ACCEPTED", 61, sequence=1), at=late) == {"yes": 1}
    assert post.answers() == {"p0": "yes"}


def test_an_answer_to_a_meeting_that_is_off_is_ignored(post):
    body = {"ended": [{"group": 1, "why": "p1 stopped"}], "groups": [], "left_out": [{"person": "p0", "why": "x"}]}
    post.store.events.append([Fact(Kind.GROUPS_CHANGED, NOW, programme="coffee", round=ROUND, body=body)])
    assert post.came(calendar(post, "p0", "ACCEPTED")) == {"ended": 1}
    assert post.answers() == {}


def test_groups_made_since_are_known(post):
    group = replace(post.plan.groups[0], number=9, members=("p0", "p7"))
    body = {"ended": [{"group": 1, "why": "x"}], "groups": [group_record(group)], "left_out": []}
    post.store.events.append([Fact(Kind.GROUPS_CHANGED, NOW, programme="coffee", round=ROUND, body=body)])
    assert post.came(calendar(post, "p7", "ACCEPTED", group=9)) == {"yes": 1}


def test_an_answer_after_the_meeting_began_changes_nothing(post):
    assert post.came(calendar(post, "p0", "DECLINED"), at=MEETS + timedelta(minutes=1)) == {"late": 1}
    assert post.answers() == {}
