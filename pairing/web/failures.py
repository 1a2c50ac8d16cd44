"""Errors in words: one page, whatever went wrong, and never a trace of a link."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pairing.web.headers import ALWAYS
from pairing.web.pages import page

log = logging.getLogger("pairing.web")

#: Heading and words, by status.
ERRORS = {
    404: ("This link does not work", "It may be incomplete, or no longer valid. The newest mail has a working one."),
    405: ("That is not possible here", "Open the link from your mail, and use the buttons on the page."),
    413: ("That was too much", "Nothing has changed. Please go back and write less."),
    429: ("Too many at once", "Please wait a minute and try again. Nothing has changed."),
    500: ("Something went wrong", "That should not have happened. Please try again in a few minutes."),
    503: ("Not available just now", "Please try again in a few minutes. Nothing has changed."),
}


def failed(request: Request, error: Exception) -> Response:
    """What we refuse."""
    assert isinstance(error, HTTPException)
    response = _page(request, error.status_code)
    response.headers.update(error.headers or {})
    if error.status_code in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


def broken(request: Request, error: Exception) -> Response:
    """A bug. This answer is made outside `SafeHeaders`, so it brings its headers itself."""
    log.error("a page failed: %s", type(error).__name__)
    response = _page(request, 500)
    response.headers.update(ALWAYS | {"Cache-Control": "no-store"})
    return response


def _page(request: Request, status: int) -> Response:
    heading, words = ERRORS.get(status, ERRORS[500])
    return page("error", status, heading=heading, words=words, base=request.app.state.base)
