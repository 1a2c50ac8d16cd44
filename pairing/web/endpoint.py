"""
From a request to a visit: count it, read its body and its link, check its nonce, then show or act.

A link that is not ours, was made for another page, or was revoked gets one and the same answer.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pairing.clock import Clock
from pairing.errors import PairsError
from pairing.links import Purpose
from pairing.stages.desk import Desk
from pairing.stages.linking import Links
from pairing.web import nonce
from pairing.web.bodies import body_of, fields_of, is_one_click
from pairing.web.pace import Pace
from pairing.web.pages import page
from pairing.web.visit import Visit, base_of

OpenDesk = Callable[[], AbstractContextManager[Desk]]
Handler = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

log = logging.getLogger("pairing.web")


@dataclass(frozen=True)
class Service:
    """
    What every page needs. Acts take turns here, before they take turns with other processes at the store:
    so one waits at its door, and not many.
    """

    open_desk: OpenDesk
    clock: Clock
    pace: Pace
    turn: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Page:
    """One page: what its link must be for, what it shows, what its buttons do, and its one-click (RFC 8058)."""

    purpose: Purpose
    show: Handler
    act: Handler | None = None
    one_click: Handler | None = None


def linked(service: Service, this: Page) -> Endpoint:
    """A page behind a signed link."""

    async def endpoint(request: Request) -> Response:
        acts = request.method == "POST"
        if not service.pace.may_ask(address=_address(request), token=request.path_params["token"], acts=acts):
            raise HTTPException(429)
        body = await body_of(request) if acts else None
        return await run_in_threadpool(_visit, service, this, request, body)

    return endpoint


def words(service: Service, name: str) -> Callable[[Request], Response]:
    """A page of words, the same for everybody."""

    def endpoint(_: Request) -> Response:
        with service.open_desk() as desk:
            return page(name, network=desk.config.network.name, lead=desk.config.lead, base=base_of(desk))

    return endpoint


def _visit(service: Service, this: Page, request: Request, body: bytes | None) -> Response:
    token = request.path_params["token"]
    try:
        with service.open_desk() as desk:
            links = Links(desk)
            found = links.read(this.purpose, token)
            if found is None:
                raise HTTPException(404 if service.pace.may_guess(_address(request)) else 429)
            visit = Visit(desk, links, *found, token, service.clock.now(), path=request.path_params)
            if body is None:
                return this.show(visit)
            with service.turn:
                return _act(this, visit, request.headers.get("content-type", ""), body)
    except PairsError as error:
        log.warning("a page is not available: %s", type(error).__name__)
        raise HTTPException(503) from error


def _act(this: Page, visit: Visit, content_type: str, body: bytes) -> Response:
    if this.one_click and is_one_click(content_type, body):
        return this.one_click(visit)
    fields = fields_of(body)
    shown = nonce.shown_at(visit.desk.secret, visit.token, fields.get("nonce", ""), visit.now)
    if shown is None or this.act is None:
        again = this.show(replace(visit, unproved=True))
        again.status_code = 400
        return again
    return this.act(replace(visit, fields=fields, shown_at=shown))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
