"""From mails to facts: every kind, only ours, once, and whatever the order."""

from __future__ import annotations

import itertools
import json
import random
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.events import Fact, Kind
from pairing.inbox.sources.files import Files
from pairing.life.answers import Answer, Source
from pairing.life.round_life import fold_lives
from pairing.links import Purpose
from pairing.notify.identity import uid
from pairing.notify.outbox import Entry
from pairing.people import acts
from pairing.people.person import Person, RoleGroup, Standing
from pairing.plans import group_record, to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages import answering
from pairing.stages.advance import advance_now
from pairing.stages.answering import Meeting, Voice
from pairing.stages.collecting import FOLDER, collect, quarantined
from pairing.stages.desk import Desk
from pairing.stages.linking import Links
from pairing.stages.mails.results import Came
from pairing.stages.meeting import open_suggestions
from pairing.stages.members import participants
from pairing.stages.owed import entries_of
from pairing.stages.standing import overview
from pairing.storage.memory.store import MemoryStore

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
MEETS = datetime(2026, 12, 8, 12, 30, tzinfo=UTC)
ROUND = "coffee-2026-12"
GROUPS = {1: ("p0", "p1"), 2: ("p2", "p3"), 3: ("p4", "p5", "p6")}
CONFIG = Config(network=Network(name="Riverside"), programmes={"coffee": Programme(format=Format.COFFEE)})


class Post:
    """One workspace with one round sent, and mails for it."""

    def __init__(self, folder: Path, *, groups=GROUPS, format=Format.COFFEE) -> None:
        self.folder, self.store, self.count = folder, MemoryStore(), 0
        people = [Person(f"p{n}", f"Ann {n}", f"p{n}@a.example", "AB"[n % 2], "GP", RoleGroup.GP) for n in range(8)]
        self.store.roster.save(people)
        planned = tuple(
            PlannedGroup(number, members, None, members[0], MEETS, MEETS + timedelta(minutes=20), "Library", (), ())
            for number, members in groups.items()
        )
        self.plan = PlannedRound(ROUND, "coffee", format, "2026-12", 1, "optimal", SENT, "d" * 64, planned, (), ())
        body = to_record(self.plan)
        self.store.events.append([Fact(Kind.ROUND_PLANNED, SENT, programme="coffee", round=ROUND, body=body)])
        self.store.outbox.add(entries_of(self.at(SENT), self.plan))

    def at(self, moment=NOW) -> Desk:
        return Desk(self.folder, CONFIG, self.store, FakeClock(moment), b"s" * 32, moment)

    def uid(self, person, group) -> str:
        names = {"network": "Riverside", "programme": "coffee", "round": ROUND, "group": group, "person": person}
        return uid(b"s" * 32, **names, domain="network.example")

    def group_of(self, person) -> int:
        return next(number for number, members in GROUPS.items() if person in members)

    def collect(self, *mails: bytes, at=NOW):
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        for number, mail in enumerate(mails):
            (folder / f"{number:03}.eml").write_bytes(mail)
        return collect(self.at(at), Files(sorted(folder.iterdir())))

    def came(self, *mails: bytes, at=NOW) -> dict[str, int]:
        return {came.value: count for came, count in self.collect(*mails, at=at).counts.items()}

    def life(self):
        return fold_lives(self.store.events.facts())[ROUND]

    def answers(self) -> dict[str, str]:
        return {person: said.answer.value for person, said in self.life().answers.items()}

    def state(self):
        """All that a mail can change, as everything else reads it."""
        life = self.life()
        offers = {
            person: (fact.body["slots"], fact.body["words"])
            for group in GROUPS
            for person, fact in open_suggestions(life, group).items()
        }
        people = {
            person.id: (person.standing, None if person.standing is Standing.STOPPED else person.paused_until)
            for person in self.store.roster.people()
        }
        met = {
            (fact.person, fact.body["group"]): fact.body["met"]
            for fact in self.store.events.facts(kinds=[Kind.ATTENDANCE_RECORDED])
        }
        bounced = {fact.person for fact in self.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])}
        kept = {path.name for path in (self.folder / FOLDER).glob("*")}
        return self.answers(), offers, people, met, bounced, kept


