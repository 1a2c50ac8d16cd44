"""A plan as other programs read it (the fixed format of `pairs plan --json`): ids, never names."""

from __future__ import annotations

from typing import Any

from pairing.errors import NoRoundExists
from pairing.rounds import PlannedGroup, PlannedRound
from pairing.tiers import Tier


def plan_as_json(plan: PlannedRound) -> dict[str, Any]:
    """The plan in JSON's own types; ``when`` is an ISO 8601 start with its offset, or null."""
    return {
        "programme": plan.programme,
        "round": plan.round,
        "seed": plan.seed,
        "status": plan.status,
        "groups": [_group(group) for group in plan.groups],
        "left_out": [{"person": left.person, "why": left.why} for left in plan.left_out],
        "tiers": [tier_as_json(tier) for tier in plan.tiers],
        "notes": list(plan.notes),
    }


def tier_as_json(tier: Tier) -> dict[str, Any]:
    """What one rule costs beside its proven bound, in JSON's own types."""
    return {
        "rule": tier.rule,
        "importance": tier.importance.value,
        "cost": tier.cost,
        "bound": tier.bound,
        "proved": tier.proved,
    }


def clash_as_json(clash: NoRoundExists) -> dict[str, Any]:
    """Which musts clash, for whom (ids), and what easing each would cost, in JSON's own types."""
    return {
        "rules": list(clash.rules),
        "people": list(clash.people),
        "relaxations": [{"rule": way.rule, "price": way.price, "proved": way.proved} for way in clash.relaxations],
        "complete": clash.complete,
    }


def _group(group: PlannedGroup) -> dict[str, Any]:
    turns = [[list(table) for table in turn] for turn in group.tables]
    return ({"rotations": turns} if turns else {}) | {
        "members": list(group.members),
        "host": group.host,
        "first_mover": group.first_mover,
        "when": group.starts.isoformat() if group.starts else None,
        "where": group.where,
        "why": list(group.why),
    }
