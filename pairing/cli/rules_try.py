"""``pairs rules try``: what a change of importance would do to the round of this period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.config.catalogue import catalogue, rule_named
from pairing.config.wording import did_you_mean
from pairing.errors import InputError, NoRoundExists
from pairing.tiers import Importance

if TYPE_CHECKING:
    from pairing.rounds import PlannedRound
    from pairing.solver.rule import Rule
    from pairing.stages.desk import Desk
    from pairing.stages.due import Turn


@click.command("try")
@click.argument("changes", nargs=-1, required=True, metavar="RULE=IMPORTANCE...")
@click.option("--programme", metavar="NAME", help="Only this programme.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same draw for both plans.")
@json_option
@click.pass_obj
def try_rules(place: Place, changes: Sequence[str], programme: str | None, seed: int, as_json: bool) -> None:
    """What a change of importance would do to this period's round. Nothing is kept or sent."""
    wished = dict(_change(each) for each in changes)
    from pairing.bootstrap import open_workspace
    from pairing.stages.due import turns

    with open_workspace(place) as desk:
        answers = [_tried(desk, turn, wished, seed) for turn in turns(desk, programme)]
    if as_json:
        print_json(answers)
        return
    for answer in answers:
        _tell(answer)
    say("Nothing was changed. To keep it, write it into pairs.toml:")
    for answer in answers:
        for name, importance in wished.items():
            say(f'  [programmes.{answer["programme"]}.rules.{name}]\n  importance = "{importance.value}"')


def named(name: str) -> Rule:
    """The rule, or `InputError` with the name that was perhaps meant."""
    found = rule_named(name)
    if found is None:
        names = [rule.NAME for rule in catalogue()]
        mend = did_you_mean(name, names) or f"There are: {', '.join(names)}."
        raise InputError.at("rules", f'there is no rule "{name}"', mend=mend)
    return found


def _change(text: str) -> tuple[str, Importance]:
    name, _, word = text.partition("=")
    rule = named(name.strip())
    words = [each.value for each in Importance]
    if word.strip() not in words:
        near = did_you_mean(word.strip(), words)
        raise InputError.at(
            text, f'"{word.strip()}" is no importance', mend=f"{near} Allowed: {', '.join(words)}.".strip()
        )
    return rule.NAME, Importance(word.strip())


def _tried(desk: Desk, turn: Turn, wished: Mapping[str, Importance], seed: int) -> dict[str, object]:
    """Both plans of one turn, as what they cost rule by rule; ``after`` is empty where the musts clash."""
    from pairing.stages.plan import Wishes, plan_round

    before = plan_round(desk, turn, Wishes(seed=seed))
    try:
        after: PlannedRound | None = plan_round(desk, turn, Wishes(seed=seed, importances=wished))
        clash = ""
    except NoRoundExists as error:
        after, clash = None, str(error)
    return {"programme": turn.name, "seed": seed, "before": _costs(before), "after": _costs(after), "clash": clash}


def _costs(plan: PlannedRound | None) -> dict[str, object]:
    from pairing.stages.as_json import tier_as_json

    if plan is None:
        return {}
    return {
        "groups": len(plan.groups),
        "left_out": len(plan.left_out),
        "tiers": [tier_as_json(tier) for tier in plan.tiers if tier.rule != "chance"],
    }


def _tell(answer: dict[str, object]) -> None:
    """Before and after, one row a rule; an arrow where something changes."""
    before, after = answer["before"], answer["after"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    click.echo(f"{answer['programme']}: before -> after")
    if not after:
        click.echo(f"  No round is possible then: {answer['clash']}.")
        return
    then = {tier["rule"]: tier for tier in after["tiers"]}
    rows = [("groups", before["groups"], after["groups"]), ("people left out", before["left_out"], after["left_out"])]
    rows += [(tier["rule"], _cell(tier), _cell(then.get(tier["rule"]))) for tier in before["tiers"]]
    rows += [(name, "off", _cell(tier)) for name, tier in then.items() if name not in {row[0] for row in rows}]
    for name, was, will in rows:
        click.echo(f"  {name:<22} {was}" + (f" -> {will}" if was != will else ""))


def _cell(tier: Mapping[str, object] | None) -> str:
    return f"{tier['cost']} ({tier['importance']})" if tier else "off"
