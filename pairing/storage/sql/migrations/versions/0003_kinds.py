"""An index on the kinds of facts: the few a reader asks for are found without passing over all the others."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One more index; no fact is touched."""
    op.create_index("ix_facts_network_kind", "facts", ["network", "kind"])
