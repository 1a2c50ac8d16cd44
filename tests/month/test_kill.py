"""kill -9 at random moments of ``pairs run --yes``, then run again at once (design decision 7)."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

SECRET = "5e" * 32
MOMENTS = 30


class Inbox:
    """Takes every message and keeps its bytes, in order."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802  # aiosmtpd's name
        self.taken.append(envelope.original_content)  # type: ignore[attr-defined]  # aiosmtpd's Envelope
        return "250 taken"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pairing", "run", "--yes", "--programme", "coffee", "--as-of", "2026-12-01"]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PAIRS__SECRET": SECRET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def killed_then_finished(folder: Path, after: float) -> bool:
    """Kill a run after so many seconds, run again at once; True when the first was still alive then."""
    first = start(folder)
    try:
        first.wait(timeout=after)
        alive = False
    except subprocess.TimeoutExpired:
        first.send_signal(signal.SIGKILL)
        alive = True
    first.communicate()
    again = start(folder)
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said.decode()
    return alive


def one_round(net, folder: Path) -> dict[str, object]:
    rounds = json.loads(net.run("status", "--json", "-C", folder).out)["programmes"]
    return next(row for row in rounds if row["programme"] == "coffee")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_any_moment_the_folder_has_each_message_once(network, tmp_path):
    net = network("small")
    people = range(net.run("status", "--json").json()["people"]["active"])
    chance = random.Random(1)
    measured = shutil.copytree(net.folder, tmp_path / "measured")
    whole = time.monotonic()
    start(measured).communicate()
    whole = time.monotonic() - whole

    interrupted = 0
    for moment in range(MOMENTS):
        folder = shutil.copytree(net.folder, tmp_path / f"trial-{moment}")
        interrupted += killed_then_finished(folder, chance.uniform(0.3 * whole, whole))
        mails = sorted((folder / "outbox").glob("*.eml"))
        to = Counter(message_from_bytes(mail.read_bytes())["To"] for mail in mails)
        assert len(to) == len(people)
        assert set(to.values()) == {1}
        assert one_round(net, folder)["messages"] == {"sent": len(people)}
        shutil.rmtree(folder)
    assert interrupted >= MOMENTS // 5  # the machine may be faster now than when a run was measured


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_any_moment_smtp_takes_at_most_one_message_twice(network, tmp_path, inbox):
    taken, port = inbox
    net = network("small")
    people = range(net.run("status", "--json").json()["people"]["active"])
    config = net.folder / "pairs.toml"
    text = config.read_text().replace('delivery = "folder"', 'delivery = "smtp"\nper_minute = 100000')
    config.write_text(f'{text}\n[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n', encoding="utf-8")
    chance = random.Random(2)
    measured = shutil.copytree(net.folder, tmp_path / "measured")
    whole = time.monotonic()
    start(measured).communicate()
    whole = time.monotonic() - whole

    interrupted = 0
    for moment in range(MOMENTS):
        taken.taken.clear()
        folder = shutil.copytree(net.folder, tmp_path / f"trial-{moment}")
        interrupted += killed_then_finished(folder, chance.uniform(0.3 * whole, whole))
        copies: dict[str, list[bytes]] = {}
        for raw in taken.taken:
            copies.setdefault(message_from_bytes(raw)["Message-ID"], []).append(raw)
        assert len({message_from_bytes(raw[0])["To"] for raw in copies.values()}) == len(people)
        again = [raws for raws in copies.values() if len(raws) > 1]
        assert len(again) <= 1
        assert all(len(raws) == 2 and raws[0] == raws[1] for raws in again)
        assert one_round(net, folder)["messages"] == {"sent": len(people)}
        shutil.rmtree(folder)
    assert interrupted >= MOMENTS // 5  # the machine may be faster now than when a run was measured
