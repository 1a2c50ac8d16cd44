"""Where everything stands: the staff list, every programme's round, what is owed. For `pairs status`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pairing.config.rhythm import next_period
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.history.record import MetFigure
from pairing.life.round_life import fold_lives
from pairing.notify.outbox import State
from pairing.people.person import Standing
from pairing.plans import plan_of, plan_path
from pairing.stages.bounces import STANDINGS, paused_for_bouncing
from pairing.stages.collecting import quarantined
from pairing.stages.desk import Desk
from pairing.stages.doubt import held_answers
from pairing.stages.due import Turn, turns
from pairing.stages.meeting import is_for_the_group
from pairing.stages.members import participants

#: How many of the lines people wrote to the lead are shown.
LATEST_WORDS = 10

#: Answers and lines of rounds planned before that are history: `pairs history export` has them.
RECENT = timedelta(days=92)

#: What is read of all the years.
LASTING = (Kind.ROUND_PLANNED, Kind.PROGRAMME_ANNOUNCED, Kind.STAFF_IMPORTED, *STANDINGS)


@dataclass(frozen=True)
class RoundStanding:
    """One programme's latest round, its ``groups`` as they stand. ``messages`` counts by state; ``met`` is
    None before the first round.

    ``state`` is "sent", "owed" (approved, messages waiting), "awaiting_approval", "due" or "not_due";
    before the first round also "to_announce" and "announced" (until ``waits_until``). ``joined`` is how
    many would be invited today, ``announced`` how many were told of it or asked to join by a mail of its own.
    """

    programme: str
    round: str | None
    state: str
    messages: dict[str, int]
    groups: int
    left_out: int
    met: MetFigure | None
    next_period: str
    opt_in: bool = False
    joined: int = 0
    announced: int = 0
    waits_until: date | None = None


@dataclass(frozen=True)
class Overview:
    """The whole workspace at one moment. ``people`` counts by standing; "away" are paused to a date."""

    network: str
    as_of: datetime
    people: dict[str, int]
    imported: date | None
    delivery: str
    rounds: tuple[RoundStanding, ...]
    failed: tuple[tuple[str, str], ...]  # (person, what the server said)
    disagreements: tuple[tuple[str, str], ...]  # (round, group)
    bounced: tuple[tuple[str, str], ...] = ()  # (person, status code): paused, since mail to them comes back
    held: tuple[tuple[str, str], ...] = ()  # (person, answer): kept and not acted on, perhaps a machine's
    quarantined: tuple[tuple[str, str], ...] = ()  # (file, why): mail that waits for a person to read it
    words: tuple[tuple[str, str], ...] = ()  # (round, the line somebody wrote to the lead)


def overview(desk: Desk) -> Overview:
    """Read from facts, roster and outbox; nothing changes. What was answered and written: of rounds of late."""
    log = desk.store.events
    lasting = log.facts(kinds=LASTING)
    planned = [fact for fact in lasting if fact.kind is Kind.ROUND_PLANNED]
    recent = [fact for name in _recent(desk, planned) for fact in log.facts(round=name)]
    history = History.fold(recent)
    imports = [fact for fact in lasting if fact.kind is Kind.STAFF_IMPORTED]
    failed = desk.store.outbox.heads(states=[State.FAILED])
    return Overview(
        network=desk.config.network.name,
        as_of=desk.opened_at,
        people=_people(desk),
        imported=imports[-1].at.astimezone(desk.zone).date() if imports else None,
        delivery=desk.config.mail.delivery,
        rounds=tuple(_round(desk, turn, history, lasting) for turn in turns(desk)),
        failed=tuple((entry.person, entry.error) for entry in failed),
        disagreements=history.disagreements,
        bounced=tuple(paused_for_bouncing(lasting, desk.store.roster.people())),
        held=tuple(_held(recent)),
        quarantined=tuple((str(each.file), each.why) for each in quarantined(desk)),
        words=tuple((str(fact.round), fact.body["words"]) for fact in recent if _is_to_the_lead(fact))[-LATEST_WORDS:],
    )


def _recent(desk: Desk, planned: Sequence[Fact]) -> list[str]:
    """The rounds planned within `RECENT`, and every programme's last one, in the order they were planned."""
    last = {fact.programme: fact.round for fact in planned}
    late = desk.opened_at - RECENT
    return [str(fact.round) for fact in planned if fact.at > late or last[fact.programme] == fact.round]


def _held(recent: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    doubtful = {fact.round for fact in recent if fact.kind is Kind.ANSWERED and fact.body.get("held")}
    for life in fold_lives(fact for fact in recent if fact.round in doubtful).values():
        yield from ((person, answer.value) for person, answer, _ in held_answers(life))


def _is_to_the_lead(fact: Fact) -> bool:
    """True for a line to the lead: with whether they met, or as the comment of a calendar's "maybe"."""
    if fact.kind is Kind.TIME_SUGGESTED and is_for_the_group(fact):
        return False
    return fact.kind in {Kind.ATTENDANCE_RECORDED, Kind.TIME_SUGGESTED} and bool(fact.body.get("words"))


def _people(desk: Desk) -> dict[str, int]:
    counts = Counter(
        "away" if person.standing is Standing.ACTIVE and not person.takes_part_on(desk.today) else person.standing.value
        for person in desk.store.roster.people(with_left=True)
    )
    return {name: counts.get(name, 0) for name in ("active", "away", "paused", "stopped", "left")}


def _round(desk: Desk, turn: Turn, history: History, lasting: Sequence[Fact]) -> RoundStanding:
    kinds = Counter(fact.kind for fact in lasting if fact.programme == turn.name)
    planned = [fact for fact in lasting if fact.programme == turn.name and fact.kind is Kind.ROUND_PLANNED]
    plan = plan_of(planned[-1]) if planned else None
    past = history.round(plan.round) if plan else None
    counts = desk.store.outbox.count(round=plan.round) if plan else {}
    messages = Counter({state.value: count for state, count in counts.items()})
    last = plan.period if plan else turn.period
    return RoundStanding(
        programme=turn.name,
        round=plan.round if plan else None,
        state=_state(desk, turn, messages),
        messages=dict(messages),
        groups=len(past.groups) if past else 0,
        left_out=len(past.left_out) if past else 0,
        met=history.met_figure(plan.round) if plan else None,
        next_period=turn.period if turn.due or turn.waits else next_period(last, turn.programme.every),
        opt_in=turn.programme.opt_in,
        joined=len(participants(desk, turn.name)),
        announced=kinds[Kind.PROGRAMME_ANNOUNCED],
        waits_until=turn.waits_until,
    )


def _state(desk: Desk, turn: Turn, messages: Counter[str]) -> str:
    if turn.planned:
        return "owed" if messages["queued"] or messages["sending"] else "sent"
    if turn.waits:
        return "announced" if turn.waits_until else "to_announce"
    if turn.due and plan_path(desk.path / "plans", turn.round).exists():
        return "awaiting_approval"
    return "due" if turn.due else "not_due"
