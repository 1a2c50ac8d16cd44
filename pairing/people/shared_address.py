"""
One address that stands for several people: only one of them takes part until each has their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pairing.people.addresses import same_address
from pairing.people.person import Person, Standing
from pairing.people.remarks import Gravity, Remark
from pairing.people.staff_row import StaffRow
from pairing.people.wishes import NONE, Wish


def remarks_on_sharing(rows: Sequence[StaffRow]) -> list[Remark]:
    """One warning for every shared address."""
    groups = [[rows[place] for place in places] for places in _places_at(rows).values() if len(places) > 1]
    return [
        Remark(
            Gravity.WARNING,
            f"{group[0].email} is the address of {len(group)} people: all are kept, only one of them is invited, "
            "and the others are paused until they have an address of their own",
            group[0].row,
            "email",
            "Give each person their own address.",
            group[0].sheet,
            tuple(row.row for row in group),
        )
        for group in groups
    ]


def parted_and_rejoined(
    rows: Sequence[StaffRow], ids: Sequence[str], known: Mapping[int, Person], wishes: Mapping[str, Wish]
) -> tuple[set[str], set[str]]:
    """Ids to be paused for sharing an address, and ids no longer to be.

    Whoever of those at an address takes part already goes on; if nobody does, the first in the list.
    """
    parted: set[str] = set()
    rejoined: set[str] = set()
    for address, places in _places_at(rows).items():
        active = [
            place
            for place in places
            if place in known
            and known[place].standing is Standing.ACTIVE
            and same_address(known[place].email) == address
        ]
        willing = [place for place in places if _willing(wishes.get(ids[place], NONE))]
        chosen = set(active) or set(willing[:1])
        for place in places:
            wish = wishes.get(ids[place], NONE)
            if place in chosen and wish.for_sharing:
                rejoined.add(ids[place])
            elif place not in chosen and wish == NONE:
                parted.add(ids[place])
    return parted, rejoined


def _willing(wish: Wish) -> bool:
    return wish.for_sharing or wish.standing is Standing.ACTIVE


def _places_at(rows: Sequence[StaffRow]) -> dict[str, list[int]]:
    """Where in the list those at each address stand."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[same_address(row.email)].append(place)
    return places
