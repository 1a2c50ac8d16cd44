"""``pairs edit``: a planned or a sent round changed by hand; calendars follow, and nobody else hears anything."""

from __future__ import annotations

from collections import Counter

import pytest
from icalendar import Calendar

LATER = "2026-12-02"


@pytest.fixture
def net(network):
    return network("few")


def calendars(net):
    """Everybody's entries that stand, as an iTIP client shows them: (person's address, start)."""
    entries: dict[tuple[str, str], tuple[tuple[int, object], str, object]] = {}
    for mail in net.read():
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                (event,) = calendar.walk("VEVENT")
                version = (int(event["SEQUENCE"]), event.decoded("DTSTAMP"))
                key = (mail["To"].addresses[0].addr_spec, str(event["UID"]))
                if key not in entries or version >= entries[key][0]:
                    entries[key] = (version, str(calendar["METHOD"]), event.decoded("DTSTART"))
    return Counter(person for (person, _), (_, method, _) in entries.items() if method == "REQUEST")


def kinds(ran):
    return Counter(row["kind"] for row in ran["messages"])


def group_of(net, person):
    return net.run("why", person, "--json", on=LATER).json()["group"]


def emails(net):
    return {row["id"]: row["email"] for row in net.run("people", "list", "--json").json()}


def timed(plan):
    return [group["members"] for group in plan["groups"] if group["when"] and len(group["members"]) == 2]


def test_two_change_places_and_only_those_concerned_hear_of_it(sent):
    net, plan = sent
    (a, b), (c, d) = timed(plan)[:2]
    before = {mail["Message-ID"] for mail in net.read()}

    look = net.run("edit", plan["round"], "--swap", b, c, "--dry-run", "--json", on=LATER)
    assert look.code == 0, look.err
    assert look.json()["done"] is False
    assert group_of(net, a) == [a, b], "looking changes nothing"
    asked = net.run("edit", plan["round"], "--swap", b, c, on=LATER)
    assert asked.code == 5
    assert "nothing was changed" in asked.err.lower()
    assert "  Mail that goes out at once: 2 cancellations, 2 invitations, 2 updates.\n" in asked.err
    done = net.run("edit", plan["round"], "--swap", b, c, "--yes", "--accept-warnings", "--json", on=LATER)

    assert done.code == 0, done.err
    assert done.json()["done"] is True
    assert set(group_of(net, a)) == {a, c}
    assert set(group_of(net, d)) == {b, d}
    assert kinds(done.json()) == {"cancellation": 2, "invitation": 2, "update": 2}
    new = [mail for mail in net.read() if mail["Message-ID"] not in before]
    address = emails(net)
    assert {mail["To"].addresses[0].addr_spec for mail in new} == {address[person] for person in (a, b, c, d)}
    standing = calendars(net)
    assert {standing[address[person]] for person in (a, b, c, d)} == {1}
    assert [line for line in done.err.splitlines() if len(line) > 80] == []


def test_an_edit_can_be_undone_and_everybody_has_one_entry(sent):
    net, plan = sent
    (a, b), (c, d) = timed(plan)[:2]
    for on in (LATER, "2026-12-03"):
        ran = net.run("edit", plan["round"], "--swap", b, c, "--yes", "--accept-warnings", on=on)
        assert ran.code == 0, ran.err

    assert set(group_of(net, a)) == {a, b}
    assert set(group_of(net, c)) == {c, d}
    address, standing = emails(net), calendars(net)
    assert {standing[address[person]] for person in (a, b, c, d)} == {1}


def test_nobody_is_left_alone_by_an_edit(sent):
    net, plan = sent
    (a, b), (c, _) = timed(plan)[:2]
    target = str(next(n for n, group in enumerate(plan["groups"], 1) if c in group["members"]))

    ran = net.run("edit", plan["round"], "--move", b, target, "--yes", on=LATER)

    assert ran.code == 3
    assert f"{a} would be left alone" in ran.err
    assert group_of(net, a) == [a, b]


def test_a_group_is_dissolved_into_another_and_out(sent):
    net, plan = sent
    (a, b), (c, d) = timed(plan)[:2]
    target = str(next(n for n, group in enumerate(plan["groups"], 1) if c in group["members"]))

    moves = ("--move", a, target, "--move", b, "out")
    ran = net.run("edit", plan["round"], *moves, "--yes", "--accept-warnings", "--json", on=LATER)

    assert ran.code == 0, ran.err
    assert set(group_of(net, a)) == {a, c, d}
    assert ran.json()["left_out"] == [b]
    why = net.run("why", b, on=LATER).out
    assert "They go first next time." in why


