"""Workspaces with an invented network in them, ready for a month."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest

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
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in self.mails]  # type: ignore[misc]  # policy.default gives EmailMessage


MakeNetwork = Callable[..., Network]


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """A workspace folder with a network of that size and seed in it, its staff imported; made once a session."""

    @cache
    def make(size: str, seed: int) -> Path:
        folder = tmp_path_factory.mktemp(f"{size}-{seed}")
        drawn = draw_network(size, seed)
        write_staff_file(drawn, folder / "staff.csv")
        write_config(drawn, folder / "pairs.toml", first_month=FIRST, months=13)
        import_into(folder)
        return folder

    return make


@pytest.fixture
def network(pairs, tmp_path, monkeypatch, imported) -> MakeNetwork:
    """An imported network of a size: ``network("small")``; `run("run", "--yes")` works in it."""
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


def import_into(folder: Path) -> None:
    command = [sys.executable, "-m", "pairing", "people", "import", "staff.csv", "--yes", "--as-of", DAY]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PAIRS__SECRET": SECRET}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