@pytest.fixture
def post(tmp_path) -> Post:
    return Post(tmp_path)


def head(person, minute, subject, *, sender=None, more="") -> str:
    written = SENT + timedelta(minutes=minute)
    return (
        f"From: {sender or f'{person}@a.example'}\nTo: pairs@network.example\nSubject: {subject}\n"
        f"Date: {format_datetime(written)}\nMessage-ID: <{person}-{minute}@a.example>\n{more}"
    )


def calendar(post, person, partstat, minute=60, *, sequence=0, method="REPLY", who=None, sender=None, group=None,
             starts="20261208T123000Z", comment="", uid_=None) -> bytes:  # fmt: skip
    stamp = f"{SENT + timedelta(minutes=minute):%Y%m%dT%H%M%SZ}"
    name = uid_ or post.uid(person, group or post.group_of(person))
    body = (
        f"Content-Type: text/calendar; method={method}\n\nBEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n"
        f"UID:{name}\nDTSTAMP:{stamp}\nSEQUENCE:{sequence}\nDTSTART:{starts}\nCOMMENT:{comment}\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{who or f'{person}@a.example'}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return (head(person, minute, "whatever", sender=sender) + body).encode()


def prepared(post, person, subject, minute=60, *, reference=True, sender=None, more="", text="") -> bytes:
    code = post.uid(person, post.group_of(person)).partition("@")[0]
    body = f"\n{text}\n\n" + (f"Reference: {code}\n" if reference else "")
    return (head(person, minute, subject, sender=sender, more=more) + body).encode()


def bounce(post, person, minute=60, *, to=None, message_id=None, status="5.1.1") -> bytes:
    entry = next(entry for entry in post.store.outbox.entries() if entry.person == person)
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMessage-ID: <b{person}{minute}@mx>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; {person}@a.example\nAction: failed\nStatus: {status}\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\n"
        f"To: {to or f'{person}@a.example'}\nMessage-ID: {message_id or entry.message_id}\n\n--b--\n"
    ).encode()


# --- calendar answers


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [("ACCEPTED", "yes"), ("DECLINED", "no"), ("TENTATIVE", "another_time"), ("DELEGATED", "no")],
)
def test_a_calendar_answer_is_the_persons(post, partstat, answer):
    assert post.came(calendar(post, "p0", partstat)) == {answer: 1}
    assert post.answers() == {"p0": answer}
    [fact] = post.store.events.facts(kinds=[Kind.ANSWERED])
    assert fact.body["source"] == Source.CALENDAR.value


def test_a_proposed_time_reaches_the_others_and_moves_nothing(post):
    mail = calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z", comment="Better\\, please")
    assert post.came(mail) == {"another_time": 1}
    [(person, fact)] = open_suggestions(post.life(), 1).items()
    assert (person, fact.body["slots"]) == ("p0", ["2026-12-09T13:00:00+00:00"])
    assert fact.body["words"] == "Better, please"
    assert post.life().live[1].group.starts == MEETS


@pytest.mark.parametrize("format", [Format.COFFEE, Format.LUNCH])
def test_the_comment_of_a_maybe_is_for_the_lead_alone_until_its_writer_is_forgotten(tmp_path, format):
    post = Post(tmp_path, format=format)
    assert post.came(calendar(post, "p0", "TENTATIVE", comment="Ward round may run late")) == {"another_time": 1}
    assert overview(post.at()).words == ((ROUND, "Ward round may run late"),)
    told = {entry.kind for entry in advance_now(post.at(NOW + timedelta(hours=1))).entries}
    assert "suggestion" not in told
    post.store.events.forget_words("p0")
    assert overview(post.at()).words == ()


