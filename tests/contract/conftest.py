"""One suite, three keepings: memory, SQLite and a real PostgreSQL."""

import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pairing.storage.memory.store import MemoryStore
from pairing.storage.sql import open_store


@dataclass
class Keeping:
    """Opens the same store again and again, as several processes would."""

    kind: str
    url: str
    folder: Path
    network: str
    opened: list = field(default_factory=list)

    def open(self):
        if self.kind == "memory":
            if not self.opened:
                self.opened.append(MemoryStore())
            return self.opened[0]
        store = open_store(self.url, network=self.network, folder=self.folder)
        self.opened.append(store)
        return store

    def close(self):
        for store in self.opened:
            store.close()


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def keeping(request, tmp_path, empty_database):
    if request.param == "sqlite":
        shutil.copy(empty_database, tmp_path)
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else "sqlite:///pairs.db"
    keeping = Keeping(request.param, url, tmp_path, f"network-{uuid.uuid4()}")
    yield keeping
    keeping.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def sql_keeping(request, tmp_path, empty_database):
    """Where the test is about outliving a process, or about two of them."""
    if request.param == "sqlite":
        shutil.copy(empty_database, tmp_path)
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else "sqlite:///pairs.db"
    keeping = Keeping(request.param, url, tmp_path, f"network-{uuid.uuid4()}")
    yield keeping
    keeping.close()


@pytest.fixture
def store(keeping):
    return keeping.open()
