"""Prompts: open questions that give two strangers a start. One text file, one question a line."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from pairing.errors import InputError
from pairing.notify.plain import one_line
from pairing.resources import shipped_text
from pairing.rounds import Format


def shipped_prompts(format: Format) -> tuple[str, ...]:
    """The prompts that travel with the program: those for lunches at a table, those for coffee elsewhere."""
    table = format in {Format.LUNCH, Format.WORKSHOP}
    return parse_prompts(shipped_text("config", f"prompts-{'lunch' if table else 'coffee'}.txt"))


def read_prompts(path: Path) -> tuple[str, ...]:
    """The prompts of a network's own file. InputError where it cannot be read or holds none."""
    try:
        prompts = parse_prompts(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError.at(str(path), f"the prompts cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError.at(str(path), "the prompts are not in UTF-8", mend="Save the file as UTF-8.") from error
    if not prompts:
        raise InputError.at(str(path), "there is no prompt in this file", mend="Write one question a line.")
    return prompts


def parse_prompts(text: str) -> tuple[str, ...]:
    """The lines that are neither empty nor comments (#), in order, each once."""
    lines = (one_line(line, most=300) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def choose(
    prompts: Sequence[str], used: Mapping[str, Collection[str]], members: Collection[str], count: int, seed: int
) -> tuple[str, ...]:
    """
    Up to ``count`` prompts for one group, drawn by its seed.

    Those come first that fewest of the ``members`` have had before, so they are new to all of
    them until no such prompt is left. ``used`` holds what each person has had.
    """
    shuffled = list(prompts)
    random.Random(f"prompts {seed}").shuffle(shuffled)  # noqa: S311  # chance among equals, recorded by its seed
    had = {prompt: sum(prompt in used.get(person, ()) for person in members) for prompt in shuffled}
    return tuple(sorted(shuffled, key=had.__getitem__)[:count])
