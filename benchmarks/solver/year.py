"""A year of one network by one program, in a process of its own, within a limit."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from networks import Group, Network
from scorer import Score, score, sound

RUNS = Path(__file__).parent / "runs"
PEERS = Path(os.environ.get("PAIRS_PEERS", Path(__file__).parents[3] / "pairs-peers"))
PEERS_PYTHON = PEERS / "bin" / "python"


@dataclass(frozen=True)
class Program:
    """A script that speaks `runs/protocol.py`. ``peer``: it needs the peers' own environment."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    peer: bool = False

    @property
    def installed(self) -> bool:
        """False when it is a peer and the peers' environment is not there."""
        return not self.peer or PEERS_PYTHON.exists()


PAIRS = Program("pairs", "pairs_year.py")
COLETTE = Program("colette", "colette_year.py", peer=True)
PROGRAMS = (
    PAIRS,
    COLETTE,
    Program("coffee-roulette", "coffee_roulette_year.py", peer=True),
    Program("networkx blossom", "blossom_year.py", ("networkx",), peer=True),
    Program("rustworkx blossom", "blossom_year.py", ("rustworkx",), peer=True),
    Program("greedy spreadsheet", "spreadsheet_year.py", ("greedy",)),
    Program("shuffled spreadsheet", "spreadsheet_year.py", ("shuffle",)),
)


@dataclass
class Year:
    """What came out before the end or the limit.

    ``seconds``: CPU time of each round that ended; ``whole``: of the process from end to end. Memory in
    megabytes: after imports, and at its peak.
    """

    rounds: list[list[Group]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    imported: float = 0.0
    memory_at_start: float = 0.0
    memory: float = 0.0
    ended: bool = False
    complaint: str = ""
    whole: float = 0.0

    @property
    def spent(self) -> float:
        """At least what it took; a round the limit cut off counts with the time it had."""
        return sum(self.seconds) if self.ended else max(sum(self.seconds), self.whole - self.imported)

    @property
    def begun(self) -> int:
        """Rounds it worked on: those that ended, and the one the limit cut off."""
        return len(self.rounds) + (not self.ended)


def run_year(program: Program, network: Network, *, seed: int, limit: float, size: int = 2) -> tuple[Year, Score]:
    """The year and its score. ``limit``: wall-clock seconds after which the program is ended."""
    told = {"practice": network.practice, "rounds": network.rounds, "seed": seed, "size": size}
    python = str(PEERS_PYTHON) if program.peer else sys.executable
    command = [python, str(RUNS / program.script), *program.arguments]
    year, before = Year(), _children_seconds()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        clock = threading.Timer(limit, child.kill)
        clock.start()
        complaints: list[str] = []
        reader = threading.Thread(target=lambda: complaints.extend(child.stderr or ()))
        reader.start()
        child.stdin.write(json.dumps(told))
        child.stdin.close()
        for line in child.stdout:
            _note(year, line)
        reader.join()
        year.ended = child.wait() == 0 and len(year.rounds) == len(network.rounds)
        if child.returncode > 0:  # it failed by itself; the limit ends it by a signal
            year.complaint = complaints[-1].strip() if complaints else f"exit code {child.returncode}"
        clock.cancel()
    year.whole = _children_seconds() - before
    held = sound(network, year.rounds)
    if program.peer and held < len(year.rounds):  # of ours it would be a fault, and breaks the measurement off
        year.rounds, year.ended = year.rounds[:held], False
        year.complaint = f"somebody sits twice in round {held + 1}, or was not there"
    return year, score(network, year.rounds, size=size)


def _children_seconds() -> float:
    """CPU seconds of all processes started from here that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _note(year: Year, line: str) -> None:
    try:
        said = json.loads(line)
    except ValueError:
        return  # a program's own words, or a line the limit cut off
    if not isinstance(said, dict) or "megabytes" not in said:
        return
    year.memory = said["megabytes"]
    if "imported" in said:
        year.imported, year.memory_at_start = said["imported"], said["megabytes"]
        return
    year.rounds.append([tuple(group) for group in said["groups"]])
    year.seconds.append(said["seconds"])
