"""Keys of a programme that are right alone and do not go together, refused in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.config.rhythm import parse_every, parse_send_on
from pairing.config.values import refusal
from pairing.rounds import Format

if TYPE_CHECKING:  # a programme looks for them itself
    from pairing.config.programme import Programme


def refuse_clashes(programme: Programme) -> None:
    """Raise the refusal of the first clash there is, naming the key to mend."""
    _coffee_is_small(programme)
    _occasions_fit(programme)
    _rotations_fit(programme)
    _day_fits_rhythm(programme)
    _time_fits(programme)


def _smallest_and_largest(programme: Programme) -> tuple[int, int]:
    """The sizes that were written; two where none were."""
    sizes = programme.sizes or (2, 2)
    return sizes if isinstance(sizes, tuple) else (sizes.smallest, sizes.largest)


def _coffee_is_small(programme: Programme) -> None:
    _, largest = _smallest_and_largest(programme)
    if programme.format is Format.COFFEE and largest > 3:
        mend = 'Write sizes = [2, 3], or make it a "huddle" (3 to 6 people) or a "lunch".'
        raise refusal(f"coffee is for two, three where the number is odd: not {largest}", mend, key="sizes")


def _occasions_fit(programme: Programme) -> None:
    if not programme.occasions:
        return
    if programme.format not in (Format.LUNCH, Format.WORKSHOP):
        mend = f"Remove the occasions, or move them to a lunch: a {programme.format} is arranged by those who meet."
        raise refusal(f"a {programme.format} has no dates and places", mend, key="occasions")
    smallest, _ = _smallest_and_largest(programme)
    for number, each in enumerate(programme.occasions):
        if each.seats < smallest:
            what = f"the table in {each.place} has {each.seats} seats, and a group has at least {smallest} people"
            raise refusal(what, "Raise seats, or lower the smallest size.", key=f"occasions.{number}.seats")


def _rotations_fit(programme: Programme) -> None:
    if programme.rotations is not None and programme.format is not Format.WORKSHOP:
        mend = 'Remove rotations, or make it a "workshop".'
        raise refusal(f"tables change at a workshop, not at a {programme.format}", mend, key="rotations")


def _day_fits_rhythm(programme: Programme) -> None:
    on = parse_send_on(programme.send_on)
    if parse_every(programme.every).unit == "week" and on.which and "send_on" in programme.model_fields_set:
        day = programme.send_on.split()[-1]
        what = f'every "{programme.every}" has no "{programme.send_on}"'
        raise refusal(what, f'Write send_on = "{day}", or every = "month".', key="send_on")


def _time_fits(programme: Programme) -> None:
    first, last = (each.hour * 60 + each.minute for each in programme.between)
    if programme.format in (Format.COFFEE, Format.HUDDLE) and last - first < programme.minutes:
        hours = " and ".join(f"{each:%H:%M}" for each in programme.between)
        what = f"{programme.minutes} minutes do not fit between {hours}"
        raise refusal(what, "Widen between, or lower minutes.", key="minutes")
