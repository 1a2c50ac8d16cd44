from datetime import date

from pairing.people.person import Person, Practice, RoleGroup, Standing

WHOLE = Person(
    id="p2",
    name="Zoë O\u2019Brien-Šimić",
    email="zoe@mill.example",
    practice="Y00001",
    role="Practice nurse",
    role_group=RoleGroup.NURSE,
    also_works_at=("Y00002", "U00001"),
    working_days=("Mon", "Thu"),
    site="Mill Lane",
    starts=date(2026, 1, 1),
    ends=date(2027, 1, 31),
    paused_until=date(2026, 12, 24),
    line_manager="p1",
    host=True,
    standing=Standing.PAUSED,
    mobile="07700 900123",
)


def a_person(id, **fields):
    given = {"name": f"Person {id}", "email": f"{id}@mill.example", "practice": "Y00001", "role": "GP"}
    return Person(id=id, role_group=RoleGroup.GP, **{**given, **fields})


def test_a_person_comes_back_whole(store):
    store.roster.save([WHOLE])

    assert store.roster.person("p2") == WHOLE
    assert store.roster.person("p3") is None


def test_people_are_ordered_by_id_and_replaced_by_id(store):
    store.roster.save([a_person("b"), a_person("a"), a_person("B"), a_person("a10"), a_person("a9")])
    store.roster.save([a_person("a", role="Salaried GP"), a_person("a", role="GP partner")])

    assert [p.id for p in store.roster.people()] == ["B", "a", "a10", "a9", "b"]
    assert store.roster.person("a").role == "GP partner"


def test_those_who_left_are_listed_only_when_asked_for(store):
    store.roster.save([a_person("a", standing=Standing.LEFT), a_person("b", standing=Standing.STOPPED)])

    assert [p.id for p in store.roster.people()] == ["b"]
    assert [p.id for p in store.roster.people(with_left=True)] == ["a", "b"]


def test_of_a_forgotten_person_only_the_id_is_left(store):
    store.roster.save([WHOLE, a_person("p1")])

    store.roster.forget("p2")
    store.roster.forget("p99")

    assert store.roster.person("p2") == Person(
        id="p2", name="", email="", practice="", role="", role_group=RoleGroup.OTHER, standing=Standing.LEFT
    )
    assert [p.id for p in store.roster.people()] == ["p1"]
    assert [p.id for p in store.roster.people(with_left=True)] == ["p1", "p2"]


def test_practices_are_ordered_and_replaced_by_key(store):
    store.roster.save_practices([Practice("Y00002", "Mill"), Practice("Y00001", "Park")])
    store.roster.save_practices([Practice("Y00002", "The Mill Practice")])

    assert store.roster.practices() == [Practice("Y00001", "Park"), Practice("Y00002", "The Mill Practice")]


def test_saving_nobody_changes_nothing(store):
    store.roster.save([])
    store.roster.save_practices([])

    assert store.roster.people(with_left=True) == []
    assert store.roster.practices() == []
