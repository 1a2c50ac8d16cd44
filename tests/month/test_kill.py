"""kill -9 at random moments of ``pairs run --yes``, then run again at once (design decision 7)."""

from __future__ import annotations

import itertools
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from ports import free_port

SECRET = "5e" * 32

#: So many runs are killed before they end.
KILLED = 15


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
    with free_port() as port:
        controller = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=120)
        controller.start()
        yield inbox, port
        controller.stop()


#: A process that has everything imported, and forks one `pairs run` for each folder it is told.
WARM = """
import importlib, os, sys
from pairing.cli import main_group
from pairing.cli.door import run

def one_run(folder):
    os.chdir(folder)
    sys.stderr = open("said.txt", "w")
    return run(main_group, ["run", "--yes", "--programme", "coffee", "--as-of", "2026-12-01"])

for folder in map(str.strip, sys.stdin):
    child = os.fork()
    if child == 0:
        sys.stdin, sys.stdout = open(os.devnull), open(os.devnull, "w")
        code = one_run(folder)
        with open("modules.part", "w") as file:
            file.write("\\n".join(sys.modules))
        os.replace("modules.part", "modules.txt")  # half a list is none: it may be killed while it writes
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    if os.path.exists(os.path.join(folder, "modules.txt")):
        with open(os.path.join(folder, "modules.txt")) as file:
            for name in file.read().split():
                if name not in sys.modules and name.startswith(("pairing", "ortools", "numpy", "jinja2", "css_inline")):
                    importlib.import_module(name)
"""


class Runs:
    """Starts `pairs run` in one folder after another, at no more than the cost of the run itself."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WARM],
            env=os.environ | {"PAIRS__SECRET": SECRET},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # nothing is read ahead, so that `select` knows
        )

    def start(self, folder: Path) -> int:
        """The number of the new process."""
        self.process.stdin.write(f"{folder}\n".encode())
        return int(self.process.stdout.readline())

    def ended(self, within: float) -> bool:
        """Whether it ends before so many seconds are over."""
        return bool(select.select([self.process.stdout], [], [], within)[0])

    def code(self) -> int:
        """How it ended, once it has."""
        return int(self.process.stdout.readline())

    def whole(self, folder: Path) -> float:
        """The seconds of a run that nobody kills."""
        began = time.monotonic()
        self.start(folder)
        assert self.code() == 0, (folder / "said.txt").read_text()
        return time.monotonic() - began


@pytest.fixture
def runs() -> Iterator[Runs]:
    runs = Runs()
    yield runs
    runs.process.stdin.close()
    runs.process.stdout.close()
    runs.process.wait()


def killed_then_finished(runs: Runs, folder: Path, after: float) -> bool:
    """Kill a run after so many seconds, run again at once; True when the first was still alive then."""
    first = runs.start(folder)
    alive = not runs.ended(after)
    if alive:
        with suppress(ProcessLookupError):  # it ends at this very moment
            os.kill(first, signal.SIGKILL)
    alive = runs.code() == -signal.SIGKILL and alive
    runs.whole(folder)
    return alive


def trials(
    runs: Runs, net, folder: Path, chance: random.Random, begin: Callable[[], None] = lambda: None
) -> Iterator[Path]:
    """
    Folders where a run was started, killed at any moment of it unless it ended before, and run again.

    As long as one takes now: a busy machine may be an idle one soon. So they go on until enough have been killed.
    """
    runs.whole(shutil.copytree(net.folder, folder / "cold"))  # teaches what to import
    killed = 0
    for trial in itertools.count():
        if trial % 3 == 0:
            whole = runs.whole(shutil.copytree(net.folder, folder / "warm"))
            shutil.rmtree(folder / "warm")
        here = shutil.copytree(net.folder, folder / f"trial-{trial}")
        begin()
        killed += killed_then_finished(runs, here, chance.uniform(0.02 * whole, whole))
        yield here
        shutil.rmtree(here)
        if killed == KILLED:
            return


def one_round(net, folder: Path) -> dict[str, object]:
    rounds = json.loads(net.run("status", "--json", "-C", folder).out)["programmes"]
    return next(row for row in rounds if row["programme"] == "coffee")


@pytest.mark.slow
def test_killed_at_any_moment_the_folder_has_each_message_once(network, tmp_path, runs):
    net = network("small")
    people = range(net.run("status", "--json").json()["people"]["active"])
    for folder in trials(runs, net, tmp_path, random.Random(1)):
        mails = sorted((folder / "outbox").glob("*.eml"))
        to = Counter(message_from_bytes(mail.read_bytes())["To"] for mail in mails)
        assert len(to) == len(people)
        assert set(to.values()) == {1}
        assert one_round(net, folder)["messages"] == {"sent": len(people)}


@pytest.mark.slow
def test_killed_at_any_moment_smtp_takes_at_most_one_message_twice(network, tmp_path, inbox, runs):
    taken, port = inbox
    net = network("small")
    people = range(net.run("status", "--json").json()["people"]["active"])
    config = net.folder / "pairs.toml"
    text = config.read_text().replace('delivery = "folder"', 'delivery = "smtp"\nper_minute = 100000')
    config.write_text(f'{text}\n[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n', encoding="utf-8")
    for folder in trials(runs, net, tmp_path, random.Random(2), taken.taken.clear):
        copies: dict[str, list[bytes]] = {}
        for raw in taken.taken:
            copies.setdefault(message_from_bytes(raw)["Message-ID"], []).append(raw)
        assert len({message_from_bytes(raw[0])["To"] for raw in copies.values()}) == len(people)
        again = [raws for raws in copies.values() if len(raws) > 1]
        assert len(again) <= 1
        assert all(len(raws) == 2 and raws[0] == raws[1] for raws in again)
        assert one_round(net, folder)["messages"] == {"sent": len(people)}
