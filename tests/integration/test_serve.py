"""`pairs serve` from outside: it listens, ticks, respects the lock, and says what is wrong in words."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from pairing.cli import Place
from pairing.cli.serve import do_what_is_due
from pairing.clock import MachineClock
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file
from pairing.notify.outbox import State
from pairing.stages.answering import Voice, stop
from pairing.stages.desk import Desk
from pairing.workspace import Workspace

DAY = "2026-12-01"


@pytest.fixture
def folder(pairs, tmp_path: Path) -> Path:
    """A workspace whose coffee round was approved and sent."""
    drawn = draw_network("small", 1)
    write_staff_file(drawn, tmp_path / "staff.csv")
    write_config(drawn, tmp_path / "pairs.toml", first_month=date(2026, 12, 1), months=2)
    assert pairs("people", "import", "staff.csv", "--yes", "--as-of", DAY).code == 0
    assert pairs("run", "--yes", "--programme", "coffee", "--as-of", DAY).code == 0
    return tmp_path


def desk_of(folder: Path, on: str) -> Iterator[Desk]:
    from pairing.bootstrap import open_workspace

    with open_workspace(Place(folder, on)) as desk:
        yield desk


@pytest.mark.slow
def test_a_tick_mends_what_somebody_left(folder, capfd) -> None:
    from pairing.life.answers import Source

    later = "2026-12-02T10:00"
    for desk in desk_of(folder, later):
        plan = desk.store.outbox.entries()[0]
        stop(desk, plan.person, Voice(Source.LEAD, desk.clock.now()))
    before = len(list((folder / "outbox").glob("*.eml")))
    clock = MachineClock(desk.opened_at)
    do_what_is_due(Place(folder, later), clock)
    assert len(list((folder / "outbox").glob("*.eml"))) > before
    assert re.search(r"\d+ messages written, \d+ sent", capfd.readouterr().err)
    for desk in desk_of(folder, later):
        assert not desk.store.outbox.entries(states=[State.QUEUED, State.SENDING])
    do_what_is_due(Place(folder, later), clock)
    assert capfd.readouterr().err == "", "nothing happened, so nothing is said"


@pytest.mark.slow
def test_mail_that_cannot_leave_is_told_and_stays_owed(folder, capfd) -> None:
    from pairing.life.answers import Source

    later = "2026-12-02T10:00"
    for desk in desk_of(folder, later):
        stop(desk, desk.store.outbox.entries()[0].person, Voice(Source.LEAD, desk.clock.now()))
    (folder / "outbox").rename(folder / "elsewhere")
    (folder / "outbox").write_text("no folder", encoding="utf-8")

    do_what_is_due(Place(folder, later), MachineClock(desk.opened_at))

    told = capfd.readouterr().err
    assert re.search(r"\d+ messages written, 0 sent\.", told)
    assert re.search(r"Nothing can be sent just now: cannot write to .*outbox", told)
    for desk in desk_of(folder, later):
        assert desk.store.outbox.entries(states=[State.QUEUED])


@pytest.mark.slow
def test_a_tick_leaves_a_run_alone(folder, capfd) -> None:
    with Workspace(folder).lock():
        do_what_is_due(Place(folder, "2026-12-20"), MachineClock())
    assert capfd.readouterr().err == ""


def test_a_tick_that_fails_is_told_and_not_the_end(tmp_path, capfd) -> None:
    do_what_is_due(Place(tmp_path), MachineClock())
    assert "pairs init" in capfd.readouterr().err


@pytest.mark.slow
def test_a_port_in_use_is_told_in_words(pairs, folder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = pairs("serve", "--port", str(taken.getsockname()[1]))
    assert ran.code == 3
    assert "Choose another port" in ran.err


@pytest.mark.slow
def test_it_listens_and_stops_when_asked(folder) -> None:
    command = [sys.executable, "-u", "-m", "pairing", "serve", "--port", "0", "--as-of", "2026-12-02"]
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        address = re.search(r"http://\S+", server.stderr.readline())
        assert address is not None
        assert "[web] url" in server.stderr.readline()
        with urlopen(address[0], timeout=120) as answer:
            assert b"Answer pages" in answer.read()
            assert answer.headers["Content-Security-Policy"]
            assert "uvicorn" not in str(answer.headers)
            assert "Strict-Transport-Security" not in answer.headers
        behind_proxy = Request(address[0], headers={"X-Forwarded-Proto": "https"})
        with urlopen(behind_proxy, timeout=120) as answer:
            assert answer.headers["Strict-Transport-Security"]
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=120)[1]
    assert server.returncode == 130
    assert "Traceback" not in rest
