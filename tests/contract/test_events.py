from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, event, insert, text, update
from sqlalchemy.exc import DBAPIError

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.storage.sql import open_store
from pairing.storage.sql.tables import facts as facts_table

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def a_fact(kind=Kind.PERSON_JOINED, **fields):
    return Fact(kind, fields.pop("at", NOON), **fields)


def test_facts_come_back_whole_and_in_order(store):
    body = {"group": 3, "met": {"p1": True, "p2": None}, "words": "Où ? \u2013 \U0001f375", "members": ["p2", "p1"]}
    store.events.append([a_fact(person="p2"), a_fact(person="p1")])
    store.events.append([a_fact(Kind.MEETING_IMPORTED, programme="coffee", round="old", body=body)])

    facts = store.events.facts()

    assert [(f.kind, f.person) for f in facts] == [
        (Kind.PERSON_JOINED, "p2"),
        (Kind.PERSON_JOINED, "p1"),
        (Kind.MEETING_IMPORTED, None),
    ]
    assert facts[2] == a_fact(Kind.MEETING_IMPORTED, programme="coffee", round="old", body=body, seq=facts[2].seq)
    assert facts[0].seq < facts[1].seq < facts[2].seq


def test_facts_are_narrowed_by_kind_and_round(store):
    store.events.append(
        [
            a_fact(Kind.ROUND_PLANNED, round="coffee-1"),
            a_fact(Kind.ROUND_PLANNED, round="coffee-2"),
            a_fact(Kind.ATTENDANCE_RECORDED, round="coffee-1", person="p1"),
            a_fact(Kind.PERSON_LEFT, person="p1"),
        ]
    )

    planned = store.events.facts(kinds=[Kind.ROUND_PLANNED])
    first = store.events.facts(round="coffee-1")
    both = store.events.facts(kinds=[Kind.ROUND_PLANNED, Kind.PERSON_LEFT], round="coffee-1")

    assert [f.round for f in planned] == ["coffee-1", "coffee-2"]
    assert [f.kind for f in first] == [Kind.ROUND_PLANNED, Kind.ATTENDANCE_RECORDED]
    assert [f.kind for f in both] == [Kind.ROUND_PLANNED]


def test_times_come_back_aware_in_utc(store):
    at = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))

    store.events.append([a_fact(at=at)])

    (fact,) = store.events.facts()
    assert fact.at == at
    assert fact.at.utcoffset() == timedelta(0)
    assert fact.at.tzinfo is UTC


def test_a_naive_time_is_refused(store):
    with pytest.raises(Exception, match="aware"):
        store.events.append([a_fact(at=datetime(2026, 12, 1))])  # noqa: DTZ001  the point of the test

    assert store.events.facts() == []


def test_a_fact_that_was_handed_in_may_change_later_without_changing_the_log(store):
    body = {"met": {"p1": True}}
    store.events.append([a_fact(body=body)])

    body["met"]["p1"] = False

    assert store.events.facts()[0].body == {"met": {"p1": True}}


def test_facts_outlive_the_process(sql_keeping):
    sql_keeping.open().events.append([a_fact(person="p1")])

    assert [f.person for f in sql_keeping.open().events.facts()] == ["p1"]


@pytest.mark.parametrize(
    "statement", [update(facts_table).values(person="p9"), delete(facts_table)], ids=["update", "delete"]
)
def test_the_database_refuses_to_change_a_fact(sql_keeping, statement):
    store = sql_keeping.open()
    store.events.append([a_fact(person="p1")])

    with pytest.raises(DBAPIError, match="facts are never changed"), store.engine.begin() as connection:
        connection.execute(statement.where(facts_table.c.network == sql_keeping.network))

    assert [f.person for f in store.events.facts()] == ["p1"]


def test_a_fact_of_a_kind_from_the_future_is_not_passed_over(sql_keeping):
    store = sql_keeping.open()
    row = {"network": store.network, "kind": "person_cloned", "at": NOON, "body": {}}
    with store.engine.begin() as connection:
        connection.execute(insert(facts_table), [row])

    for narrowed in ({}, {"kinds": [Kind.PERSON_JOINED]}):
        with pytest.raises(InputError, match="person_cloned"):
            store.events.facts(**narrowed)


def test_few_facts_of_a_kind_are_found_by_an_index(tmp_path):
    """SQLite's own plan; PostgreSQL's depends on how many there are."""
    store = open_store("sqlite:///pairs.db", network="n", folder=tmp_path)
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))

    store.events.facts(kinds=[Kind.STAFF_IMPORTED, Kind.ROUND_PLANNED])

    with store.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in list(asked)]
    steps = [step.detail for plan in plans for step in plan if " facts " in step.detail]
    assert steps
    assert all("ix_facts_network_kind" in step for step in steps), steps
    store.close()


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_facts(postgres_url, tmp_path):
    store = open_store(postgres_url, network="truncated", folder=tmp_path)
    store.events.append([a_fact(person="p1")])

    with pytest.raises(DBAPIError, match="facts are never changed"), store.engine.begin() as connection:
        connection.execute(text("TRUNCATE facts"))

    assert [f.person for f in store.events.facts()] == ["p1"]
    store.close()


