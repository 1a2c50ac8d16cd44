"""``pairs status``: where everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.config.rhythm import period_name
from pairing.notify.dates import day_name
from pairing.plural import number_of
from pairing.stages.standing import Overview, RoundStanding, overview

STATES = {
    "sent": "sent",
    "owed": "approved; messages still wait (pairs run resumes)",
    "awaiting_approval": "planned, awaiting your approval (pairs run)",
    "due": "due now (pairs run)",
    "not_due": "not its turn",
    "to_announce": "its people are told of it first (pairs run)",
    "announced": "announced",
}


@click.command()
@json_option
@click.pass_obj
def command(place: Place, as_json: bool) -> None:
    """What was sent, who has met, what is due next."""
    with open_workspace(place) as desk:
        for warning in desk.store.warnings:
            say(warning)
        seen = overview(desk)
    if as_json:
        print_json(_as_json(seen))
    else:
        for line in _lines(seen):
            click.echo(line)


def _lines(seen: Overview) -> Iterator[str]:
    yield f"{seen.network}, {day_name(seen.as_of.date())} {seen.as_of.year}"
    others = [f"{count} {name}" for name, count in seen.people.items() if name != "active" and count]
    imported = f"; list imported {day_name(seen.imported)}" if seen.imported else ""
    besides = f" ({', '.join(others)})" if others else ""
    yield f"Taking part: {seen.people['active']}{besides}{imported}"
    for standing in seen.rounds:
        yield ""
        yield from _round_lines(standing, seen.delivery)
    for title, lines in _attention(seen):
        if lines:
            yield ""
            yield title
            yield from (f"  {line}" for line in lines)


def _attention(seen: Overview) -> Iterator[tuple[str, list[str]]]:
    """What a person should look at: each heading with its lines."""
    yield (
        "Could not be written to (mend the address, `pairs outbox resume`, `pairs run`):",
        [f"{person}: {error}" for person, error in seen.failed],
    )
    yield (
        "Paused, since mail to them comes back (mend the address, then resume them):",
        [f"{person} {status}".rstrip() for person, status in seen.bounced],
    )
    yield (
        "One says they met and one says not; it counts as met:",
        [f"{round}, group {group}" for round, group in seen.disagreements],
    )
    yield (
        "Answers kept but not acted on, perhaps a machine's (ask the person):",
        [f"{person}: {answer}" for person, answer in seen.held],
    )
    yield (
        "Mail that could not be read for certain (delete the file when dealt with):",
        [f"{file}: {why}" for file, why in seen.quarantined],
    )
    yield "Lines people wrote to you:", [f"{round}: {words}" for round, words in seen.words]


def _round_lines(standing: RoundStanding, delivery: str) -> Iterator[str]:
    yield f"{standing.programme}: {STATES[standing.state]}; next {period_name(standing.next_period)}"
    if standing.opt_in:
        yield f"  joined: {standing.joined}; asked: {standing.announced}"
    if standing.waits_until:
        yield f"  its first invitations go out from {day_name(standing.waits_until)} {standing.waits_until.year} on"
    if standing.round is None:
        return
    left = f", {standing.left_out} left out" if standing.left_out else ""
    yield f"  {standing.round}: {number_of(standing.groups, 'group')}{left}"
    sent = "written, not mailed" if delivery == "folder" else "sent"
    words = {"sent": sent, "queued": "waiting", "sending": "under way", "failed": "failed"}
    counted = [f"{count} {words.get(state, state)}" for state, count in sorted(standing.messages.items())]
    yield f"  messages: {', '.join(counted) or 'none'}"
    if standing.met is not None:
        met = standing.met
        yield f"  met: {met.yes} yes, {met.no} no, {met.unknown} not known"


def _as_json(seen: Overview) -> dict[str, Any]:
    return {
        "network": seen.network,
        "as_of": seen.as_of.isoformat(),
        "people": seen.people,
        "imported": seen.imported.isoformat() if seen.imported else None,
        "delivery": seen.delivery,
        "programmes": [
            {
                "programme": row.programme,
                "round": row.round,
                "state": row.state,
                "messages": row.messages,
                "groups": row.groups,
                "left_out": row.left_out,
                "met": {"yes": row.met.yes, "no": row.met.no, "unknown": row.met.unknown} if row.met else None,
                "next_period": row.next_period,
                "joining": "opt-in" if row.opt_in else "opt-out",
                "joined": row.joined,
                "announced": row.announced,
            }
            for row in seen.rounds
        ],
        "failed": [{"person": person, "error": error} for person, error in seen.failed],
        "bounced": [{"person": person, "status": status or None} for person, status in seen.bounced],
        "disagreements": [{"round": round, "group": group} for round, group in seen.disagreements],
        "held": [{"person": person, "answer": answer} for person, answer in seen.held],
        "quarantined": [{"file": file, "why": why} for file, why in seen.quarantined],
        "words": [{"round": round, "words": words} for round, words in seen.words],
    }
