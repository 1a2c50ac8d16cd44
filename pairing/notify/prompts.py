"""Prompts: open questions that give two strangers a start. One text file, one question a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pairing.errors import InputError
from pairing.notify.plain import one_line
from pairing.resources import shipped_text
from pairing.rounds import Format

#: So many questions stand in each invitation.
EACH = 2


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


def choose(prompts: Sequence[str], had: Mapping[str, Mapping[str, int]], members: Collection[str]) -> tuple[str, ...]:
    """
    The prompts of one group, the file's first ones first, among which everybody finds `EACH` that are new to them.

    ``had`` is how often each person was shown each prompt. New is what somebody was shown less often
    than some other of the ``prompts``: so nothing is repeated to anybody until all are used up, and
    then everything once more. Where the members have been shown different ones there may be more
    than `EACH`; each is shown their own (`shown_to`).
    """
    own = {person: Counter(had.get(person, ())) for person in members}
    lacking = dict.fromkeys(members, min(EACH, len(prompts)))
    chosen: list[str] = []
    while any(lacking.values()) and len(chosen) < len(prompts):
        new = {person: _new_to(own[person], prompts, chosen) for person, lack in lacking.items() if lack}
        wanted = Counter(chain.from_iterable(new.values()))
        best = max(prompts, key=lambda prompt: wanted[prompt])
        chosen.append(best)
        for person, some in new.items():
            if best in some:
                own[person][best] += 1
                lacking[person] -= 1
    return tuple(chosen)


def shown_to(prompts: Sequence[str], had: Mapping[str, int]) -> tuple[str, ...]:
    """Those of a group's prompts that one reader is shown: the ones they were shown least often, in their order."""
    if len(prompts) <= EACH:
        return tuple(prompts)
    least = sorted(prompts, key=lambda prompt: had.get(prompt, 0))[:EACH]
    return tuple(prompt for prompt in prompts if prompt in least)


def _new_to(had: Mapping[str, int], prompts: Sequence[str], chosen: Collection[str]) -> list[str]:
    """The prompts not chosen yet that somebody was shown as seldom as any other."""
    left = {prompt: had.get(prompt, 0) for prompt in prompts if prompt not in chosen}
    fewest = min(left.values())
    return [prompt for prompt, times in left.items() if times == fewest]