def test_words_with_a_proposed_time_are_for_the_group_and_not_for_the_lead(post):
    post.collect(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z", comment="Better"))
    assert overview(post.at()).words == ()


def test_who_answers_is_the_uids_whatever_the_addresses(post):
    collected = post.collect(calendar(post, "p0", "ACCEPTED", who="ann@home.example", sender="ann@home.example"))
    assert post.answers() == {"p0": "yes"}
    assert collected.notes == (("p0", "other_address"),)


def test_a_colleague_cannot_answer_with_a_forwarded_invitation(post):
    assert post.came(calendar(post, "p0", "ACCEPTED", who="p5@a.example", sender="p5@a.example")) == {"quarantined": 1}
    assert post.answers() == {}


def passed_on(mail: bytes, minute: int) -> bytes:
    """A mail as a colleague passes it on, as an attachment."""
    first = head("p7", minute, "FW: whatever") + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=w\n\n"
    words = "--w\nContent-Type: text/plain\n\nSee below.\n\n--w\nContent-Type: message/rfc822\n\n"
    return (first + words).encode() + mail + b"\n--w--\n"


def test_an_answer_passed_on_is_as_old_as_it_is(post):
    declined, accepted = calendar(post, "p0", "DECLINED", 60), calendar(post, "p0", "ACCEPTED", 120)
    assert post.came(accepted) == {"yes": 1}
    assert post.came(passed_on(declined, 180)) == {"overtaken": 1}
    assert post.came(passed_on(accepted, 190)) == {"known": 1}
    assert post.answers() == {"p0": "yes"}
    assert post.came(passed_on(calendar(post, "p2", "DECLINED", 60), 200)) == {"no": 1}


def test_an_answer_to_the_old_time_is_not_acted_on(post):
    body = {"group": 1, "starts": "2026-12-09T13:00:00+00:00", "ends": "2026-12-09T13:20:00+00:00", "where": ""}
    post.store.events.append([Fact(Kind.GROUP_MOVED, NOW, programme="coffee", round=ROUND, body=body)])
    late = NOW + timedelta(hours=1)
    assert post.came(calendar(post, "p0", "ACCEPTED"), at=late) == {"old_time": 1}
    assert post.came(prepared(post, "p1", "Yes: coffee"), at=late) == {"old_time": 1}
    assert post.came(calendar(post, "p0", "ACCEPTED", 61, sequence=1), at=late) == {"yes": 1}
    assert post.answers() == {"p0": "yes"}


def test_an_answer_to_a_meeting_that_is_off_is_ignored(post):
    body = {"ended": [{"group": 1, "why": "p1 stopped"}], "groups": [], "left_out": [{"person": "p0", "why": "x"}]}
    post.store.events.append([Fact(Kind.GROUPS_CHANGED, NOW, programme="coffee", round=ROUND, body=body)])
    assert post.came(calendar(post, "p0", "ACCEPTED")) == {"ended": 1}
    assert post.answers() == {}


def test_groups_made_since_are_known(post):
    group = replace(post.plan.groups[0], number=9, members=("p0", "p7"))
    body = {"ended": [{"group": 1, "why": "x"}], "groups": [group_record(group)], "left_out": []}
    post.store.events.append([Fact(Kind.GROUPS_CHANGED, NOW, programme="coffee", round=ROUND, body=body)])
    assert post.came(calendar(post, "p7", "ACCEPTED", group=9)) == {"yes": 1}


def test_an_answer_after_the_meeting_began_changes_nothing(post):
    assert post.came(calendar(post, "p0", "DECLINED"), at=MEETS + timedelta(minutes=1)) == {"late": 1}
    assert post.answers() == {}


# --- prepared replies


@pytest.mark.parametrize(
    ("subject", "came"),
    [("Yes: coffee", "yes"), ("Another time: coffee", "another_time"), ("Not this month: coffee", "no")],
)
@pytest.mark.parametrize("sender", [None, "ann@home.example"])
def test_a_prepared_reply_is_an_answer(post, subject, came, sender):
    assert post.came(prepared(post, "p0", subject, sender=sender)) == {came: 1}
    assert post.answers() == {"p0": came}


def test_what_is_written_beside_another_time_reaches_the_others(post):
    post.collect(prepared(post, "p0", "Another time: coffee", text="Wednesday at one?"))
    assert open_suggestions(post.life(), 1)["p0"].body["words"] == "Wednesday at one?"


def test_without_a_reference_the_mail_answered_says_who_and_what(post):
    entry = next(entry for entry in post.store.outbox.entries() if entry.person == "p2")
    mail = prepared(post, "p2", "Re: Coffee", reference=False, more=f"In-Reply-To: {entry.message_id}\n", text="yes")
    assert post.came(mail) == {"yes": 1}
    assert post.answers() == {"p2": "yes"}


def test_a_quoted_link_says_who(post):
    token = Links(post.at()).token(Purpose.ANSWER, "p2", ROUND, 2)
    text = f"Not this month\n\n> https://pairs.example/a/{token}"
    assert post.came(prepared(post, "p2", "Re: Coffee", reference=False, sender="x@home.example", text=text)) == {
        "no": 1
    }


def test_with_nothing_else_the_address_says_who(post):
    assert post.came(prepared(post, "p2", "Not this month: coffee", reference=False)) == {"no": 1}


def test_pause_and_stop_are_believed_at_once(post):
    assert post.came(prepared(post, "p0", "Pause coffee 3 months"), prepared(post, "p2", "Stop")) == {
        "paused": 1,
        "stopped": 1,
    }
    people = {person.id: person for person in post.store.roster.people()}
    assert people["p0"].paused_until == date(2027, 3, 1)
    assert people["p2"].standing is Standing.STOPPED
    assert post.answers() == {"p0": "no", "p2": "no"}, "what is to come is declined with it"
    assert post.came(prepared(post, "p2", "Join coffee", 90)) == {"stays": 1}
    assert post.store.roster.person("p2").standing is Standing.ACTIVE


def test_whether_they_met(post):
    after = MEETS + timedelta(days=1)
    mails = [
        prepared(post, "p0", "We met: coffee", 11000),
        prepared(post, "p2", "We did not meet: coffee", 11001, reference=False),
        prepared(post, "p4", "We will meet later: coffee", 11002),
    ]
    assert post.came(*mails, at=after) == {"met": 1, "not_met": 1, "meet_later": 1}
    said = {fact.person: fact.body["met"] for fact in post.store.events.facts(kinds=[Kind.ATTENDANCE_RECORDED])}
    assert said == {"p0": True, "p2": False, "p4": None}


def test_accepting_a_time_moves_the_entry_for_all(post):
    post.collect(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z"))
    assert post.came(prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)) == {"moved": 1}
    assert post.life().live[1].group.starts == datetime(2026, 12, 9, 13, tzinfo=UTC)
    assert post.life().live[1].sequence == 1


def test_a_time_that_is_not_on_offer_is_for_a_person(post):
    accepts = prepared(post, "p1", "Accept 2026-12-09 13:00: coffee")
    assert post.came(accepts) == {"quarantined": 1}
    assert post.came(prepared(post, "p2", "Yes: coffee"), accepts) == {"yes": 1, "known": 1}
    assert post.life().live[1].group.starts == MEETS
    assert len(post.store.events.facts(kinds=[Kind.MAIL_QUARANTINED])) == 1
    assert len(quarantined(post.at())) == 1


def test_a_time_accepted_before_its_proposal_was_read_is_read_again(post):
    accepts = prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)
    assert post.came(accepts) == {"quarantined": 1}
    proposes = calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z")
    assert post.came(proposes, at=NOW + timedelta(hours=1)) == {"another_time": 1, "moved": 1}
    assert post.life().live[1].group.starts == datetime(2026, 12, 9, 13, tzinfo=UTC)
    assert quarantined(post.at()) == (), "no person has to read it any more"
    facts = len(post.store.events.facts())
    assert post.came(accepts, at=NOW + timedelta(hours=2)) == {"known": 1}
    assert post.came(at=NOW + timedelta(hours=3)) == {}
    assert len(post.store.events.facts()) == facts


