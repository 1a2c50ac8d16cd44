"""A run dies with a message in flight: what is sent again, and what nobody would miss."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pairing.clock import FakeClock
from pairing.notify.deliver import deliver
from pairing.notify.folder import FolderSender
from pairing.notify.outbox import AT_MOST_ONCE, UNKNOWN, Entry, State
from pairing.notify.sender import TryLater, Unknown
from pairing.storage.memory.store import MemoryStore

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
BOX = "pairs@network.example"
AGAIN = ("invitation", "update", "cancellation", "partner_left", "left_out", "suggestion", "digest", "announcement")


class Server:
    """A channel that loses its answer as often as told, then asks to try later, then takes everything."""

    twice_is_once = False

    def __init__(self, silent=0, later=0):
        self.taken, self.silent, self.later = [], silent, later

    async def send(self, *, recipient, raw, name):
        if len(self.taken) >= self.silent and self.later:
            self.later -= 1
            raise TryLater("451 later", code=451)
        self.taken.append(raw)
        if len(self.taken) <= self.silent:
            raise Unknown("no answer")
        return "250"

    async def close(self):
        pass


def an_entry(kind, **fields):
    given = {"key": f"coffee-2026-12/p1/{kind}/0", "round": "coffee-2026-12", "programme": "coffee", "person": "p1"}
    given |= {
        "mailbox": BOX,
        "kind": kind,
        "sequence": 0,
        "recipient": "p1@mill.example",
        "message_id": "<1@n.example>",
    }
    return Entry(**given, raw=b"Subject: hello\r\n", **fields)


async def run(store, sender, clock):
    return await deliver(store.outbox, sender, store.buckets, mailbox=BOX, per_minute=None, run="living", clock=clock)


def die_sending(store, server):
    """kill -9 right after the server took a message and before that was noted."""
    taken = store.outbox.claim(BOX, run="dead", now=NOON, lease_ends=NOON + timedelta(minutes=15))
    server.taken.append(taken.raw)


@pytest.mark.parametrize("kind", AGAIN)
async def test_what_must_arrive_is_sent_again_byte_for_byte(kind):
    store, server = MemoryStore(), Server()
    store.outbox.add([an_entry(kind)])
    die_sending(store, server)

    assert (await run(store, server, FakeClock(NOON))).sent == 1
    assert len(server.taken) == 2
    assert len(set(server.taken)) == 1


@pytest.mark.parametrize("kind", sorted(AT_MOST_ONCE))
async def test_a_reminder_or_a_question_is_not_and_shows_up_as_failed(kind):
    store, server = MemoryStore(), Server()
    store.outbox.add([an_entry(kind)])
    die_sending(store, server)

    assert (await run(store, server, FakeClock(NOON))).failed == 1
    (entry,) = store.outbox.entries()
    assert (len(server.taken), entry.state, entry.error.startswith(UNKNOWN)) == (1, State.FAILED, True)


async def test_nor_is_it_after_a_silent_server():
    store, server = MemoryStore(), Server(silent=1)
    store.outbox.add([an_entry("reminder")])

    assert (await run(store, server, FakeClock(NOON))).failed == 1
    assert len(server.taken) == 1


async def test_a_run_that_died_before_a_temporary_failure_leaves_no_doubt():
    store, server = MemoryStore(), Server()
    store.outbox.add([an_entry("reminder")])
    claimed = store.outbox.claim(BOX, run="1", now=NOON, lease_ends=NOON + timedelta(minutes=15))
    store.outbox.retry(claimed.key, not_before=NOON, error="451 later")

    assert (await run(store, server, FakeClock(NOON))).sent == 1


async def test_a_later_refusal_does_not_undo_the_doubt():
    store, server, clock = MemoryStore(), Server(silent=1, later=1), FakeClock(NOON)
    store.outbox.add([an_entry("invitation")])

    await run(store, server, clock)  # no answer, then "try later"

    (entry,) = store.outbox.entries()
    assert (entry.state, entry.attempts, entry.error) == (State.QUEUED, 2, f"{UNKNOWN}451 later")


async def test_a_folder_takes_it_twice_and_holds_it_once(tmp_path):
    store = MemoryStore()
    store.outbox.add([an_entry("reminder")])
    die_sending(store, Server())

    assert (await run(store, FolderSender(tmp_path), FakeClock(NOON))).sent == 1
    assert len(list(tmp_path.glob("*.eml"))) == 1


async def test_what_may_have_arrived_is_not_forgotten_when_it_expires():
    store, server = MemoryStore(), Server()
    store.outbox.add([an_entry("invitation", expires=NOON + timedelta(hours=1))])
    die_sending(store, server)

    await run(store, server, FakeClock(NOON + timedelta(hours=2)))

    (entry,) = store.outbox.entries()
    assert (entry.state, len(server.taken)) == (State.FAILED, 1)
    assert entry.error == f"{UNKNOWN}expired: it was not sent in time"
