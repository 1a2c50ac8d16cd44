"""
What every suite shares: the `pairs` command in-process, and honesty about suites that cannot run.

A suite that needs a program (PostgreSQL, Postfix, Chromium) is skipped where that is missing, and
named loudly at the end; with ``--require-all-suites`` (CI) the run then fails.
"""

from __future__ import annotations

import gc
import glob
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sparing
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from postgres_server import running_server


def keep_bytecode(folder: Path) -> None:
    """
    Compile each module once, for this process and all that tests start, where nothing is kept beside the sources.

    Else every `python -m pairing` compiles the whole of it, and every session rewrites all asserts.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(folder)
        sys.dont_write_bytecode = False


keep_bytecode(Path(__file__).resolve().parent.parent / ".pytest_cache" / "bytecode")

#: Room for all that the tests which run at once write.
ROOM = 2**31


def write_to_memory(folder: Path = Path("/dev/shm")) -> None:
    """Let ``tmp_path`` lie in memory, where there is room: SQLite and the outbox wait for the disk at every commit."""
    if not (hasattr(os, "ST_NOEXEC") and os.access(folder, os.W_OK)):
        return
    place = os.statvfs(folder)
    if place.f_bavail * place.f_frsize > ROOM and not place.f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))  # as pytest calls it; --basetemp comes before it


write_to_memory()


def hear_interrupts() -> None:
    """Let programs that tests start be ended as by Ctrl-C: a shell has what it starts in the background ignore that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


hear_interrupts()

SUITES = {
    "postgres": ("PostgreSQL", lambda: bool(glob.glob("/usr/lib/postgresql/*/bin/initdb") or shutil.which("initdb"))),
    "postfix": ("Postfix", lambda: bool(shutil.which("postfix", path="/usr/sbin:/sbin:/usr/local/sbin"))),
    "dovecot": ("Dovecot", lambda: bool(shutil.which("dovecot", path="/usr/sbin:/sbin:/usr/local/sbin"))),
    "browser": ("Chromium", lambda: bool(shutil.which("chromium"))),
}


def draw_the_same_anywhere() -> None:
    """
    Let Hypothesis draw the same examples whichever modules this process has read by then.

    It also tries numbers and words that it finds in them: else a test's examples hang on the tests before it.
    """
    providers._get_local_constants = providers.Constants  # there is no setting for it


draw_the_same_anywhere()

settings.register_profile(
    "all", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("fast", settings.get_profile("all"), max_examples=sparing.few(100))


@dataclass(frozen=True)
class Ran:
    """What one `pairs` command did."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Pairs = Callable[..., Ran]


@pytest.fixture
def pairs(
    request: pytest.FixtureRequest,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Pairs:
    """
    Run ``pairs ARGS`` in-process, without a terminal, in ``tmp_path`` (or ``cwd``).

    What a command draws itself (a workspace's secret, a round's seed) is the same whenever the same test runs.
    """
    import io

    from pairing.cli import main_group
    from pairing.cli.door import run

    chance = Random(request.node.nodeid)
    monkeypatch.setattr("secrets.token_hex", lambda size: chance.randbytes(size).hex())
    monkeypatch.setattr("secrets.randbelow", chance.randrange)

    def call(*args: object, cwd: Path = tmp_path, stdin: str = "") -> Ran:
        capfd.readouterr()
        monkeypatch.chdir(cwd)
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = run(main_group, [str(arg) for arg in args])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this session's own."""
    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, to copy: every migration takes a while."""
    from pairing.storage.sql.engine import open_engine
    from pairing.storage.sql.opening import _upgrade

    opened = open_engine("sqlite:///pairs.db", folder=tmp_path_factory.mktemp("empty"))
    _upgrade(opened)
    opened.engine.dispose()
    assert opened.engine.url.database is not None
    return Path(opened.engine.url.database)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes to a database at once with others waits for them, however busy the machine is."""
    for name in ("engine.BUSY_SECONDS", "engine.PATIENCE", "store.BUSY_SECONDS"):
        monkeypatch.setattr(f"pairing.storage.sql.{name}", 600)


def pytest_configure(config: pytest.Config) -> None:
    """Whoever leaves out the slow tests also leaves out most of the drawn examples."""
    sparing.fast = config.getoption("markexpr") == "not slow"
    settings.load_profile("fast" if sparing.fast else "all")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-all-suites", action="store_true", help="Fail when a suite could not run.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = {mark: program for mark, (program, present) in SUITES.items() if not present()}
    for item in items:
        for mark, program in missing.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"suite not run: {program} is not installed"))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Files with slow tests only, and whatever they import, are not even read where those are left out."""
    return True if sparing.fast and sparing.is_all_slow(collection_path) else None


def pytest_collection() -> None:
    """Thousands of tests stay till the end: the collector need not look through them again and again."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def _not_run(reporter: Any) -> list[str]:
    reasons = {report.longrepr[2] for report in reporter.stats.get("skipped", ()) if isinstance(report.longrepr, tuple)}
    return sorted(reason.removeprefix("Skipped: ") for reason in reasons if "suite not run" in reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for reason in _not_run(terminalreporter):
        terminalreporter.section(reason.upper(), sep="!", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not session.config.getoption("--require-all-suites"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and _not_run(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