@pytest.mark.postgres
def test_networks_on_one_server_see_nothing_of_each_other(postgres_url, tmp_path):
    ours, theirs = (open_store(postgres_url, network=name, folder=tmp_path) for name in ("U00001", "U00002"))

    ours.events.append([a_fact(person="p1")])
    theirs.events.append([a_fact(person="p2")])

    assert [f.person for f in ours.events.facts()] == ["p1"]
    assert [f.person for f in theirs.events.facts()] == ["p2"]
    ours.close()
    theirs.close()


def wrote(person, words, *, round="coffee-2026-12"):
    body = {"group": 1, "met": True, "source": "page", "words": words}
    return Fact(Kind.ATTENDANCE_RECORDED, NOON, person=person, programme="coffee", round=round, body=body)


def test_what_people_wrote_comes_back_as_it_was(store):
    store.events.append([wrote("p1", "We talked about fax machines."), wrote("p2", ""), wrote("p3", "“Café” — 你好")])

    assert [fact.body["words"] for fact in store.events.facts()] == [
        "We talked about fax machines.",
        "",
        "“Café” — 你好",
    ]
    assert store.events.facts(round="coffee-2026-12")[0].body["source"] == "page"


def test_forgetting_somebody_erases_what_they_wrote_and_no_fact(store):
    store.events.append([wrote("p1", "My own words."), wrote("p2", "Somebody else's."), wrote("p1", "Once more.")])
    before = [(fact.seq, fact.kind, fact.person) for fact in store.events.facts()]

    store.events.forget_words("p1")
    store.events.forget_words("nobody")

    assert [fact.body["words"] for fact in store.events.facts()] == ["", "Somebody else's.", ""]
    assert [(fact.seq, fact.kind, fact.person) for fact in store.events.facts()] == before
    store.events.append([wrote("p1", "Back again.")])
    assert store.events.facts()[-1].body["words"] == "Back again."


def test_what_the_lead_wrote_is_erased_where_somebody_forgotten_is_named(store):
    about = {"programme": "coffee", "round": "coffee-2026-12"}
    said = ["Both are on leave.", "Zeynep's clinic moved", "See Dr. ÖZTÜRK", "Ozturk Road is closed"]
    store.events.append([a_fact(Kind.ROUND_CANCELLED, **about, body={"words": words}) for words in said])

    store.events.forget_words("p1")
    assert [fact.body["words"] for fact in store.events.facts()] == said
    store.events.forget_words("p1", name="Dr Zeynep Öztürk")

    assert [fact.body["words"] for fact in store.events.facts()] == [said[0], "", "", said[3]]
    assert {fact.person for fact in store.events.facts()} == {None}


def test_no_word_of_the_lead_is_in_the_log_itself(sql_keeping):
    store = sql_keeping.open()
    store.events.append([a_fact(Kind.ROUND_CANCELLED, round="coffee-2026-12", body={"words": "Saxophone"})])
    with store.engine.connect() as connection:
        mine = text("SELECT body FROM facts WHERE network = :network")
        rows = [str(row) for row in connection.execute(mine, {"network": sql_keeping.network})]
    assert len(rows) == 1
    assert "Saxophone" not in rows[0]


def test_words_are_erased_or_kept_with_the_transaction(store):
    def forget_and_fail():
        with store.transaction():
            store.events.forget_words("p1")
            raise RuntimeError

    store.events.append([wrote("p1", "My own words.")])

    with pytest.raises(RuntimeError):
        forget_and_fail()

    assert store.events.facts()[0].body["words"] == "My own words."


def test_nothing_of_erased_words_is_left_in_the_database(sql_keeping):
    store = sql_keeping.open()
    store.events.append([wrote("p1", "Xylophone rehearsal"), wrote("p2", "Zeppelin")])

    store.events.forget_words("p1")

    with store.engine.connect() as connection:
        tables = ("facts", "words", "people", "outbox")
        rows = [str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert not [row for row in rows if "Xylophone" in row]
    assert [row for row in rows if "Zeppelin" in row]
    if sql_keeping.kind == "sqlite":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        sql_keeping.close()
        files = b"".join(path.read_bytes() for path in sql_keeping.folder.glob("pairs.db*"))
        assert b"Xylophone" not in files
        assert b"Zeppelin" in files
