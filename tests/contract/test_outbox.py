import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pairing.events import Fact, Kind
from pairing.notify.outbox import DIED, Entry, State
from pairing.storage.moves import IllegalMove

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=15)
BOX = "pairs@network.example"


def an_entry(number, **fields):
    person = f"p{number}"
    given = {
        "key": f"coffee-2026-12/{person}/invitation/0",
        "mailbox": BOX,
        "round": "coffee-2026-12",
        "programme": "coffee",
        "person": person,
        "kind": "invitation",
        "sequence": 0,
        "recipient": f"{person}@mill.example",
        "message_id": f"<{person}@network.example>",
        "raw": f"Subject: {person}\r\n\r\nna\u00efve\r\n".encode(),
        "order": number,
    }
    return Entry(**{**given, **fields})


def claim(store, *, now=NOON, run="run-1", lease=timedelta(minutes=15)):
    return store.outbox.claim(BOX, run=run, now=now, lease_ends=now + lease)


def states(store):
    return {entry.person: entry.state for entry in store.outbox.entries()}


def test_entries_come_back_whole_and_in_order(store):
    whole = an_entry(2, not_before=NOON, expires=LATER, error="451 later", raw=bytes(range(256)))

    assert store.outbox.add([an_entry(3), whole, an_entry(1)]) == 3

    assert store.outbox.entries() == [an_entry(1), whole, an_entry(3)]


def test_entries_of_one_order_leave_as_they_were_added(store):
    store.outbox.add([an_entry(2, order=0), an_entry(1, order=0)])
    store.outbox.add([an_entry(3, order=0, round="lunch-2026-12")])
    store.outbox.hold(round="coffee-2026-12")  # a database may keep a changed row in another place
    store.outbox.resume()

    assert [entry.person for entry in store.outbox.entries()] == ["p2", "p1", "p3"]


def test_a_known_key_is_left_as_it_is(store):
    store.outbox.add([an_entry(1)])

    assert store.outbox.add([an_entry(1, raw=b"other"), an_entry(2), an_entry(2)]) == 1

    assert store.outbox.entries() == [an_entry(1), an_entry(2)]


def test_entries_are_narrowed_by_state_and_round(store):
    store.outbox.add([an_entry(1), an_entry(2, round="lunch-2026-12"), an_entry(3)])
    claim(store)

    assert [e.person for e in store.outbox.entries(states=[State.QUEUED])] == ["p2", "p3"]
    assert [e.person for e in store.outbox.entries(round="lunch-2026-12")] == ["p2"]
    assert [e.person for e in store.outbox.entries(states=[State.SENDING], round="lunch-2026-12")] == []


def test_heads_are_the_entries_without_their_bytes(store):
    store.outbox.add([an_entry(3), an_entry(1, error="451 later"), an_entry(2, round="lunch-2026-12")])
    claim(store)

    assert store.outbox.heads() == [replace(entry, raw=b"") for entry in store.outbox.entries()]
    assert [entry.person for entry in store.outbox.heads()] == ["p1", "p2", "p3"]
    assert [e.person for e in store.outbox.heads(states=[State.QUEUED], round="coffee-2026-12")] == ["p3"]


def test_entries_are_counted_by_state(store):
    assert store.outbox.count() == {}
    store.outbox.add([an_entry(1), an_entry(2, round="lunch-2026-12"), an_entry(3)])
    claim(store)

    assert store.outbox.count() == {State.SENDING: 1, State.QUEUED: 2}
    assert store.outbox.count(round="coffee-2026-12") == {State.SENDING: 1, State.QUEUED: 1}
    assert store.outbox.count(states=[State.QUEUED, State.SENT], round="lunch-2026-12") == {State.QUEUED: 1}


def test_a_claim_is_the_next_entry_with_run_lease_and_attempt(store):
    store.outbox.add([an_entry(2), an_entry(1)])

    taken = claim(store)

    assert taken == replace(an_entry(1), state=State.SENDING, claimed_by="run-1", lease_ends=LATER, attempts=1)
    assert store.outbox.entries() == [taken, an_entry(2)]


def test_nothing_is_claimed_twice_nor_from_another_mailbox(store):
    store.outbox.add([an_entry(1), an_entry(2, mailbox="other@network.example")])

    assert claim(store).person == "p1"
    assert claim(store, run="run-2") is None


def test_an_entry_is_claimed_only_once_it_is_due(store):
    store.outbox.add([an_entry(1, not_before=LATER)])

    assert claim(store, now=LATER - timedelta(seconds=1)) is None
    assert claim(store, now=LATER).person == "p1"


def test_a_lapsed_lease_is_claimed_by_another_run(store):
    store.outbox.add([an_entry(1)])
    claim(store)

    assert claim(store, run="run-2", now=LATER - timedelta(seconds=1)) is None
    again = claim(store, run="run-2", now=LATER)

    assert (again.claimed_by, again.attempts, again.raw) == ("run-2", 2, an_entry(1).raw)
    assert again.error == DIED


