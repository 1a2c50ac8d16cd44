"""
What a `pairs.toml` may say. Unknown keys are refused; every field's description is what
``pairs config explain`` prints, and its first example what it shows.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from pairing.config.rhythm import parse_every, parse_send_on
from pairing.config.values import (
    Address,
    CheckSizes,
    ClockTime,
    Day,
    EveryText,
    NetworkCode,
    ProgrammeName,
    RoleGroupName,
    SendOnText,
    StoreAddress,
    Timezone,
    WebAddress,
    refusal,
)
from pairing.rounds import Format
from pairing.tiers import Importance


class Section(BaseModel):
    """A table of the file: frozen, nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Network(Section):
    """Whose staff this is."""

    name: str = Field(
        min_length=1, description="The network's name, as staff know it.", examples=["Riverside Primary Care Network"]
    )
    code: NetworkCode = Field(
        default="", description="The network's ODS code (U and five digits), if it has one.", examples=["U12345"]
    )
    timezone: Timezone = Field(
        default="Europe/London", description="The time zone of every date and time.", examples=["Europe/London"]
    )


class Lead(Section):
    """Who runs this and is told when something fails."""

    name: str = Field(
        default="", description="The network lead's name, shown under every mail.", examples=["Dr Ada Fields"]
    )
    email: Address = Field(
        default="", description="Where staff can write to the lead.", examples=["ada.fields@millbrook.example"]
    )


class Store(Section):
    """Where facts, roster and outbox are kept."""

    url: StoreAddress = Field(
        default="sqlite:///pairs.db",
        description="A file in the workspace, or postgresql://user@host/database.",
        examples=["sqlite:///pairs.db", "postgresql://pairs@db.network.example/pairs"],
    )


class Smtp(Section):
    """The mail server, when delivery is smtp."""

    host: str = Field(
        default="localhost", min_length=1, description="The server's name.", examples=["smtp.network.example"]
    )
    port: int = Field(
        default=587, ge=1, le=65535, description="587 with starttls, 465 with tls, 25 inside a network.", examples=[587]
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the line is protected; none only for a server on the same machine.",
        examples=["starttls"],
    )
    username: str = Field(default="", description="The account; empty = no login.", examples=["pairs@network.example"])
    password: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__SMTP__PASSWORD or a secret file."
    )
    auth: Literal["password", "xoauth2"] = Field(
        default="password", description="xoauth2 fetches a token (Microsoft 365).", examples=["xoauth2"]
    )
    token_url: WebAddress = Field(
        default="",
        description="Where xoauth2 tokens come from (client credentials).",
        examples=["https://login.microsoftonline.com/TENANT/oauth2/v2.0/token"],
    )
    client_id: str = Field(default="", description="The application's id, for xoauth2.", examples=["0f1e2d3c-4b5a"])
    client_secret: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__SMTP__CLIENT_SECRET or a secret file."
    )
    scope: str = Field(
        default="https://outlook.office365.com/.default",
        description="The token's scope, for xoauth2.",
        examples=["https://outlook.office365.com/.default"],
    )
    ca_file: str = Field(
        default="",
        description="A certificate authority of one's own, as a file; empty = the system's.",
        examples=["ca.pem"],
    )


class Inbox(Section):
    """Where answers arrive: calendar replies, prepared replies, bounces. `pairs collect` reads it."""

    kind: Literal["none", "maildir", "imap"] = Field(
        default="none",
        description="imap asks a mail server, maildir reads a folder of this machine; none = only files given by hand.",
        examples=["imap"],
    )
    path: str = Field(
        default="", description="The Maildir's folder, for maildir.", examples=["/var/mail/pairs/Maildir"]
    )
    host: str = Field(
        default="localhost", min_length=1, description="The server's name, for imap.", examples=["imap.network.example"]
    )
    port: int = Field(default=993, ge=1, le=65535, description="993 with tls, 143 with starttls.", examples=[993])
    security: Literal["starttls", "tls", "none"] = Field(
        default="tls",
        description="How the line is protected; none only for a server on the same machine.",
        examples=["tls"],
    )
    username: str = Field(
        default="", description="The account that receives answers.", examples=["coffee@network.example"]
    )
    password: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__INBOX__PASSWORD or a secret file."
    )
    auth: Literal["password", "xoauth2"] = Field(
        default="password", description="xoauth2 fetches a token (Microsoft 365).", examples=["xoauth2"]
    )
    token_url: WebAddress = Field(
        default="",
        description="Where xoauth2 tokens come from (client credentials).",
        examples=["https://login.microsoftonline.com/TENANT/oauth2/v2.0/token"],
    )
    client_id: str = Field(default="", description="The application's id, for xoauth2.", examples=["0f1e2d3c-4b5a"])
    client_secret: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__INBOX__CLIENT_SECRET or a secret file."
    )
    scope: str = Field(
        default="https://outlook.office365.com/.default",
        description="The token's scope, for xoauth2.",
        examples=["https://outlook.office365.com/.default"],
    )
    ca_file: str = Field(
        default="",
        description="A certificate authority of one's own, as a file; empty = the system's.",
        examples=["ca.pem"],
    )
    folder: str = Field(
        default="INBOX", min_length=1, description="The mailbox folder that is read.", examples=["INBOX", "Answers"]
    )
    move_to: str = Field(
        default="",
        description="A folder mails are moved to once read; empty = they stay and are marked as read, and mails "
        "somebody else has opened first are not looked at.",
        examples=["Read by pairs"],
    )