def test_a_group_gets_another_time_and_place(sent):
    net, plan = sent
    a, b = timed(plan)[0]
    number = str(next(n for n, group in enumerate(plan["groups"], 1) if a in group["members"]))
    before = {mail["Message-ID"] for mail in net.read()}

    ran = net.run(
        "edit", plan["round"], "--time", number, "2026-12-17T13:15", "--place", number, "The old library",
        "--yes", "--accept-warnings", "--json", on=LATER,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert kinds(ran.json()) == {"update": 2}
    new = [mail for mail in net.read() if mail["Message-ID"] not in before]
    for mail in new:
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert event.decoded("DTSTART").isoformat().startswith("2026-12-17T13:15")
        assert event["LOCATION"] == "The old library"
        assert int(event["SEQUENCE"]) >= 1
    address = emails(net)
    assert {calendars(net)[address[person]] for person in (a, b)} == {1}


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--time", "1", "2026-11-01T12:00"), "is past"),
        (("--time", "1", "2026-12-10"), "no hour"),
        (("--time", "99", "2026-12-17T12:00"), "no such group"),
        (("--place", "x", "Here"), "by its number"),
        (("--move", "nobody@nowhere.example", "1"), "nobody is called that"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(sent, option, words):
    net, plan = sent
    mails = len(net.mails)

    ran = net.run("edit", plan["round"], *option, "--yes", on=LATER)

    assert ran.code == 3
    assert words in ran.err
    assert len(net.mails) == mails


def test_a_latecomer_is_put_where_they_suit(net):
    person = net.run("people", "list", "--json").json()[0]["id"]
    net.run("people", "pause", person, "--until", "2026-12-02")
    plan = net.run("run", "--yes", "--programme", "coffee", "--seed", "5", "--json").json()[0]
    assert person not in {member for group in plan["groups"] for member in group["members"]}

    ran = net.run("edit", plan["round"], "--add", person, "--yes", "--accept-warnings", "--json", on=LATER)

    assert ran.code == 0, ran.err
    assert person in group_of(net, person)
    assert {"person": person, "kind": "invitation"} in ran.json()["messages"]
    assert net.run("edit", plan["round"], "--add", person, "--yes", on=LATER).code == 3


def test_who_has_paused_cannot_be_moved_anywhere(sent):
    net, plan = sent
    (a, _), (c, _) = timed(plan)[:2]
    net.run("people", "pause", c, "--months", "1", on=LATER)

    ran = net.run("edit", plan["round"], "--swap", a, c, "--yes", on=LATER)

    assert ran.code == 3
    assert "does not take part" in ran.err


def test_who_has_met_already_is_not_moved_into_a_second_group(sent):
    net, plan = sent
    first, *_, last = sorted((group for group in plan["groups"] if group["when"]), key=lambda group: group["when"])
    assert first["when"][:10] < last["when"][:10]
    met, target = first["members"], str(plan["groups"].index(last) + 1)
    on = last["when"][:10] + "T06:00"

    ran = net.run("edit", plan["round"], "--move", met[0], target, "--move", met[1], target, "--yes", on=on)

    assert ran.code == 3
    assert "has met already" in ran.err
    assert set(group_of(net, met[0])) == set(met)


def test_a_must_is_broken_only_with_the_leads_express_word(sent):
    net, plan = sent
    (a, _), (c, d) = timed(plan)[:2]
    config = net.folder / "pairs.toml"
    config.write_text(f'apart = [["{a}", "{d}"]]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")

    refused = net.run("edit", plan["round"], "--swap", a, c, "--yes", on=LATER)
    look = net.run("edit", plan["round"], "--swap", a, c, "--dry-run", "--json", on=LATER).json()

    assert refused.code == 5
    assert "kept_apart is a must" in refused.err
    assert look["broken"] == ["kept_apart"]
    assert group_of(net, c) == [c, d]
    done = net.run("edit", plan["round"], "--swap", a, c, "--yes", "--accept-warnings", on=LATER)
    assert done.code == 0, done.err
    assert set(group_of(net, d)) == {a, d}


def test_a_plan_is_changed_before_it_is_sent_and_sent_as_changed(net):
    plan = net.run("run", "--programme", "coffee", "--seed", "5", "--json").json()[0]
    (a, b), (c, d) = [group["members"] for group in plan["groups"] if len(group["members"]) == 2][:2]

    ran = net.run("edit", plan["round"], "--swap", b, c, "--yes", "--accept-warnings", "--json")

    assert ran.code == 0, ran.err
    assert (ran.json()["state"], ran.json()["messages"], net.mails) == ("planned", [], [])
    sent = net.run("run", "--yes", "--programme", "coffee", "--json").json()[0]
    assert sent["seed"] == plan["seed"]
    groups = [set(group["members"]) for group in sent["groups"]]
    assert {a, c} in groups
    assert {b, d} in groups
    costs = {tier["rule"]: tier for tier in sent["tiers"]}
    assert all(tier["bound"] <= tier["cost"] for tier in costs.values())
    for change in ran.json()["rules"]:
        assert costs[change["rule"]]["cost"] == change["after"]
        assert not costs[change["rule"]]["proved"] or change["after"] < change["before"]
    assert "1 groups" not in " ".join(sent["notes"])
    assert "changed by hand" in " ".join(sent["notes"])


def test_what_is_no_round_is_named(net):
    assert net.run("edit", "coffee-2026-12").code == 2
    ran = net.run("edit", "coffee-2026-12", "--place", "1", "Here", "--yes")
    assert ran.code == 3
    assert "there is no such round" in ran.err


@pytest.mark.slow
def test_two_change_tables_and_their_tables_hear_nothing(network):
    net = network("small")
    lunch = net.run("run", "--yes", "--programme", "lunch", "--seed", "5", "--json").json()[0]
    tables = [group for group in lunch["groups"] if group["host"]]
    one, other = (next(m for m in table["members"] if m != table["host"]) for table in tables[:2])

    ran = net.run("edit", lunch["round"], "--swap", one, other, "--yes", "--accept-warnings", "--json", on=LATER)

    assert ran.code == 0, ran.err
    assert kinds(ran.json()) == {"cancellation": 2, "invitation": 2}
    assert {row["person"] for row in ran.json()["messages"]} == {one, other}
    (after,) = [group["members"] for group in ran.json()["after"] if one in group["members"]]
    assert set(after) == {one, *tables[1]["members"]} - {other}
