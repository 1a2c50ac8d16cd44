"""
A workspace: the folder with ``pairs.toml``, and what else lies in it.

    pairs.toml      the config
    plans/          plans awaiting approval, and those sent
    .pairs/secret   signs links and calendar identities; never in the config, never printed
    .pairs/lock     held while a run works; the operating system lets go of it when the run dies
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from pairing.atomic import write_whole
from pairing.clock import MachineClock
from pairing.errors import AlreadyRunning, InputError

#: Overrides the secret file, for machines whose files do not last.
SECRET_VARIABLE = "PAIRS__SECRET"  # noqa: S105  the variable's name, not a secret

_SECRET_BYTES = 32


class Workspace:
    """One network's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def plans(self) -> Path:
        """The folder of plans."""
        return self.path / "plans"

    def secret(self) -> bytes:
        """32 bytes or more that stay the same for this workspace, drawn when first needed.

        Who has them can answer for anybody, so the file is readable by its owner only.
        """
        given = os.environ.get(SECRET_VARIABLE)
        if given is not None:
            return _from_hex(given, SECRET_VARIABLE)
        file = self._private() / "secret"
        try:
            if not file.exists():
                # Of two first runs at once, one file stays and both read it.
                write_whole(file, f"{secrets.token_hex(_SECRET_BYTES)}\n".encode(), replace=False)
            return _from_hex(file.read_text(encoding="ascii").strip(), str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError.at(
                str(file),
                "the workspace's secret cannot be read",
                why="Without it no link in a mail and no calendar entry could be recognised again.",
                mend=f"Let the file be readable by you, restore it from a backup, or set {SECRET_VARIABLE}.",
            ) from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the workspace; `AlreadyRunning` at once when another process holds it.

        The lock is the operating system's: it ends with the process, however that ends, so a
        lock that can be taken proves every earlier run dead.
        """
        private = self._private()
        holder = private / "running.json"
        lock = filelock.FileLock(private / "lock", timeout=0, mode=0o600)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise AlreadyRunning(_who(holder)) from error
        except (OSError, NotImplementedError) as error:
            raise InputError.at(str(private / "lock"), f"the workspace cannot be locked ({error})") from error
        try:
            about = {"pid": os.getpid(), "since": MachineClock().now().isoformat(timespec="seconds")}
            write_whole(holder, json.dumps(about).encode())
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def _private(self) -> Path:
        """The folder for the program's own files, made on first need."""
        folder = self.path / ".pairs"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise InputError.at(
                str(self.path),
                f"the workspace cannot be written to ({error.strerror})",
                mend="Choose a folder of your own with -C, or let yourself write to this one.",
            ) from error
        return folder


def _from_hex(text: str, where: str) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) < _SECRET_BYTES:
        raise InputError.at(
            where,
            f"the secret is not {_SECRET_BYTES} bytes in hexadecimal",
            mend="Restore it from a backup. A new one makes every link sent so far invalid.",
        )
    return secret


def _who(holder: Path) -> str:
    """Who holds the lock, as far as is known."""
    try:
        about = json.loads(holder.read_text(encoding="utf-8"))
        return f"another run holds this workspace (process {about['pid']}, since {about['since']}); wait for it to end"
    except (OSError, ValueError, KeyError, TypeError):
        return "another run holds this workspace; wait for it to end"
