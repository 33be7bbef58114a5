"""The whole way by keyboard alone: from the link to an answer, a product, and the handbrake."""

import re

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import Open
from tests.e2e.site import FIRST, LAST, Site

pytestmark = pytest.mark.browser

MOST_TABS = 60
REASON = "Who was seen with the rider on Tanner Row?"

FOCUSED = """() => {
  const here = document.activeElement;
  const label = here.labels && here.labels.length ? here.labels[0].innerText : "";
  const shown = getComputedStyle(here).outlineStyle !== "none";
  return [`${label} ${here.innerText || here.value || ""}`.trim(), shown];
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing that says `words` has the focus, and see that it shows it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        said, shown = page.evaluate(FOCUSED)
        if re.search(words, said):
            assert shown, f"{said!r} has the focus and does not show it"
            return
    raise AssertionError(f"{words!r} is out of reach of the keyboard on {page.url}")


def fill(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def follow(page: Page, words: str) -> None:
    """Open the link, or press the button, that says `words`."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_analyst_finds_somebody_and_makes_a_product(site: Site, opened: Open) -> None:
    page = opened("analyst")
    page.goto("/cases")
    follow(page, "^Exercise: phone thefts in Larkhithe$")
    fill(page, "^Question", "Who rode with Demir?")
    fill(page, "^Why it is asked", REASON)
    follow(page, "^Open line of enquiry$")

    follow(page, "^Search$")
    page.keyboard.press("/")
    page.keyboard.type("demir 14/03/1991")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".hits tbody tr").count() >= 1
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED)[0] == "Aylin Demir"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    fill(page, "^Why this is needed now", "named by a witness as the rider")
    follow(page, "^Show it$")  # a new person takes a reason of its own
    follow(page, r"^people\.csv row 2$")
    assert "14/03/1991" in page.locator("main").inner_text()

    follow(page, "^Products$")
    fill(page, "^First month", FIRST)
    fill(page, "^Last month", LAST)
    follow(page, "^Make it$")
    assert page.locator("h1").inner_text().startswith("Problem profile")


def test_an_overseer_pulls_the_handbrake_and_an_analyst_is_refused(
    site: Site, opened: Open
) -> None:
    overseer, analyst = opened("overseer-1"), opened("analyst")
    overseer.goto("/")
    follow(overseer, "^Handbrake$")
    fill(overseer, "^Reason, which is published", "seeing that it stops everything")
    follow(overseer, "^Pull the handbrake$")
    try:
        analyst.goto(f"/cases/{site.case}/search?query=demir&because={REASON.replace(' ', '+')}")
        assert analyst.locator("h1").inner_text() == "Refused"
        assert "The handbrake is on for all" in analyst.locator("main").inner_text()
        assert analyst.locator(".strip").inner_text().strip().startswith("Handbrake on")
        assert "Demir" not in analyst.locator("main").inner_text()

        fill(overseer, "^Why it is released", "it does stop everything")
        follow(overseer, "^Prepare the release")
        follow(overseer, "^Sign with both exercise keys")
        assert "No handbrake is on" in overseer.locator("main").inner_text()
    finally:
        if site.house.brakes.status():
            site.release("all")


def test_the_first_tab_skips_to_the_content(site: Site, opened: Open) -> None:
    page = opened("analyst")
    page.goto("/cases")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[0] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
