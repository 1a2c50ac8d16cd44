"""A mobile number through the commands: shown to one's own group, taken back, exported, forgotten."""

from __future__ import annotations

import sqlite3

import pytest

NUMBER = "07700 900123"


@pytest.fixture
def net(network):
    made = network("few")
    config = made.folder / "pairs.toml"
    config.write_text(config.read_text(encoding="utf-8") + "\n[mail.smtp]\nport = 9\n", encoding="utf-8")
    return made


def person_of(net):
    return net.run("people", "list", "--json").json()[0]


def shows(net):
    """Whom a mail with the number went to."""
    return {mail["To"].addresses[0].addr_spec for mail in net.read() if NUMBER in mail.as_string()}


def test_only_their_own_group_sees_a_number_they_agreed_to_share(net):
    person = person_of(net)
    assert net.run("people", "mobile", person["id"], NUMBER).code == 2, "not without their word"
    given = net.run("people", "mobile", person["id"], NUMBER, "--agreed", "--json")
    assert given.json() == {"person": person["id"], "shared": True, "changed": True}
    assert net.run("people", "mobile", person["id"], "0123", "--agreed").code == 3

    (coffee,) = net.run("run", "--yes", "--programme", "coffee", "--json").json()

    (group,) = [group["members"] for group in coffee["groups"] if person["id"] in group["members"]]
    emails = {row["id"]: row["email"] for row in net.run("people", "list", "--json").json()}
    assert shows(net) == {emails[member] for member in group if member != person["id"]}
    with sqlite3.connect(net.folder / "pairs.db") as database:
        facts = "".join(str(row) for row in database.execute("SELECT * FROM facts"))
    assert "900123" not in facts


def test_a_number_taken_back_is_in_no_mail_that_had_not_left(net, nobody_waits):
    config = net.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('delivery = "folder"', 'delivery = "smtp"'), encoding="utf-8")
    person = person_of(net)
    net.run("people", "mobile", person["id"], NUMBER, "--agreed")
    assert net.run("run", "--yes", "--programme", "coffee").code == 75, "no server: every message waits"
    before = net.run("status", "--json").json()["programmes"][0]["messages"]["queued"]

    assert net.run("people", "mobile", person["id"], "--remove").code == 0

    config.write_text(text, encoding="utf-8")
    assert net.run("status", "--json").json()["programmes"][0]["messages"]["queued"] == before
    net.run("tick")
    assert len(net.mails) == before, "everybody still gets their invitation"
    assert shows(net) == set()


def test_a_number_is_erased_when_its_owner_leaves_the_list(net):
    person = person_of(net)
    net.run("people", "mobile", person["id"], NUMBER, "--agreed")
    rows = (net.folder / "staff.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    without = [row for row in rows if person["email"] not in row]
    (net.folder / "staff.csv").write_text("".join(without), encoding="utf-8")

    assert net.run("people", "import", "staff.csv", "--yes").code == 0

    assert net.run("people", "show", person["id"], "--json").json()["mobile"] == ""


def test_a_number_is_exported_and_forgotten(net):
    person = person_of(net)
    assert "mobile" not in net.run("people", "export", "-").out.splitlines()[0]
    net.run("people", "mobile", person["id"], NUMBER, "--agreed")

    assert NUMBER in net.run("people", "export", "-").out
    assert net.run("people", "show", person["id"], "--json").json()["mobile"] == NUMBER
    assert set(person) == set(person_of(net)), "the list keeps the staff file's keys"
    (net.folder / "out.csv").write_text(net.run("people", "export", "-").out, encoding="utf-8")
    again = net.run("people", "import", "out.csv", "--yes")
    assert again.code == 0, again.err
    assert "shared by its owner's own word" in " ".join(again.err.split() + again.out.split())
    assert net.run("people", "show", person["id"], "--json").json()["mobile"] == NUMBER, "an import takes nothing back"

    assert net.run("people", "forget", person["id"], "--yes").code == 0
    assert NUMBER not in net.run("people", "export", "-").out
    assert b"900123" not in b"".join(path.read_bytes() for path in net.folder.glob("pairs.db*"))


def test_what_somebody_wrote_does_not_survive_forgetting(sent):
    net, coffee = sent
    person = coffee["groups"][0]["members"][0]
    (mail,) = [mail for mail in net.read() if mail["To"].addresses[0].addr_spec == email_of(net, person)]
    reply = (
        f"From: {mail['To']}\nTo: pairs@network.example\nSubject: Re: coffee\n"
        f"Date: Wed, 02 Dec 2026 09:00:00 +0000\nMessage-ID: <1@home.example>\nIn-Reply-To: {mail['Message-ID']}\n\n"
    )
    (net.folder / "time.eml").write_text(f"{reply}Another time\n\nMy xylophone lesson is then\n", encoding="utf-8")
    (net.folder / "own.eml").write_text(
        reply.replace("<1@", "<2@") + "I would rather talk to you about my xylophone first.\n", encoding="utf-8"
    )
    assert net.run("collect", "time.eml", "own.eml", on="2026-12-03").code in {0, 6}
    kept = list((net.folder / "quarantine").glob("*.eml"))
    assert len(kept) == 1
    database = b"".join(path.read_bytes() for path in net.folder.glob("pairs.db*"))
    assert b"xylophone" in database

    assert net.run("people", "forget", person, "--yes", on="2026-12-03").code == 0

    assert not list((net.folder / "quarantine").glob("*.eml"))
    assert b"xylophone" not in b"".join(path.read_bytes() for path in net.folder.glob("pairs.db*"))
    assert net.run("status", on="2026-12-03").code == 0


def email_of(net, person):
    return next(row["email"] for row in net.run("people", "list", "--json").json() if row["id"] == person)


def test_no_mail_that_waits_names_who_was_forgotten(net, nobody_waits):
    config = net.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('delivery = "folder"', 'delivery = "smtp"'), encoding="utf-8")
    (coffee,) = net.run("run", "--yes", "--programme", "coffee", "--json").json()
    person, partner = coffee["groups"][0]["members"][:2]
    address, partners = email_of(net, person), email_of(net, partner)

    assert net.run("people", "forget", person, "--yes").code == 0

    config.write_text(text, encoding="utf-8")
    assert net.run("tick").code == 0
    mails = net.read()
    assert not [mail for mail in mails if address in mail.as_string()]
    assert len([mail for mail in mails if mail["To"].addresses[0].addr_spec == partners]) == 1
    members = {member for group in coffee["groups"] for member in group["members"]}
    assert len({mail["To"].addresses[0].addr_spec for mail in mails}) == len(members) - 1
