"""
The answer pages as one application. GET and HEAD read, POST acts; every page is behind a signed link.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pairing.clock import Clock
from pairing.links import Purpose
from pairing.stages.linking import PATHS
from pairing.web import answer_page, met_page, number_page, part_page
from pairing.web.endpoint import OpenDesk, Page, Service, linked, words
from pairing.web.failures import broken, failed
from pairing.web.headers import SafeHeaders
from pairing.web.pace import Limits, Pace
from pairing.web.pages import static

#: By path after the link: what is shown and done there.
PAGES = {
    "": Page(Purpose.ANSWER, answer_page.show, answer_page.act),
    "/time": Page(Purpose.ANSWER, answer_page.show_times, answer_page.act_times),
    "/offers": Page(Purpose.ANSWER, answer_page.show, answer_page.act_offers),
    "/thanks/{outcome}": Page(Purpose.ANSWER, answer_page.thanks),
}
OTHERS = (
    Page(Purpose.PAUSE, part_page.show, part_page.act, one_click=part_page.one_click),
    Page(Purpose.MET, met_page.show, met_page.act),
    Page(Purpose.JOIN, part_page.show_join, part_page.act_join),
    Page(Purpose.NUMBER, number_page.show, number_page.act),
)
THANKS = (
    Page(Purpose.PAUSE, part_page.thanks),
    Page(Purpose.MET, met_page.thanks),
    Page(Purpose.JOIN, part_page.thanks),
    Page(Purpose.NUMBER, number_page.thanks),
)


def create_app(open_desk: OpenDesk, clock: Clock, *, limits: Limits | None = None, base: str = "") -> Starlette:
    """
    The application. ``open_desk`` opens the workspace for one request, without the run's lock.

    ``base`` is the path that the public address has before ours, if any (for error pages).
    """
    service = Service(open_desk, clock, Pace(limits or Limits()))
    routes = [
        *_linked(service),
        *(Route(f"/{name}", words(service, name or "home")) for name in ("", "accessibility", "privacy")),
        Route("/static/{name}", _sheet),
        Route("/robots.txt", _robots),
        Route("/favicon.ico", _no_icon),
    ]
    handlers = {HTTPException: failed, Exception: broken}
    app = Starlette(routes=routes, middleware=[Middleware(SafeHeaders)], exception_handlers=handlers)
    app.router.redirect_slashes = False  # it would send on to whatever host the visitor names
    app.state.base = base
    return app


def _linked(service: Service) -> Iterator[Route]:
    """HEAD comes with GET; only pages with buttons take a POST."""
    pages = [*PAGES.items(), *(("", page) for page in OTHERS), *(("/thanks/{outcome}", page) for page in THANKS)]
    for rest, page in pages:
        methods = ["GET", "POST"] if page.act else ["GET"]
        yield Route(f"/{PATHS[page.purpose]}/{{token}}{rest}", linked(service, page), methods=methods)


def _sheet(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in {"nhsuk.css", "pairs.css"}:
        raise HTTPException(404)
    return Response(static(name), media_type="text/css", headers={"Cache-Control": "public, max-age=86400"})


def _robots(_: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _no_icon(_: Request) -> Response:
    return Response(status_code=204, headers={"Cache-Control": "public, max-age=86400"})
