"""
The monthly run: for every programme, plan, show, ask, approve; then send what is owed.

What a person sees and answers comes in as a `Manner`; this page holds the order of things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pairing.errors import PairsError
from pairing.events import Kind
from pairing.notify.outcome import Outcome
from pairing.plans import plan_of
from pairing.rounds import PlannedRound
from pairing.stages.account import Account, State
from pairing.stages.advance import advance_now
from pairing.stages.announcing import Notice, announce, notices
from pairing.stages.approve import approve
from pairing.stages.deliver import code_of, owed
from pairing.stages.desk import Desk
from pairing.stages.due import Turn, turns
from pairing.stages.guards import odd_about, surprises
from pairing.stages.members import participants
from pairing.stages.pending import keep, plan_or_take_up
from pairing.stages.plan import Wishes


@dataclass(frozen=True)
class Manner:
    """How a run meets its person.

    ``show`` displays a plan and its surprises; ``confirm`` answers whether to send it (None =
    nobody is there to ask); ``send`` delivers what is owed; ``refused`` is told of a programme
    that could not be planned. ``show_notice`` and ``confirm_notice`` do the same for the first word
    of a programme to people who do not know it yet.
    """

    show: Callable[[PlannedRound, Sequence[str]], None]
    confirm: Callable[[PlannedRound, Sequence[str]], bool | None]
    send: Callable[[int], Outcome]
    refused: Callable[[Turn, PairsError], None]
    tell: Callable[[str], None]
    dry: bool = False
    show_notice: Callable[[Notice, Sequence[str]], None] = lambda _notice, _warnings: None
    confirm_notice: Callable[[Notice, Sequence[str]], bool | None] = lambda _notice, _warnings: None


def run_month(desk: Desk, wishes: Wishes, manner: Manner, only: str | None = None) -> Account:
    """Every programme's turn, then the post. Safe to stop at any moment and to run again."""
    account = Account()
    alongside: list[PlannedRound] = []
    for notice in notices(desk, only):
        _one_notice(desk, notice, manner, account)
    due = sorted(turns(desk, only), key=_occasions_first)
    if not manner.dry and any(turn.due and not turn.planned for turn in due):
        advance_now(desk)  # who dropped out, and whose address bounced, is known before anybody is planned
    for turn in due:
        if turn.planned:
            _already(desk, turn, manner, account)
        elif turn.due and turn.programme.opt_in and not participants(desk, turn.name):
            manner.tell(f"{turn.name}: nobody has joined yet, so nothing is planned.")
        elif turn.due:
            _one_turn(desk, turn, wishes, manner, account=account, alongside=alongside)
        else:
            manner.tell(turn.why_not_due)
    if not manner.dry:
        _post(desk, manner, account)
    account.rounds.sort(key=lambda row: list(desk.config.programmes).index(row["programme"]))
    return account


def _occasions_first(turn: Turn) -> bool:
    """Rounds with fixed dates come first, so that coffees keep out of their way."""
    return not turn.programme.occasions


def _one_notice(desk: Desk, notice: Notice, manner: Manner, account: Account) -> None:
    """Show a programme's first word, ask, and write it to everybody who has not had it."""
    warnings = odd_about(desk, notice.people)
    manner.show_notice(notice, warnings)
    if manner.dry:
        account.add_notice(notice, State.PLANNED_ONLY)
    elif manner.confirm_notice(notice, warnings):
        announce(desk, notice)
        account.add_notice(notice, State.ANNOUNCED)
    else:
        account.add_notice(notice, State.AWAITING_APPROVAL)
        account.worsen(5)


def _one_turn(
    desk: Desk,
    turn: Turn,
    wishes: Wishes,
    manner: Manner,
    *,
    account: Account,
    alongside: list[PlannedRound],
) -> None:
    try:
        plan, taken_up = plan_or_take_up(desk, turn, wishes, alongside)
    except PairsError as error:
        manner.refused(turn, error)
        account.add_refusal(turn, error)
        return
    if taken_up:
        manner.tell(f"Taking up the plan {plan.round} made before; nothing it rests on has changed.")
    warnings = surprises(desk, plan, len(plan.people) + len(plan.left_out))
    alongside.append(plan)
    if not manner.dry:
        keep(desk, plan)
    manner.show(plan, warnings)
    if manner.dry:
        account.add(plan, State.PLANNED_ONLY)
        return
    if manner.confirm(plan, warnings):
        approve(desk, plan)
        alongside.remove(plan)
        account.add(plan, State.SENT)
    else:
        account.add(plan, State.AWAITING_APPROVAL)
        account.worsen(5)


def _already(desk: Desk, turn: Turn, manner: Manner, account: Account) -> None:
    """Nothing is planned again: this period's round is a fact."""
    plan = plan_of(desk.store.events.facts(kinds=[Kind.ROUND_PLANNED], round=turn.round)[-1])
    waiting = owed(desk, turn.round)
    if waiting:
        manner.tell(f"{turn.round} was approved before; {waiting} of its messages are still owed.")
    else:
        manner.tell(f"{turn.round} was sent before. Nothing to do.")
    account.add(plan, State.ALREADY_SENT)


def _post(desk: Desk, manner: Manner, account: Account) -> None:
    waiting = owed(desk)
    if not waiting:
        return
    account.outcome = manner.send(waiting)
    account.worsen(code_of(desk, account.outcome))
    if account.code in {6, 75}:
        for row in account.rounds:
            if owed(desk, row["round"] or row["programme"]):
                row["state"] = State.UNFINISHED.value
