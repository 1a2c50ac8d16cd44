"""
Which practice a cell means: by its ODS code where one is given, else by its name, however it is typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pairing.people.cells import matched, straight
from pairing.people.person import Practice

_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])[ -]?(\d{5})(?:\d{3})?(?!\d)(?![A-Za-z])")
_CODE_LIKE = re.compile(r"^[A-Za-z]?\s*\d{3,8}(\.0+)?$")
_SMALL = {"and", "of", "the", "at", "on", "in", "by", "for", "with", "upon", "under", "le"}
_KEPT = {"NHS", "PCN", "GP", "UK", "HQ", "ICB", "CIC", "LLP", "PMS", "APMS"}


def is_code(key: str) -> bool:
    """True for a practice's or network's ODS code, as it is kept."""
    return bool(re.fullmatch(r"[A-Z]\d{5}", key))


class NoPractice(ValueError):
    """What is wrong with a practice cell, in words."""


@dataclass(frozen=True)
class PracticeCell:
    """What a cell says about one practice: ``code`` and ``name`` may each be empty, not both."""

    code: str
    name: str


def practice_of(text: str, code: str = "") -> PracticeCell:
    """The practice a name cell and a code cell mean together; raises `NoPractice` naming what is wrong."""
    found = _code_in(text)
    name = _name_without_code(text)
    if code:
        own = _code_in(code)
        if own is None or _name_without_code(code):
            raise NoPractice(f'"{code}" is no ODS code: {_why_no_code(code)}')
        if found and found != own:
            raise NoPractice(f"two ODS codes, {found} and {own}, stand for one practice")
        found = own
    if not found and _CODE_LIKE.match(name):
        raise NoPractice(f'"{name}" is no ODS code: {_why_no_code(name)}')
    return PracticeCell(found or "", shown_practice(name))


def shown_practice(name: str) -> str:
    """A practice's name for display: shouted names in title case, others as they are typed."""
    name = " ".join(straight(name).split()).strip(" ,;-")
    if not (name.isupper() and any(len(word) > 3 for word in name.split())) and not name.islower():
        return name
    words = []
    for number, word in enumerate(name.split()):
        bare = word.strip(".,()'").upper()
        if bare in _KEPT:
            words.append(word.upper())
        elif number and word.lower() in _SMALL:
            words.append(word.lower())
        else:
            words.append(re.sub(r"(^|[-(/.])(\w)", lambda found: found[1] + found[2].upper(), word.lower()))
    return " ".join(words)


class PracticeBook:
    """Every practice a file and the roster name, so that a code and a name mean the same one."""

    def __init__(self, known: Iterable[Practice] = ()) -> None:
        self._names: dict[str, str] = {}  # key -> display name
        self._keys: dict[str, set[str]] = {}  # compared form of a name -> the keys it may mean
        self._uses: dict[str, Counter[str]] = {}
        for practice in known:
            self._names[practice.key] = practice.name
            self._keys.setdefault(matched(practice.name), set()).add(practice.key)

    def learn(self, cell: PracticeCell) -> None:
        """Take in a name, and the code beside it, before any cell is looked up."""
        if cell.name:
            self._keys.setdefault(matched(cell.name), set())
        if cell.code and cell.name:
            self._keys.setdefault(matched(cell.name), set()).add(cell.code)
            self._uses.setdefault(cell.code, Counter())[cell.name] += 1

    def key_of(self, cell: PracticeCell) -> str:
        """The key of the practice meant; a name nobody gave a code for is its own key."""
        if cell.code:
            used = self._uses.get(cell.code)
            name = used.most_common(1)[0][0] if used else self._names.get(cell.code) or cell.code
            self._names[cell.code] = name
            return cell.code
        keys = self._keys.get(matched(cell.name), set())
        coded = {key for key in keys if is_code(key)} or keys
        if len(coded) > 1:
            raise NoPractice(f'"{cell.name}" may be {" or ".join(sorted(coded))}')
        key = next(iter(coded), cell.name)
        self._keys.setdefault(matched(cell.name), set()).add(key)
        self._names.setdefault(key, self._shown(key) or cell.name)
        return key

    def knows(self, name: str) -> bool:
        """True when a practice of this name has been named before."""
        return matched(name) in self._keys

    def practices(self, keys: Iterable[str]) -> tuple[Practice, ...]:
        """The practices with these keys, ordered by key."""
        return tuple(Practice(key, self._names.get(key, key)) for key in sorted(set(keys)))

    def _shown(self, key: str) -> str:
        used = self._uses.get(key)
        return used.most_common(1)[0][0] if used else ""


def _code_in(text: str) -> str | None:
    found = _CODE.search(text)
    return f"{found[1].upper()}{found[2]}" if found else None


def _name_without_code(text: str) -> str:
    bare = _CODE.sub(" ", text)
    bare = re.sub(r"[(\[{]\s*(?:ods(?: code)?)?[ :]*[)\]}]|\bods(?: code)?\b:?", " ", bare, flags=re.IGNORECASE)
    return " ".join(bare.split()).strip(" -\u2013\u2014,;:|/()")


def _why_no_code(text: str) -> str:
    digits = re.sub(r"\D", "", text.partition(".")[0])
    if not re.search(r"[A-Za-z]", text) and len(digits) in {4, 5}:
        return "its letter is missing (a code is a letter and five digits, as in A81001)"
    return "a code is a letter and five digits, as in A81001"
