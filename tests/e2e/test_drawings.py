"""Chart, timeline, map and table: one selection, by mouse and by keyboard, with an address."""

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Open, Picture
from tests.e2e.site import Site, because
from tests.e2e.test_pages import within_reach

pytestmark = pytest.mark.browser

A = "analyst"
READY = "#chart[data-ready]"


@pytest.fixture
def chart(site: Site, opened: Open) -> Page:
    """The chart of a person and what is joined with her."""
    page = opened(A)
    page.goto(f"/cases/{site.case}/chart?thing={site.demir}&grow=true&{because()}")
    page.wait_for_selector(READY)
    return page


@pytest.fixture
def time(site: Site, opened: Open) -> Page:
    """When and where two vehicles were seen."""
    page = opened(A)
    page.goto(f"/cases/{site.case}/time-and-map?thing={site.van}&thing={site.car}&{because()}")
    page.wait_for_selector("#selection:not([hidden])")
    return page


def selected(page: Page) -> int:
    """How many are selected, as every part of the page says it."""
    ticked = page.locator("tr.chosen").count()
    assert page.locator("tbody input:checked").count() == ticked
    said = page.locator("#selected-count").inner_text()
    assert said == (str(ticked) if ticked else "Nothing")
    return ticked


def test_a_chart_is_walked_and_selected_by_keyboard(chart: Page, picture: Picture) -> None:
    chart.locator("#chart").focus()
    chart.keyboard.press("ArrowRight")
    assert "Aylin Demir, person" in chart.locator("#said").inner_text()
    chart.keyboard.press("Space")
    assert selected(chart) == 1
    assert chart.evaluate("document.getElementById('chart').cy.$('.chosen').length") == 1
    assert chart.evaluate("document.getElementById('chart').cy.$('.joined').length") >= 3
    chart.keyboard.press("Enter")
    drawer = chart.locator("#drawer")
    assert "Aylin Demir" in drawer.inner_text()
    assert "uses phone (1)" in drawer.inner_text()
    within_reach(chart, "chart-drawer", picture)
    chart.keyboard.press("Escape")
    assert drawer.is_hidden()
    assert chart.evaluate("document.activeElement.id") == "chart"


def test_every_thing_of_a_chart_can_be_walked_to(chart: Page) -> None:
    chart.locator("#chart").focus()
    seen = set()
    ways = {"r": "Right", "l": "Left", "d": "Down", "u": "Up"}
    for way in "rrllddululrd":
        chart.keyboard.press(f"Arrow{ways[way]}")
        seen.add(chart.evaluate("document.getElementById('chart').cy.$('.here').id()"))
    assert len(seen) >= 3