def test_sent_wipes_what_is_personal_and_is_a_fact(store):
    store.outbox.add([an_entry(1)])
    claim(store)

    store.outbox.sent(an_entry(1).key, now=LATER, reply="250 2.1.5 P1@Mill.Example queued as 4AB")

    (entry,) = store.outbox.entries()
    assert (entry.state, entry.raw, entry.recipient, entry.sent_at) == (State.SENT, b"", "", LATER)
    assert (entry.claimed_by, entry.lease_ends) == (None, None)
    (fact,) = store.events.facts()
    body = {"key": entry.key, "message": "invitation", "sequence": 0, "reply": "250 2.1.5 ... queued as 4AB"}
    assert fact == Fact(Kind.MESSAGE_SENT, LATER, "p1", "coffee", "coffee-2026-12", body, fact.seq)


def test_sent_twice_is_one_fact(store):
    store.outbox.add([an_entry(1)])
    claim(store)

    store.outbox.sent(an_entry(1).key, now=NOON, reply="250")
    store.outbox.sent(an_entry(1).key, now=LATER, reply="250")

    assert [entry.sent_at for entry in store.outbox.entries()] == [NOON]
    assert len(store.events.facts()) == 1


def test_a_late_word_of_a_run_whose_claim_was_taken_over_is_still_true(store):
    key = an_entry(1).key
    store.outbox.add([an_entry(1)])
    claim(store)
    claim(store, run="run-2", now=LATER)
    store.outbox.retry(key, not_before=LATER, error="421")

    store.outbox.sent(key, now=LATER, reply="250")
    store.outbox.retry(key, not_before=LATER, error="421")
    store.outbox.failed(key, now=LATER, error="550", code=550)

    assert states(store) == {"p1": State.SENT}
    assert [fact.kind for fact in store.events.facts()] == [Kind.MESSAGE_SENT]


def test_a_temporary_failure_is_queued_again_for_later(store):
    store.outbox.add([an_entry(1)])
    claim(store)

    store.outbox.retry(an_entry(1).key, not_before=LATER, error="451 try later")

    assert store.outbox.entries() == [replace(an_entry(1), attempts=1, not_before=LATER, error="451 try later")]
    assert claim(store) is None
    assert store.events.facts() == []


def test_a_permanent_failure_keeps_the_bytes_and_is_a_fact(store):
    store.outbox.add([an_entry(1)])
    claim(store)

    store.outbox.failed(an_entry(1).key, now=LATER, error="550 no p1@mill.example", code=550)

    assert store.outbox.entries() == [
        replace(an_entry(1), state=State.FAILED, attempts=1, error="550 no p1@mill.example")
    ]
    (fact,) = store.events.facts()
    assert (fact.kind, fact.person, fact.round) == (Kind.MESSAGE_FAILED, "p1", "coffee-2026-12")
    assert fact.body == {"key": an_entry(1).key, "message": "invitation", "code": 550, "permanent": True}


def test_hold_and_resume_stop_and_start_one_round_or_all(store):
    store.outbox.add([an_entry(1), an_entry(2, round="lunch-2026-12"), an_entry(3)])
    claim(store)

    assert store.outbox.hold(round="lunch-2026-12") == 1
    assert states(store) == {"p1": State.SENDING, "p2": State.HELD, "p3": State.QUEUED}
    assert store.outbox.hold() == 1
    assert claim(store) is None
    assert store.outbox.resume(round="lunch-2026-12") == 1
    assert store.outbox.resume() == 1
    assert states(store) == {"p1": State.SENDING, "p2": State.QUEUED, "p3": State.QUEUED}


def test_resume_brings_back_what_failed_due_at_once(store):
    store.outbox.add([an_entry(1, not_before=NOON)])
    claim(store)
    store.outbox.failed(an_entry(1).key, now=NOON, error="550", code=550)

    assert store.outbox.resume() == 1

    assert claim(store, now=NOON - timedelta(days=1)).raw == an_entry(1).raw


def test_withdraw_wipes_only_what_is_neither_on_the_wire_nor_gone(store):
    entries = [an_entry(number) for number in range(1, 6)]
    store.outbox.add(entries)
    for _ in range(3):
        claim(store)
    store.outbox.sent(entries[0].key, now=NOON, reply="250")
    store.outbox.failed(entries[1].key, now=NOON, error="550", code=550)
    facts = len(store.events.facts())

    withdrawn = store.outbox.withdraw([*(e.key for e in entries[:4]), "unknown"], now=LATER)

    assert withdrawn == 2
    assert states(store) == {
        "p1": State.SENT,
        "p2": State.WITHDRAWN,
        "p3": State.SENDING,
        "p4": State.WITHDRAWN,
        "p5": State.QUEUED,
    }
    assert [(e.raw, e.recipient) for e in store.outbox.entries(states=[State.WITHDRAWN])] == [(b"", "")] * 2
    assert len(store.events.facts()) == facts


