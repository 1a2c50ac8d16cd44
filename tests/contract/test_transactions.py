import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from pairing.errors import AlreadyRunning, InputError
from pairing.events import Fact, Kind
from pairing.notify.outbox import Entry
from pairing.people.person import Person, Practice, RoleGroup
from pairing.storage.memory.store import MemoryStore

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
FACT = Fact(Kind.PERSON_JOINED, NOON, person="p1")
PERSON = Person("p1", "A", "a@mill.example", "Y00001", "GP", RoleGroup.GP)
ENTRY = Entry("k", "box", "coffee-1", "coffee", "p1", "invitation", 0, "a@mill.example", "<m>", b"raw")


class Stop(Exception):
    pass


def write_everything(store):
    store.events.append([FACT])
    store.roster.save([PERSON])
    store.roster.save_practices([Practice("Y00001", "Mill")])
    store.outbox.add([ENTRY])
    store.buckets.take("box", per_minute=6, now=NOON)


def everything(store):
    return (
        len(store.events.facts()),
        len(store.roster.people()),
        len(store.roster.practices()),
        len(store.outbox.entries()),
    )


def test_an_error_inside_takes_back_every_port(store):
    with suppress(Stop), store.transaction():
        write_everything(store)
        raise Stop

    assert everything(store) == (0, 0, 0, 0)
    assert store.buckets.take("box", per_minute=6, now=NOON) == 0.0


def test_an_error_takes_back_what_moved_too(store):
    write_everything(store)
    with suppress(Stop), store.transaction():
        store.outbox.claim("box", run="r", now=NOON, lease_ends=NOON)
        store.outbox.sent("k", now=NOON, reply="250")
        store.roster.forget("p1")
        raise Stop

    assert store.outbox.entries() == [ENTRY]
    assert store.roster.people() == [PERSON]
    assert len(store.events.facts()) == 1


def test_everything_inside_is_kept_together(store):
    with store.transaction():
        write_everything(store)

    assert everything(store) == (1, 1, 1, 1)


def test_one_sees_ones_own_writes(store):
    with store.transaction():
        write_everything(store)
        assert everything(store) == (1, 1, 1, 1)


def test_a_transaction_within_another_joins_it(store):
    with suppress(Stop), store.transaction():
        with store.transaction():
            store.events.append([FACT])
        assert len(store.events.facts()) == 1
        raise Stop

    assert store.events.facts() == []


def test_others_see_nothing_before_the_end(sql_keeping):
    ours, theirs = sql_keeping.open(), sql_keeping.open()
    with ours.transaction():
        write_everything(ours)
        seen = []
        thread = threading.Thread(target=lambda: seen.append(everything(theirs)))
        thread.start()
        thread.join()

    assert seen == [(0, 0, 0, 0)]
    assert everything(theirs) == (1, 1, 1, 1)


@pytest.mark.usefixtures("unhurried")
def test_writers_at_once_take_turns(sql_keeping):
    """Each reads, then writes: with a transaction begun for reading SQLite would refuse one of them."""
    stores = [sql_keeping.open() for _ in range(3)]
    start = threading.Barrier(len(stores))
    done = []

    def work(store):
        start.wait()
        for _ in range(20):
            with store.transaction():
                store.events.facts()
                store.events.append([FACT])
        done.append(store)

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 3
    assert len(stores[0].events.facts()) == 60


KILLED = """
import sys, os, signal
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_transactions import FACT, write_everything
from pairing.storage.sql import open_store
store = open_store({url!r}, network={network!r}, folder=Path({folder!r}))
store.events.append([FACT])
with store.transaction():
    write_everything(store)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_in_the_middle_leaves_nothing_half_written(sql_keeping):
    tests = os.path.dirname(__file__)
    program = KILLED.format(
        tests=tests, url=sql_keeping.url, network=sql_keeping.network, folder=str(sql_keeping.folder)
    )

    killed = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert everything(sql_keeping.open()) == (1, 0, 0, 0)


@pytest.mark.postgres
def test_the_lock_of_a_network_is_held_across_machines(postgres_url, tmp_path):
    from pairing.storage.sql import open_store

    ours, theirs, others = (
        open_store(postgres_url, network=name, folder=tmp_path) for name in ("locked", "locked", "not-locked")
    )
    with ours.lock():
        with pytest.raises(AlreadyRunning), theirs.lock():
            pass
        with others.lock():
            pass
    with theirs.lock():
        pass
    for store in (ours, theirs, others):
        store.close()


def test_a_store_without_a_server_leaves_locking_to_the_workspace(tmp_path):
    from pairing.storage.sql import open_store

    store = open_store("sqlite:///pairs.db", network="n", folder=tmp_path)
    with store.lock(), store.lock(), MemoryStore().lock():
        pass
    store.close()


def test_a_copy_in_memory_is_the_same_and_changes_nothing_in_the_original(store):
    write_everything(store)

    twin = MemoryStore.copy_of(store)
    assert twin.events.facts() == store.events.facts()
    assert twin.roster.people() == store.roster.people()
    assert twin.roster.practices() == store.roster.practices()
    assert twin.outbox.entries() == store.outbox.entries()
    twin.outbox.hold()
    twin.events.append([FACT])

    assert everything(store) == (1, 1, 1, 1)
    assert store.outbox.entries() == [ENTRY]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"database": "none"}, "does not let us into that database"),
        ({"username": "nobody-we-know"}, "does not know that user"),
    ],
)
def test_what_a_server_refuses_is_told_in_plain_words(postgres_url, tmp_path, part, message):
    from sqlalchemy import make_url

    from pairing.storage.sql import open_store

    url = make_url(postgres_url).set(**part, password="secret-word")

    with pytest.raises(InputError, match=message) as caught:
        open_store(url.render_as_string(hide_password=False), network="n", folder=tmp_path)

    assert "secret-word" not in str(caught.value)
