"""
What a `pairs.toml` may say. Unknown keys are refused; every field's description is what
``pairs config explain`` prints, and its first example what it shows.
"""

from __future__ import annotations

from pydantic import Field, field_validator

from pairing.config.mail import Inbox, Mail, Smtp
from pairing.config.programme import Occasion, Programme, Rule, SizeRange
from pairing.config.section import Section
from pairing.config.values import (
    Address,
    NetworkCode,
    ProgrammeName,
    RoleGroupName,
    StoreAddress,
    Timezone,
    WebAddress,
    refusal,
)

__all__ = [
    "Config",
    "Guards",
    "Inbox",
    "Lead",
    "Mail",
    "Network",
    "Occasion",
    "Programme",
    "Rule",
    "SizeRange",
    "Smtp",
    "Store",
    "Web",
]


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
