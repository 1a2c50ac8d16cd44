"""What people write moves out of the facts into a table of its own, where it can be erased; a mobile number."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")

_facts = sa.table("facts", *(sa.column(name) for name in ("seq", "network", "person")), sa.column("body", _JSON))
_words = sa.table("words", *(sa.column(name) for name in ("network", "id", "person", "words")))


def upgrade() -> None:
    """A column, a table, and the words of old facts in it."""
    op.add_column("people", sa.Column("mobile", sa.Text()))
    op.create_table(
        "words",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["network"], ["networks.network"], name="fk_words_network"),
        sa.PrimaryKeyConstraint("network", "id", name="pk_words"),
    )
    rows = op.get_bind().execute(sa.select(_facts).where(_facts.c.person.is_not(None))).all()
    written = [row for row in rows if row.body.get("words")]
    if written:
        _let_facts_change(allowed=True)
        for row in written:
            _move(row)
        _let_facts_change(allowed=False)


def _move(row: Any) -> None:
    name = secrets.token_hex(16)
    rest = {key: value for key, value in row.body.items() if key != "words"}
    beside = {"network": row.network, "id": name, "person": row.person, "words": row.body["words"]}
    op.execute(sa.insert(_words).values(**beside))
    op.execute(sa.update(_facts).where(_facts.c.seq == row.seq).values(body=rest | {"words_beside": name}))


def _let_facts_change(*, allowed: bool) -> None:
    """The one time that facts are written anew: what they say stays the same."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE facts {'DISABLE' if allowed else 'ENABLE'} TRIGGER facts_stay")
    elif allowed:
        op.execute("DROP TRIGGER facts_no_update")
    else:
        op.execute(
            "CREATE TRIGGER facts_no_update BEFORE UPDATE ON facts "
            "BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"
        )
