import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.notify.outbox import Entry
from pairing.people.person import Person, RoleGroup
from pairing.storage.open import open_store
from pairing.storage.sql import engine as engine_module
from pairing.storage.sql.place import why_unsafe


@pytest.fixture
def opened():
    stores = []

    def opened(folder, url="sqlite:///pairs.db", network="anytown"):
        store = open_store(url, network=network, folder=folder)
        stores.append(store)
        return store

    yield opened
    for store in stores:
        store.close()


def pragma(store, name):
    with store.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_a_file_is_made_in_the_workspace_for_its_owner_only(opened, tmp_path):
    store = opened(tmp_path)

    store.outbox.hold()
    assert {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {
        "pairs.db": 0o600,
        "pairs.db-shm": 0o600,
        "pairs.db-wal": 0o600,
    }
    assert store.warnings == ()


def test_sqlite_is_set_to_lose_nothing(opened, tmp_path):
    store = opened(tmp_path)

    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2  # FULL
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "busy_timeout") == 10_000


def test_what_is_wiped_or_forgotten_is_gone_from_the_file(tmp_path):
    now = datetime(2026, 12, 1, tzinfo=UTC)
    store = open_store("sqlite:///pairs.db", network="anytown", folder=tmp_path)
    store.roster.save([Person("p1", "Ada Okafor", "ada@mill.example", "Y00001", "GP", RoleGroup.GP)])
    raw = b"Dear Ada Okafor, token-of-hers\r\n" * 500
    store.outbox.add([Entry("k", "box", "r", "c", "p1", "invitation", 0, "ada@mill.example", "<m>", raw)])
    store.outbox.claim("box", run="r", now=now, lease_ends=now)
    assert b"token-of-hers" in (tmp_path / "pairs.db-wal").read_bytes()

    store.outbox.sent("k", now=now, reply="250")
    store.roster.forget("p1")
    store.close()

    (file,) = tmp_path.iterdir()
    assert [word for word in (b"token-of-hers", b"Okafor", b"ada@mill") if word in file.read_bytes()] == []


def test_an_absolute_path_is_taken_as_it_is(opened, tmp_path):
    other = tmp_path / "elsewhere" / "kept.db"
    other.parent.mkdir()

    opened(tmp_path, f"sqlite:///{other}")

    assert other.exists()
    assert not (tmp_path / "pairs.db").exists()


def test_others_being_able_to_read_it_is_a_warning(opened, tmp_path):
    opened(tmp_path)
    (tmp_path / "pairs.db").chmod(0o644)

    (warning,) = opened(tmp_path).warnings

    assert warning.startswith("other users of this machine can read")


def test_a_network_that_changed_its_name_finds_its_facts_again(opened, tmp_path):
    opened(tmp_path, network="Anytown")

    assert opened(tmp_path, network="Anytown and Mill").network == "Anytown"


@pytest.mark.parametrize("name", ["OneDrive - Anytown PCN", "Dropbox", "Google Drive", "onedrive", "iCloudDrive"])
def test_a_synchronised_folder_is_a_warning_and_takes_the_older_journal(opened, tmp_path, name):
    folder = tmp_path / name / "network"
    folder.mkdir(parents=True)

    store = opened(folder)

    (warning,) = store.warnings
    assert f'"{name}" is copied elsewhere' in warning
    assert pragma(store, "journal_mode") == "delete"


def test_a_database_moved_into_a_synchronised_folder_leaves_wal(opened, tmp_path):
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    opened(tmp_path).close()
    (tmp_path / "pairs.db").rename(folder / "pairs.db")

    assert pragma(opened(folder), "journal_mode") == "delete"


def test_where_wal_does_not_take_it_is_a_warning(opened, tmp_path, monkeypatch):
    """A file system without shared memory answers another mode when asked for WAL; no such one is at hand here."""
    asked = []
    real = engine_module._journal

    def journal(engine, mode):
        asked.append(mode)
        return real(engine, "DELETE")

    monkeypatch.setattr(engine_module, "_journal", journal)

    (warning,) = opened(tmp_path).warnings

    assert "does not share memory" in warning
    assert asked == ["WAL", "DELETE"]


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/share /mnt/the\\040share cifs rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
user@host:/ /mnt/ssh fuse.sshfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("/mnt/the share/network", "it is on a network file system (cifs)"),
        ("/home/lead/network", "it is on a network file system (nfs4)"),
        ("/mnt/ssh", "it is on a network file system (fuse.sshfs)"),
        ("/home/local/network", None),
        ("/mnt", None),
        ("/srv/boxes/network", None),
        ("/srv/box-office/My drives", None),
        ("/srv/Box/network", '"Box" is copied elsewhere by a synchronising program'),
    ],
)
def test_network_file_systems_are_known_by_their_mounts(tmp_path, folder, why):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)

    assert why_unsafe(Path(folder), mounts=mounts) == why


