"""
What a `pairs.toml` may say. Unknown keys are refused; every field's description is what
``pairs config explain`` prints.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from pairing.rounds import Format
from pairing.tiers import Importance


class Section(BaseModel):
    """A table of the file: frozen, nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Network(Section):
    """Whose staff this is."""

    name: str = Field(description="The network's name, as staff know it.")
    code: str = Field(default="", description="The network's ODS code (U and five digits), if it has one.")
    timezone: str = Field(default="Europe/London", description="The time zone of every date and time.")


class Lead(Section):
    """Who runs this and is told when something fails."""

    name: str = Field(default="", description="The network lead's name, shown under every mail.")
    email: str = Field(default="", description="Where staff can write to the lead.")


class Store(Section):
    """Where facts, roster and outbox are kept."""

    url: str = Field(
        default="sqlite:///pairs.db",
        description="A file in the workspace, or postgresql://user@host/database.",
    )


class Smtp(Section):
    """The mail server, when delivery is smtp."""

    host: str = Field(default="localhost", description="The server's name.")
    port: int = Field(default=587, ge=1, le=65535, description="587 with starttls, 465 with tls, 25 inside a network.")
    security: Literal["starttls", "tls", "none"] = Field(default="starttls", description="How the line is protected.")
    username: str = Field(default="", description="The account; empty = no login.")
    password: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__SMTP__PASSWORD or a secret file."
    )
    auth: Literal["password", "xoauth2"] = Field(
        default="password", description="xoauth2 fetches a token (Microsoft 365)."
    )
    token_url: str = Field(default="", description="Where xoauth2 tokens come from (client credentials).")
    client_id: str = Field(default="", description="The application's id, for xoauth2.")
    client_secret: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__SMTP__CLIENT_SECRET or a secret file."
    )
    scope: str = Field(default="https://outlook.office365.com/.default", description="The token's scope, for xoauth2.")
    ca_file: str = Field(
        default="", description="A certificate authority of one's own, as a file; empty = the system's."
    )


class Mail(Section):
    """How mail leaves."""

    delivery: Literal["folder", "smtp"] = Field(
        default="folder", description="folder writes .eml files and mails nothing; smtp really sends."
    )
    folder: str = Field(default="outbox", description="Where .eml files go, in the workspace.")
    sender: str = Field(
        default="pairs@network.example", alias="from", description="The visible From, and the calendar's organiser."
    )
    sender_name: str = Field(default="", description="The name beside From; empty = the network's name.")
    reply_to: str = Field(default="", description="Where a person reads replies; empty = From.")
    per_minute: int = Field(default=28, ge=1, description="The most messages one mailbox sends in a minute.")
    smtp: Smtp = Smtp()


class Web(Section):
    """Public pages for answers."""

    url: str = Field(default="", description="The public address of the answer pages; empty = answers by mail.")


class Guards(Section):
    """Surprises that stop even --yes until the lead says --accept-warnings."""

    change_percent: int = Field(
        default=10, ge=0, le=100, description="How far the number of people may move in a month."
    )
    domains: tuple[str, ...] = Field(default=(), description="Mail domains staff may have; empty = any seen before.")
    most_messages: int = Field(default=1000, ge=1, description="The most messages one run may send.")
    staff_file_days: int = Field(default=45, ge=1, description="How old the last staff import may be, in days.")
    plan_days: int = Field(default=7, ge=1, description="How old a saved plan may be when it is sent, in days.")


class Occasion(Section):
    """One date and place for a lunch."""

    date: dt.date = Field(description="The day.")
    start: dt.time = Field(description="The time it starts.")
    place: str = Field(description="Where, as staff are told.")
    tables: int = Field(default=1, ge=1, description="How many tables fit.")
    seats: int = Field(ge=2, description="How many people sit at one table.")


class Rule(Section):
    """How much a rule counts, and its own parameters."""

    model_config = ConfigDict(extra="allow", frozen=True)  # parameters are checked against the rules catalogue

    importance: Importance | None = Field(default=None, description="must, high, medium, low or off.")


Count = Annotated[int, Field(ge=2, le=40)]


class SizeRange(Section):
    """The sizes a group may have."""

    smallest: Count
    largest: Count
    preferred: Count


class Programme(Section):
    """A named, recurring kind of meeting."""

    format: Format = Field(description="coffee (twos), lunch (tables), huddle (small and often) or workshop.")
    title: str = Field(default="", description="What staff see; empty = the format's usual name.")
    purpose: str = Field(default="", description="One line on why, in every invitation.")
    every: str = Field(default="month", description='The rhythm: "week", "2 weeks", "month", "2 months" ...')
    send_on: str = Field(default="first Tuesday", description='When invitations go out: "first Tuesday", "Monday".')
    minutes: int = Field(default=30, ge=5, le=480, description="How long they meet.")
    sizes: tuple[Count, Count] | SizeRange | None = Field(
        default=None, description="Smallest and largest group; empty = the format's usual sizes."
    )
    between: tuple[dt.time, dt.time] = Field(
        default=(dt.time(12), dt.time(14)), description="The hours a suggested time lies in."
    )
    meet_within_days: int = Field(default=21, ge=1, le=92, description="How long people have to meet.")
    place: str = Field(default="", description="Where coffees are, if there is one place for all.")
    prompts: str = Field(default="", description="A text file with one prompt a line; empty = the shipped ones.")
    ground_rules: tuple[str, ...] = Field(default=(), description="Shown in lunches; empty = the usual three.")
    note: str = Field(default="", description="The lead's own line in the next invitations.")
    occasions: tuple[Occasion, ...] = Field(default=(), description="Dates and places, for lunches.")
    scores: str = Field(default="", description="A CSV of person, other, score (ids; negative = wanted).")
    cover_percent: int = Field(
        default=50, ge=1, le=100, description="The most of one practice and staff group that may be away at one hour."
    )
    rules: dict[str, Rule] = Field(default_factory=dict, description="Importance and parameters by rule name.")


class Config(Section):
    """Everything a workspace's `pairs.toml` says, with the shipped defaults below it."""

    network: Network
    lead: Lead = Lead()
    store: Store = Store()
    mail: Mail = Mail()
    web: Web = Web()
    guards: Guards = Guards()
    roles: dict[str, str] = Field(
        default_factory=dict, description="Role titles of this network: title = gp, nurse, dpc, admin or other."
    )
    practices: dict[str, str] = Field(default_factory=dict, description="Display names: code or key = name.")
    apart: tuple[tuple[str, str], ...] = Field(default=(), description="Ids of people never put together.")
    programmes: dict[str, Programme] = Field(default_factory=dict, description="The recurring meetings, by name.")
