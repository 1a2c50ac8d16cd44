"""What is left of a person who was forgotten: the bare id, so that facts about it stay readable."""

from __future__ import annotations

from pairing.people.person import Person, RoleGroup, Standing


def blank(person_id: str) -> Person:
    """A person of whom nothing is known but the id, and who is no longer on the list."""
    return Person(
        id=person_id, name="", email="", practice="", role="", role_group=RoleGroup.OTHER, standing=Standing.LEFT
    )
