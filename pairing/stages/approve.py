"""Approve a plan: its facts and its messages owed, kept in one transaction, once."""

from __future__ import annotations

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.plans import to_record
from pairing.rounds import PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.members import participants
from pairing.stages.owed import entries_of


def approve(desk: Desk, plan: PlannedRound) -> int:
    """
    From now on this is the round, and everybody in it is owed a message; returns how many.

    0 when the round was approved before: then nothing changes. Raises `InputError` when somebody
    in the plan does not take part any more, or the programme is gone.
    """
    with desk.store.transaction():
        if is_approved(desk, plan.round):
            return 0
        refuse_if_overtaken(desk, plan)
        desk.store.events.append(
            [
                Fact(
                    kind=Kind.ROUND_PLANNED,
                    at=desk.opened_at,
                    programme=plan.programme,
                    round=plan.round,
                    body=to_record(plan),
                )
            ]
        )
        return desk.store.outbox.add(entries_of(desk, plan))


def is_approved(desk: Desk, round: str) -> bool:
    """True when this round's plan is a fact already."""
    return bool(desk.store.events.facts(kinds=[Kind.ROUND_PLANNED], round=round))


def refuse_if_overtaken(desk: Desk, plan: PlannedRound) -> None:
    """Raise `InputError` when the plan invites somebody who paused, stopped or left since it was made."""
    if plan.programme not in desk.config.programmes:
        raise InputError.at(
            f"plan {plan.round}", f"there is no programme {plan.programme!r} any more", mend="Plan again: pairs plan"
        )
    taking_part = {person.id for person in participants(desk, plan.programme)}
    concerned = [*plan.people, *(left.person for left in plan.left_out)]
    gone = [person for person in concerned if person not in taking_part]
    if gone:
        raise InputError.at(
            f"plan {plan.round}",
            f"{len(gone)} of its people do not take part any more: {', '.join(gone)}",
            why="A pause is believed at once, so this plan cannot be sent.",
            mend="Plan again: pairs plan",
        )
