"""Debian's Chromium for tests, and what is asked of every page in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from remit.web.assets import FOR_TESTS

__all__ = ["chromium", "violations"]

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "no-first-run",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Tags of axe's rules: WCAG 2.2 AA and below, and what axe itself holds to be good practice."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, open. Skips where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's Chromium is not installed")
    with sync_playwright() as play:
        args = ["--no-sandbox", *(f"--{word}" for word in QUIET)]
        browser = play.chromium.launch(executable_path=CHROMIUM, args=args)
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page: rule, and the elements that break it."""
    page.evaluate((FOR_TESTS / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [
        f"{one['id']}: {' '.join(node['html'][:160] for node in one['nodes'][:3])}"
        for one in found["violations"]
    ]
