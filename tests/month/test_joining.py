"""Joining and the first word of a programme, through the commands: run, status, people, collect, tick."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

OPT_IN = '\njoining = "opt-in"\n'
ASKED, NEXT, FIRST = "2026-11-23", "2026-11-24", "2026-12-01"


@pytest.fixture
def opt_in(network):
    """A small network whose coffee is opt-in; nobody was told of anything yet."""
    net = network("few")
    config = net.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    assert "[programmes.coffee]\n" in text
    config.write_text(text.replace("[programmes.coffee]\n", f"[programmes.coffee]{OPT_IN}"), encoding="utf-8")
    return net


def coffee(net, *args, on):
    return net.run("run", "--programme", "coffee", "--json", *args, on=on)


def reply(net, to, subject, at, name="reply.eml"):
    """A prepared reply to the mail somebody got."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = to["To"], "pairs@network.example", subject
    mail["Date"] = format_datetime(datetime.fromisoformat(f"{at}T08:00:00+00:00").astimezone(UTC))
    mail["Message-ID"], mail["In-Reply-To"] = f"<{name}@home.example>", to["Message-ID"]
    mail.set_content("")
    (net.folder / name).write_bytes(mail.as_bytes())
    done = net.run("collect", name, "--json", on=at)
    assert done.code == 0, done.err
    return done


def test_an_opt_in_programme_asks_first_and_plans_for_those_who_said_yes(opt_in):
    net = opt_in
    people = [person["id"] for person in net.run("people", "list", "--json").json()]

    asked = coffee(net, "--yes", on=ASKED)

    assert asked.code == 0, asked.err
    (row,) = asked.json()
    assert (row["state"], row["groups"], row["round"]) == ("announced", [], None)
    assert len(row["announced_to"]) == len(net.mails)
    assert set(row["announced_to"]) <= set(people)
    mails = net.read()
    assert {mail["Subject"] for mail in mails} == {"Coffee together: would you like to join?"}
    assert "If you do nothing, you get no invitation." in mails[0].get_body(("plain",)).get_content()

    for number, mail in enumerate(mails[:3]):
        reply(net, mail, "Join coffee", NEXT, f"{number}.eml")
    joiner = row["announced_to"][-1]
    assert net.run("people", "join", joiner, "coffee", "--json", on=NEXT).json()["takes_part"]
    early = coffee(net, "--yes", on=NEXT)
    assert early.json() == [], "the first round waits until everybody has had a week to join"
    assert "its first invitations go out from" in early.err
    held = net.run("status", "--json", on=NEXT).json()["programmes"][0]
    assert (held["state"], held["joined"], held["joining"]) == ("announced", 4, "opt-in")
    assert "joined: 4" in net.run("status", on=NEXT).out

    (round_,) = coffee(net, "--yes", on=FIRST).json()
    members = [person for group in round_["groups"] for person in group["members"]]
    assert len(members) == 4
    assert joiner in members
    assert round_["left_out"] == []
    outside = next(person for person in row["announced_to"] if person not in members)
    assert "They have not joined coffee." in net.run("why", outside, on=FIRST).out


def test_nobody_is_asked_twice_and_nothing_is_planned_while_nobody_has_joined(opt_in):
    net = opt_in
    coffee(net, "--yes", on=ASKED)
    before = len(net.mails)

    later = coffee(net, "--yes", on=FIRST)

    assert later.code == 0
    assert later.json() == []
    assert "nobody has joined yet" in later.err
    assert "nobody has joined it yet" in net.run("plan", "--programme", "coffee", on=FIRST).err
    net.run("tick", on="2026-12-02")
    assert len(net.mails) == before


