"""Invented networks: the right sizes and shares, the same for a seed, and fit to be imported."""

import datetime as dt
from collections import Counter
from functools import cache
from itertools import chain
from random import Random

import pytest
from sparing import slow_but

from pairing.config.load import load_config
from pairing.demo.drawn import SIZES
from pairing.demo.figures import apportion, figures
from pairing.demo.network import FIRST_DAY, draw_network
from pairing.demo.network_files import _lunch_days, lunch_occasions, write_config, write_staff_file
from pairing.demo.network_names import Names
from pairing.people.person import RoleGroup
from pairing.people.roles import RoleTable
from pairing.people.staff_file import read_staff

SEEDS = range(5)

drawn = cache(draw_network)


EVERY = [(size, seed) for size in SIZES for seed in SEEDS]


@pytest.fixture(params=EVERY, ids="{0[0]}-{0[1]}".format)
def network(request):
    return drawn(*request.param)


@pytest.fixture(scope="module")
def typical():
    return [drawn("typical", seed) for seed in range(20)]


def share(people, true_of):
    return sum(map(true_of, people)) / len(people)


@pytest.mark.parametrize(
    ("size", "practices", "people", "team"),
    [
        ("small", 2, 40, 0),
        ("typical", 5, 175, 30),
        ("large", 12, 420, 34),
        ("lopsided", 5, 120, 0),
        ("single", 1, 45, 0),
    ],
)
def test_sizes(size, practices, people, team):
    for seed in SEEDS:
        network = draw_network(size, seed)
        assert (len(network.practices), len(network.people)) == (practices, people)
        assert sum(person.practice == network.code for person in network.people) == team
        assert bool(network.team) == bool(team)


def test_the_same_seed_draws_the_same_network_and_another_another():
    assert draw_network("large", 3) == draw_network("large", 3)
    assert draw_network("large", 3) != draw_network("large", 4)


def test_nobody_twice_and_nobody_real(network):
    addresses = [person.email.casefold() for person in network.people]
    assert len(set(addresses)) == len(addresses) == len({person.name for person in network.people})
    assert all(address.endswith(".example") for address in addresses)
    assert len({home.code for home in network.homes}) == len(network.homes)
    assert {home.code[0] for home in network.practices} == {"X"}


def test_all_four_staff_groups_at_every_larger_practice(network):
    for practice in network.practices:
        groups = Counter(person.role_group for person in network.people if person.practice == practice.code)
        assert groups["gp"] >= 1
        assert groups["admin"] >= 1
        if groups.total() >= 16:
            assert set(groups) == {"gp", "nurse", "dpc", "admin"}


def test_staff_groups_have_their_published_shares(typical):
    people = [person for network in typical for person in network.people if person.practice != network.code]
    published = figures()["groups"]
    for group, number in published.items():
        expected = number / sum(published.values())
        assert share(people, lambda person, group=group: person.role_group == group) == pytest.approx(
            expected, abs=0.035
        )


def test_part_timers_in_published_shares(typical):
    staff = [person for network in typical for person in network.people if person.practice != network.code]
    team = [person for network in typical for person in network.people if person.practice == network.code]
    known = [person for person in staff if person.working_days]
    assert share(staff, lambda person: not person.working_days) == pytest.approx(0.05, abs=0.02)
    assert share(known, lambda person: len(person.working_days) < 5) == pytest.approx(0.65, abs=0.04)
    in_full = [person for person in team if person.working_days]
    assert share(in_full, lambda person: len(person.working_days) == 5) == pytest.approx(0.54, abs=0.08)
    days = Counter(chain.from_iterable(person.working_days for person in known if len(person.working_days) < 5))
    assert min(days["Mon"], days["Thu"]) > max(days["Tue"], days["Wed"], days["Fri"])


def test_some_are_shared_between_practices(typical):
    staff = [person for network in typical for person in network.people if person.practice != network.code]
    team = [person for network in typical for person in network.people if person.practice == network.code]
    assert share(staff, lambda person: bool(person.also_works_at)) == pytest.approx(0.04, abs=0.02)
    assert share(team, lambda person: bool(person.also_works_at)) == pytest.approx(0.7, abs=0.08)
    assert not any(person.practice in person.also_works_at for each in EVERY for person in drawn(*each).people)


