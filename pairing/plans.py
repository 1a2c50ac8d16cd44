"""
A planned round as a JSON record: in the plan file that is approved, and in the fact that is kept.

Ids only, never a name. A plan file carries its own SHA-256, so that what is sent is what was
approved: a file that was edited by hand is refused.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pairing.atomic import write_whole
from pairing.errors import InputError
from pairing.events import Fact
from pairing.rounds import Format, LeftOut, PlannedGroup, PlannedRound
from pairing.tiers import Importance, Tier

#: The layout of the record; raised when a reader of the old one could not read the new one.
VERSION = 1

_AGAIN = "Make the plan again with `pairs plan`."


def to_record(plan: PlannedRound) -> dict[str, Any]:
    """The whole plan in JSON's own types; `from_record` gives the same plan back."""
    return {
        "version": VERSION,
        "round": plan.round,
        "programme": plan.programme,
        "format": str(plan.format),
        "period": plan.period,
        "seed": plan.seed,
        "status": plan.status,
        "planned_at": plan.planned_at.isoformat(),
        "digest": plan.digest,
        "groups": [group_record(group) for group in plan.groups],
        "left_out": [{"person": left.person, "why": left.why} for left in plan.left_out],
        "tiers": [
            {"rule": t.rule, "importance": str(t.importance), "cost": t.cost, "bound": t.bound, "proved": t.proved}
            for t in plan.tiers
        ],
        "notes": list(plan.notes),
        "versions": dict(plan.versions),
    }


def from_record(record: dict[str, Any]) -> PlannedRound:
    """The plan a record holds. ``KeyError``, ``TypeError`` or ``ValueError`` when it is not one of ours."""
    if record["version"] != VERSION:
        raise ValueError(f"plan record of version {record['version']}, this program reads {VERSION}")
    return PlannedRound(
        round=record["round"],
        programme=record["programme"],
        format=Format(record["format"]),
        period=record["period"],
        seed=record["seed"],
        status=record["status"],
        planned_at=datetime.fromisoformat(record["planned_at"]),
        digest=record["digest"],
        groups=tuple(group_from_record(group) for group in record["groups"]),
        left_out=tuple(LeftOut(left["person"], left["why"]) for left in record["left_out"]),
        tiers=tuple(
            Tier(t["rule"], Importance(t["importance"]), t["cost"], t["bound"], t["proved"]) for t in record["tiers"]
        ),
        notes=tuple(record["notes"]),
        versions=dict(record["versions"]),
    )


def plan_of(fact: Fact) -> PlannedRound:
    """The plan that a fact (`ROUND_PLANNED`) holds; the errors of `from_record`."""
    return fact.once(_plan_of)


def regrouped(fact: Fact) -> tuple[PlannedGroup, ...]:
    """The groups made or changed, as a fact (`GROUPS_CHANGED`) holds them."""
    return fact.once(_regrouped)


def _plan_of(fact: Fact) -> PlannedRound:
    return from_record(fact.body)


def _regrouped(fact: Fact) -> tuple[PlannedGroup, ...]:
    return tuple(group_from_record(record) for record in fact.body["groups"])


def plan_path(folder: Path, round: str) -> Path:
    """Where the plan of a round lies in the plans folder, whatever letters its programme's name has."""
    return folder / f"{quote(round, safe=' ')}.json"


def save_plan(folder: Path, plan: PlannedRound) -> Path:
    """The file ``<round>.json`` in the plans folder, whole or not at all, readable by its owner only.

    An older plan of the same round is replaced.
    """
    record = to_record(plan)
    path = plan_path(folder, plan.round)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"pairs_plan": record, "sha256": _sha256(record)}, indent=1, ensure_ascii=False)
    write_whole(path, text.encode() + b"\n")
    return path


def load_plan(path: Path) -> PlannedRound:
    """The plan in a file; `InputError` when there is none, it is foreign, broken, or was edited."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError.at(str(path), "there is no such plan", mend=_AGAIN) from error
    except OSError as error:
        raise InputError.at(str(path), f"the plan cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError.at(str(path), "this is not a plan, or a broken one", mend=_AGAIN) from error
    if not isinstance(document, dict) or not isinstance(document.get("pairs_plan"), dict):
        raise InputError.at(str(path), "this is not a plan made by pairs", mend=_AGAIN)
    record = document["pairs_plan"]
    if document.get("sha256") != _sha256(record):
        raise InputError.at(
            str(path),
            "the plan was changed after it was made",
            why="What is sent must be what was checked and approved.",
            mend=_AGAIN,
        )
    try:
        return from_record(record)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError.at(str(path), "the plan was made by another version of pairs", mend=_AGAIN) from error


def _sha256(record: dict[str, Any]) -> str:
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def group_record(group: PlannedGroup) -> dict[str, Any]:
    """One group in JSON's own types; `group_from_record` gives it back. Rotations only where there are some."""
    turns = [[list(table) for table in turn] for turn in group.rotations]
    return ({"rotations": turns} if turns else {}) | {
        "number": group.number,
        "members": list(group.members),
        "host": group.host,
        "first_mover": group.first_mover,
        "starts": group.starts.isoformat() if group.starts else None,
        "ends": group.ends.isoformat() if group.ends else None,
        "where": group.where,
        "prompts": list(group.prompts),
        "why": list(group.why),
    }


def group_from_record(record: dict[str, Any]) -> PlannedGroup:
    """The group a record holds."""
    return PlannedGroup(
        number=record["number"],
        members=tuple(record["members"]),
        host=record["host"],
        first_mover=record["first_mover"],
        starts=datetime.fromisoformat(record["starts"]) if record["starts"] else None,
        ends=datetime.fromisoformat(record["ends"]) if record["ends"] else None,
        where=record["where"],
        prompts=tuple(record["prompts"]),
        why=tuple(record["why"]),
        rotations=tuple(tuple(tuple(table) for table in turn) for turn in record.get("rotations", ())),
    )
