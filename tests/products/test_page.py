"""The page of a product in a real browser: reachable for everyone, and alone in the world."""

from pathlib import Path

import pytest
from playwright.sync_api import Request, sync_playwright
from tests.products.test_forms import FILES

import remit.web

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(remit.web.__file__).parent / "static" / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_passes_axe_asks_for_nothing_and_fits(tmp_path: Path, width: int) -> None:
    if not CHROMIUM.exists():
        pytest.skip("Debian's Chromium is not installed")
    page_file = tmp_path / "problem-profile.html"
    page_file.write_bytes(FILES["problem-profile.html"])
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", note)
        page.goto(page_file.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        browser.close()
    assert [one["id"] for one in found["violations"]] == []
    assert asked == [page_file.as_uri()]
    assert wide <= width
