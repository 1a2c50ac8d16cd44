"""The composition root: the only place where a concrete class is chosen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import arrow

from pairing.clock import MachineClock
from pairing.config.load import load_config
from pairing.config.model import Config
from pairing.errors import InputError
from pairing.stages.desk import Desk
from pairing.storage.open import open_store
from pairing.workspace import Workspace

#: A date without a time means this hour of it.
MORNING = 9

#: Years a clock can stand in: beyond them dates cannot be counted on from, or mean nothing to a staff list.
YEARS = range(1980, 2201)


class Place(Protocol):
    """What the command line knows: the folder, and the clock's setting if there is one."""

    @property
    def workspace(self) -> Path:
        """The workspace folder."""

    @property
    def as_of(self) -> str | None:
        """``--as-of`` as it was typed."""


@contextmanager
def open_workspace(place: Place, *, write: bool = False) -> Iterator[Desk]:
    """
    The workspace, opened; closed on leaving.

    With ``write`` its lock is held: `AlreadyRunning` when another run has it.
    """
    folder = place.workspace
    config = load_config(folder, os.environ)
    workspace = Workspace(folder)
    clock = MachineClock(read_as_of(place.as_of, config.network.timezone))
    with workspace.lock() if write else nullcontext(), _opened(folder, config, workspace, clock, write=write) as desk:
        yield desk


def read_as_of(text: str | None, timezone: str, where: str = "--as-of") -> datetime | None:
    """The moment ``--as-of`` names, aware; a bare date means nine in the morning, where the network is."""
    if text is None:
        return None
    try:
        moment = arrow.get(text, tzinfo=ZoneInfo(timezone))
    except (arrow.parser.ParserError, ValueError) as error:
        raise InputError.at(where, f"{text!r} is not a date", mend="Write 2026-12-01 or 2026-12-01T09:00.") from error
    if moment.year not in YEARS:
        raise InputError.at(where, f"{text!r} is too far away to rehearse", mend="Take a year from 1980 to 2200.")
    if len(text) <= len("2026-12-01"):
        moment = moment.replace(hour=MORNING)
    return moment.datetime


@contextmanager
def _opened(folder: Path, config: Config, workspace: Workspace, clock: MachineClock, *, write: bool) -> Iterator[Desk]:
    store = open_store(config.store.url, network=_network_key(config), folder=folder)
    try:
        with store.lock() if write else nullcontext():
            yield Desk(
                path=folder,
                config=config,
                store=store,
                clock=clock,
                secret=workspace.secret(),
                # Not the present: opening takes longer on one machine than on another, and mails carry this.
                opened_at=clock.origin.replace(microsecond=0),
            )
    finally:
        store.close()


def _network_key(config: Config) -> str:
    """What a network is called in the store. A shared server needs its code, which does not change as names do."""
    if config.store.url.startswith("postgresql") and not config.network.code:
        raise InputError.at(
            "pairs.toml [network] code",
            "it is empty, and the store is a shared server",
            why="There a network is known by its code; under a name it would be lost when the name changes.",
            mend='Add the network\'s ODS code: code = "U12345"',
        )
    return config.network.code or config.network.name
