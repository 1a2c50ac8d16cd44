"""Promises of the house itself: the README's commands, the cost of ``--help``, every mail of a round."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("ortools", "sqlalchemy", "starlette", "matplotlib", "pandas", "numpy", "pydantic", "jinja2", "rich")


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom pairing.cli import main\nsys.argv = ['pairs', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "Every month" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"


def test_every_command_has_help_that_fits_eighty_columns(pairs):
    from pairing.cli import COMMANDS

    for name in COMMANDS:
        ran = pairs(name, "--help")
        assert ran.code == 0, name
        assert [line for line in ran.out.splitlines() if len(line) > 80] == []


def test_a_wrong_option_exits_2(pairs):
    assert pairs("run", "--sideways").code == 2


def test_the_readme_opens_with_the_two_commands_one_line_each():
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )

    assert [len(block.splitlines()) for block in blocks[:2]] == [1, 1]
    assert "pairs demo" in blocks[0]
    assert blocks[1].strip() == "python3 tests/everything.py"


@pytest.mark.slow
def test_every_mail_of_a_round_is_a_valid_invitation(network):
    net = network("small")
    assert net.run("run", "--yes").code == 0

    for mail in net.read():
        assert mail.defects == []
        calendars = [part for part in mail.walk() if part.get_content_type() in {"text/calendar", "application/ics"}]
        for part in calendars:
            raw = part.get_content()
            calendar = Calendar.from_ical(raw)
            (event,) = calendar.walk("VEVENT")
            assert calendar["METHOD"] == "REQUEST"
            assert event["ORGANIZER"].removeprefix("mailto:") == mail["From"].addresses[0].addr_spec
            assert event["ATTENDEE"].removeprefix("mailto:") == mail["To"].addresses[0].addr_spec
            if part.get_content_type() == "text/calendar":
                assert part.get_param("method") == calendar["METHOD"]


@pytest.mark.slow
@pytest.mark.wheel
def test_the_built_wheel_runs_the_demo_outside_the_repository(tmp_path):
    python = _installed_from_wheel(tmp_path)

    ran = subprocess.run(
        [python.parent / "pairs", "demo", "here", "--size", "small", "--months", "1"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"},  # it is used once
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert list((tmp_path / "here" / "outbox").glob("*.eml"))


def _installed_from_wheel(folder: Path) -> Path:
    """A clean environment's Python with the built wheel in it; its dependencies are those of this one."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "clean")], check=True)
    python = folder / "clean" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
    into = [*pip, "install", "--no-deps", "--no-compile"]
    lock = ROOT / "requirements.lock"
    subprocess.run([*into, "--require-hashes", "--requirement", str(lock)], check=True, capture_output=True)
    subprocess.run([*into, str(wheel)], check=True, capture_output=True)
    subprocess.run([*pip, "check"], check=True, capture_output=True)  # the lock has everything the wheel asks for
    return python
