"""What due dates rest on besides the round's own facts, read from its mail and from who has said they met."""

from __future__ import annotations

from collections.abc import Iterable

from pairing.events import Fact, Kind
from pairing.life.due import Around, DueKind
from pairing.life.post import OF_A_GROUP, Post, kind_of
from pairing.life.round_life import RoundLife
from pairing.notify.messages import MessageKind
from pairing.notify.outbox import Entry
from pairing.stages.desk import Desk
from pairing.stages.letters_later import LEAD
from pairing.stages.meeting import window_ends


def read_around(desk: Desk, life: RoundLife, post: Post, facts: Iterable[Fact]) -> Around:
    """As things stand now; ``post`` and ``facts`` are all there is of the round."""
    return Around(
        zone=desk.zone,
        window_ends=window_ends(desk, life),
        invited={about: standing.invited_at for about, standing in post.standings.items() if standing.invited_at},
        said_met={
            str(fact.person) for fact in facts if fact.kind is Kind.ATTENDANCE_RECORDED and not fact.body.get("held")
        },
        written=_written(post),
    )


def _written(post: Post) -> set[tuple[str, str]]:
    """Which questions were asked of whom; being asked to stay takes the place of "did you meet?"."""
    asked = {entry.once(_asked) for entry in post.entries if entry.kind not in OF_A_GROUP}
    instead = {(str(DueKind.DID_YOU_MEET), person) for kind, person in asked if kind == MessageKind.STAYING}
    lead = {(kind, "") for kind, person in asked if person == LEAD}
    return asked | instead | lead


def _asked(entry: Entry) -> tuple[str, str]:
    return kind_of(entry), entry.person
