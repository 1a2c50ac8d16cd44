"""
Pages from templates: autoescaped, and with the tolerant undefined that the NHS macros need.

(The mails' templates are stricter, and so have an environment of their own.)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FunctionLoader, PackageLoader
from starlette.responses import HTMLResponse

from pairing.resources import shipped


def page(name: str, status: int = 200, **words: Any) -> HTMLResponse:
    """The page of this name, filled in."""
    return HTMLResponse(_environment().get_template(f"{name}.html").render(words), status)


def static(name: str) -> bytes:
    """The bytes of a shipped style sheet."""
    return shipped("templates", f"web/static/{name}").read_bytes()


def _source(name: str) -> str | None:
    file = shipped("templates", f"web/{name}")
    return file.read_text(encoding="utf-8") if file.is_file() else None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=ChoiceLoader([FunctionLoader(_source), PackageLoader("nhsuk_frontend_jinja")]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # they change with the program only, and a page is asked for often
    )
