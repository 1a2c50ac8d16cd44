"""Asking for a yes before something is done that others will see."""

from __future__ import annotations

import click

from pairing.cli.options import on_terminal
from pairing.errors import AwaitingApproval


def require_yes(question: str, *, yes: bool, otherwise: str) -> None:
    """Return only when it is to be done; else raise `AwaitingApproval` with what is true ``otherwise``."""
    if yes:
        return
    if not on_terminal():
        raise AwaitingApproval(f"{otherwise}: add --yes, or run it where you can be asked. {question}")
    if not click.confirm(question, default=False, err=True):
        raise AwaitingApproval(otherwise)
