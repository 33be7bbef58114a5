"""The page of a product in a real browser: reachable for everyone, and alone in the world."""

from pathlib import Path

import pytest
from playwright.sync_api import Request
from tests.browser import chromium, violations
from tests.products.test_forms import FILES


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_passes_axe_asks_for_nothing_and_fits(tmp_path: Path, width: int) -> None:
    page_file = tmp_path / "problem-profile.html"
    page_file.write_bytes(FILES["problem-profile.html"])
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", note)
        page.goto(page_file.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        found = violations(page)
    assert found == []
    assert asked == [page_file.as_uri()]
    assert wide <= width
