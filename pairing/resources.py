"""
The files that travel with the program: templates, default config, prompts.

In an installed wheel they lie in ``pairing/_data``; in a checkout (an editable install) in the
folders ``templates/`` and ``config/`` beside the package.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

Kind = Literal["config", "templates"]


def shipped(kind: Kind, name: str = "") -> Traversable:
    """The shipped file or folder ``name`` of this kind; the kind's whole folder when unnamed.

    Names use ``/`` on every system. Whether it exists is for the caller to ask (`is_file`).
    """
    folder: Traversable = files("pairing") / "_data" / kind
    if not folder.is_dir():
        folder = Path(__file__).resolve().parents[1] / kind
    for part in filter(None, name.split("/")):
        folder = folder / part
    return folder


def shipped_text(kind: Kind, name: str) -> str:
    """The text of a shipped UTF-8 file."""
    return shipped(kind, name).read_text(encoding="utf-8")
