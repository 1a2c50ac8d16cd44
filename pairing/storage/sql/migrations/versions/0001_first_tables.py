"""The first tables. Written out in full: a migration never follows later changes to `tables`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Networks, facts that cannot be changed, roster, outbox, buckets."""
    op.create_table(
        "networks",
        sa.Column("network", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("network", name="pk_networks"),
    )
    _facts()
    _roster()
    _outbox()


def _network(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("network", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["network"], ["networks.network"], name=f"fk_{table}_network"),
    ]


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("seq", _COUNTER, autoincrement=True, nullable=False),
        *_network("facts"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("person", sa.String()),
        sa.Column("programme", sa.String()),
        sa.Column("round", sa.String()),
        sa.Column("body", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_facts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_facts_network_seq", "facts", ["network", "seq"])
    op.create_index("ix_facts_network_round", "facts", ["network", "round"])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER facts_no_{act.lower()} BEFORE {act} ON facts "
                "BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION pairs_facts_stay() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'facts are never changed'; END $$"
        )
        op.execute(
            "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON facts "
            "FOR EACH STATEMENT EXECUTE FUNCTION pairs_facts_stay()"
        )


def _roster() -> None:
    op.create_table(
        "people",
        *_network("people"),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("practice", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("role_group", sa.String(), nullable=False),
        sa.Column("also_works_at", _JSON, nullable=False),
        sa.Column("working_days", _JSON, nullable=False),
        sa.Column("site", sa.Text()),
        sa.Column("starts", sa.Date()),
        sa.Column("ends", sa.Date()),
        sa.Column("paused_until", sa.Date()),
        sa.Column("line_manager", sa.String()),
        sa.Column("host", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("network", "id", name="pk_people"),
    )
    op.create_table(
        "practices",
        *_network("practices"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("network", "key", name="pk_practices"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        *_network("outbox"),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String()),
        sa.Column("lease_ends", _INSTANT),
        sa.Column("not_before", _INSTANT),
        sa.Column("expires", _INSTANT),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sent_at", _INSTANT),
        sa.PrimaryKeyConstraint("network", "key", name="pk_outbox"),
    )
    op.create_index("ix_outbox_network_mailbox_state", "outbox", ["network", "mailbox", "state"])
    op.create_table(
        "buckets",
        *_network("buckets"),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("ready", _INSTANT, nullable=False),
        sa.Column("asked", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("network", "mailbox", name="pk_buckets"),
    )
