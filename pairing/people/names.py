"""
A person's name as colleagues read it: no title, no brackets, first name first, not in capitals.

The vocabulary for titles is short on purpose: nameparser's own would make a title of the first
names Prince, Dean, Earl and Queen.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pairing.people.cells import matched, straight

if TYPE_CHECKING:
    from nameparser.config import Constants

_TITLES = {
    "dr",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "prof",
    "professor",
    "sir",
    "dame",
    "rev",
    "revd",
    "reverend",
}
_LETTERS_AFTER = {"mbe", "obe", "cbe", "mbbs", "mbchb", "mrcgp", "frcgp", "mrcp", "frcp", "rgn", "rn", "phd", "bsc",
                  "msc", "mrpharms", "dipsw", "jp", "esq", "ba", "bn", "mpharm", "rmn", "dch", "drcog"}  # fmt: skip
_SMALL = {"van", "von", "der", "den", "de", "da", "do", "dos", "del", "della", "di",
          "la", "le", "du", "bin", "al", "el", "ten", "ter"}  # fmt: skip
_NOBODY = re.compile(
    r"\b(vacan(t|cy|cies)|locum cover|to be (appointed|confirmed|recruited)|tbc|tba|post holder|unfilled|agency)\b"
)


def shown_name(text: str) -> str:
    """So that "DR. SMITH, John (Partner)" is "John Smith"; a title stays where no first name is known ("Dr Shah")."""
    plain = re.sub(r"\s*[(\[{][^)\]}]*[)\]}]?", " ", straight(text))
    plain = " ".join(plain.split()).strip(" ,;-*.")
    parsed = _parsed(plain)
    given = " ".join(part for part in (parsed["first"], parsed["middle"]) if part)
    if parsed["first"] and parsed["last"]:
        return in_capitals_only_where_due(f"{given} {parsed['last']}")
    return in_capitals_only_where_due(plain)


def joined_name(first: str, last: str, known_as: str = "") -> str:
    """One name from separate columns; how somebody is known comes before how they were named."""
    first = re.sub(r"\s*\([^)]*\)?", "", straight(known_as or first)).strip(" ,.")
    words = first.split()
    while len(words) > 1 and words[0].casefold().strip(".") in _TITLES:
        words = words[1:]
    last = re.sub(r"\s*\([^)]*\)?", "", straight(last)).strip(" ,")
    if last.isupper() and len(last) > 1:  # a surname, never initials
        last = " ".join(_cased(word, number + 1) for number, word in enumerate(last.split()))
    return in_capitals_only_where_due(f"{' '.join(words)} {last}".strip())


def is_named_in(name: str, text: str) -> bool:
    """True when any word of the name stands in the text as a word of its own; titles and initials do not count."""
    words = {word for word in _words(name) if word not in _TITLES and len(word) > 1}
    return bool(words & _words(text))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", straight(text).casefold()))


def is_nobody(text: str) -> bool:
    """True for a post without a person: "Vacancy", "Locum cover", "TBC"."""
    return bool(_NOBODY.search(straight(text).casefold()))


def same_name(one: str, other: str) -> bool:
    """True when two names may be one person's: equal, or one gives only an initial."""
    first, second = matched(one).split(), matched(other).split()
    if not first or not second:
        return False
    if first == second or sorted(first) == sorted(second):
        return True
    short = min(first[0], second[0], key=len)
    return first[-1] == second[-1] and len(short) == 1 and first[0][0] == second[0][0]


def in_capitals_only_where_due(name: str) -> str:
    """Shouted and whispered names in title case; a name typed with care is left alone."""
    words = name.split()
    if name.islower() or (name.isupper() and any(len(word) > 2 for word in words)):
        return " ".join(_cased(word, number) for number, word in enumerate(words))
    return " ".join(
        _cased(word, number) if word.isupper() and len(word.strip(".")) > (2 if number else 3) else word
        for number, word in enumerate(words)
    )


def _cased(word: str, number: int) -> str:
    lower = word.lower()
    if number and lower in _SMALL:
        return lower
    if len(word) == 2 and word.endswith("."):
        return word.upper()
    if number == 0 and len(word) == 2 and not set(lower) & set("aeiouy"):
        return word.upper()  # "JP", "TJ": initials, not a name
    cased = re.sub(r"(^|[-'.])(\w)", lambda found: found[1] + found[2].upper(), lower)
    return re.sub(r"^(Mc)(\w)", lambda found: found[1] + found[2].upper(), cased)


def _parsed(name: str) -> dict[str, str]:
    from nameparser import HumanName  # only an import of staff needs it

    return dict(HumanName(name, constants=_vocabulary()).as_dict())


@cache
def _vocabulary() -> Constants:
    from nameparser.config import Constants  # as above

    return Constants(
        titles=_TITLES,
        first_name_titles=set(),
        suffix_acronyms=_LETTERS_AFTER,
        suffix_not_acronyms=set(),
        suffix_acronyms_ambiguous=set(),
        conjunctions=set(),
    )
