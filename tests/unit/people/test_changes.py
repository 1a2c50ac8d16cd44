"""What an import changes: nobody is lost, nobody is two people, and nobody's own wish is undone."""

from __future__ import annotations

import datetime as dt

import pytest

from pairing.errors import InputError
from pairing.events import Kind
from pairing.people.acts import forget, pause, resume, stop
from pairing.people.find import find_person
from pairing.people.ids import new_ids
from pairing.people.person import Standing

HEADER = "name,email,practice,role\n"
PRIYA = "Priya Shah,priya@mill.example,Mill Lane (A81001),GP\n"
TOM = "Tom Jones,tom@hill.example,Hill Road (A81002),HCA\n"
AMY = "Amy Lee,amy@mill.example,Mill Lane,Receptionist\n"
NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def test_a_first_import_gives_ids_that_tell_nothing(office) -> None:
    changes = office.imports(HEADER + PRIYA + TOM)
    assert [person.name for person in changes.joined] == ["Priya Shah", "Tom Jones"]
    assert all(len(person.id) == 9 and person.id.isalnum() and person.id.startswith("p") for person in changes.joined)
    kinds = [fact.kind for fact in office.facts()]
    assert kinds == [Kind.PERSON_JOINED, Kind.PERSON_JOINED, Kind.STAFF_IMPORTED]
    assert office.facts()[-1].body == {"people": 2, "joined": 2, "back": 0, "left": 0, "moved": 0, "changed": 0,
                                       "skipped": 0, "file_date": "2026-12-01"}  # fmt: skip
    assert [practice.name for practice in office.store.roster.practices()] == ["Mill Lane", "Hill Road"]


def test_ids_never_repeat_and_follow_from_the_secret() -> None:
    first = new_ids(b"s", 0, lambda _: False)
    ids = [next(first) for _ in range(500)]
    assert len(set(ids)) == 500
    assert next(new_ids(b"s", 3, lambda _: False)) == ids[3]
    assert next(new_ids(b"other", 0, lambda _: False)) != ids[0]
    assert next(new_ids(b"s", 0, lambda one: one == ids[0])) == ids[1]


def test_the_same_file_again_changes_nothing(office) -> None:
    office.imports(HEADER + PRIYA + TOM)
    before = office.store.roster.people()
    assert office.imports(HEADER + TOM + PRIYA.upper().replace("(A81001)", "(a81001)")).nothing
    assert office.store.roster.people() == before


def test_joined_left_moved_back(office) -> None:
    office.imports(HEADER + PRIYA + TOM)
    tom = office.person("Tom Jones").id

    changes = office.imports(HEADER + PRIYA.replace("Mill Lane (A81001)", "Hill Road (A81002)") + AMY)
    assert [person.name for person in changes.joined] == ["Amy Lee"]
    assert [person.id for person in changes.left] == [tom]
    assert [(change.before.practice, change.after.practice) for change in changes.moved] == [("A81001", "A81002")]
    assert office.person("Tom Jones").standing is Standing.LEFT
    moved = next(fact for fact in office.facts() if fact.kind is Kind.PERSON_MOVED)
    assert moved.body == {"before": "A81001", "after": "A81002"}

    changes = office.imports(HEADER + PRIYA.replace("Mill Lane (A81001)", "Hill Road (A81002)") + AMY + TOM)
    assert [person.id for person in changes.back] == [tom]
    assert office.person("Tom Jones").standing is Standing.ACTIVE


def test_an_id_makes_a_new_name_and_address_the_same_person(office) -> None:
    office.imports("id," + HEADER + "7," + PRIYA)
    changes = office.imports("id," + HEADER + "7,Priya Patel,p.patel@hill.example,Mill Lane (A81001),GP\n")
    assert [change.fields for change in changes.changed] == [("name", "email")]


def test_ids_given_by_pairs_come_back_in_an_export(office) -> None:
    office.imports(HEADER + PRIYA)
    known = office.person("Priya Shah").id
    changes = office.imports("id," + HEADER + f"{known}," + PRIYA.replace("priya@", "p.shah@"))
    assert [change.fields for change in changes.changed] == [("email",)]


def test_without_ids_the_address_or_the_only_name_in_a_practice_is_the_person(office) -> None:
    office.imports(HEADER + PRIYA + TOM)
    married = office.imports(HEADER + PRIYA.replace("Priya Shah", "Priya Shah-Patel").replace("Shah-", "") + TOM)
    assert [change.fields for change in married.changed] == [("name",)]
    renamed = office.imports(HEADER + PRIYA.replace("Shah", "Patel") + TOM.replace("tom@", "t.jones@"))
    assert [change.fields for change in renamed.changed] == [("email",)]
    assert "had another address" in renamed.remarks[0].what


