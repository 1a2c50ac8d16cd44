"""Opening the store a config names. SQLAlchemy is loaded here, and not before."""

from __future__ import annotations

from pathlib import Path

from pairing.storage.store import Store


def open_store(url: str, *, network: str, folder: Path) -> Store:
    """The store of one network, its schema up to date; `InputError` when it cannot be had.

    ``url`` is ``sqlite:///FILE`` (relative to ``folder``) or ``postgresql://USER@HOST/DATABASE``.
    """
    from pairing.storage import sql

    return sql.open_store(url, network=network, folder=folder)