def test_an_early_mail_that_a_person_has_dealt_with_is_left_alone(post):
    [kept] = post.collect(prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)).quarantined
    kept.file.unlink()
    assert post.came(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z")) == {
        "another_time": 1
    }
    assert post.life().live[1].group.starts == MEETS


def test_an_early_mail_that_was_overtaken_changes_nothing(post):
    post.collect(prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70))
    post.collect(calendar(post, "p1", "DECLINED", 80))
    proposes = calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z")
    assert post.came(proposes) == {"another_time": 1, "overtaken": 1}
    assert post.answers() == {"p0": "another_time", "p1": "no"}
    assert post.life().live[1].group.starts == MEETS


def test_an_early_mail_whose_file_outlived_a_killed_run_is_cleared_away(post):
    accepts = prepared(post, "p1", "Accept 2026-12-09 13:00: coffee", 70)
    [kept] = post.collect(accepts).quarantined
    post.collect(calendar(post, "p0", "TENTATIVE", method="COUNTER", starts="20261209T130000Z"))
    kept.file.write_bytes(accepts)
    post.collect(at=NOW + timedelta(hours=1))
    assert not kept.file.exists()


# --- bounces and machines


def test_a_bounce_is_the_persons_it_was_for(post):
    assert post.came(bounce(post, "p3")) == {"bounced": 1}
    [fact] = post.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])
    assert (fact.person, fact.round, fact.body["status"]) == ("p3", ROUND, "5.1.1")
    assert fact.body["key"].startswith(f"{ROUND}/p3/invitation")