class Mail(Section):
    """How mail leaves."""

    delivery: Literal["folder", "smtp"] = Field(
        default="folder",
        description="folder writes .eml files and mails nothing; smtp really sends.",
        examples=["folder"],
    )
    folder: str = Field(
        default="outbox", min_length=1, description="Where .eml files go, in the workspace.", examples=["outbox"]
    )
    sender: Address = Field(
        default="pairs@network.example",
        min_length=1,
        alias="from",
        description="The visible From, and the calendar's organiser.",
        examples=["coffee@network.example"],
    )
    sender_name: str = Field(
        default="", description="The name beside From; empty = the network's name.", examples=["Riverside coffee"]
    )
    reply_to: Address = Field(
        default="", description="Where a person reads replies; empty = From.", examples=["ada.fields@millbrook.example"]
    )
    per_minute: int = Field(
        default=28, ge=1, description="The most messages one mailbox sends in a minute.", examples=[28]
    )
    smtp: Smtp = Field(default=Smtp(), description="The mail server, when delivery is smtp.")
    inbox: Inbox = Field(default=Inbox(), description="Where answers arrive.")


class Web(Section):
    """Public pages for answers."""

    url: WebAddress = Field(
        default="",
        description="The public address of the answer pages; empty = answers by mail.",
        examples=["https://pairs.network.example"],
    )


class Guards(Section):
    """Surprises that stop even --yes until the lead says --accept-warnings."""

    change_percent: int = Field(
        default=10, ge=0, le=100, description="How far the number of people may move in a month.", examples=[10]
    )
    domains: tuple[str, ...] = Field(
        default=(),
        description="Mail domains staff may have; empty = any seen before.",
        examples=[["network.example", "millbrook.example"]],
    )
    most_messages: int = Field(default=1000, ge=1, description="The most messages one run may send.", examples=[1000])
    staff_file_days: int = Field(
        default=45, ge=1, description="How old the last staff import may be, in days.", examples=[45]
    )
    plan_days: int = Field(
        default=7, ge=1, description="How old a saved plan may be when it is sent, in days.", examples=[7]
    )


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
    every: EveryText = Field(
        default="month", description='The rhythm: "week", "2 weeks", "month", "2 months" ...', examples=["2 months"]
    )
    send_on: SendOnText = Field(
        default="first Tuesday",
        description='When invitations go out: "first Tuesday", "last Friday"; for rhythms of weeks "Monday". '
        "On a bank holiday they go out on the next working day.",
        examples=["first Tuesday"],
    )
    minutes: int = Field(default=30, ge=5, le=480, description="How long they meet.", examples=[20])
    sizes: Annotated[tuple[Count, Count] | SizeRange | None, CheckSizes] = Field(
        default=None,
        description="Smallest and largest group; empty = the format's usual sizes.",
        examples=[[6, 8]],
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
        _coffee_is_small(self)
        _occasions_fit(self)
        _day_fits_rhythm(self)
        _time_fits(self)
        return self


def _coffee_is_small(programme: Programme) -> None:
    sizes = programme.sizes
    largest = sizes.largest if isinstance(sizes, SizeRange) else sizes[1] if sizes else 2
    if programme.format is Format.COFFEE and largest > 3:
        mend = 'Write sizes = [2, 3], or make it a "huddle" (3 to 6 people) or a "lunch".'
        raise refusal(f"coffee is for two, three where the number is odd: not {largest}", mend, key="sizes")


def _occasions_fit(programme: Programme) -> None:
    if not programme.occasions:
        return
    if programme.format not in (Format.LUNCH, Format.WORKSHOP):
        mend = f"Remove the occasions, or move them to a lunch: a {programme.format} is arranged by those who meet."
        raise refusal(f"a {programme.format} has no dates and places", mend, key="occasions")
    sizes = programme.sizes
    smallest = sizes.smallest if isinstance(sizes, SizeRange) else sizes[0] if sizes else 2
    for number, each in enumerate(programme.occasions):
        if each.seats < smallest:
            what = f"the table in {each.place} has {each.seats} seats, and a group has at least {smallest} people"
            raise refusal(what, "Raise seats, or lower the smallest size.", key=f"occasions.{number}.seats")


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


class Config(Section):
    """Everything a workspace's `pairs.toml` says, with the shipped defaults below it."""

    network: Network = Field(description="Whose staff this is.")
    lead: Lead = Field(default=Lead(), description="Who runs this and is told when something fails.")
    store: Store = Field(default=Store(), description="Where facts, roster and outbox are kept.")
    mail: Mail = Field(default=Mail(), description="How mail leaves.")
    web: Web = Field(default=Web(), description="Public pages for answers.")
    guards: Guards = Field(
        default=Guards(), description="Surprises that stop even --yes until the lead says --accept-warnings."
    )
    roles: dict[str, RoleGroupName] = Field(
        default_factory=dict,
        description="Role titles of this network: title = gp, nurse, dpc, admin or other.",
        examples=[{"Care navigator": "admin"}],
    )
    practices: dict[str, str] = Field(
        default_factory=dict,
        description="Display names: code or key = name.",
        examples=[{"A81001": "Millbrook Surgery"}],
    )
    apart: tuple[tuple[str, str], ...] = Field(
        default=(), description="Ids of people never put together.", examples=[[["a1", "b7"]]]
    )
    programmes: dict[ProgrammeName, Programme] = Field(
        default_factory=dict, description="The recurring meetings, by name."
    )

    @field_validator("apart")
    @classmethod
    def _two_people(cls, apart: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        for one, other in apart:
            if one == other:
                raise refusal(f'"{one}" stands beside itself', 'Write two different ids: ["a1", "b7"].')
        return apart
