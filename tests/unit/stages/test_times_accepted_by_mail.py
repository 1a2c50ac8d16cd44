"""A time that somebody proposed is accepted by mail, perhaps before its proposal was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from answered_by_mail import MEETS, NOW, calendar, prepared

from pairing.events import Kind
from pairing.stages.collecting import quarantined


def test_accepting_a_time_moves_the_entry_for_all(post):
    post.collect(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z"))
    assert post.came(prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)) == {"moved": 1}
    assert post.life().live[1].group.starts == datetime(2026, 12, 9, 13, tzinfo=UTC)
    assert post.life().live[1].sequence == 1


def test_a_time_that_is_not_on_offer_is_for_a_person(post):
    accepts = prepared(post, "p1", "Accept 2026-12-09 13:00: coffee")
    assert post.came(accepts) == {"quarantined": 1}
    assert post.came(prepared(post, "p2", "Yes: coffee"), accepts) == {"yes": 1, "known": 1}
    assert post.life().live[1].group.starts == MEETS
    assert len(post.store.events.facts(kinds=[Kind.MAIL_QUARANTINED])) == 1
    assert len(quarantined(post.at())) == 1


def test_a_time_accepted_before_its_proposal_was_read_is_read_again(post):
    accepts = prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)
    assert post.came(accepts) == {"quarantined": 1}
    proposes = calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z")
    assert post.came(proposes, at=NOW + timedelta(hours=1)) == {"another_time": 1, "moved": 1}
    assert post.life().live[1].group.starts == datetime(2026, 12, 9, 13, tzinfo=UTC)
    assert quarantined(post.at()) == (), "no person has to read it any more"
    facts = len(post.store.events.facts())
    assert post.came(accepts, at=NOW + timedelta(hours=2)) == {"known": 1}
    assert post.came(at=NOW + timedelta(hours=3)) == {}
    assert len(post.store.events.facts()) == facts


def test_an_early_mail_that_a_person_has_dealt_with_is_left_alone(post):
    [kept] = post.collect(prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)).quarantined
    kept.file.unlink()
    assert post.came(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z")) == {
        "another_time": 1
    }
    assert post.life().live[1].group.starts == MEETS


def test_an_early_mail_that_was_overtaken_changes_nothing(post):
    post.collect(prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70))
    post.collect(calendar(post, "p1", "DECLINED", 80))
    proposes = calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z")
    assert post.came(proposes) == {"another_time": 1, "overtaken": 1}
    assert post.answers() == {"p0": "another_time", "p1": "no"}
    assert post.life().live[1].group.starts == MEETS


def test_an_early_mail_whose_file_outlived_a_killed_run_is_cleared_away(post):
    accepts = prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)
    [kept] = post.collect(accepts).quarantined
    post.collect(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z"))
    kept.file.write_bytes(accepts)
    post.collect(at=NOW + timedelta(hours=1))
    assert not kept.file.exists()
