"""
Rules and their parameters as a config may set them, checked against the solver's own catalogue.

The catalogue is imported only when a config sets a rule, or somebody asks about rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pairing.config.layers import Layer
from pairing.config.wording import did_you_mean, place_of, quoted
from pairing.errors import Problem

if TYPE_CHECKING:
    from pairing.solver.rule import Rule


def catalogue() -> Sequence[Rule]:
    """Every rule, in catalogue order."""
    from pairing.solver.rules import CATALOGUE

    return CATALOGUE


def rule_named(name: str) -> Rule | None:
    """The rule of this name; None when the catalogue has none."""
    return next((rule for rule in catalogue() if name == rule.NAME), None)


def rules_checked(tree: Mapping[str, Any], layers: Sequence[Layer]) -> Iterator[Problem]:
    """One problem for each unknown rule, unknown parameter and parameter that is no whole number."""
    programmes = tree.get("programmes")
    for name, programme in programmes.items() if isinstance(programmes, Mapping) else ():
        rules = programme.get("rules") if isinstance(programme, Mapping) else None
        for rule, setting in rules.items() if isinstance(rules, Mapping) else ():
            yield from _one_rule(("programmes", name, "rules", rule), setting, layers)


def _one_rule(path: tuple[str, ...], setting: Any, layers: Sequence[Layer]) -> Iterator[Problem]:
    names = [rule.NAME for rule in catalogue()]
    rule = rule_named(path[-1])
    if rule is None:
        mend = did_you_mean(path[-1], names) or f"Known rules: {', '.join(names)}."
        yield Problem(what=f'unknown rule "{path[-1]}"', where=place_of(path, layers), mend=mend)
        return
    for parameter, value in setting.items() if isinstance(setting, Mapping) else ():
        if parameter == "importance":
            continue
        here = (*path, parameter)
        if parameter not in rule.PARAMETERS:
            known = ["importance", *rule.PARAMETERS]
            mend = did_you_mean(parameter, known) or f"Known here: {', '.join(known)}."
            yield Problem(what=f'unknown key "{parameter}"', where=place_of(here, layers), mend=mend)
        elif not isinstance(value, int) or isinstance(value, bool) or value < 0:
            default, sentence = rule.PARAMETERS[parameter]
            mend = f"Allowed: a whole number, at least 0. {sentence} For example: {parameter} = {default}"
            yield Problem(what=f"{quoted(value)} is not allowed here", where=place_of(here, layers), mend=mend)
