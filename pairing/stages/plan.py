"""Plan one programme's round: from the facts, the roster and the rules to a `PlannedRound`."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pairing.config.formats import programme_rotations
from pairing.config.model import Programme, Rule
from pairing.errors import InputError, NoRoundExists, Problem
from pairing.history import History
from pairing.history.prompts import prompts_shown
from pairing.notify.prompts import read_prompts, shipped_prompts
from pairing.rounds import Format, PlannedRound
from pairing.solver.rotations.workshop import plan_workshop
from pairing.solver.solve import solve
from pairing.stages.desk import Desk
from pairing.stages.due import Turn, window_of
from pairing.stages.members import participants
from pairing.tiers import Importance
from pairing.translate.diary import diary_of
from pairing.translate.to_problem import Circumstances, to_problem
from pairing.translate.to_round import Frame, to_round
from pairing.translate.to_workshop import rooms, with_rotations
from pairing.translate.translation import Translation

LARGEST_SEED = 2**32

#: A round that is not found or proved by then is taken as it is.
MOST_SECONDS = 60.0


@dataclass(frozen=True)
class Wishes:
    """What a command may ask of a plan beyond the config: a seed, importances to try."""

    seed: int | None = None
    importances: Mapping[str, Importance] | None = None


def plan_round(
    desk: Desk, turn: Turn, wishes: Wishes | None = None, alongside: Sequence[PlannedRound] = ()
) -> PlannedRound:
    """
    A complete plan for this turn, made with the plans ``alongside`` in mind; nothing is kept.

    Raises `NoRoundExists` (with people's ids) when the musts clash, `InputError` when nobody can
    be asked.
    """
    wishes = wishes or Wishes()
    desk.require_people()
    if turn.programme.opt_in and not participants(desk, turn.name):
        raise InputError.at(turn.name, "nobody has joined it yet", mend="pairs run asks people whether they want to.")
    programme = _with(turn.programme, wishes.importances or {})
    seed = wishes.seed if wishes.seed is not None else secrets.randbelow(LARGEST_SEED)
    history = desk.history(alongside)
    translation = _translate(desk, turn, programme, history, seed)
    workshop = None
    try:
        if programme.format is Format.WORKSHOP:
            _require_a_date(desk, turn.name)
            workshop = plan_workshop(translation.problem, programme_rotations(programme), seconds=MOST_SECONDS)
        solution = rooms(workshop) if workshop else solve(translation.problem, seconds=MOST_SECONDS)
    except NoRoundExists as clash:
        people = [translation.people[seat].id for seat in clash.people if isinstance(seat, int)]
        raise NoRoundExists(
            rules=clash.rules, people=people, relaxations=clash.relaxations, complete=clash.complete
        ) from clash
    frame = Frame(turn.name, turn.period, window_of(programme, turn.period, desk.today), desk.opened_at)
    plan = to_round(
        solution,
        translation,
        programme=programme,
        config=desk.config,
        frame=frame,
        history=history,
        prompts=_prompts(desk, programme),
        shown=prompts_shown(desk.facts(alongside)),
        diary=diary_of(translation, desk.facts(alongside), since=frame.window[0]),
    )
    return with_rotations(plan, workshop, translation) if workshop else plan


def digest_now(desk: Desk, turn: Turn, seed: int, alongside: Sequence[PlannedRound] = ()) -> str:
    """The digest a plan made now with this seed would carry; nothing is solved."""
    return _translate(desk, turn, turn.programme, desk.history(alongside), seed).digest


def translated(desk: Desk, turn: Turn, seed: int) -> Translation:
    """What planning this turn now would give to the solver."""
    return _translate(desk, turn, turn.programme, desk.history(), seed)


def _require_a_date(desk: Desk, name: str) -> None:
    if not desk.config.programmes[name].occasions:
        raise InputError.at(
            f"programmes.{name}.occasions",
            "a workshop needs a date and a place, and has none yet",
            mend=f"Add them under [[programmes.{name}.occasions]] in pairs.toml.",
        )


def read_scores(folder: Path, programme: Programme) -> dict[tuple[str, str], int]:
    """The lead's scores from the programme's file: CSV of person, other, score; empty without one."""
    if not programme.scores:
        return {}
    path = folder / programme.scores
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.at(
            programme.scores, f"the scores cannot be read ({error.__class__.__name__})", mend="Save it as CSV in UTF-8."
        ) from error
    found: dict[tuple[str, str], int] = {}
    broken: list[Problem] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[-1].casefold() == "score"):
            continue
        try:
            one, other, score = cells
            found[min(one, other), max(one, other)] = int(score)
        except ValueError:
            broken.append(
                Problem(
                    "this is not person, other, score with a whole number",
                    where=f"{programme.scores} row {number}",
                    mend="Write two ids and a number, negative where they should meet: p1,p2,-4",
                )
            )
    if broken:
        raise InputError(*broken)
    return found


def _with(programme: Programme, importances: Mapping[str, Importance]) -> Programme:
    """The programme with some rules' importance changed, to try."""
    rules = dict(programme.rules)
    for name, importance in importances.items():
        rules[name] = (rules.get(name) or Rule()).model_copy(update={"importance": importance})
    return programme.model_copy(update={"rules": rules})


def _translate(desk: Desk, turn: Turn, programme: Programme, history: History, seed: int) -> Translation:
    window = window_of(programme, turn.period, desk.today)
    scores = read_scores(desk.path, programme)
    around = Circumstances(turn.name, desk.today, window, history, scores, desk.practice_names())
    return to_problem(participants(desk, turn.name), programme, desk.config, around, seed)


def _prompts(desk: Desk, programme: Programme) -> tuple[str, ...]:
    """The lead's own prompts where a file is named, else the shipped ones."""
    return read_prompts(desk.path / programme.prompts) if programme.prompts else shipped_prompts(programme.format)
