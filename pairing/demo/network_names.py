"""Names for an invented network, and addresses made from them; each address is given once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from pairing.demo.drawn import DrawnPerson

#: letters that lose nothing but their look when they are written in ASCII
_PLAIN = str.maketrans({"ø": "o", "Ø": "O", "å": "a", "ł": "l", "đ": "d", "ß": "ss"})


class Names:
    """Draws names of a network's people and practices; remembers what it has given."""

    def __init__(self, lists: dict[str, Any], chance: Random) -> None:
        self._lists = lists
        self._chance = chance
        self._people: set[str] = set()
        self._addresses: set[str] = set()

    def network(self) -> str:
        """A network's name, without its ending."""
        return str(self._chance.choice(self._lists["networks"]))

    def practices(self, count: int) -> list[str]:
        """``count`` different practice names, without their endings."""
        return self._chance.sample(self._lists["practices"], count)

    def person(self) -> str:
        """A first and a last name, not drawn before in this network."""
        while True:
            name = f"{self._chance.choice(self._lists['first'])} {self._chance.choice(self._lists['last'])}"
            if name not in self._people:
                self._people.add(name)
                return name

    def address(self, name: str, domain: str) -> str:
        """first.last@domain in plain letters, apostrophes and dashes kept; a number where it is taken."""
        first, *rest = ascii_letters(name).lower().split()
        local = f"{first}.{''.join(rest)}" if rest else first
        address, number = f"{local}@{domain}", 1
        while address in self._addresses:
            number += 1
            address = f"{local}{number}@{domain}"
        self._addresses.add(address)
        return address

    def awkward_among(self, people: Sequence[DrawnPerson]) -> list[DrawnPerson]:
        """The same people, a few of them renamed to names that break careless programs."""
        leading = {person.line_manager for person in people}
        free = [n for n, person in enumerate(people) if person.email not in leading]
        result = list(people)
        for name, n in zip(self._lists["awkward"], self._chance.sample(free, len(self._lists["awkward"])), strict=True):
            domain = people[n].email.partition("@")[2]
            result[n] = replace(people[n], name=name, email=self.address(name, domain))
        return result


def ascii_letters(text: str) -> str:
    """Text without accents: Zoë is Zoe, Nguyễn is Nguyen, Ødegård is Odegard."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return plain.encode("ascii", "ignore").decode()


def slug(name: str) -> str:
    """A name as a domain's label."""
    return re.sub(r"[^a-z0-9]+", "-", ascii_letters(name).lower()).strip("-")
