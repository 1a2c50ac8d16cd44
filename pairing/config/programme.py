"""A programme and what belongs to it: the ``[programmes.NAME]`` tables of a `pairs.toml`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from pairing.config.programme_clashes import refuse_clashes
from pairing.config.section import Section
from pairing.config.values import CheckSizes, ClockTime, Day, EveryText, SendOnText, refusal
from pairing.rounds import Format
from pairing.tiers import Importance


class Occasion(Section):
    """One date and place for a lunch."""

    date: Day = Field(description="The day.", examples=[dt.date(2026, 12, 3)])
    start: ClockTime = Field(description="The time it starts.", examples=[dt.time(12, 30)])
    place: str = Field(min_length=1, description="Where, as staff are told.", examples=["Millbrook library, room 2"])
    tables: int = Field(default=1, ge=1, description="How many tables fit.", examples=[3])
    seats: int = Field(ge=2, description="How many people sit at one table.", examples=[8])


class Rule(Section):
    """How much a rule counts, and its own parameters."""

    # parameters are named and checked by the rules catalogue, in `pairing.config.catalogue`
    model_config = ConfigDict(extra="allow", frozen=True)

    importance: Importance | None = Field(
        default=None,
        description="must, high, medium, low or off; empty = the catalogue's own.",
        examples=["high"],
    )


Count = Annotated[int, Field(ge=2, le=40)]


class SizeRange(Section):
    """The sizes a group may have."""

    smallest: Count = Field(description="The fewest people in a group.", examples=[6])
    largest: Count = Field(description="The most people in a group.", examples=[8])
    preferred: Count = Field(description="The size most groups have.", examples=[6])


#: Days people have to join an opt-in programme before its first round; published coffee trials closed sign-up
#: about a week before.
DAYS_TO_JOIN = 7


class Programme(Section):
    """A named, recurring kind of meeting. What it does not say, its format does (`config/default.toml`)."""

    format: Format = Field(
        description="coffee (twos), lunch (tables), huddle (small and often) or workshop (tables that change).",
        examples=["coffee"],
    )
    title: str = Field(
        default="", description="What staff see; empty = the format's usual name.", examples=["Tea for two"]
    )
    purpose: str = Field(
        default="",
        description="One line on why, in every invitation; empty = the format's usual one.",
        examples=["Meet somebody from another practice."],
    )
    joining: Literal["opt-out", "opt-in"] = Field(
        default="opt-out",
        description="opt-out: everybody on the staff list takes part until they say otherwise; opt-in: who said yes.",
        examples=["opt-in"],
    )
    announce_days: int | None = Field(
        default=None,
        ge=0,
        le=60,
        description="How many days before its first round people are told of the programme, in a mail of its own; "
        "0 = their first invitation says it; empty = 7 with opt-in, else 0.",
        examples=[7],
    )
    every: EveryText = Field(
        default="month", description='The rhythm: "week", "2 weeks", "month", "2 months" ...', examples=["2 months"]
    )
    send_on: SendOnText = Field(
        default="first Tuesday",
        description='When invitations go out: "first Tuesday", "last Friday"; for rhythms of weeks "Monday". '
        "On a bank holiday they go out on the next working day, at the end of a month or week on the one before.",
        examples=["first Tuesday"],
    )
    minutes: int = Field(default=30, ge=5, le=480, description="How long they meet.", examples=[20])
    sizes: Annotated[tuple[Count, Count] | SizeRange | None, CheckSizes] = Field(
        default=None,
        description="Smallest and largest group; empty = the format's usual sizes.",
        examples=[[6, 8]],
    )
    rotations: int | None = Field(
        default=None,
        ge=1,
        le=20,
        description="How often a workshop's tables change, the first seating counted; empty = 3.",
        examples=[4],
    )
    between: tuple[ClockTime, ClockTime] = Field(
        default=(dt.time(12), dt.time(14)),
        description="The hours a suggested time lies in.",
        examples=[[dt.time(12), dt.time(14)]],
    )
    meet_within_days: int = Field(default=21, ge=1, le=92, description="How long people have to meet.", examples=[21])
    repair_until_hours: int = Field(
        default=24,
        ge=0,
        le=24 * 14,
        description="How many hours before a meeting nobody is moved any more when somebody drops out.",
        examples=[24],
    )
    place: str = Field(
        default="", description="Where coffees are, if there is one place for all.", examples=["The library café"]
    )
    prompts: str = Field(
        default="",
        description="A text file with one prompt a line; empty = the shipped ones.",
        examples=["prompts.txt"],
    )
    ground_rules: tuple[str, ...] = Field(
        default=(),
        description="Shown with the meeting; empty = the format's own (lunch: confidential, no jargon, no rank).",
        examples=[["What is said at the table stays at the table."]],
    )
    note: str = Field(
        default="", description="The lead's own line in the next invitations.", examples=["Your time is protected."]
    )
    occasions: tuple[Occasion, ...] = Field(
        default=(), description="Dates and places, for lunches and workshops; kept in order of date."
    )
    scores: str = Field(
        default="",
        description="A CSV file of person, other, score: two ids and a whole number, negative = wanted together.",
        examples=["scores.csv"],
    )
    cover_percent: int = Field(
        default=50,
        ge=1,
        le=100,
        description="The most of one practice and staff group that may be away at one hour, in per cent.",
        examples=[50],
    )
    rules: dict[str, Rule] = Field(default_factory=dict, description="Importance and parameters by rule name.")

    @property
    def opt_in(self) -> bool:
        """True when only those take part who said yes."""
        return self.joining == "opt-in"

    @property
    def days_of_notice(self) -> int:
        """How many days lie between the announcement and the first round; 0 = no announcement of its own."""
        if self.announce_days is None:
            return DAYS_TO_JOIN if self.opt_in else 0
        return self.announce_days

    @field_validator("between")
    @classmethod
    def _hours_rise(cls, between: tuple[dt.time, dt.time]) -> tuple[dt.time, dt.time]:
        if not between[0] < between[1]:
            raise refusal("the hours end before they begin", 'Write the earlier one first: ["12:00", "14:00"].')
        return between

    @field_validator("occasions")
    @classmethod
    def _in_order(cls, occasions: tuple[Occasion, ...]) -> tuple[Occasion, ...]:
        places = [(each.date, each.start, each.place) for each in occasions]
        twice = next((place for place in places if places.count(place) > 1), None)
        if twice:
            raise refusal(
                f"{twice[2]} stands twice on {twice[0]} at {twice[1]:%H:%M}", "Write it once, with more tables."
            )
        return tuple(sorted(occasions, key=lambda each: (each.date, each.start, each.place)))

    @model_validator(mode="after")
    def _fits_together(self) -> Programme:
        refuse_clashes(self)
        return self
