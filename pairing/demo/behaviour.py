"""
What invented staff do: who is away this month, who met, who says so.

Shares come from published coffee trials (``config/demo.toml``, ``[meeting]``). The same seed and
the same people give the same behaviour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from pairing.demo.figures import figures
from pairing.rounds import Format, PlannedGroup, PlannedRound

Answer = tuple[int, str, bool | None]  # group number, person, met; None = no answer


def invent_absences(people: Sequence[str], month: str, seed: int) -> frozenset[str]:
    """The ids of those who are away in this month: a fixed share of them, drawn anew each month."""
    count = round(len(people) * figures()["meeting"]["away"])
    return frozenset(Random(f"away {month} {seed}").sample(sorted(people), count))  # noqa: S311  # invented


def invent_attendance(plan: PlannedRound, seed: int) -> list[Answer]:
    """One answer for each person of each group.

    Of the twos, a share between the published ones meets; about half of the people answer, and
    partners who both answer agree almost always. Of tables, the host notes who came.
    """
    chance = Random(f"attendance {plan.round} {seed}")  # noqa: S311  # invented
    met = chance.uniform(*figures()["meeting"]["coffee_met"])
    answers: list[Answer] = []
    for group in plan.groups:
        small = plan.format in (Format.COFFEE, Format.HUDDLE)
        answers += _small_group(group, met, chance) if small else _table(group, chance)
    return answers


def _small_group(group: PlannedGroup, met: float, chance: Random) -> Iterator[Answer]:
    """They met or not, all of them; each may answer, and now and then remembers it differently."""
    settings = figures()["meeting"]
    truth = chance.random() < met
    for person in group.members:
        differs, answers = chance.random() < settings["disagree"], chance.random() < settings["answered"]
        yield group.number, person, (truth != differs) if answers else None


def _table(group: PlannedGroup, chance: Random) -> Iterator[Answer]:
    """Each came or not; the whole table is noted, or nobody is."""
    settings = figures()["meeting"]
    noted = chance.random() < settings["lunch_noted"]
    for person in group.members:
        came = chance.random() < settings["lunch_came"]
        yield group.number, person, came if noted else None