def test_a_successor_at_the_same_address_is_another_person(office) -> None:
    office.imports(HEADER + "Priya Shah,manager@mill.example,Mill Lane (A81001),GP\n" + TOM)
    changes = office.looks_at(HEADER + "Ann Ash,manager@mill.example,Mill Lane (A81001),GP\n" + TOM)
    assert [person.name for person in changes.joined] == ["Ann Ash"]
    assert [person.name for person in changes.left] == ["Priya Shah"]
    assert "taken as a new person" in changes.remarks[0].what


def test_ids_added_to_a_list_later_do_not_make_new_people(office) -> None:
    office.imports(HEADER + PRIYA + TOM)
    changes = office.imports("id," + HEADER + "11," + PRIYA + "12," + TOM)
    assert changes.nothing
    assert len(office.store.roster.people()) == 2


def test_nobody_leaves_because_their_row_cannot_be_read(office) -> None:
    office.imports("id," + HEADER + "1," + PRIYA + "2," + TOM + "3," + AMY)
    changes = office.imports(
        "id," + HEADER + "1,Priya Shah,broken,Mill Lane (A81001),GP\n9,Tom Jones,,x,GP\n8,,amy@mill.example;,x,GP\n"
    )
    assert sorted(person.name for person in changes.kept) == ["Amy Lee", "Priya Shah", "Tom Jones"]
    assert changes.left == ()


def test_what_a_file_does_not_say_stays(office) -> None:
    office.imports(HEADER.strip() + ",working days,site,host,line manager,also works at\n" + PRIYA.strip()
                   + ",Mon,Main,yes,Tom Jones,Hill Road\n" + TOM.strip() + ",,,,,\n")  # fmt: skip
    before = office.person("Priya Shah")
    assert (before.working_days, before.site, before.host, before.also_works_at) == (
        ("Mon",),
        "Main",
        True,
        ("A81002",),
    )
    assert before.line_manager == office.person("Tom Jones").id
    assert office.imports(HEADER + PRIYA + TOM).nothing
    unreadable = HEADER.strip() + ",working days\n" + PRIYA.strip() + ",Blursday\n" + TOM.strip() + ",\n"
    assert office.imports(unreadable).nothing
    emptied = HEADER.strip() + ",working days,host\n" + PRIYA.strip() + ",,\n" + TOM.strip() + ",,\n"
    assert [change.fields for change in office.imports(emptied).changed] == [("working_days", "host")]


def test_a_practice_that_gets_its_code_is_not_a_move(office) -> None:
    office.imports(HEADER + PRIYA.replace(" (A81001)", ""))
    changes = office.imports(HEADER + PRIYA)
    assert changes.moved == ()
    assert [change.fields for change in changes.changed] == [("practice",)]


@pytest.mark.parametrize("away", [False, True])
def test_no_import_undoes_a_stop_or_a_pause(office, away: bool) -> None:
    roster, events = office.store.roster, office.store.events
    office.imports(HEADER + PRIYA + TOM + AMY)
    stop(office.person("Priya Shah"), roster, events, now=NOW)
    pause(office.person("Tom Jones"), roster, events, now=NOW, until=None)
    pause(office.person("Amy Lee"), roster, events, now=NOW, until=dt.date(2027, 3, 1))
    if away:  # they leave, and come back
        office.imports(HEADER + "Cy Cole,cy@mill.example,Mill Lane (A81001),GP\n")
    office.imports(HEADER.strip() + ",paused until\n" + "".join(f"{row.strip()},\n" for row in (PRIYA, TOM, AMY)))
    assert office.person("Priya Shah").standing is Standing.STOPPED
    assert office.person("Tom Jones").standing is Standing.PAUSED
    assert office.person("Amy Lee").paused_until == dt.date(2027, 3, 1)


def test_stopping_twice_is_one_fact(office) -> None:
    office.imports(HEADER + PRIYA)
    assert stop(office.person("Priya Shah"), office.store.roster, office.store.events, now=NOW)
    assert not stop(office.person("Priya Shah"), office.store.roster, office.store.events, now=NOW)
    assert [fact.kind for fact in office.facts()].count(Kind.PERSON_STOPPED) == 1


def test_a_later_day_in_the_file_counts_and_resuming_ends_it(office) -> None:
    roster, events = office.store.roster, office.store.events
    office.imports(HEADER + AMY)
    pause(office.person("Amy Lee"), roster, events, now=NOW, until=dt.date(2027, 3, 1))
    with_day = HEADER.strip() + ",paused until\n" + AMY.strip() + ",{}\n"
    office.imports(with_day.format("01/02/2027"))
    assert office.person("Amy Lee").paused_until == dt.date(2027, 3, 1)
    office.imports(with_day.format("01/06/2027"))
    assert office.person("Amy Lee").paused_until == dt.date(2027, 6, 1)
    assert resume(office.person("Amy Lee"), roster, events, now=NOW)
    assert not resume(office.person("Amy Lee"), roster, events, now=NOW)
    office.imports(with_day.format(""))
    assert office.person("Amy Lee").paused_until is None