def test_take_back_queues_every_claim_of_the_mailbox(store):
    store.outbox.add([an_entry(1), an_entry(2), an_entry(3, mailbox="other@network.example")])
    claim(store)
    claim(store)
    store.outbox.claim("other@network.example", run="run-1", now=NOON, lease_ends=LATER)

    assert store.outbox.take_back(BOX) == 2

    assert states(store) == {"p1": State.QUEUED, "p2": State.QUEUED, "p3": State.SENDING}
    again = claim(store, run="run-2")
    assert (again.person, again.attempts, again.claimed_by) == ("p1", 2, "run-2")
    assert [entry.error for entry in store.outbox.entries()] == [DIED, DIED, ""]


MOVES = {
    "sent": lambda outbox, key: outbox.sent(key, now=NOON, reply="250"),
    "retry": lambda outbox, key: outbox.retry(key, not_before=NOON, error="451"),
    "failed": lambda outbox, key: outbox.failed(key, now=NOON, error="550", code=550),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("standing", ["queued", "held", "withdrawn", "unknown"])
def test_what_nobody_claimed_cannot_move(store, move, standing):
    store.outbox.add([an_entry(1)])
    if standing == "held":
        store.outbox.hold()
    if standing == "withdrawn":
        store.outbox.withdraw([an_entry(1).key], now=NOON)
    before = store.outbox.entries()

    with pytest.raises(IllegalMove):
        move(store.outbox, "unknown" if standing == "unknown" else an_entry(1).key)

    assert store.outbox.entries() == before
    assert store.events.facts() == []


@pytest.mark.parametrize("move", ["retry", "failed"])
def test_what_failed_cannot_fail_again(store, move):
    store.outbox.add([an_entry(1)])
    claim(store)
    store.outbox.failed(an_entry(1).key, now=NOON, error="550", code=550)

    with pytest.raises(IllegalMove):
        MOVES[move](store.outbox, an_entry(1).key)


@pytest.mark.usefixtures("unhurried")
def test_claimants_at_once_never_get_the_same_message(keeping):
    keeping.open().outbox.add(an_entry(number) for number in range(60))
    stores = [keeping.open() for _ in range(4)]
    taken, start = [[] for _ in stores], threading.Barrier(len(stores))

    def work(number):
        start.wait()
        while entry := claim(stores[number], run=f"run-{number}"):
            taken[number].append(entry.person)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    everything = [person for some in taken for person in some]
    assert sorted(everything) == sorted(f"p{number}" for number in range(60))


@pytest.mark.postgres
def test_a_claimant_passes_over_a_message_another_is_taking(postgres_url, tmp_path):
    """FOR UPDATE SKIP LOCKED: without it the second claim would wait for the first one's transaction."""
    from pairing.storage.sql import open_store

    first, second = (open_store(postgres_url, network="skips", folder=tmp_path) for _ in range(2))
    first.outbox.add([an_entry(1), an_entry(2)])

    with first.transaction():
        mine = claim(first)
        theirs = claim(second, run="run-2")

    assert (mine.person, theirs.person) == ("p1", "p2")
    first.close()
    second.close()


def test_only_what_was_never_tried_is_unwritten_and_may_be_written_anew(store):
    store.outbox.add([an_entry(number) for number in range(4)])
    claim(store)  # p0 is on the wire
    tried = claim(store)
    store.outbox.retry(tried.key, not_before=LATER, error="451 later")
    everything = [entry.key for entry in store.outbox.entries()]

    assert store.outbox.unwrite([*everything, "no/such/key/0"]) == 2

    assert states(store) == {"p0": State.SENDING, "p1": State.QUEUED}
    anew = an_entry(2, raw=b"other words")
    assert store.outbox.add([anew]) == 1
    assert next(entry.raw for entry in store.outbox.entries() if entry.person == "p2") == b"other words"


@pytest.mark.postgres
def test_networks_with_the_same_keys_move_their_own_messages_alone(postgres_url, tmp_path):
    from pairing.storage.sql import open_store

    ours, theirs = (open_store(postgres_url, network=name, folder=tmp_path) for name in ("ours", "next-door"))
    for store in (ours, theirs):
        store.outbox.add([an_entry(1)])

    ours.outbox.sent(claim(ours).key, now=NOON, reply="250 ok")

    assert (states(ours), states(theirs)) == ({"p1": State.SENT}, {"p1": State.QUEUED})
    assert claim(theirs, run="run-2").raw == an_entry(1).raw
    ours.close()
    theirs.close()
