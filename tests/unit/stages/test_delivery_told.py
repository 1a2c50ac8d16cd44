"""What a delivery comes to, for whoever watches it and for a timer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pairing.cli.progress import _tell
from pairing.config.mail import Mail
from pairing.notify.outcome import Outcome
from pairing.stages.deliver import code_of

SMTP = Mail.model_validate({"delivery": "smtp", "from": "coffee@a.example", "smtp": {"host": "mail.a.example"}})
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def by_smtp(office):
    office.config = office.config.model_copy(update={"mail": SMTP})
    return office.at()


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome(sent=3, failed=0, waiting=0), 0),
        (Outcome(sent=3, failed=1, waiting=0), 6),
        (Outcome(sent=3, failed=0, waiting=1), 6),
        (Outcome(sent=3, failed=1, waiting=1, unreachable="no route"), 75),
    ],
)
def test_the_exit_code_of_a_delivery(by_smtp, outcome, code):
    assert code_of(by_smtp, outcome) == code


def test_a_folder_that_cannot_be_written_is_no_mail_server(office):
    assert code_of(office.at(), Outcome(sent=0, failed=0, waiting=1, unreachable="no space left")) == 6


def test_what_waits_is_told_with_when_it_goes_on(by_smtp, capsys):
    outcome = Outcome(sent=1, failed=0, waiting=2)

    _tell(by_smtp, outcome)
    _tell(by_smtp, replace(outcome, waiting=1, next_try=NOON))

    assert capsys.readouterr().err.splitlines() == [
        "1 message sent.",
        "2 messages still wait; `pairs tick` or `pairs run` resumes.",
        "1 message sent.",
        "1 message still waits; `pairs tick` or `pairs run` resumes, from 13:00 on.",
    ]
