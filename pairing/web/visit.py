"""
One visit to a page behind a link: who comes, with which link, and what they pressed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from pairing.config.formats import programme_title
from pairing.life.answers import Source
from pairing.links import Link, Purpose
from pairing.people.person import Person
from pairing.stages.desk import Desk
from pairing.stages.linking import PATHS, Links
from pairing.stages.meeting import Meeting, Outcome, Voice
from pairing.stages.members import programme_of
from pairing.web import nonce
from pairing.web.pages import page


@dataclass(frozen=True)
class Visit:
    """A GET, or a POST whose nonce was good: ``shown_at`` is then when its form was shown."""

    desk: Desk
    links: Links
    link: Link
    person: Person
    token: str
    now: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    shown_at: datetime | None = None
    unproved: bool = False  # a POST came without a good nonce, so the page asks to press once more

    @property
    def meeting(self) -> Meeting:
        """The meeting this link is about."""
        return Meeting(self.person.id, self.link.round, self.link.group)

    @property
    def programme(self) -> str | None:
        """The programme this link is about; None where it is gone from the config."""
        return programme_of(self.desk, self.link.round)

    @property
    def voice(self) -> Voice:
        """How the visitor speaks."""
        return Voice(Source.PAGE, self.now, self.shown_at)

    @property
    def base(self) -> str:
        """What comes before every path of ours where the pages share a host with others."""
        return base_of(self.desk)

    def address(self, *parts: str, purpose: Purpose | None = None, group: int | None = None) -> str:
        """The path of a page of this person; without a ``purpose``, of the page visited."""
        token = self.token
        if purpose is not None:
            token = self.links.token(
                purpose, self.person.id, self.link.round, self.link.group if group is None else group
            )
        return "/".join((self.base, PATHS[purpose or self.link.purpose], token, *parts))

    def show(self, name: str, status: int = 200, **words: Any) -> Response:
        """A page, with a fresh nonce for its forms."""
        programme = self.desk.config.programmes[self.programme] if self.programme else None
        common = {
            "network": self.desk.config.network.name,
            "lead": self.desk.config.lead,
            "base": self.base,
            "programme_title": programme_title(programme) if programme else "",
            "again": self.unproved,
            "nonce": nonce.issue(self.desk.secret, self.token, self.now),
            "here": self.address(),
            "part": self.address(purpose=Purpose.PAUSE),
            "number": self.address(purpose=Purpose.NUMBER),
        }
        return page(name, status, **common | words)

    def thanks(self, outcome: Outcome | str) -> Response:
        """On to the page that says what came of it; a reload of that one repeats nothing."""
        return RedirectResponse(self.address("thanks", str(outcome)), status_code=303)


def base_of(desk: Desk) -> str:
    """The path of the public address, without a slash at its end."""
    return urlsplit(desk.config.web.url).path.rstrip("/")
