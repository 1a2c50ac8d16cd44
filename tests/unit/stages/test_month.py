"""The order of a monthly run: what is due is planned, shown, asked about and sent; the rest is left alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from pairing.config.model import Mail
from pairing.errors import NoRoundExists
from pairing.notify.outcome import Outcome
from pairing.stages import pending
from pairing.stages.month import Manner, run_month
from pairing.stages.plan import Wishes

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@dataclass
class Lead:
    """Answers what the run asks, and remembers what it was told."""

    answer: bool | None = True
    outcome: Outcome = field(default_factory=lambda: Outcome(sent=0, failed=0, waiting=0))
    told: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def manner(self, *, dry: bool = False) -> Manner:
        return Manner(
            show=lambda plan, _: self.shown.append(plan.round),
            confirm=lambda _plan, _warnings: self.answer,
            send=lambda _: self.outcome,
            refused=lambda turn, _: self.refused.append(turn.name),
            tell=self.told.append,
            dry=dry,
        )


def run(office, lead, moment=NOW, only=None, **manner):
    return run_month(office.at(moment), Wishes(seed=1), lead.manner(**manner), only)


def test_every_programme_that_is_due_gets_its_round(office):
    lead = Lead()

    account = run(office, lead)

    assert sorted(lead.shown) == ["coffee-2026-12", "huddle-2026-W49"]
    assert [row["programme"] for row in account.rounds] == ["coffee", "huddle"]
    assert account.code == 0


def test_a_week_later_only_the_weekly_one_is_due(office):
    run(office, Lead())
    lead = Lead()

    account = run(office, lead, NOW + timedelta(days=7))

    assert lead.shown == ["huddle-2026-W50"]
    assert [row["state"] for row in account.rounds] == ["already_sent", "sent"]


def test_no_leaves_the_plan_saved_and_exits_5(office):
    account = run(office, Lead(answer=False), only="coffee")

    assert account.code == 5
    assert [row["state"] for row in account.rounds] == ["awaiting_approval"]
    assert (office.path / "plans" / "coffee-2026-12.json").exists()
    assert office.store.outbox.entries() == []


def test_a_dry_run_keeps_nothing(office):
    account = run(office, Lead(), dry=True)

    assert [row["state"] for row in account.rounds] == ["planned", "planned"]
    assert not (office.path / "plans").exists()
    assert office.store.outbox.entries() == []


@pytest.mark.parametrize(
    ("outcome", "delivery", "code"),
    [
        (Outcome(sent=7, failed=1, waiting=0), "smtp", 6),
        (Outcome(sent=7, failed=0, waiting=1), "smtp", 6),
        (Outcome(sent=0, failed=0, waiting=8, unreachable="refused"), "smtp", 75),
        (Outcome(sent=0, failed=0, waiting=8, unreachable="the folder is read-only"), "folder", 6),
    ],
)
def test_mail_that_did_not_leave_decides_the_exit_code(office, outcome, delivery, code):
    office.config = office.config.model_copy(update={"mail": Mail(delivery=delivery)})

    account = run(office, Lead(outcome=outcome), only="coffee")

    assert account.code == code
    assert [row["state"] for row in account.rounds] == ["unfinished"]


def test_one_programme_that_cannot_be_planned_does_not_stop_the_other(office, monkeypatch):
    real = pending.plan_round

    def clash_for_coffee(desk, turn, *rest):
        if turn.name == "coffee":
            raise NoRoundExists(rules=["kept_apart"])
        return real(desk, turn, *rest)

    monkeypatch.setattr(pending, "plan_round", clash_for_coffee)
    lead = Lead()

    account = run(office, lead)

    assert lead.refused == ["coffee"]
    assert [(row["programme"], row["state"]) for row in account.rounds] == [
        ("coffee", "not_planned"),
        ("huddle", "sent"),
    ]
    assert account.rounds[0]["clash"]["rules"] == ["kept_apart"]
    assert account.code == 4


def test_two_programmes_of_one_run_know_of_each_other(office):
    lead = Lead(answer=None)

    account = run(office, lead)

    days: dict[str, list[str]] = {}
    for row in account.rounds:
        for group in row["groups"]:
            if group["when"]:
                for person in group["members"]:
                    days.setdefault(person, []).append(group["when"][:10])
    assert all(len(set(each)) == len(each) for each in days.values())
