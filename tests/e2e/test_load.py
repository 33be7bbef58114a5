"""Loading a file in the browser: what it would become, what is asked, progress, the rows."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import Open, Picture
from tests.e2e.site import Site
from tests.e2e.test_pages import within_reach

pytestmark = pytest.mark.browser

REASON = "seeing a file become records"


def previewed(site: Site, opened: Open, file: Path) -> Page:
    """The page that says what a file would become."""
    page = opened("data-engineer")
    page.goto(f"/cases/{site.case}/load")
    page.set_input_files("input[type=file]", file)
    page.get_by_label("Why they are loaded").fill(REASON)
    page.get_by_role("button", name="Show what they would become").click()
    return page


def test_a_question_is_answered_before_anything_is_loaded(
    site: Site, opened: Open, picture: Picture
) -> None:
    page = previewed(site, opened, site.file)
    assert "born 1990" not in page.locator("main").inner_text()
    within_reach(page, "load-asked", picture)

    page.get_by_label("dob:").select_option("day-first")
    page.get_by_role("button", name="Answer").click()
    assert "1990-04-03" in page.locator("main").inner_text()
    within_reach(page, "load-plan", picture)

    page.get_by_role("button", name="Load this file").click()
    page.get_by_text("2 rows received = 2 accepted + 0 rejected").wait_for()
    within_reach(page, "load-done", picture)


def test_a_row_that_is_not_accepted_stands_with_its_reason(
    site: Site, opened: Open, picture: Picture
) -> None:
    page = previewed(site, opened, site.wrong)
    page.get_by_role("button", name="Load").last.click()
    page.get_by_text("3 rows received = 2 accepted + 1 rejected").wait_for()
    assert "30/13/1984" in page.locator("main table").last.inner_text()
    within_reach(page, "load-rejected", picture)
