"""The lead hears of every failure the same day, once, whether or not a round is alive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pairing.config.model import Lead
from pairing.events import Fact, Kind
from pairing.notify.outbox import State
from pairing.stages.advance import advance_now
from pairing.stages.letters_later import LEAD

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def led(office):
    office.config = office.config.model_copy(update={"lead": Lead(name="Lee Lead", email="lead@riverside.example")})
    return office


def failed(office, person="p1", at=NOW, **body) -> None:
    body = {"key": f"coffee/{person}/announcement/0", "message": "announcement", "code": 550, "permanent": True} | body
    office.store.events.append([Fact(Kind.MESSAGE_FAILED, at, person, "coffee", "coffee", body)])


def notices(office) -> list[str]:
    """What the mails to the lead say, each on one line."""
    entries = [entry for entry in office.store.outbox.entries() if entry.person == LEAD]
    return [" ".join(entry.raw.decode().replace("=\r\n", "").split()) for entry in entries]


def deliver(office, at) -> None:
    mailbox = office.at(at).mailbox
    while entry := office.store.outbox.claim(mailbox, run="test", now=at, lease_ends=at + HOUR):
        office.store.outbox.sent(entry.key, now=at, reply="250 ok")


def test_the_lead_is_told_the_same_day_though_no_round_is_alive(led):
    failed(led)
    advance_now(led.at(NOW + HOUR))
    (notice,) = notices(led)
    assert "1 thing went wrong with the mail." in notice
    assert "The announcement to Ann 1 (p1) could not be sent." in notice


def test_what_the_lead_was_told_is_not_told_again(led):
    failed(led)
    for hours in (1, 2):
        advance_now(led.at(NOW + hours * HOUR))
    assert len(notices(led)) == 1
    deliver(led, NOW + 2 * HOUR)
    advance_now(led.at(NOW + 3 * HOUR))
    assert len(notices(led)) == 1
    failed(led, "p2", at=NOW + 4 * HOUR)
    advance_now(led.at(NOW + 5 * HOUR))
    _, newer = notices(led)
    assert "(p2)" in newer
    assert "(p1)" not in newer


def test_the_notice_is_not_taken_for_mail_to_somebody_away(led):
    noticed = led.config.programmes["coffee"].model_copy(update={"joining": "opt-in"})
    led.config = led.config.model_copy(update={"programmes": {"coffee": noticed}})
    failed(led)
    for hours in (1, 2):
        advance_now(led.at(NOW + hours * HOUR))
    assert [entry.state for entry in led.store.outbox.entries()] == [State.QUEUED]


def test_old_failures_are_no_news(led):
    failed(led, at=NOW - timedelta(days=3))
    advance_now(led.at(NOW))
    assert notices(led) == []


def test_a_failed_notice_does_not_ask_for_another(led):
    failed(led, LEAD)
    advance_now(led.at(NOW + HOUR))
    assert notices(led) == []


def test_without_an_address_of_the_lead_nothing_is_written(office):
    failed(office)
    advance_now(office.at(NOW + HOUR))
    assert notices(office) == []
