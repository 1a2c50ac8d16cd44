"""A real browser for the tests that look at mails and pages; they are left out where it is not installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("PAIRS_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

MARKS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

#: Seconds that a step may take on a busy machine.
BUSY = 120

_SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Started, with nothing of anybody's in it."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=_SWITCHES, timeout=BUSY * 1000)
        yield opened
        opened.close()
