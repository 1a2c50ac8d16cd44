"""``pairs attend``: record who met, by hand or from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, on_terminal, print_json, say
from pairing.history import take_in
from pairing.history.attendance import Words, find_group, find_round, of_all, of_one, record, unanswered
from pairing.history.file import read_history
from pairing.history.record import GroupOnRecord, RoundOnRecord
from pairing.people.find import find_person
from pairing.plural import number_of
from pairing.stages.desk import Desk

#: Instead of a person: everybody in the group.
ALL = "all"

_IN_WORDS = {True: "met", False: "did not meet", None: "not known"}


@click.command()
@click.argument("round_", metavar="[ROUND]", required=False)
@click.option("--group", metavar="N", help="Only this group.")
@click.option("--met", multiple=True, metavar="PERSON", help="Came, or says they met; `all` with --group.")
@click.option("--not-met", multiple=True, metavar="PERSON", help="Did not come, or says they did not meet; `all`.")
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Take it from a history CSV file.")
@json_option
@click.pass_obj
def command(
    place: Place,
    *,
    round_: str | None,
    group: str | None,
    met: tuple[str, ...],
    not_met: tuple[str, ...],
    file: Path | None,
    as_json: bool,
) -> None:
    """Record who met in ROUND: its name, its programme or its period; by default the latest.

    In a two, one yes is enough. At a larger table each person came or did not. On a terminal and
    without options, asks group by group about those not known yet. The last record of a person counts.
    """
    if ALL in (*met, *not_met) and group is None:
        raise click.UsageError("`all` needs --group N.")
    if file and (round_ or group or met or not_met):
        raise click.UsageError("--file names rounds and people itself.")
    asks = not (file or met or not_met) and on_terminal() and not as_json
    with open_workspace(place, write=bool(file or met or not_met or asks)) as desk:
        if file:
            new = _from_file(desk, file)
            say(f"{number_of(new, 'word')} on attendance taken in.")
            if as_json:
                print_json({"words": new})
            return
        past = find_round(desk.history(), round_)
        _by_hand(desk, past, group, met, not_met)
        if asks:
            _ask(desk, past, group)
        shown = find_round(desk.history(), past.round)
        figure = desk.history().met_figure(past.round)
    if as_json:
        print_json(_as_json(shown))
        return
    if not asks and not (met or not_met):
        _show(shown, group)
    say(f"{shown.round}: {number_of(figure.yes, 'group')} met, {figure.no} did not, {figure.unknown} not known.")


def _from_file(desk: Desk, file: Path) -> int:
    meetings = read_history(file, desk.store.roster.people(with_left=True))
    taken = take_in.compare(meetings, desk.history(), now=desk.opened_at, only_known=True)
    take_in.keep(taken, desk.store.events)
    return taken.words


def _by_hand(
    desk: Desk, past: RoundOnRecord, group: str | None, met: tuple[str, ...], not_met: tuple[str, ...]
) -> None:
    everybody = desk.store.roster.people(with_left=True)
    words: dict[tuple[str, str], bool | None] = {}
    for named, word in [*((name, True) for name in met), *((name, False) for name in not_met)]:
        if named == ALL and group is not None:
            words |= of_all(find_group(past, group), word)
        else:
            words |= of_one(past, find_person(named, everybody).id, word, group)
    record(past, words, desk.store.events, now=desk.opened_at)


def _ask(desk: Desk, past: RoundOnRecord, group: str | None) -> None:
    """Group by group; each answer is kept at once, so that stopping loses nothing."""
    names = {person.id: f"{person.name} ({person.id})" for person in desk.store.roster.people(with_left=True)}
    groups = [find_group(past, group)] if group else list(unanswered(past))
    for number, each in enumerate(groups, 1):
        say(f"[{number}/{len(groups)}] Group {each.name}: {', '.join(names.get(m, m) for m in each.members)}")
        words = _answer(each, names)
        if words is None:
            break
        record(past, words, desk.store.events, now=desk.opened_at)


def _answer(group: GroupOnRecord, names: dict[str, str]) -> Words | None:
    """What the lead says about one group; None to stop asking."""
    table = len(group.members) > 2
    question = "  Did they meet? y/n/? (not known)/q (stop)"
    if table:
        question = "  Did they meet? y (all came)/n/s (some came)/? (not known)/q (stop)"
    choices = ["y", "n", "?", "q", *("s" if table else "")]
    answer = click.prompt(question, type=click.Choice(choices, False), show_choices=False, default="?", err=True)
    if answer == "s":
        return {(group.name, m): click.confirm(f"    Did {names.get(m, m)} come?", err=True) for m in group.members}
    replies: dict[str, Callable[[], Words | None]] = {
        "y": lambda: of_all(group, True),
        "n": lambda: of_all(group, False),
        "?": dict,
        "q": lambda: None,
    }
    return replies[answer]()


def _show(past: RoundOnRecord, group: str | None) -> None:
    for each in [find_group(past, group)] if group else past.groups:
        click.echo(f"{each.name:>3}  {_IN_WORDS[each.outcome]:<12}  {', '.join(each.members)}")
    say("To record: pairs attend --group N --met all, or --not-met all; on a terminal, pairs attend asks.")


def _as_json(past: RoundOnRecord) -> dict[str, object]:
    return {
        "round": past.round,
        "programme": past.programme,
        "groups": [
            {
                "group": group.name,
                "date": group.date.isoformat(),
                "members": list(group.members),
                "says": {member: group.says.get(member) for member in group.members},
                "met": group.outcome,
                "disagree": group.disagreement,
            }
            for group in past.groups
        ],
    }