@pytest.mark.parametrize("seed", SEEDS)
def test_lopsided_one_practice_is_shared_by_sixty_per_cent_exactly(seed):
    network = draw_network("lopsided", seed)
    large = network.practices[0].code
    assert sum(large in {person.practice, *person.also_works_at} for person in network.people) == 72


def test_managers_hosts_newcomers_and_awkward_names(network):
    by_address = {person.email: person for person in network.people}
    managed = [person for person in network.people if person.line_manager]
    assert len(managed) > len(network.people) / 2
    assert all(by_address[person.line_manager].practice == person.practice for person in managed)
    assert not any(person.line_manager == person.email for person in network.people)
    assert sum(person.host for person in network.people) >= len(network.practices)
    names = {person.name for person in network.people}
    assert set(figures()["names"]["awkward"]) <= names
    assert any("'" in person.email for person in network.people)


def test_newcomers_and_leavers_lie_around_the_first_day():
    first = dt.date(2027, 6, 1)
    people = [person for seed in SEEDS for person in draw_network("large", seed, first_day=first).people]
    assert share(people, lambda person: person.starts is not None and person.starts < first) == pytest.approx(
        0.04, abs=0.02
    )
    assert share(people, lambda person: person.ends is not None) == pytest.approx(0.02, abs=0.015)
    assert all(person.ends is None or person.ends > first for person in people)


@pytest.mark.parametrize("size", slow_but(SIZES, "small", "lopsided", "single"))
def test_the_staff_file_is_imported_without_a_remark(size, tmp_path):
    network = draw_network(size, 2)
    write_staff_file(network, tmp_path / "staff.csv")
    write_config(network, tmp_path / "pairs.toml")
    config = load_config(tmp_path, {})
    staff = read_staff(
        tmp_path / "staff.csv", today=FIRST_DAY, roles=RoleTable(config.roles), practices=[], names=config.practices
    )
    assert not staff.remarks
    drawn = {person.email: person for person in network.people}
    assert {row.email for row in staff.rows} == set(drawn)
    for row in staff.rows:
        person = drawn[row.email]
        assert row.role_group is RoleGroup(person.role_group), row.role
        assert (row.name, row.practice, row.working_days) == (person.name, person.practice, person.working_days)


@pytest.mark.parametrize("size", SIZES)
def test_lunches_have_dates_and_seats_for_all_who_take_part(size):
    network = draw_network(size, 1)
    occasions = lunch_occasions(network, dt.date(2026, 12, 1), 24)
    by_month: dict[tuple[int, int], list] = {}
    for each in occasions:
        by_month.setdefault((each.date.year, each.date.month), []).append(each)
    every_second = [divmod(number, 12) for number in range(2026 * 12 + 11, 2026 * 12 + 11 + 24, 2)]
    assert list(by_month) == [(year, month + 1) for year, month in every_second]
    for month in by_month.values():
        assert 2 <= len(month) <= 3
        assert len({each.date.weekday() for each in month}) == len(month)
        assert sum(each.tables * each.seats for each in month) >= 0.8 * len(network.people) * 1.5
        assert all(each.date.weekday() < 5 for each in month)


def test_the_config_has_a_monthly_coffee_and_a_lunch_every_second_month(tmp_path):
    write_config(draw_network("typical", 1), tmp_path / "pairs.toml")
    config = load_config(tmp_path, {})
    assert {name: each.every for name, each in config.programmes.items()} == {"coffee": "month", "lunch": "2 months"}
    assert config.mail.delivery == "folder"
    assert len(config.practices) == 6


def test_apportion_gives_whole_numbers_that_add_up():
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(0, [1, 2]) == [0, 0]
    assert sum(apportion(173, [0.3, 0.1, 2.5])) == 173


def test_names_that_read_alike_have_addresses_of_their_own():
    names = Names(figures()["names"], Random(1))
    addresses = [names.address(name, "x.example") for name in ("Zoë Lee", "Zoe Lee", "Zoé Lee", "Øystein O'Neill")]
    assert addresses == ["zoe.lee@x.example", "zoe.lee2@x.example", "zoe.lee3@x.example", "oystein.o'neill@x.example"]


def test_no_lunch_on_a_bank_holiday():
    assert _lunch_days(dt.date(2023, 4, 1), ["Mon"]) == [dt.date(2023, 4, 17)]  # the tenth was Easter Monday