def test_a_tick_in_the_table_selects_on_the_chart_and_undo_takes_it_back(chart: Page) -> None:
    boxes = chart.locator("tbody input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(2).check()
    assert selected(chart) == 2
    assert chart.evaluate("document.getElementById('chart').cy.$('.chosen').length") == 2
    chart.get_by_role("button", name="Undo").click()
    expect(chart.locator("tr.chosen")).to_have_count(1)
    chart.get_by_role("button", name="Clear").click()
    assert selected(chart) == 0


def test_a_selection_has_an_address_and_a_name(chart: Page, site: Site, opened: Open) -> None:
    chart.locator("tbody input[type=checkbox]").nth(1).check()
    chart.get_by_label("Call it").fill("Her phone & van")
    chart.keyboard.press("Tab")
    address = chart.url
    assert "#selected=" in address
    other = opened(A)
    other.goto(address)
    other.wait_for_selector(READY)
    assert selected(other) == 1
    assert other.get_by_label("Call it").input_value() == "Her phone & van"


def test_what_is_selected_goes_along_to_another_drawing(chart: Page, site: Site) -> None:
    chart.locator(f"tr[data-id='{site.car}'] input").check()
    chart.get_by_role("link", name="When and where").click()
    assert "AB12CDE" in chart.locator(".facts").inner_text()
    assert "KT19XYZ" not in chart.locator(".facts").inner_text()
    assert chart.locator("tbody tr").count() == 2


def test_a_chart_grows_from_one_thing(chart: Page, site: Site) -> None:
    before = chart.locator("table.selectable tbody tr").count()
    chart.locator("#chart").focus()
    for key in ("ArrowRight", "Enter"):
        chart.keyboard.press(key)
    chart.locator("#drawer .plain li button", has_text="07700 900123").click()
    chart.get_by_role("link", name="Add what it is joined with").click()
    chart.wait_for_url("**of=**")
    chart.wait_for_selector(READY)
    assert chart.locator("table.selectable tbody tr").count() > before
    assert "Brendan O'Shea" in chart.locator("main").inner_text()


def test_a_timeline_is_walked_and_selected_by_keyboard(time: Page, picture: Picture) -> None:
    time.locator("#timeline").focus()
    time.keyboard.press("ArrowRight")
    assert "2026-09-04" in time.locator("#said").inner_text()
    time.keyboard.press("Space")
    assert selected(time) == 1
    time.keyboard.press("Shift+ArrowRight")
    assert selected(time) == 2
    assert time.locator("#timeline .mark.chosen").count() == 2
    time.keyboard.press("Enter")
    assert "2026-09-05" in time.locator("#drawer").inner_text()
    within_reach(time, "time-drawer", picture)
    time.keyboard.press("Escape")
    assert time.evaluate("document.activeElement.id") == "timeline"


def test_a_map_is_moved_and_selected_by_keyboard(time: Page) -> None:
    map_ = time.locator("#map")
    first = map_.get_attribute("viewBox") or ""
    map_.focus()
    for key in ("n", "Space", "Enter"):
        time.keyboard.press(key)
    assert selected(time) == 1
    assert time.locator("#drawer").is_visible()
    time.keyboard.press("Escape")
    time.keyboard.press("+")
    expect(map_).not_to_have_attribute("viewBox", first)
    time.keyboard.press("0")
    expect(map_).to_have_attribute("viewBox", first)


def test_one_selection_stands_in_timeline_map_and_table(time: Page) -> None:
    time.locator("tbody input[type=checkbox]").nth(1).check()
    assert time.locator("#timeline .mark.chosen").count() == 1
    time.wait_for_selector("#spots .spot.chosen")
    assert time.locator("#spots .spot.chosen").count() == 1
    assert selected(time) == 1


def test_a_brush_over_time_selects_what_lies_within(time: Page) -> None:
    frame = time.locator("#timeline svg.axis").bounding_box()
    assert frame
    time.mouse.move(frame["x"] + 1, frame["y"] + 14)
    time.mouse.down()
    time.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + 14, steps=4)
    time.mouse.up()
    assert selected(time) == 3
    time.get_by_role("link", name="Only this time").click()
    assert time.locator("tbody tr").count() == 3


def test_a_drawing_without_a_script_is_a_picture_with_its_tables(
    site: Site, opened: Open, picture: Picture
) -> None:
    page = opened(A, java_script_enabled=False)
    page.goto(f"/cases/{site.case}/chart?thing={site.demir}&grow=true&{because()}")
    assert page.locator("#still").is_visible()
    assert page.locator("#still text").count() == page.locator(".selectable tbody tr").count()
    picture(page, "chart-without-script")
    page.goto(f"/cases/{site.case}/time-and-map?thing={site.van}&{because()}")
    assert page.locator("#timeline .mark").count() == 3
    assert page.locator("#spots .spot").count() >= 2
    picture(page, "time-without-script")


def test_search_leads_to_the_chart(site: Site, opened: Open) -> None:
    page = opened(A)
    page.goto(f"/cases/{site.case}/search?kind=vehicles&query=KT19+XYZ&{because()}")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Show on the chart").click()
    page.wait_for_selector(READY)
    assert "KT19XYZ" in page.locator(".selectable").inner_text()


def test_a_path_leads_to_the_chart(site: Site, opened: Open) -> None:
    page = opened(A)
    page.goto(f"/cases/{site.case}/paths?a={site.demir}&b={site.okafor}&{because()}")
    links = page.locator("main tbody tr").count()
    page.get_by_role("link", name="Show it on the chart").click()
    page.wait_for_selector(READY)
    assert page.locator(".selectable tbody tr").count() == links + 1
