"""How mail leaves and where answers arrive: the ``[mail]`` table of a `pairs.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from pairing.config.section import Section
from pairing.config.values import Address, WebAddress

# What sending and reading say alike about logging in.
Auth = Annotated[
    Literal["password", "xoauth2"],
    Field(description="xoauth2 fetches a token (Microsoft 365).", examples=["xoauth2"]),
]
TokenUrl = Annotated[
    WebAddress,
    Field(
        description="Where xoauth2 tokens come from (client credentials).",
        examples=["https://login.microsoftonline.com/TENANT/oauth2/v2.0/token"],
    ),
]
ClientId = Annotated[str, Field(description="The application's id, for xoauth2.", examples=["0f1e2d3c-4b5a"])]
Scope = Annotated[
    str, Field(description="The token's scope, for xoauth2.", examples=["https://outlook.office365.com/.default"])
]
AuthorityFile = Annotated[
    str,
    Field(
        description="A certificate authority of one's own, as a file; empty = the system's.",
        examples=["ca.pem"],
    ),
]


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
    auth: Auth = "password"
    token_url: TokenUrl = ""
    client_id: ClientId = ""
    client_secret: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__SMTP__CLIENT_SECRET or a secret file."
    )
    scope: Scope = "https://outlook.office365.com/.default"
    ca_file: AuthorityFile = ""


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
    auth: Auth = "password"
    token_url: TokenUrl = ""
    client_id: ClientId = ""
    client_secret: SecretStr | None = Field(
        default=None, description="Only from PAIRS__MAIL__INBOX__CLIENT_SECRET or a secret file."
    )
    scope: Scope = "https://outlook.office365.com/.default"
    ca_file: AuthorityFile = ""
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
