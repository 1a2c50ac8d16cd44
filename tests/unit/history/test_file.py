from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing.errors import InputError
from pairing.events import Kind
from pairing.history import History, take_in
from pairing.history.file import COLUMNS, Meeting, read_history, write_history
from pairing.people.person import Person, RoleGroup, Standing
from pairing.storage.blank import blank
from pairing.storage.memory.store import MemoryStore

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)


def a_person(id, name, standing=Standing.ACTIVE):
    return Person(id, name, f"{id}@mill.example", "Y00001", "GP", RoleGroup.GP, standing=standing)


PEOPLE = [
    a_person("a", "Ada Okafor"),
    a_person("b", "Bo Lin"),
    a_person("c", "Cy Young", Standing.LEFT),
    a_person("d", "Di Ng"),
    blank("z"),
]

FILE = """round,date,programme,group,person,met
coffee-2026-04,2026-04-07,coffee,1,a,yes
coffee-2026-04,2026-04-07,coffee,1,b,
coffee-2026-04,2026-04-08,coffee,2,c,no
coffee-2026-04,2026-04-08,coffee,2,z,no
Launch,2026-05-05,lunch,Table A,d,yes
Launch,2026-05-05,lunch,Table A,b,yes
Launch,2026-05-05,lunch,Table A,a,
"""

MEETINGS = [
    Meeting("coffee", "coffee-2026-04", "1", date(2026, 4, 7), {"a": True, "b": None}),
    Meeting("coffee", "coffee-2026-04", "2", date(2026, 4, 8), {"c": False, "z": False}),
    Meeting("lunch", "Launch", "Table A", date(2026, 5, 5), {"d": True, "b": True, "a": None}),
]


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8", **options):
        path = tmp_path / "old.csv"
        path.write_bytes(text.encode(encoding))
        return read_history(path, PEOPLE, **options)

    return read


def problems_of(caught):
    return [(problem.where, problem.what) for problem in caught.value.problems]


def test_a_file_is_read_group_by_group(read):
    assert read(FILE) == MEETINGS


@pytest.mark.parametrize(
    "text",
    [
        FILE.replace(",", ";"),
        FILE.replace(",", "\t"),
        FILE.replace("\n", "\r\n"),
        "\ufeff" + FILE,
        FILE.replace("round,", "Round ,").replace("person,met", "PERSON, Met"),
        FILE.replace("2026-04-07", "07/04/2026"),
        FILE.replace(",yes", ",Y").replace(",no", ",No"),
        FILE.replace(",a,", ",a@mill.example,").replace(",b,", ",B@Mill.Example ,"),
        FILE.replace("coffee,1,b,\n", "coffee,1,b,?\n\n,,,,,\n"),
        "\n".join(",".join(reversed(line.split(","))) for line in FILE.splitlines()),
        "\n".join(line + ",more" for line in FILE.splitlines()),
    ],
    ids=[
        "semicolons",
        "tabs",
        "crlf",
        "mark",
        "case",
        "british",
        "words",
        "addresses",
        "blank-rows",
        "order",
        "extra-column",
    ],
)
def test_a_spreadsheets_habits_change_nothing(read, text):
    assert read(text) == MEETINGS


def test_windows_text_is_read_too(read):
    text = FILE.replace("Launch", "Café")

    assert [meeting.round for meeting in read(text, "cp1252")] == ["coffee-2026-04", "coffee-2026-04", "Café"]


def test_every_problem_is_told_with_its_row(read):
    text = """round,date,programme,group,person,met
old,2026-04-07,coffee,1,a,yes
old,2026-04-07,coffee,1,nobody@mill.example,yes
old,31/02/2026,coffee,2,a,
old,2026-04-07,coffee,3,a,perhaps
,2026-04-07,,3,b,
old,2026-04-08,coffee,1,b,
old,2026-04-07,coffee,1,a,
"""
    with pytest.raises(InputError) as caught:
        read(text)

    assert problems_of(caught) == [
        ("old.csv row 3, column person", "nobody is called that"),
        ("old.csv row 4", "column date: 31/02/2026 is a date that does not exist"),
        ("old.csv row 5", "column met: perhaps is neither yes nor no; leave it empty where it is not known"),
        ("old.csv row 6", "column round, programme is empty"),
        ("old.csv row 7", "column date: 2026-04-08, but row 2 has 2026-04-07 for the same group"),
        ("old.csv row 8", "column person: a is twice in group 1 of old"),
    ]


def test_a_group_of_one_is_a_problem(read):
    with pytest.raises(InputError) as caught:
        read("round,date,programme,group,person,met\nold,2026-04-07,coffee,1,a,\n")

    assert problems_of(caught) == [("old.csv row 2", "group 1 of old has one person only")]


def test_unknown_people_are_passed_over_when_asked_for(read):
    text = FILE.replace(",z,", ",gone@mill.example,").replace("Table A,d", "Table A,gone@mill.example")

    meetings = read(text, skip_unknown=True)

    assert [meeting.members for meeting in meetings] == [("a", "b"), ("b", "a")]


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3\n", FILE.replace("person,met", "who,met")])
def test_a_file_without_the_columns_says_which(read, text):
    with pytest.raises(InputError, match=r"the file has no column .*person"):
        read(text)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_history(tmp_path / "none.csv", PEOPLE)


@pytest.fixture
def store():
    return MemoryStore()


def take(store, meetings, **options):
    history = History.fold(store.events.facts())
    taken = take_in.compare(meetings, history, now=NOW, **options)
    take_in.keep(taken, store.events)
    return taken.new, taken.corrected, taken.words, taken.unchanged


