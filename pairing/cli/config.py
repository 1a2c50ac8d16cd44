"""``pairs config``: check, explain, schema."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.config.explain import Explanation, explain
from pairing.config.layers import FILE
from pairing.config.load import Layers, load_layers, shipped_only
from pairing.config.schema import config_schema
from pairing.errors import InputError


@click.group()
def command() -> None:
    """Check, explain or print the schema of the config."""


@command.command()
@json_option
@click.pass_obj
def check(place: Place, as_json: bool) -> None:
    """Say everything that is wrong with the config, at once."""
    try:
        layers = load_layers(place.workspace, os.environ)
    except InputError as error:
        if as_json:
            problems = [asdict(problem) for problem in error.problems]
            print_json({"ok": False, "problems": problems, "warnings": []})
        raise
    if as_json:
        print_json({"ok": True, "problems": [], "warnings": [asdict(each) for each in layers.warnings]})
        return
    for warning in layers.warnings:
        say(f"Note: {warning}\n")
    names = ", ".join(layers.config.programmes) or "none yet"
    say(f"{place.workspace / FILE} is in order. Network: {layers.config.network.name}. Programmes: {names}.")


@command.command("explain")
@click.argument("key")
@json_option
@click.pass_obj
def explain_key(place: Place, key: str, as_json: bool) -> None:
    """What KEY is set to, who set it, and what it may be (mail.from, programmes.coffee.minutes)."""
    found = explain(key, _layers(place.workspace))
    if as_json:
        print_json([asdict(each) for each in found])
        return
    click.echo("\n\n".join(_in_words(each) for each in found))


@command.command()
def schema() -> None:
    """A JSON Schema of pairs.toml, for editors."""
    print_json(config_schema())


def _layers(workspace: Path) -> Layers:
    """The workspace's config; the shipped defaults alone where there is none yet."""
    return load_layers(workspace, os.environ) if (workspace / FILE).exists() else shipped_only()


def _in_words(about: Explanation) -> str:
    lines = [
        f"{about.key} = {about.value}",
        f"  set by    {about.set_by}",
        f"  means     {about.meaning}",
        f"  allowed   {about.allowed}",
        f"  example   {about.example}" if about.example else "",
        f"  variable  {about.variable}" if about.variable else "",
    ]
    return "\n".join(filter(None, lines))