def test_whose_mail_comes_back_is_paused_and_shown_until_resumed(post):
    post.collect(bounce(post, "p3"), prepared(post, "p2", "Pause coffee"))
    advance_now(post.at())
    assert overview(post.at()).bounced == (("p3", "5.1.1"),)
    acts.resume(post.store.roster.person("p3"), post.store.roster, post.store.events, now=NOW)
    assert overview(post.at()).bounced == ()


def test_a_bounce_from_an_address_that_was_mended_is_old(post):
    post.store.roster.save([replace(post.store.roster.person("p3"), email="new@a.example")])
    assert post.came(bounce(post, "p3")) == {"old_address": 1}
    assert not post.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])


def test_a_bounce_of_somebody_elses_mail_is_not_ours(post):
    assert post.came(bounce(post, "p3", message_id="<elsewhere@b.example>")) == {"quarantined": 1}
    assert not post.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])


def test_machines_say_nothing(post):
    mail = prepared(post, "p0", "Automatic reply: Coffee", more="Auto-Submitted: auto-replied\n", text="Yes")
    assert post.came(mail) == {"automatic": 1}
    assert post.answers() == {}


# --- quarantine


def test_what_needs_a_person_is_kept_with_its_bytes(post):
    strange = calendar(post, "p0", "ACCEPTED", uid_="made-up@network.example")
    words = prepared(post, "p0", "Re: Coffee", text="Lovely idea, who are you?", reference=False)
    stranger = prepared(post, "p0", "Stop", 61, reference=False, sender="stranger@b.example")
    collected = post.collect(strange, words, stranger, b"\x00\xff" * 99)
    assert collected.counts == {Came.QUARANTINED: 4}
    for mail in collected.quarantined:
        assert mail.file.stat().st_mode & 0o777 == 0o600
    assert {mail.file.read_bytes() for mail in collected.quarantined} == {strange, words, stranger, b"\x00\xff" * 99}
    assert set(quarantined(post.at())) == set(collected.quarantined)
    collected.quarantined[0].file.unlink()
    assert len(quarantined(post.at())) == 3, "what a person has dealt with is gone"


def test_facts_of_mails_hold_no_words_and_no_addresses(post):
    post.collect(
        calendar(post, "p0", "ACCEPTED", who="ann@home.example"),
        prepared(post, "p2", "Re: Coffee", text="Something private"),
        bounce(post, "p3"),
    )
    kept = [fact for fact in post.store.events.facts() if fact.kind is not Kind.ROUND_PLANNED]
    said = json.dumps([fact.body for fact in kept])
    assert "@" not in said
    assert "private" not in said


def test_somebody_forgotten_answers_nothing(post):
    post.store.roster.save([replace(post.store.roster.person("p0"), standing=Standing.LEFT)])
    assert post.came(calendar(post, "p0", "ACCEPTED")) == {"quarantined": 1}


# --- once, and in any order


def test_a_mail_counts_once(post):
    mail = calendar(post, "p0", "ACCEPTED")
    assert post.came(mail, b"Received: by another road\n" + mail) == {"yes": 1, "known": 1}
    facts = len(post.store.events.facts())
    assert post.came(mail) == {"known": 1}
    assert len(post.store.events.facts()) == facts


