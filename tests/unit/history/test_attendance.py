from datetime import UTC, datetime

import pytest

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.history.attendance import find_group, find_round, of_all, of_one, record, unanswered
from pairing.storage.memory.store import MemoryStore

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)


@pytest.fixture
def history(facts):
    facts.imported("Spring", "2026-04-07", "ab")
    facts.planned("2026-11-03", "ab", "cd").planned("2026-12-01", "abcd", programme="lunch")
    facts.planned("2026-12-02", "ac", "bd", "ad")
    return History.fold(facts)


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (None, "coffee-2026-12"),
        ("coffee-2026-11", "coffee-2026-11"),
        ("lunch", "lunch-2026-12"),
        ("coffee", "coffee-2026-12"),
        ("2026-11", "coffee-2026-11"),
        ("Spring", "Spring"),
    ],
)
def test_a_round_is_found_by_name_programme_or_period(history, named, found):
    assert find_round(history, named).round == found


def test_an_unknown_round_names_the_latest(history):
    with pytest.raises(InputError, match="The latest are: Spring, coffee-2026-11, lunch-2026-12, coffee-2026-12"):
        find_round(history, "tea")


def test_a_period_with_several_rounds_asks_which(history):
    with pytest.raises(InputError, match=r"lunch-2026-12 \(lunch\), coffee-2026-12 \(coffee\)"):
        find_round(history, "2026-12")


def test_before_the_first_round_there_is_nothing_to_record(facts):
    with pytest.raises(InputError, match="no round is on record yet"):
        find_round(History.fold(facts))


def test_only_news_is_recorded(history):
    store, past = MemoryStore(), history.round("coffee-2026-12")
    words = of_all(find_group(past, "2"), True)

    assert record(past, words, store.events, now=NOW) == 2

    assert store.events.facts() == [
        Fact(Kind.ATTENDANCE_RECORDED, NOW, person, "coffee", "coffee-2026-12", {"group": 2, "met": True}, seq)
        for seq, person in ((1, "b"), (2, "d"))
    ]


def test_a_word_on_record_is_not_recorded_again(facts):
    facts.planned("2026-12-01", "ab").said("coffee-2026-12", "a", True, group=1)
    store, past = MemoryStore(), History.fold(facts).rounds[0]

    assert record(past, of_one(past, "a", True), store.events, now=NOW) == 0
    assert record(past, of_one(past, "b", None), store.events, now=NOW) == 0
    assert record(past, of_one(past, "a", None), store.events, now=NOW) == 1


def test_a_persons_word_is_about_all_their_groups_or_the_one_named(history):
    past = history.round("coffee-2026-12")

    assert of_one(past, "a", False) == {("1", "a"): False, ("3", "a"): False}
    assert of_one(past, "a", True, "3") == {("3", "a"): True}


def test_a_person_or_a_group_that_is_not_there_is_told(history):
    past = history.round("coffee-2026-12")

    with pytest.raises(InputError, match="x is in no such group"):
        of_one(past, "x", True)
    with pytest.raises(InputError, match="b is in no such group"):
        of_one(past, "b", True, "1")
    with pytest.raises(InputError, match="There are: 1, 2, 3"):
        find_group(past, "4")


def test_groups_nobody_has_spoken_of_are_asked_about(facts):
    facts.planned("2026-12-01", "ab", "cd", "ef").said("coffee-2026-12", "a", True, group=1)
    facts.said("coffee-2026-12", "f", False, group=3)

    assert [group.name for group in unanswered(History.fold(facts).rounds[0])] == ["2"]


def test_an_imported_groups_name_is_kept_as_it_is(facts):
    facts.imported("Spring", "2026-04-07", "ab", group="07")
    store, past = MemoryStore(), History.fold(facts).rounds[0]

    record(past, of_one(past, "a", True), store.events, now=NOW)

    assert store.events.facts()[0].body == {"group": "07", "met": True}
    assert History.fold([*facts, *store.events.facts()]).rounds[0].groups[0].says == {"a": True, "b": None}
