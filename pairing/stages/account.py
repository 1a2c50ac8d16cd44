"""What became of each programme in one run, as JSON and as an exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pairing.errors import NoRoundExists, PairsError
from pairing.notify.outcome import Outcome
from pairing.rounds import PlannedRound
from pairing.stages.announcing import Notice
from pairing.stages.as_json import clash_as_json, plan_as_json
from pairing.stages.due import Turn

#: From harmless to grave: the exit code of a run is the gravest of its programmes'.
GRAVITY = (0, 5, 6, 75, 4, 3, 1)


def gravest(*codes: int) -> int:
    """The exit code that counts of several programmes'."""
    return max(codes, key=GRAVITY.index)


class State(StrEnum):
    """What became of one programme's round in this run."""

    SENT = "sent"
    ALREADY_SENT = "already_sent"
    AWAITING_APPROVAL = "awaiting_approval"
    ANNOUNCED = "announced"
    PLANNED_ONLY = "planned"
    UNFINISHED = "unfinished"
    NOT_PLANNED = "not_planned"


@dataclass
class Account:
    """What a run did: one object per programme for ``--json``, and the exit code."""

    rounds: list[dict[str, Any]] = field(default_factory=list)
    code: int = 0
    outcome: Outcome | None = None

    def worsen(self, code: int) -> None:
        """Let the exit code be the gravest so far."""
        self.code = gravest(self.code, code)

    def add(self, plan: PlannedRound, state: State) -> None:
        """Note one programme's round."""
        self.rounds.append(plan_as_json(plan) | {"state": state.value})

    def add_refusal(self, turn: Turn, error: PairsError) -> None:
        """Note a programme that could not be planned, in the shape of a round without groups."""
        bare: dict[str, Any] = {"programme": turn.name, "round": turn.round, "seed": None, "status": None}
        lists: dict[str, Any] = {"groups": [], "left_out": [], "tiers": [], "notes": []}
        why = {"clash": clash_as_json(error)} if isinstance(error, NoRoundExists) else {"error": str(error)}
        self.rounds.append(bare | lists | {"state": State.NOT_PLANNED.value} | why)
        self.worsen(error.exit_code)

    def add_notice(self, notice: Notice, state: State) -> None:
        """Note a programme's announcement, in the shape of a round that is still to come."""
        bare: dict[str, Any] = {"programme": notice.name, "round": None, "seed": None, "status": None}
        lists: dict[str, Any] = {"groups": [], "left_out": [], "tiers": [], "notes": []}
        told = {"state": state.value, "announced_to": [person.id for person in notice.people]}
        self.rounds.append(bare | lists | told)
