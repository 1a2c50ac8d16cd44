"""The kept mails in a real browser: nothing fetched, nothing too wide, everything readable by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import BUSY, MARKS, chromium
from playwright.sync_api import Browser, Page

from pairing.notify.messages import MessageKind

MAILS = sorted((Path(__file__).parents[1] / "golden" / "expected").glob("*.html"))

pytestmark = MARKS

#: A mail is shown inside the mail program's own page, which has the landmarks already.
ASKED = {
    "rules": {
        "landmark-one-main": {"enabled": False},
        "region": {"enabled": False},
        "target-size": {"enabled": True},  # WCAG 2.2 AA, which axe leaves off unless asked
    }
}

#: A desk, a telephone, and a desk at 400 % zoom.
WIDTHS = (1100, 390, 320)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(browser: Browser, scheme: str) -> Iterator[Page]:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    context.set_default_timeout(BUSY * 1000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("mail", MAILS, ids=[path.stem for path in MAILS])
def test_mail_is_good_to_read(mail: Path, page: Page, scheme: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(mail.read_text(encoding="utf-8"))
    assert asked == [], "a mail that fetches anything tells somebody that it was read"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    found = Axe().run(page, options=ASKED).response["violations"]
    assert [(violation["id"], violation["help"]) for violation in found] == []

    card = page.locator("td.card").evaluate("cell => getComputedStyle(cell).backgroundColor")
    assert card == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(30, 39, 43)")
    assert page.locator("td.card p:not(.small)").first.evaluate("p => getComputedStyle(p).fontSize") == "18px"
    heights = page.locator("a.button").evaluate_all("links => links.map(a => a.getBoundingClientRect().height)")
    assert all(height >= 44 for height in heights)
    assert page.locator("img, script, iframe, link, form, object").count() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("a.button").count() <= 1 or "suggestion" in mail.stem, "one main action, but for times on offer"


def test_there_are_mails_of_every_kind_to_look_at() -> None:
    kinds = {kind.value.replace("_", "-") for kind in MessageKind} - {"invitation"}
    assert not [kind for kind in kinds if not any(path.stem.startswith(kind) for path in MAILS)]
    assert {"coffee", "lunch"} <= {path.stem for path in MAILS}, "the invitations go by their occasion"
