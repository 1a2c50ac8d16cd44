"""Plans that await approval: one file a round, used again as long as nothing it rests on has changed."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.errors import InputError
from pairing.plans import load_plan, plan_path, save_plan
from pairing.rounds import PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.due import Turn
from pairing.stages.plan import Wishes, digest_now, plan_round


def plan_or_take_up(
    desk: Desk, turn: Turn, wishes: Wishes, alongside: Sequence[PlannedRound]
) -> tuple[PlannedRound, bool]:
    """
    The plan of this turn, and whether it is a saved one taken up again.

    A saved plan is taken up when planning with its own seed would be given exactly the same
    inputs, and no other seed is asked for; what the lead saw yesterday is then what is sent.
    """
    saved = _saved(desk, turn)
    if saved is None or wishes.seed not in {None, saved.seed}:
        return plan_round(desk, turn, wishes, alongside), False
    if saved.digest == digest_now(desk, turn, saved.seed, alongside):
        return saved, True
    return plan_round(desk, turn, wishes, alongside), False


def keep(desk: Desk, plan: PlannedRound) -> str:
    """Save the plan; returns how the lead names it to ``pairs send``."""
    save_plan(desk.path / "plans", plan)
    return plan.round


def find(desk: Desk, named: str) -> PlannedRound:
    """A saved plan by its round's name or its file; `InputError` where there is none or it was edited."""
    by_round = plan_path(desk.path / "plans", named)
    return load_plan(by_round if by_round.exists() else desk.path / named)


def _saved(desk: Desk, turn: Turn) -> PlannedRound | None:
    path = plan_path(desk.path / "plans", turn.round)
    if not path.exists():
        return None
    try:
        return load_plan(path)
    except InputError:
        return None  # made by another version, or edited: plan anew; `pairs send` says why it refuses
