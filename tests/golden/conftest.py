"""Letters whose rendering is kept as files. ``python -m pytest tests/golden --golden-update`` writes them anew."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from pairing.notify.identity import entry_key, uid
from pairing.notify.meeting_letters import (
    Cancellation,
    DidYouMeet,
    Invitation,
    MeetingLetter,
    Nudge,
    PartnerLeft,
    Reminder,
    Suggestion,
    Update,
)
from pairing.notify.messages import (
    Announcement,
    Digest,
    Guest,
    LeftOutNotice,
    Letter,
    Mailbox,
    MessageKind,
    Staying,
    Wording,
)
from pairing.rounds import Format

SECRET = b"golden files only"
L = TypeVar("L", bound=MeetingLetter)

LONDON = ZoneInfo("Europe/London")
LATER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
NOTE = "The partners have agreed that this time is protected. Please use it."

PRIYA = Guest("Priya Shah", "Practice nurse", "High Street Surgery", "priya.shah@high-street.example")
TOM = Guest("Tom Jones", "Care coordinator", "Riverside PCN team", "tom.jones@riverside.example")
SIX = (
    PRIYA,
    TOM,
    Guest("Dr Asha Patel", "Salaried GP", "Park View Medical Centre", "asha.patel@park-view.example"),
    Guest("Jo Murphy", "Receptionist", "The Old Forge Surgery", "jo.murphy@old-forge.example"),
    Guest("Chidi Okafor", "Clinical pharmacist", "Riverside PCN team", "chidi.okafor@riverside.example"),
)


def common(person: str, kind: MessageKind, programme: str) -> dict[str, Any]:
    lunch = programme == "lunch"
    return {
        "kind": kind,
        "key": entry_key(f"{programme}-2026-12", person, kind, 0),
        "network": "Riverside PCN",
        "person": person,
        "to": Mailbox("Sam O'Brien", "sam.obrien@mill-lane.example"),
        "sender": Mailbox("Riverside coffee pairs", "Coffee@riverside.example"),
        "reply_to": Mailbox("Ruth Adeyemi", "ruth.adeyemi@riverside.example"),
        "written_at": datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
        "timezone": "Europe/London",
        "programme": programme,
        "format": Format.LUNCH if lunch else Format.COFFEE,
        "round": f"{programme}-2026-12",
        "period_name": "December 2026",
        "wording": Wording(
            title="Melting Pot lunch" if lunch else "Coffee pairs",
            purpose="An hour at one table with people who do other work in other places."
            if lunch
            else "Twenty minutes with somebody you would not meet otherwise.",
        ),
        "lead": "Ruth Adeyemi, network manager",
    }


def invitation(person: str, programme: str = "coffee", **changed: Any) -> Invitation:
    name = uid(
        SECRET,
        network="U12345",
        programme=programme,
        round=f"{programme}-2026-12",
        group=1,
        person=person,
        domain="riverside.example",
    )
    coffee = Invitation(
        **common(person, MessageKind.INVITATION, programme),
        guests=(PRIYA,),
        starts=datetime(2026, 12, 8, 12, 30, tzinfo=LONDON),
        ends=datetime(2026, 12, 8, 12, 50, tzinfo=LONDON),
        minutes=20,
        where="Mill Lane Surgery",
        by=date(2026, 12, 21),
        first_mover="you",
        prompts=("What is one thing your team does that you wish other practices knew?",),
        uid=name,
    )
    return replace(coffee, **changed)


def _lunch(person: str, **changed: Any) -> Invitation:
    lunch: dict[str, Any] = {
        "guests": SIX,
        "starts": datetime(2026, 12, 3, 12, 30, tzinfo=LONDON),
        "ends": datetime(2026, 12, 3, 13, 45, tzinfo=LONDON),
        "minutes": 75,
        "where": "Mill Lane Surgery, upstairs meeting room",
        "by": None,
        "first_mover": None,
        "host": "Dr Asha Patel",
        "prompts": (
            "What is the smallest change that made the biggest difference to your day?",
            "What do you wish other roles knew about yours?",
        ),
    }
    return invitation(person, "lunch", **(lunch | changed))


def _awkward() -> Invitation:
    """Names, places and notes that try to break out of every layer, and one that is only long."""
    return invitation(
        "p7",
        to=Mailbox(
            'Zoë "Zed" Łukasiewicz-Ó Briain, (locum); née Müller\r\nBcc: all@everywhere.example', "zoe@mill.example"
        ),
        guests=(
            Guest(
                "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley\nSubject: injected",
                "Nurse <script>alert(1)</script>",
                'Smith & Sons\' "Surgery"; BEGIN:VEVENT\nEND:VCALENDAR',
                "w.f-c+pairs@smith-sons.example",
            ),
            Guest("Nguyễn Thị Minh Khai", "Điều dưỡng", "中央診療所", "minh.khai@central.example"),
        ),
        first_mover="Nguyễn Thị Minh Khai",
        where="Café «Zum Bären»; back room, 2nd floor\\left",
        wording=Wording(
            title="Coffee <pairs> & more",
            purpose="A break, a brew & somebody new",
            note="First line {{ 7 * 7 }} of the note.\n\nSecond line: 5 < 6 & 6 > 5.",
        ),
    )


PAGES = "https://pairs.riverside.example"
ANSWER = f"{PAGES}/a/WyJwMSIsImNvZmZlZS0yMDI2LTEyIiwxLDBd.0123456789abcdefABCDEF"
PAUSE = f"{PAGES}/p/WyJwMSIsImNvZmZlZS0yMDI2LTEyIiwxLDBd.fedcba9876543210FEDCBA"
MET = f"{PAGES}/m/WyJwMSIsImNvZmZlZS0yMDI2LTEyIiwxLDBd.0f1e2d3c4b5a69780f1e2d"
JOIN = f"{PAGES}/j/WyJwMSIsIiIsMCwwXQ.00112233445566778899aa"
TIMELESS: dict[str, Any] = {"starts": None, "ends": None, "where": ""}
NEXT_DAY = datetime(2026, 12, 9, 13, 0, tzinfo=LONDON)


def _about(kind: type[L], name: MessageKind, meeting: Invitation, **changed: Any) -> L:
    """A later letter about the meeting somebody was invited to."""
    shared = {field.name: getattr(meeting, field.name) for field in fields(kind) if hasattr(meeting, field.name)}
    key = entry_key(meeting.round, meeting.person, name, changed.get("sequence", 0))
    return kind(**(shared | {"kind": name, "key": key, "written_at": LATER} | changed))


def _life() -> dict[str, Letter]:
    """Everything that may follow an invitation, with and without pages, with and without a time."""
    coffee, lunch = invitation("p1"), _lunch("p5")
    timeless = invitation("p3", **TIMELESS)
    paged = invitation("p1", answer_url=ANSWER, pause_url=PAUSE, guests=(replace(PRIYA, mobile="07700 900123"),))
    trio = invitation("p2", guests=(PRIYA, TOM), first_mover="Tom Jones")
    kinds = MessageKind
    moved: dict[str, Any] = {
        "sequence": 1,
        "before": coffee.starts,
        "starts": NEXT_DAY,
        "ends": NEXT_DAY + timedelta(minutes=20),
        "news": "Priya Shah suggested this time, and you accepted it",
    }
    slots = (NEXT_DAY, datetime(2026, 12, 11, 9, 0, tzinfo=LONDON))
    off: dict[str, Any] = {"sequence": 1, "away": ("Priya Shah",)}
    return {
        "reminder": _about(Reminder, kinds.REMINDER, coffee),
        "reminder-no-slot": _about(Reminder, kinds.REMINDER, timeless),
        "reminder-with-pages": _about(Reminder, kinds.REMINDER, paged),
        "reminder-lunch": _about(Reminder, kinds.REMINDER, replace(lunch, wording=replace(lunch.wording, note=NOTE))),
        "nudge": _about(Nudge, kinds.NUDGE, coffee),
        "nudge-no-slot": _about(Nudge, kinds.NUDGE, replace(timeless, guests=(PRIYA, TOM))),
        "nudge-with-pages": _about(Nudge, kinds.NUDGE, paged),
        "update-time": _about(Update, kinds.UPDATE, coffee, **moved),
        "update-first-time": _about(Update, kinds.UPDATE, trio, **(moved | {"before": None, "news": ""})),
        "update-place-with-pages": _about(
            Update, kinds.UPDATE, paged, sequence=1, before=paged.starts, where_before="High Street Surgery"
        ),
        "update-words": _about(
            Update, kinds.UPDATE, replace(lunch, wording=replace(lunch.wording, note=NOTE)), before=lunch.starts
        ),
        "update-words-no-slot": _about(
            Update, kinds.UPDATE, timeless, news="Priya Shah now works at Park View Medical Centre"
        ),
        "suggestion": _about(
            Suggestion,
            kinds.SUGGESTION,
            coffee,
            suggested_by="Priya Shah",
            slots=slots,
            said="I have clinic until 1pm on Tuesday.",
        ),
        "suggestion-one-slot": _about(Suggestion, kinds.SUGGESTION, trio, suggested_by="Tom Jones", slots=slots[:1]),
        "suggestion-with-pages": _about(Suggestion, kinds.SUGGESTION, paged, suggested_by="Priya Shah", slots=slots),
        "suggestion-words-only": _about(
            Suggestion, kinds.SUGGESTION, timeless, suggested_by="Priya Shah", said="Any morning next week, by phone?"
        ),
        "cancellation": _about(Cancellation, kinds.CANCELLATION, coffee, **off, invitation_follows=True),
        "cancellation-left-out": _about(Cancellation, kinds.CANCELLATION, trio, **off, first_next_time=True),
        "cancellation-by-you": _about(Cancellation, kinds.CANCELLATION, paged, sequence=2, by_you=True),
        "cancellation-round": _about(
            Cancellation,
            kinds.CANCELLATION,
            lunch,
            sequence=1,
            words="The upstairs room has a leak, so all tables are off.\nWe look for another day in January.",
        ),
        "cancellation-no-slot": _about(Cancellation, kinds.CANCELLATION, timeless, **off, first_next_time=True),
        "partner-left": _about(PartnerLeft, kinds.PARTNER_LEFT, coffee, **off),
        "partner-left-no-slot": _about(PartnerLeft, kinds.PARTNER_LEFT, timeless, sequence=1),
        "did-you-meet": _about(DidYouMeet, kinds.DID_YOU_MEET, coffee),
        "did-you-meet-no-slot": _about(DidYouMeet, kinds.DID_YOU_MEET, replace(timeless, guests=(PRIYA, TOM))),
        "did-you-meet-with-pages": _about(DidYouMeet, kinds.DID_YOU_MEET, paged, met_url=MET),
        "did-you-meet-lunch": _about(DidYouMeet, kinds.DID_YOU_MEET, lunch),
        "staying": Staying(**common("p1", kinds.STAYING, "coffee")),
        "staying-with-pages": Staying(
            **(common("p1", kinds.STAYING, "coffee") | {"answer_url": JOIN, "pause_url": PAUSE}), rounds=4
        ),
    } | _network_letters()


def _network_letters() -> dict[str, Letter]:
    """Letters about no round in particular."""
    coffee, lunch = (common("p1", MessageKind.ANNOUNCEMENT, name) for name in ("coffee", "lunch"))
    opening: dict[str, Any] = {"often": "once a month", "first_on": date(2026, 12, 1)}
    return {
        "announcement": Announcement(**coffee, minutes=20, **opening),
        "announcement-with-pages": Announcement(**(lunch | {"pause_url": PAUSE}), minutes=75, often="every two months"),
        "announcement-opt-in": Announcement(
            **(coffee | {"wording": replace(coffee["wording"], note=NOTE)}),
            **opening,
            minutes=20,
            opt_in=True,
            join_by=date(2026, 11, 27),
        ),
        "announcement-opt-in-with-pages": Announcement(
            **(lunch | {"pause_url": PAUSE}), **opening, minutes=75, opt_in=True, join_url=JOIN
        ),
        "digest": Digest(
            **common("lead", MessageKind.DIGEST, "coffee"),
            headline="Coffee pairs: 14 of 18 pairs have answered",
            attention=("mail to Priya Shah (p7) comes back: correct the address in the staff file",),
            lines=("18 pairs, 2 people without a group", "22 yes, 3 another time, 1 not this month, 10 silent"),
        ),
        "digest-quiet": Digest(
            **common("lead", MessageKind.DIGEST, "coffee"), headline="Coffee pairs: everybody has answered"
        ),
    }


LIFE = _life()

CASES: dict[str, Letter] = {
    "coffee": invitation("p1"),
    "coffee-first": invitation("p1", first=True, often="once a month"),
    "coffee-first-with-pages": invitation(
        "p1", first=True, often="once a month", answer_url=ANSWER, pause_url=PAUSE, guests=(TOM,), first_mover=None
    ),
    "coffee-trio": invitation(
        "p2",
        guests=(PRIYA, TOM),
        first_mover="Tom Jones",
        why=("You come from 3 practices.",),
        where="A phone or video call",
        wording=Wording(
            "Coffee pairs",
            "Twenty minutes with people you would not meet otherwise.",
            note="The partners have agreed that this time is protected. Please use it.",
        ),
    ),
    "coffee-no-slot": invitation("p3", starts=None, ends=None, where=""),
    "coffee-with-pages": invitation(
        "p4",
        first_mover="Priya Shah",
        answer_url="https://pairs.riverside.example/a/0123456789abcdef0123456789abcdef",
        pause_url="https://pairs.riverside.example/pause/fedcba9876543210fedcba9876543210/fedcba9876543210fedcba9876543210",
    ),
    "lunch": _lunch("p5"),
    "lunch-host": _lunch("p6", host="you"),
    "awkward": _awkward(),
    "left-out": LeftOutNotice(
        **common("p8", MessageKind.LEFT_OUT, "lunch"),
        why="the tables at Mill Lane Surgery have 12 seats and 14 people take part this month",
    ),
} | LIFE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden-update", action="store_true", help="write the expected files anew, then look at the diff"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "letter" in metafunc.fixturenames:
        metafunc.parametrize(("name", "letter"), CASES.items(), ids=CASES)


@pytest.fixture(scope="session")
def golden_update(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--golden-update", default=False))


@pytest.fixture(scope="session")
def secret() -> bytes:
    return SECRET
