"""Letters whose rendering is kept as files. ``python -m pytest tests/golden --golden-update`` writes them anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pairing.notify.identity import entry_key, uid
from pairing.notify.messages import Guest, Invitation, LeftOutNotice, Letter, Mailbox, MessageKind, Wording
from pairing.rounds import Format

SECRET = b"golden files only"
LONDON = ZoneInfo("Europe/London")

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


CASES: dict[str, Letter] = {
    "coffee": invitation("p1"),
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
}


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