def test_without_a_list_of_mounts_a_folder_is_trusted(tmp_path):
    assert why_unsafe(tmp_path, mounts=tmp_path / "none") is None


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("pairs.db", "this is not the address of a database"),
        ("", "this is not the address of a database"),
        ("mysql://me:secret-word@host/db", "pairs cannot keep its facts in mysql"),
        ("sqlite://", "the address names no file"),
        ("sqlite:///:memory:", "the address names no file"),
        ("postgresql://me:secret-word@127.0.0.1:1/none", "no database server answers there"),
        ("postgres://me:secret-word@127.0.0.1:1/none", "no database server answers there"),
    ],
)
def test_a_bad_address_is_told_without_its_password(tmp_path, url, message):
    with pytest.raises(InputError, match=message) as caught:
        open_store(url, network="n", folder=tmp_path)

    assert "secret-word" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"the database cannot be made here \(No such file or directory\)"):
        open_store("sqlite:///none/pairs.db", network="n", folder=tmp_path)


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path):
    (tmp_path / "pairs.db").write_text("A letter, not a database. " * 100)
    (tmp_path / "pairs.db").chmod(0o600)

    with pytest.raises(InputError, match="the file is not a pairs database"):
        open_store("sqlite:///pairs.db", network="n", folder=tmp_path)

    assert (tmp_path / "pairs.db").read_text().startswith("A letter")


def test_a_damaged_database_is_told(tmp_path):
    open_store("sqlite:///pairs.db", network="n", folder=tmp_path).close()
    content = bytearray((tmp_path / "pairs.db").read_bytes())
    content[4096:] = b"\x7f" * (len(content) - 4096)
    (tmp_path / "pairs.db").write_bytes(content)

    with pytest.raises(InputError, match="the database is damaged"):
        open_store("sqlite:///pairs.db", network="n", folder=tmp_path).events.facts()


def test_a_database_in_use_elsewhere_is_told(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)
    store = opened(tmp_path)
    other = sqlite3.connect(tmp_path / "pairs.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(InputError, match="in use by another program"):
        store.outbox.hold()

    other.execute("ROLLBACK")
    other.close()
    assert store.outbox.hold() == 0


def test_a_database_of_a_newer_program_is_refused(opened, tmp_path):
    opened(tmp_path).close()
    other = sqlite3.connect(tmp_path / "pairs.db")
    other.execute("UPDATE pairs_version SET version_num = '9999'")
    other.commit()
    other.close()

    with pytest.raises(InputError, match="written by a newer pairs") as caught:
        open_store("sqlite:///pairs.db", network="n", folder=tmp_path)

    assert caught.value.exit_code == 3


@pytest.mark.usefixtures("unhurried")
def test_first_openings_at_once_make_one_schema(tmp_path):
    start, stores = threading.Barrier(4), []

    def work():
        start.wait()
        stores.append(open_store("sqlite:///pairs.db", network="n", folder=tmp_path))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [store.events.facts() for store in stores] == [[], [], [], []]
    for store in stores:
        store.close()


def test_an_opening_waits_for_who_has_the_file_for_a_moment(tmp_path, monkeypatch):
    other = sqlite3.connect(tmp_path / "pairs.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    (tmp_path / "pairs.db").chmod(0o600)
    waited = []

    def let_go(seconds):
        waited.append(seconds)
        other.close()

    monkeypatch.setattr("pairing.storage.sql.engine.sleep", let_go)
    monkeypatch.setattr("pairing.storage.sql.engine.BUSY_SECONDS", 0)

    open_store("sqlite:///pairs.db", network="n", folder=tmp_path).close()

    assert len(waited) == 1


def test_an_opening_does_not_wait_for_ever(tmp_path, monkeypatch):
    other = sqlite3.connect(tmp_path / "pairs.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    passing = iter(range(100))
    monkeypatch.setattr("pairing.storage.sql.engine.monotonic", lambda: next(passing) * 2.5)
    monkeypatch.setattr("pairing.storage.sql.engine.sleep", lambda seconds: None)
    monkeypatch.setattr("pairing.storage.sql.engine.BUSY_SECONDS", 0)

    with pytest.raises(InputError, match="in use by another program"):
        open_store("sqlite:///pairs.db", network="n", folder=tmp_path)

    assert next(passing) == 6, "as long as for any write, and no longer"
    other.close()


@pytest.mark.parametrize("narrowed", [{}, {"kinds": [Kind.PERSON_JOINED]}, {"round": "coffee-2026-12"}])
def test_a_kind_of_fact_that_is_not_known_is_never_passed_over(opened, tmp_path, narrowed):
    store = opened(tmp_path)
    store.events.append([Fact(Kind.PERSON_JOINED, datetime(2026, 12, 1, tzinfo=UTC), "p1", round="coffee-2026-12")])
    other = sqlite3.connect(tmp_path / "pairs.db")
    other.execute(
        "INSERT INTO facts (network, kind, at, round, body) "
        "SELECT network, 'person_hidden', at, 'coffee-2026-12', '{}' FROM facts"
    )
    other.commit()
    other.close()

    with pytest.raises(InputError, match="does not know facts of the kind person_hidden"):
        store.events.facts(**narrowed)
