"""``pairs why A [B]``: why these two, or why somebody sat out."""

from __future__ import annotations

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json
from pairing.errors import InputError
from pairing.people.find import find_person
from pairing.stages.explain import Explanation, why_one, why_two


@click.command()
@click.argument("person")
@click.argument("other", required=False)
@click.option("--programme", metavar="NAME", help="The latest round of this programme.")
@json_option
@click.pass_obj
def command(place: Place, person: str, other: str | None, programme: str | None, as_json: bool) -> None:
    """Why PERSON was put with OTHER (or with whomever), or why they sat out. By id, address or name."""
    with open_workspace(place) as desk:
        if programme is not None and programme not in desk.config.programmes:
            known = ", ".join(desk.config.programmes) or "none"
            raise InputError.at("--programme", f"there is no programme {programme!r}", mend=f"There are: {known}")
        everybody = desk.store.roster.people(with_left=True)
        one = find_person(person, everybody)
        two = find_person(other, everybody) if other else None
        found = why_two(desk, one, two, programme) if two else why_one(desk, one, programme)
        names = {each.id: f"{each.name} ({each.id})" for each in everybody}
    if as_json:
        print_json({"person": one.id, "other": two.id if two else None, "round": found.round,
                    "group": list(found.members), "why": list(found.sentences)})  # fmt: skip
        return
    _print(found, names)


def _print(found: Explanation, names: dict[str, str]) -> None:
    if found.members:
        click.echo(f"{found.round}: {', '.join(names.get(member, member) for member in found.members)}")
    for sentence in found.sentences:
        click.echo(f"  {sentence}")
