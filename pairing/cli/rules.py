"""``pairs rules``: what counts, how much, and what a change would do."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pairing.cli import Place
from pairing.cli.options import json_option, print_json
from pairing.cli.rules_try import named, try_rules
from pairing.config.catalogue import catalogue
from pairing.config.explain import rule_settings
from pairing.config.layers import FILE
from pairing.config.load import Layers, load_layers, shipped_only

if TYPE_CHECKING:
    from pairing.solver.rule import Rule


@click.group()
def command() -> None:
    """List and explain the rules, and try a change before making it."""


command.add_command(try_rules)


@command.command("list")
@json_option
@click.pass_obj
def list_rules(place: Place, as_json: bool) -> None:
    """Every rule in the order that settles ties, with its importance for each programme."""
    settings = rule_settings(_layers(place.workspace))
    if as_json:
        print_json(
            [
                {
                    "rule": rule.NAME,
                    "sentence": rule.SENTENCE,
                    "default": rule.DEFAULT.value,
                    "importance": settings[rule.NAME],
                }
                for rule in catalogue()
            ]
        )
        return
    width = max(len(rule.NAME) for rule in catalogue())
    for rule in catalogue():
        head = f"{rule.NAME:<{width}}  {_importance(rule, settings[rule.NAME]):<8}  "
        click.echo(textwrap.fill(rule.SENTENCE, 80, initial_indent=head, subsequent_indent=" " * len(head)))


@command.command()
@click.argument("rule")
@json_option
@click.pass_obj
def explain(place: Place, rule: str, as_json: bool) -> None:
    """What RULE asks, its parameters and how it is set."""
    found = named(rule)
    programmes = _layers(place.workspace).config.programmes
    set_to = rule_settings(_layers(place.workspace))[found.NAME]
    parameters = {
        name: {
            "default": default,
            "sentence": sentence,
            "set": {key: _parameter(each.rules.get(rule), name, default) for key, each in programmes.items()},
        }
        for name, (default, sentence) in found.PARAMETERS.items()
    }
    if as_json:
        print_json(
            {
                "rule": found.NAME,
                "sentence": found.SENTENCE,
                "default": found.DEFAULT.value,
                "importance": set_to,
                "parameters": parameters,
                "file": _file(found),
            }
        )
        return
    click.echo(f"{found.NAME}\n  {found.SENTENCE}\n  importance  {found.DEFAULT.value} by default")
    for name, importance in set_to.items():
        click.echo(f"              {importance} for {name}")
    for name, about in parameters.items():
        click.echo(f"  {name:<11} {about['default']} by default. {about['sentence']}")
    example = f"[programmes.{next(iter(set_to), 'coffee')}.rules.{found.NAME}]\n    importance = "
    click.echo(f'  in pairs.toml\n    {example}"{found.DEFAULT.value}"\n  file        {_file(found)}')


def _layers(workspace: Path) -> Layers:
    return load_layers(workspace, os.environ) if (workspace / FILE).exists() else shipped_only()


def _importance(rule: Rule, by_programme: Mapping[str, str]) -> str:
    """One word where every programme agrees, else each with its name."""
    words = set(by_programme.values()) or {rule.DEFAULT.value}
    return words.pop() if len(words) == 1 else ", ".join(f"{word} ({name})" for name, word in by_programme.items())


def _parameter(setting: object, name: str, default: int) -> int:
    return int((getattr(setting, "model_extra", None) or {}).get(name, default))


def _file(rule: Rule) -> str:
    return f"pairing/solver/rules/{rule.NAME}.py"
