"""How Alembic reaches the database: on the connection it is given, in the transaction that is open."""

from alembic import context

from pairing.storage.sql.opening import VERSION_TABLE
from pairing.storage.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes tables by copying them
)
context.run_migrations()
