"""One suite, three keepings: memory, SQLite and a real PostgreSQL."""

import importlib.util
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pairing.storage.memory import MemoryStore
from pairing.storage.sql import open_store


def _load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


postgres_server = _load(Path(__file__).parent.parent / "postgres_server.py")


@pytest.fixture(scope="session")
def postgres_url():
    """A server of this session's own."""
    if postgres_server.programs() is None:
        pytest.skip("no PostgreSQL server programs on this machine")
    with postgres_server.running_server() as url:
        yield url


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
def keeping(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else "sqlite:///pairs.db"
    keeping = Keeping(request.param, url, tmp_path, f"network-{uuid.uuid4()}")
    yield keeping
    keeping.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def sql_keeping(request, tmp_path):
    """Where the test is about outliving a process, or about two of them."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else "sqlite:///pairs.db"
    keeping = Keeping(request.param, url, tmp_path, f"network-{uuid.uuid4()}")
    yield keeping
    keeping.close()


@pytest.fixture
def store(keeping):
    return keeping.open()