def test_a_mail_long_on_its_way_does_not_undo_a_later_word(post):
    voice = Voice(Source.PAGE, SENT + timedelta(hours=5))
    answering.answer(post.at(), Meeting("p0", ROUND, 1), Answer.NO, voice)
    assert post.came(calendar(post, "p0", "ACCEPTED", 60)) == {"overtaken": 1}
    assert post.answers() == {"p0": "no"}
    assert post.came(calendar(post, "p0", "ACCEPTED", 6 * 60)) == {"yes": 1}


def test_a_mail_from_the_future_is_from_now(post):
    assert post.came(calendar(post, "p0", "ACCEPTED", 60 * 24 * 300)) == {"yes": 1}
    later = NOW + timedelta(hours=1)
    assert post.came(calendar(post, "p0", "DECLINED", 25 * 60), at=later) == {"no": 1}


WORDS = st.sampled_from(
    [
        "ACCEPTED",
        "DECLINED",
        "TENTATIVE",
        "COUNTER 20261209T130000Z",
        "COUNTER 20261210T120000Z",
        "Yes: coffee",
        "Not this month: coffee",
        "Another time: coffee",
        "Pause coffee 1 month",
        "Pause coffee 6 months",
        "Pause coffee",
        "Stop",
        "Join coffee",
        "own words",
        "bounce",
        "stranger",
    ]
)


def mail_of(post, person, word, minute) -> bytes:
    if word == "bounce":
        return bounce(post, person, minute)
    if word == "stranger":
        return prepared(post, person, "Stop", minute, reference=False, sender="stranger@b.example")
    if word == "own words":
        return prepared(post, person, "Re: Coffee", minute, text="What is this?")
    if word.startswith("COUNTER"):
        return calendar(post, person, "TENTATIVE", minute, method="COUNTER", starts=word.split()[1])
    if word.isupper():
        return calendar(post, person, word, minute)
    return prepared(post, person, word, minute, text="On Fridays" if word.startswith("Another") else "")


@pytest.mark.parametrize(
    "words",
    [
        ("Pause coffee", "Join coffee"),
        ("Stop", "Pause coffee 1 month"),
        ("COUNTER 20261209T130000Z", "TENTATIVE"),
        ("COUNTER 20261209T130000Z", "COUNTER 20261210T120000Z", "TENTATIVE"),
        ("COUNTER 20261209T130000Z", "ACCEPTED", "TENTATIVE"),
        ("Pause coffee", "ACCEPTED", "Join coffee"),
        ("ACCEPTED", "Stop", "Join coffee"),
        ("Stop", "Join coffee", "DECLINED"),
    ],
)
def test_one_persons_words_in_every_order(words, tmp_path):
    states = []
    for number, order in enumerate(itertools.permutations(range(len(words)))):
        folder = tmp_path / str(number)
        folder.mkdir()
        post = Post(folder)
        mails = [mail_of(post, "p0", word, 60 + n) for n, word in enumerate(words)]
        for later, n in enumerate(order):
            post.collect(mails[n], at=NOW + timedelta(minutes=later))
        states.append(post.state())
    assert all(state == states[0] for state in states)


