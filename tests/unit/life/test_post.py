"""What stands in calendars and what counts, read from the outbox."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pairing.life.post import MOST_MAILS, Post, key_about, may_have_arrived
from pairing.notify.messages import MessageKind
from pairing.notify.outbox import DIED, UNKNOWN, Entry, State

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
ROUND = "coffee-2026-12"


def an_entry(kind="invitation", number=0, *, about="", **fields):
    given = {"state": State.SENT, "sent_at": SENT, "sequence": 0, "attempts": 1} | fields
    key = f"{ROUND}/p1/{kind}{about}/{number}"
    return Entry(key, "box", ROUND, "coffee", "p1", kind, recipient="", message_id="", raw=b"", **given)


def test_a_standing_is_the_last_that_was_told_and_the_highest_sequence():
    post = Post(
        [an_entry(), an_entry("update", 1, about="-7", sequence=2), an_entry("update", 2, about="-7")], {"p1": 7}
    )

    standing = post.standings["p1", 7]
    assert (standing.news, standing.sequence, standing.invited_at, standing.ended) == (2, 2, SENT, False)


def test_an_invitation_to_a_changed_group_tells_what_is_so_by_then():
    assert Post([an_entry(number=3, about="-7")], {}).standings["p1", 7].news == 3


@pytest.mark.parametrize(
    ("fields", "arrived"),
    [
        ({"state": State.SENT}, True),
        ({"state": State.SENDING}, True),
        ({"state": State.QUEUED, "attempts": 0}, False),
        ({"state": State.QUEUED, "error": "451 later"}, False),
        ({"state": State.QUEUED, "error": DIED}, True),
        ({"state": State.WITHDRAWN, "error": DIED}, True),
        ({"state": State.WITHDRAWN, "attempts": 0}, False),
        ({"state": State.FAILED, "error": f"{UNKNOWN}550 no"}, True),
        ({"state": State.FAILED, "error": "550 no"}, False),
    ],
)
def test_what_may_have_arrived(fields, arrived):
    assert may_have_arrived(an_entry(**fields)) is arrived


def test_withdrawn_mail_is_no_mail_unless_it_may_have_left():
    unsent = an_entry(state=State.WITHDRAWN, attempts=0)
    perhaps = an_entry(state=State.WITHDRAWN, error=DIED)

    assert Post([unsent], {"p1": 7}).standings == {}
    assert Post([perhaps], {"p1": 7}).standings["p1", 7].arrived
    assert (Post([unsent]).counted(), Post([perhaps]).counted()["p1"]) == ({}, 1)


def test_a_key_that_is_taken_gives_way_to_the_next_of_its_kind_about_the_same_group():
    key = key_about(ROUND, "p1", MessageKind.UPDATE, 7, 2)
    first = an_entry("update", 2, about="-7", state=State.WITHDRAWN, attempts=0)
    second = an_entry("update", 2, about="-7-1", state=State.WITHDRAWN, attempts=0)

    assert Post([]).free_key(key) == key
    assert Post([first]).free_key(key) == second.key
    assert Post([first, second]).free_key(key) == f"{ROUND}/p1/update-7-2/2"
    assert Post([]).group_of(second) == 7


def test_four_count_and_replacements_and_changes_do_not():
    counted = [an_entry(kind) for kind in ("invitation", "reminder", "nudge", "did_you_meet", "staying")]
    others = [
        an_entry("invitation", about="-7"),
        an_entry("update", 1, about="-7"),
        an_entry("cancellation", about="-7"),
        an_entry("suggestion", about="-9"),
    ]

    assert Post([*counted, *others]).counted()["p1"] == len(counted)
    assert MOST_MAILS == 4
