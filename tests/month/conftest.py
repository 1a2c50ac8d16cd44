"""Workspaces with an invented network in them, ready for a month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file

SECRET = "5e" * 32
FIRST = date(2026, 12, 1)


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


@pytest.fixture
def network(pairs, tmp_path, monkeypatch) -> MakeNetwork:
    """An imported network of a size: ``network("small")``; `run("run", "--yes")` works in it."""
    monkeypatch.setenv("PAIRS__SECRET", SECRET)

    def make(
        size: str = "small",
        *,
        seed: int = 1,
        day: str = "2026-12-01",
        name: str = "net",
        store: str = "",
        code: str = "",
    ) -> Network:
        folder = tmp_path / name
        folder.mkdir()
        drawn = draw_network(size, seed)
        write_staff_file(drawn, folder / "staff.csv")
        if code:
            drawn = replace(drawn, code=code)
        config = folder / "pairs.toml"
        write_config(drawn, config, first_month=FIRST, months=13)
        if store:
            config.write_text(f'{config.read_text()}\n[store]\nurl = "{store}"\n', encoding="utf-8")

        def run(*args: object, on: str = day):
            return pairs(*args, "--as-of", on, cwd=folder)

        imported = run("people", "import", "staff.csv", "--yes")
        assert imported.code == 0, imported.err
        return Network(folder, run, drawn.code)

    return make