def test_taking_in_adds_a_fact_for_each_group(store):
    assert take(store, MEETINGS) == (3, 0, 0, 0)

    facts = store.events.facts()
    assert [(f.kind, f.programme, f.round, f.at) for f in facts] == [
        (Kind.MEETING_IMPORTED, "coffee", "coffee-2026-04", NOW),
        (Kind.MEETING_IMPORTED, "coffee", "coffee-2026-04", NOW),
        (Kind.MEETING_IMPORTED, "lunch", "Launch", NOW),
    ]
    assert facts[0].body == {
        "programme": "coffee",
        "date": "2026-04-07",
        "group": "1",
        "members": ["a", "b"],
        "met": {"a": True, "b": None},
    }


def test_taking_in_twice_changes_nothing(store):
    take(store, MEETINGS)

    assert take(store, MEETINGS) == (0, 0, 0, 3)
    assert len(store.events.facts()) == 3


def test_a_word_that_is_news_is_recorded_and_an_empty_one_takes_nothing_back(store):
    take(store, MEETINGS)
    later = Meeting("coffee", "coffee-2026-04", "1", date(2026, 4, 7), {"b": False, "a": None})

    assert take(store, [later]) == (0, 0, 1, 0)

    (group, _) = History.fold(store.events.facts()).round("coffee-2026-04").groups
    assert group.says == {"a": True, "b": False}


def test_a_group_told_differently_is_corrected_and_keeps_its_words(store):
    take(store, MEETINGS)
    moved = Meeting("coffee", "coffee-2026-04", "1", date(2026, 4, 9), {"a": None, "d": None})

    assert take(store, [moved]) == (0, 1, 0, 0)

    group = History.fold(store.events.facts()).round("coffee-2026-04").groups[0]
    assert (group.members, group.date, group.says) == (("a", "d"), date(2026, 4, 9), {"a": True, "d": None})


def test_in_a_round_pairs_planned_only_the_words_count(store, facts):
    store.events.append(facts.planned("2026-12-01", "ab", "cd", starts="2026-12-08"))
    told = Meeting("coffee", "coffee-2026-12", "2", date(2026, 12, 9), {"d": False, "c": None})

    assert take(store, [told]) == (0, 0, 1, 0)

    group = History.fold(store.events.facts()).round("coffee-2026-12").groups[1]
    assert (group.date, group.says) == (date(2026, 12, 8), {"d": False})


@pytest.mark.parametrize(("group", "members"), [("1", "ac"), ("1", "abc"), ("3", "ab")])
def test_a_round_pairs_planned_is_not_rewritten(store, facts, group, members):
    store.events.append(facts.planned("2026-12-01", "ab", "cd"))
    told = Meeting("coffee", "coffee-2026-12", group, date(2026, 12, 1), dict.fromkeys(members, True))

    with pytest.raises(InputError, match="pairs planned"):
        take(store, [told])


def test_attendance_alone_is_refused_for_what_is_on_no_record(store):
    with pytest.raises(InputError, match="no such group on record"):
        take(store, MEETINGS, only_known=True)

    take(store, MEETINGS)
    assert take(store, MEETINGS, only_known=True) == (0, 0, 0, 3)


def test_what_is_written_reads_back_to_the_same_rows(store, read):
    take(store, MEETINGS)

    assert write_history(History.fold(store.events.facts())) == FILE
    assert read(write_history(History.fold(store.events.facts()))) == MEETINGS


def test_planned_rounds_are_written_with_each_members_latest_word(facts):
    facts.planned("2026-12-01", "ba", "cd", starts="2026-12-08").said("coffee-2026-12", "a", True, group=1)
    facts.said("coffee-2026-12", "d", True, group=2).said("coffee-2026-12", "d", None, group=2)

    assert write_history(History.fold(facts)).splitlines() == [
        ",".join(COLUMNS),
        "coffee-2026-12,2026-12-08,coffee,1,b,",
        "coffee-2026-12,2026-12-08,coffee,1,a,yes",
        "coffee-2026-12,2026-12-08,coffee,2,c,",
        "coffee-2026-12,2026-12-08,coffee,2,d,",
    ]


meetings = st.lists(
    st.builds(
        Meeting,
        programme=st.sampled_from(["coffee", "lunch"]),
        round=st.sampled_from(["2026-04", "Spring, first", 'the "old" one']),
        group=st.sampled_from(["1", "2", "Table A"]),
        date=st.dates(date(2020, 1, 1), date(2026, 12, 1)),
        says=st.dictionaries(st.sampled_from("abcdz"), st.sampled_from([True, False, None]), min_size=2),
    ),
    unique_by=lambda meeting: (meeting.programme, meeting.round, meeting.group),
)


@given(meetings, st.lists(st.integers(0, 100), max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_history_survives_the_way_out_and_in_and_twice_is_once(tmp_path, told, again):
    store, other = MemoryStore(), MemoryStore()
    take(store, told)
    take(store, [told[number % len(told)] for number in again if told])  # parts of it once more
    assert len(store.events.facts()) == len(told)

    path = tmp_path / "out.csv"
    path.write_text(write_history(History.fold(store.events.facts())))
    back = read_history(path, PEOPLE)
    take(other, back)

    one, two = (History.fold(each.events.facts()) for each in (store, other))
    assert one.contacts == two.contacts
    assert take(store, back) == (0, 0, 0, len(told))