@pytest.mark.slow
@given(
    script=st.lists(st.tuples(st.sampled_from(["p0", "p1", "p4"]), WORDS), min_size=2, max_size=9),
    chance=st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_twice_and_shuffled_ends_in_the_same_state(script, chance: random.Random):
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        straight, shuffled = Post(Path(first)), Post(Path(second))
        mails = [mail_of(straight, person, word, 60 + n) for n, (person, word) in enumerate(script)]
        straight.collect(*mails)
        mixed = mails * 2
        chance.shuffle(mixed)
        now = NOW
        while mixed:
            batch = [mixed.pop() for _ in range(chance.randint(1, len(mixed)))]
            shuffled.collect(*batch, at=now)
            now += timedelta(minutes=5)
        assert shuffled.state() == straight.state()


def shares(post) -> dict[str, str]:
    return {person.id: person.mobile for person in post.store.roster.people() if person.mobile}


def test_a_mobile_number_is_shared_and_taken_back_by_mail(post):
    assert post.came(prepared(post, "p0", "Share mobile 07700 900123")) == {"mobile_shared": 1}
    assert shares(post) == {"p0": "07700 900123"}
    assert post.came(prepared(post, "p0", "Remove mobile", 90)) == {"mobile_withdrawn": 1}
    assert shares(post) == {}
    assert post.came(prepared(post, "p0", "Share mobile 07700 900999", 80)) == {"overtaken": 1}
    assert shares(post) == {}, "a mail that was long on its way does not bring it back"
    assert "900" not in repr(post.store.events.facts(kinds=[Kind.MAIL_READ, Kind.MOBILE_SHARED]))
    assert post.came(prepared(post, "p1", "Share mobile 12345678", 91)) == {"quarantined": 1}


def test_a_signature_shares_no_number(post):
    mail = head("p0", 60, "Re: coffee") + "\nMobile 07700 900123\n"
    post.came(mail.encode())
    assert shares(post) == {}


def test_who_stopped_comes_back_by_mail_and_is_in_the_next_round(post):
    post.came(prepared(post, "p2", "Stop"))
    assert post.store.roster.person("p2").standing is Standing.STOPPED

    assert post.came(prepared(post, "p2", "Join coffee", 90)) == {"stays": 1}

    january = post.at(datetime(2027, 1, 5, 9, tzinfo=UTC))
    assert "p2" in {person.id for person in participants(january, "coffee")}


def test_one_programme_is_left_by_mail_and_another_word_is_for_a_person(post):
    assert post.came(prepared(post, "p0", "Leave coffee")) == {"left": 1}
    assert "p0" not in {person.id for person in participants(post.at(), "coffee")}
    assert post.answers() == {"p0": "no"}
    assert post.store.roster.person("p0").standing is Standing.ACTIVE
    assert post.came(prepared(post, "p0", "Join coffee", 50)) == {"overtaken": 1}, "written before"
    assert post.came(prepared(post, "p0", "Join coffee", 90)) == {"stays": 1}
    assert "p0" in {person.id for person in participants(post.at(), "coffee")}
    assert post.came(prepared(post, "p1", "Join tennis")) == {"quarantined": 1}


@pytest.mark.parametrize("words", ["Stay coffee", "Yes"])
def test_who_is_asked_whether_to_stay_answers_by_mail(post, words):
    asked = Fact(Kind.STAYING_ASKED, SENT, "p0", "coffee", ROUND)
    letter = Entry(f"{ROUND}/p0/staying/0", "x@a.example", ROUND, "coffee", "p0", "staying", 0, "", "<asked@x>", b"")
    post.store.events.append([asked])
    post.store.outbox.add([letter])

    assert post.came((head("p0", 60, words, more="In-Reply-To: <asked@x>\n") + "\n\n").encode()) == {"stays": 1}

    (said,) = post.store.events.facts(kinds=[Kind.STAYING_SAID])
    assert (said.person, said.programme, said.body["source"]) == ("p0", "coffee", "mail")


def test_a_plain_no_to_our_question_is_about_that_programme_alone(post):
    letter = Entry(f"{ROUND}/p0/staying/0", "x@a.example", ROUND, "coffee", "p0", "staying", 0, "", "<asked@x>", b"")
    asked = Entry(
        "coffee/p1/announcement/1", "x@a.example", "coffee", "coffee", "p1", "announcement", 0, "", "<j@x>", b""
    )
    told = replace(asked, key="coffee/p2/announcement/0", person="p2", message_id="<t@x>")
    post.store.outbox.add([letter, asked, told])

    def answered(person, words, to, minute=60) -> dict[str, int]:
        return post.came((head(person, minute, words, more=f"In-Reply-To: {to}\n") + "\n\n").encode())

    assert answered("p0", "No", "<asked@x>") == {"left": 1}
    assert "p0" not in {person.id for person in participants(post.at(), "coffee")}
    assert post.store.roster.person("p0").standing is Standing.ACTIVE
    assert answered("p1", "No", "<j@x>") == {"left": 1}
    assert answered("p1", "Yes", "<j@x>", 70) == {"stays": 1}
    assert "p1" in {person.id for person in participants(post.at(), "coffee")}
    assert answered("p2", "Yes", "<t@x>") == {"quarantined": 1}, "nothing was asked there"


def test_whatever_comes_of_a_mail_is_said_to_the_lead():
    from pairing.cli.collect import IN_WORDS

    assert set(IN_WORDS) == set(Came)