def test_of_those_at_one_address_one_is_invited(office) -> None:
    ann, bea = (f"{name},reception@mill.example,Mill Lane (A81001),Receptionist\n" for name in ("Ann Ash", "Bea Birch"))
    office.imports(HEADER + ann + bea)
    assert [office.person(name).standing for name in ("Ann Ash", "Bea Birch")] == [Standing.ACTIVE, Standing.PAUSED]
    assert office.imports(HEADER + bea + ann).nothing  # another order is no reason to change

    resume(office.person("Bea Birch"), office.store.roster, office.store.events, now=NOW)  # the lead's word counts
    assert office.imports(HEADER + ann + bea).nothing
    assert office.person("Bea Birch").standing is Standing.ACTIVE


def test_whoever_gets_an_address_of_their_own_is_invited_again(office) -> None:
    rows = [f"{name},reception@mill.example,Mill Lane (A81001),GP\n" for name in ("Ann Ash", "Bea Birch", "Cy Cole")]
    office.imports(HEADER + "".join(rows))
    changes = office.imports(HEADER + rows[0] + rows[1].replace("reception@", "bea@") + rows[2])
    assert changes.rejoined == (office.person("Bea Birch").id,)
    assert office.person("Bea Birch").standing is Standing.ACTIVE
    assert office.person("Cy Cole").standing is Standing.PAUSED
    office.imports(HEADER + rows[1].replace("reception@", "bea@") + rows[2])  # Ann left; the mailbox is Cy's alone
    assert office.person("Cy Cole").standing is Standing.ACTIVE


def test_a_leaver_still_listed_leaves(office) -> None:
    office.imports(HEADER + PRIYA + TOM)
    changes = office.imports(HEADER.strip() + ",end date\n" + PRIYA.strip() + ",\n" + TOM.strip() + ",30/11/2026\n")
    assert [person.name for person in changes.left] == ["Tom Jones"]


def test_forgetting_leaves_the_facts_and_no_name(office) -> None:
    office.imports(HEADER.strip() + ",line manager\n" + PRIYA.strip() + ",\n" + TOM.strip() + ",Priya Shah\n")
    priya = office.person("Priya Shah")
    forget(priya, office.store.roster, office.store.events, now=NOW)
    assert office.store.roster.person(priya.id).name == ""
    assert office.person("Tom Jones").line_manager is None
    assert [fact.kind for fact in office.facts() if fact.person == priya.id] == [
        Kind.PERSON_JOINED,
        Kind.PERSON_FORGOTTEN,
    ]
    back = office.imports(HEADER + PRIYA + TOM).joined
    assert [person.name for person in back] == ["Priya Shah"]
    assert back[0].id != priya.id


def test_a_guard_counts_the_share_that_would_leave(office) -> None:
    crowd = "".join(f"A{chr(97 + n)} B,{n}@mill.example,A81001,GP\n" for n in range(20))
    office.imports(HEADER + crowd)
    rows = crowd.splitlines(keepends=True)
    assert not office.looks_at(HEADER + "".join(rows[2:])).removes_more_than(10)
    assert office.looks_at(HEADER + "".join(rows[3:])).removes_more_than(10)


def test_a_person_is_found_by_id_address_or_name(office) -> None:
    office.imports("id," + HEADER + "a1," + PRIYA + "a2," + TOM + "a3,Tom Jones,t@mill.example,Mill Lane,GP\n")
    people = office.store.roster.people(with_left=True)
    assert find_person("a2", people).id == "a2"
    assert find_person("TOM@hill.example", people).id == "a2"
    assert find_person("priya", people).id == "a1"
    with pytest.raises(InputError, match=r"a2 .*a3"):
        find_person("Tom Jones", people)
    with pytest.raises(InputError, match="nobody is called that"):
        find_person("Zoe", people)


@pytest.mark.parametrize("nothing", ["", "  ", "%"])
def test_nothing_asked_for_is_nobody_even_where_there_is_only_one(office, nothing) -> None:
    office.imports(HEADER + PRIYA)
    with pytest.raises(InputError):
        find_person(nothing, office.store.roster.people())


def test_facts_hold_no_name_and_no_address(office) -> None:
    office.imports(HEADER + PRIYA + TOM)
    office.imports(HEADER + PRIYA.replace("Mill Lane (A81001)", "Hill Road"))
    assert not any(word in str(office.facts()) for word in ("Priya", "Tom", "@", "Mill"))