def test_the_lead_sees_the_announcement_before_it_goes(opt_in):
    net = opt_in

    ran = coffee(net, on=ASKED)

    assert ran.code == 5
    assert net.mails == []
    assert ran.json()[0]["state"] == "awaiting_approval"
    assert "are asked whether they want to join" in " ".join(ran.err.split())
    assert (net.folder / "plans" / "coffee-announcement.html").exists()
    assert [line for line in ran.err.splitlines() if len(line) > 80 and "plans" not in line] == []
    dry = coffee(net, "--dry-run", on=ASKED)
    assert dry.code == 0
    assert net.run("status", "--json", on=ASKED).json()["programmes"][0]["announced"] == 0


def test_who_joined_may_leave_that_programme_alone(opt_in):
    net = opt_in
    coffee(net, "--yes", on=ASKED)
    mails = net.read()[:3]
    for number, mail in enumerate(mails):
        reply(net, mail, "Yes", NEXT, f"{number}.eml")
    assert net.run("status", "--json", on=NEXT).json()["programmes"][0]["joined"] == 3

    reply(net, mails[0], "Leave coffee", "2026-11-25", "leave.eml")

    rows = net.run("status", "--json", on="2026-11-25").json()["programmes"]
    assert rows[0]["joined"] == 2
    assert rows[1]["joined"] > 15, "lunch is another programme"


def test_with_announce_days_people_are_told_before_an_opt_out_round(network):
    net = network("few")
    config = net.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[programmes.coffee]\n", "[programmes.coffee]\nannounce_days = 5\n"))

    told = coffee(net, "--yes", on=ASKED)

    assert told.json()[0]["state"] == "announced"
    assert {mail["Subject"] for mail in net.read()} == {"Coffee together begins on Tuesday 1 December"}
    assert coffee(net, "--yes", on="2026-11-27").json() == []
    before = set(net.mails)
    (round_,) = coffee(net, "--yes", on=FIRST).json()
    assert round_["state"] == "sent"
    invitations = [path.read_text() for path in set(net.mails) - before]
    assert not [text for text in invitations if "your first invitation" in text], "they have been told"


def test_without_an_announcement_the_first_invitation_says_what_it_is_and_the_second_does_not(sent):
    net, _ = sent
    first = list(net.mails)
    assert all("This is your first invitation" in path.read_text() for path in first)

    assert coffee(net, "--yes", "--accept-warnings", on="2027-01-05").code == 0

    assert not [path for path in set(net.mails) - set(first) if "your first invitation" in path.read_text()]


@pytest.mark.slow
def test_somebody_new_hears_of_a_running_programme_before_their_first_round(network):
    net = network("few")
    config = net.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[programmes.coffee]\n", "[programmes.coffee]\nannounce_days = 5\n"))
    coffee(net, "--yes", on=ASKED)
    coffee(net, "--yes", on=FIRST)
    staff = net.folder / "staff.csv"
    rows = staff.read_text(encoding="utf-8").splitlines()
    like = rows[1].split(",")
    new = ["Nora Newcombe", "nora.newcombe@hawthorn.example", *like[2:4], *[""] * (len(like) - 4)]
    staff.write_text("\n".join([*rows, ",".join(new)]) + "\n", encoding="utf-8")
    assert net.run("people", "import", "staff.csv", "--yes", on="2026-12-09").code in {0, 3}
    before = set(net.mails)

    assert net.run("tick", on="2026-12-10").code == 0

    to_nora = [mail for mail in net.read() if "nora.newcombe" in mail["To"]]
    assert [mail["Subject"] for mail in to_nora] == ["Coffee together begins on Tuesday 5 January"]
    assert "every 2 months" not in to_nora[0].get_body(("plain",)).get_content()
    net.run("tick", on="2026-12-11")
    assert len([mail for mail in net.read() if "nora.newcombe" in mail["To"]]) == 1
    assert len(set(net.mails) - before) >= 1


def test_an_unknown_programme_and_an_unknown_person_are_named(opt_in):
    net = opt_in
    person = net.run("people", "list", "--json").json()[0]["id"]

    assert net.run("people", "join", person, "tea").code == 3
    assert net.run("people", "join", "nobody@nowhere.example", "coffee").code == 3
