"""Whom somebody means by an id, an address or a name."""

from __future__ import annotations

from collections.abc import Iterable

from pairing.errors import InputError
from pairing.people.addresses import same_address
from pairing.people.cells import matched
from pairing.people.names import same_name
from pairing.people.person import Person, Standing


def find_person(words: str, people: Iterable[Person]) -> Person:
    """The one person meant; raises `InputError` with the ids when several may be, or when nobody is."""
    if not words.strip():
        raise InputError.at("person", "nothing is given", mend="Give an id, an address or a name.")
    everybody = [person for person in people if person.name or person.id == words]
    for person in everybody:
        if person.id == words:
            return person
    found = [person for person in everybody if same_address(person.email) == same_address(words.strip())]
    found = found or [person for person in everybody if same_name(person.name, words)]
    asked = set(matched(words).split())
    found = found or [person for person in everybody if asked and asked <= set(matched(person.name).split())]
    here = [person for person in found if person.standing is not Standing.LEFT] or found
    if len(here) == 1:
        return here[0]
    if not here:
        raise InputError.at(words, "nobody is called that", mend="pairs people list shows everybody with their id.")
    ids = ", ".join(f"{person.id} ({person.practice}, {person.role})" for person in here[:20])
    raise InputError.at(words, f"{len(here)} people may be meant: {ids}", mend="Give the id.")
