"""What the solver is told follows from people, rules and history, and from nothing else."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date

from pairing.config.model import Config, Network, Occasion, Programme, Rule
from pairing.history import History
from pairing.people.person import Person, RoleGroup
from pairing.rounds import Format
from pairing.tiers import Importance
from pairing.translate.to_problem import Circumstances, to_problem

DAY = date(2026, 12, 1)
WINDOW = (date(2026, 12, 2), date(2026, 12, 31))


def a_person(id: str, practice: str = "A", **more: object) -> Person:
    given = {"role": "Practice nurse", "role_group": RoleGroup.NURSE} | more
    return Person(id=id, name=id.title(), email=f"{id}@a.example", practice=practice, **given)  # type: ignore[arg-type]  # tests name only what matters


def translated(people, programme=None, config=None, seed=1, **around):
    known = {"history": History.fold([]), "scores": {}, "names": {}} | around
    return to_problem(
        people,
        programme or Programme(format=Format.COFFEE),
        config or Config(network=Network(name="Riverside")),
        Circumstances(programme="coffee", day=DAY, window=WINDOW, **known),
        seed,
    )


def test_the_order_of_people_does_not_matter():
    people = [a_person(f"p{number}", "AB"[number % 2]) for number in range(9)]
    shuffled = random.Random(3).sample(people, len(people))

    assert translated(people) == translated(shuffled)
    assert translated(people).digest == translated(shuffled).digest


def test_the_digest_changes_with_what_the_solver_is_told():
    people = [a_person("p1"), a_person("p2", "B"), a_person("p3", "C")]
    digests = {
        translated(people).digest,
        translated(people, seed=2).digest,
        translated(people[:2]).digest,
        translated([*people[:2], replace(people[2], practice="B")]).digest,
        translated([*people[:2], replace(people[2], working_days=("Mon",))]).digest,
        translated(people, scores={("p1", "p2"): 3}).digest,
        translated(people, Programme(format=Format.COFFEE, rules={"reach": Rule(importance=Importance.OFF)})).digest,
    }

    assert len(digests) == 7


def test_the_digest_does_not_depend_on_hashing():
    code = (
        "import sys; sys.path.insert(0, 'tests/unit/translate')\n"
        "from test_to_problem import a_person, translated\n"
        "people = [a_person(f'p{n}', 'ABC'[n % 3], also_works_at=('D', 'E')) for n in range(9)]\n"
        "print(translated(people).digest)"
    )

    there = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=True
    ).stdout

    people = [a_person(f"p{n}", "ABC"[n % 3], also_works_at=("D", "E")) for n in range(9)]
    assert there.strip() == translated(people).digest, "here the seed is another one"


def test_a_practice_is_a_set():
    found = translated([a_person("p1", also_works_at=("B",)), a_person("p2", "B"), a_person("p3", "C")]).problem

    assert found.practices[0] & found.practices[1]
    assert not found.practices[0] & found.practices[2]


def test_line_managers_and_the_leads_list_are_kept_apart():
    people = [a_person("p1", line_manager="p2"), a_person("p2", "B"), a_person("p3", "C"), a_person("p4", "D")]
    config = Config(network=Network(name="Riverside"), apart=(("p4", "p3"), ("p1", "nobody")))

    assert translated(people, config=config).problem.apart == frozenset({(0, 1), (2, 3)})


def test_one_practice_for_all_sets_aside_what_mixes_practices():
    found = translated([a_person("p1"), a_person("p2", also_works_at=("B",))])

    assert found.single_practice == "A"
    assert found.problem.rules["different_practice"].importance is Importance.OFF


def test_two_practices_set_nothing_aside():
    found = translated([a_person("p1"), a_person("p2", "B")])

    assert found.single_practice is None
    assert found.problem.rules == {}


def test_who_may_attend_an_occasion_works_that_day_and_takes_part():
    lunch = Programme(
        format=Format.LUNCH,
        minutes=90,
        occasions=(
            Occasion(date=date(2026, 12, 8), start="12:30", place="Mill Lane", tables=1, seats=6),  # a Tuesday
            Occasion(date=date(2026, 12, 10), start="12:30", place="Mill Lane", tables=1, seats=6),
            Occasion(date=date(2027, 2, 9), start="12:30", place="Mill Lane", tables=1, seats=6),
        ),
    )
    people = [
        a_person("p1", working_days=("Tue",)),
        a_person("p2", working_days=("Thu", "Fri")),
        a_person("p3", ends=date(2026, 12, 9)),
        a_person("p4"),
    ]

    found = translated(people, lunch).problem

    assert found.may_attend == (0b01, 0b10, 0b01, 0b11)
    assert len(found.occasions) == 2
    assert [len(occasion.hours) for occasion in found.occasions] == [2, 2]


def test_at_most_the_stated_share_of_a_post_may_be_away():
    people = [a_person(f"p{number}") for number in range(7)]

    found = translated(people, Programme(format=Format.LUNCH, cover_percent=30)).problem

    assert list(found.cover_caps.values()) == [2]


def test_somebody_is_new_for_three_months():
    people = [
        a_person("p1", starts=date(2026, 11, 1)),
        a_person("p2", starts=date(2026, 8, 1)),
        a_person("p3", starts=date(2026, 12, 1)),
        a_person("p4"),
    ]

    assert translated(people).problem.newcomer == (True, False, True, False)
