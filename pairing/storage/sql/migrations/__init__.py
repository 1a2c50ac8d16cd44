"""
The schema's history, run by Alembic when a store is opened.

A new revision is a file in ``versions/`` and its number in `pairing.storage.sql.opening.REVISIONS`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """Alembic's config for a connection that has a transaction open."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema up to ``revision`` within the caller's transaction."""
    command.upgrade(config(connection), revision)
