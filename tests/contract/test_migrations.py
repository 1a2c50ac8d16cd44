import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from pairing.storage.sql import open_store
from pairing.storage.sql.migrations import config, upgrade
from pairing.storage.sql.opening import REVISIONS, VERSION_TABLE
from pairing.storage.sql.tables import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request, tmp_path):
    """The url of a database with nothing in it."""
    if request.param == "sqlite":
        return "sqlite:///pairs.db"
    url = request.getfixturevalue("postgres_url")
    name = f"empty_{uuid.uuid4().hex}"
    server = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def store(empty_url, tmp_path):
    store = open_store(empty_url, network="n", folder=tmp_path)
    yield store
    store.close()


def test_the_migrations_lead_to_the_tables_the_program_expects(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
        )
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_every_revision_of_the_scripts_is_known_to_the_program(store):
    with store.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(config(connection))

    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS
    assert scripts.get_current_head() == REVISIONS[-1]


def test_a_second_opening_changes_nothing(store, empty_url, tmp_path):
    again = open_store(empty_url, network="n", folder=tmp_path)

    with again.engine.begin() as connection:
        upgrade(connection)
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, VERSION_TABLE}
    again.close()


def test_every_table_carries_the_network(store):
    """So that many networks share one server."""
    assert [name for name, table in metadata.tables.items() if "network" not in table.c] == []


def test_words_of_old_facts_move_beside_the_log(empty_url, tmp_path):
    from pairing.storage.sql.engine import open_engine

    opened = open_engine(empty_url, folder=tmp_path)
    with opened.engine.begin() as connection:
        upgrade(connection, "0001")
        connection.execute(text("INSERT INTO networks VALUES ('n')"))
        for person, body in (("p1", '{"met": true, "words": "Old words."}'), ("p2", '{"met": true}')):
            row = {"person": person, "body": body, "at": "2026-12-01 09:00:00.000000"}
            sql = (
                "INSERT INTO facts (network, kind, at, person, body) "
                "VALUES ('n', 'attendance_recorded', :at, :person, :body)"
            )
            connection.execute(text(sql), row)
    opened.engine.dispose()

    store = open_store(empty_url, network="n", folder=tmp_path)

    assert [fact.body.get("words") for fact in store.events.facts()] == ["Old words.", None]
    store.events.forget_words("p1")
    assert [fact.body.get("words") for fact in store.events.facts()] == ["", None]
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(text("UPDATE facts SET person = 'p9'"))
    store.close()
