"""Workspaces with an invented network in them, ready for a month."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest

from pairing.clock import MachineClock
from pairing.demo.drawn import DrawnNetwork
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file

SECRET = "5e" * 32
FIRST = date(2026, 12, 1)
DAY = "2026-12-01"


@dataclass(frozen=True)
class Network:
    """A workspace folder and the `pairs` command in it, its clock at nine on ``day``."""

    folder: Path
    run: Callable[..., object]
    code: str = ""

    @property
    def mails(self) -> list[Path]:
        return sorted((self.folder / "outbox").glob("*.eml"))

    def read(self) -> list[EmailMessage]:
        return [parsed(path.read_bytes()) for path in self.mails]


@cache
def parsed(raw: bytes) -> EmailMessage:
    """The mail, to look at only: a round's are the same bytes in every test that starts from it."""
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]  # policy.default gives EmailMessage


MakeNetwork = Callable[..., Network]


def drawn_network(size: str, seed: int) -> DrawnNetwork:
    """A network of one of the sizes; or "few": half of a small one, for whatever does not need more."""
    if size != "few":
        return draw_network(size, seed)
    whole = draw_network("small", seed)
    people = whole.people[::2]
    here = {person.email for person in people}
    managed = [person if person.line_manager in here else replace(person, line_manager="") for person in people]
    return replace(whole, people=tuple(managed))


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """A workspace folder with a network of that size and seed in it, its staff imported; made once a session."""

    @cache
    def make(size: str, seed: int) -> Path:
        folder = tmp_path_factory.mktemp(f"{size}-{seed}")
        drawn = drawn_network(size, seed)
        write_staff_file(drawn, folder / "staff.csv")
        write_config(drawn, folder / "pairs.toml", first_month=FIRST, months=13)
        import_into(folder)
        return folder

    return make


@pytest.fixture
def nobody_waits(monkeypatch) -> None:
    """Waiting for a server that is out of reach is over at once."""

    async def at_once(self: MachineClock, seconds: float) -> None:
        pass

    monkeypatch.setattr(MachineClock, "sleep", at_once)


@pytest.fixture
def network(pairs, tmp_path, monkeypatch, imported) -> MakeNetwork:
    """An imported network of a size: ``network("few")``; `run("run", "--yes")` works in it."""
    monkeypatch.setenv("PAIRS__SECRET", SECRET)

    def make(size: str = "small", *, seed: int = 1, name: str = "net", store: str = "", code: str = "") -> Network:
        folder = tmp_path / name
        shutil.copytree(imported(size, seed), folder)
        if store:
            (folder / "pairs.db").unlink()
            config = folder / "pairs.toml"
            text = re.sub(r"(?m)^code = .*$", f'code = "{code}"', config.read_text(encoding="utf-8"))
            config.write_text(f'{text}\n[store]\nurl = "{store}"\n', encoding="utf-8")
            import_into(folder)

        def run(*args: object, on: str = DAY):
            return pairs(*args, "--as-of", on, cwd=folder)

        return Network(folder, run, code)

    return make


@pytest.fixture(scope="session")
def sent_before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """Where the first ``sent`` of a session is kept, and its plan."""
    return tmp_path_factory.mktemp("sent") / "net", []


@pytest.fixture
def sent(network, sent_before) -> tuple[Network, dict[str, object]]:
    """A few people with a coffee round sent on ``DAY``, and its plan; sent once a session."""
    net = network("few")
    kept, plans = sent_before
    if not plans:
        ran = net.run("run", "--yes", "--programme", "coffee", "--seed", "5", "--json")
        assert ran.code == 0, ran.err
        plans += ran.json()
        shutil.copytree(net.folder, kept)
    else:
        shutil.rmtree(net.folder)
        shutil.copytree(kept, net.folder)
    return net, copy.deepcopy(plans[0])


def import_into(folder: Path) -> None:
    from pairing.cli import main_group
    from pairing.cli.door import run

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PAIRS__SECRET", SECRET)
        assert run(main_group, ["people", "import", "staff.csv", "--yes", "--as-of", DAY]) == 0
