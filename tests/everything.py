"""
Set up whatever the tests need, then run all of them: the README's second command.

    python3 tests/everything.py            everything
    python3 tests/everything.py --fast     without the slow ones, for a change in hand
    python3 tests/everything.py --strict   fail when a suite could not run (CI)

Uses only the standard library until the environment in `.venv` is there. As root on Debian it
also installs the programs the tests talk to, and says which.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

#: Debian package -> is it there already?
PROGRAMS = {
    "postgresql": lambda: bool(glob.glob("/usr/lib/postgresql/*/bin/initdb")),
    "postfix": lambda: Path("/usr/sbin/postfix").exists(),
    "dovecot-imapd": lambda: Path("/usr/sbin/dovecot").exists(),
    "chromium": lambda: bool(shutil.which("chromium")),
}


def main() -> int:
    options = set(sys.argv[1:])
    if unknown := options - {"--fast", "--strict"}:
        print(__doc__, f"Unknown: {' '.join(sorted(unknown))}", sep="\n")
        return 2
    install_programs()
    install_packages()
    failed = [name for name, command in checks(options) if run(name, command) != 0]
    if failed:
        print(f"\nFAILED: {', '.join(failed)}")
        return 1
    print("\nAll checks passed.")
    return 0


def install_programs() -> None:
    """PostgreSQL, Postfix, Dovecot and Chromium from Debian's packages, where we may; never a question asked."""
    wanted = [package for package, present in PROGRAMS.items() if not present()]
    if not wanted:
        return
    if not (Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get")):
        print(f"Not installed, so their suites will not run: {', '.join(wanted)}")
        return
    print(f"Installing Debian packages for the tests: {', '.join(wanted)}", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Nothing may start by itself: the tests run their own servers in temporary folders.
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *wanted]):
            subprocess.run([*command, "-qq"], env=quiet, stdin=subprocess.DEVNULL, check=False)
    finally:
        if ours:
            policy.unlink()


def install_packages() -> None:
    """The locked packages, every one checked against its hash, and pairs itself; once, until a lock changes."""
    lock, project = ROOT / "requirements-dev.lock", ROOT / "pyproject.toml"
    installed = ENVIRONMENT / "installed"
    wanted = hashlib.sha256(lock.read_bytes() + project.read_bytes() + str(ROOT).encode()).hexdigest()
    if PYTHON.exists() and installed.exists() and installed.read_text() == wanted:
        return
    if not PYTHON.exists():
        print("Making .venv", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)], check=True, cwd=ROOT)
    subprocess.run([*pip, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)], check=True, cwd=ROOT)
    installed.write_text(wanted)


def checks(options: set[str]) -> list[tuple[str, list[str]]]:
    """Name and command of every check, cheapest first."""
    python = [str(PYTHON), "-m"]
    workers = str(min(max(2, os.cpu_count() or 2), 4))  # each may start a database and a mail server
    tests = [*python, "pytest", "-n", workers, "--durations", "25", "--durations-min", "5"]
    if "--strict" in options:
        tests.append("--require-all-suites")
    if "--fast" in options:
        tests += ["-m", "not slow", "--dist", "worksteal"]  # thousands of small ones: asked for a few at a time
    else:
        tests += ["--dist", "loadgroup"]
    return [
        ("style", [*python, "ruff", "check", "."]),
        ("format", [*python, "ruff", "format", "--check", "."]),
        ("types", [*python, "mypy"]),
        ("floors", [str(PYTHON.parent / "lint-imports"), "--no-logo"]),
        ("tests", tests),
    ]


def run(name: str, command: list[str]) -> int:
    print(f"\n=== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
