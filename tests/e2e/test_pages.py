"""Every page in every state that was designed: within reach of everyone, wide or narrow.

No axe violation, nothing cut off sideways, no request to anyone else, no script error.
"""

from collections.abc import Callable
from contextlib import nullcontext

import pytest
from playwright.sync_api import Page
from tests.browser import violations
from tests.e2e.conftest import Open, Picture
from tests.e2e.site import Site, because

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
A = "analyst"
R = "independent-reviewer"

State = tuple[str | None, Callable[[Site], str]]

STATES: dict[str, State] = {
    "sign-in": (None, lambda s: "/sign-in"),
    "sign-in-used-link": (None, lambda s: "/sign-in?token=used"),
    "cases": (A, lambda s: "/cases"),
    "cases-overseer": ("overseer-1", lambda s: "/cases"),
    "case": (A, lambda s: f"/cases/{s.case}"),
    "case-supervisor": ("supervisor", lambda s: f"/cases/{s.case}"),
    "case-not-found": (A, lambda s: "/cases/case-of-others"),
    "load": ("data-engineer", lambda s: f"/cases/{s.case}/load"),
    "loads": (A, lambda s: f"/cases/{s.case}/loads?{because()}"),
    "loads-reason": (A, lambda s: f"/cases/{s.case}/loads"),
    "rejected": (A, lambda s: f"/cases/{s.case}/loads/{s.calls}/rejected?{because()}"),
    "rejected-reason": (A, lambda s: f"/cases/{s.case}/loads/{s.calls}/rejected"),
    "texts": (A, lambda s: f"/cases/{s.case}/texts?{because()}"),
    "texts-reason": (A, lambda s: f"/cases/{s.case}/texts"),
    "search": (A, lambda s: f"/cases/{s.case}/search"),
    "search-reason": (A, lambda s: f"/cases/{s.case}/search?query=demir"),
    "search-people": (A, lambda s: f"/cases/{s.case}/search?query=a&{because()}"),
    "search-vehicles": (A, lambda s: f"/cases/{s.case}/search?kind=vehicles&query=K*&{because()}"),
    "search-phones": (A, lambda s: f"/cases/{s.case}/search?kind=phones&query=0123&{because()}"),
    "search-places": (A, lambda s: f"/cases/{s.case}/search?kind=places&query=row&{because()}"),
    "search-text": (A, lambda s: f"/cases/{s.case}/search?kind=text&query=theft&{because()}"),
    "search-none": (A, lambda s: f"/cases/{s.case}/search?query=zzyzx&{because()}"),
    "search-misuse": (A, lambda s: f"/cases/{s.case}/search?kind=vehicles&query=K&{because()}"),
    "products-refused": ("inspector", lambda s: f"/cases/{s.case}/products?{because()}"),
    "entity": (A, lambda s: f"/cases/{s.case}/entities/{s.demir}?{because()}"),
    "entity-reason": (A, lambda s: f"/cases/{s.case}/entities/{s.demir}"),
    "entity-not-found": (A, lambda s: f"/cases/{s.case}/entities/person-0000?{because()}"),
    "record": (A, lambda s: f"/cases/{s.case}/records/{s.people}/2?{because()}"),
    "text": (A, lambda s: f"/cases/{s.case}/texts/{s.note}?{because()}"),
    "text-reason": (A, lambda s: f"/cases/{s.case}/texts/{s.note}"),
    "paths": (A, lambda s: f"/cases/{s.case}/paths"),
    "path": (A, lambda s: f"/cases/{s.case}/paths?a={s.demir}&b={s.okafor}&{because()}"),
    "path-none": (A, lambda s: f"/cases/{s.case}/paths?a={s.demir}&b={s.far}&{because()}"),
    "chart-empty": (A, lambda s: f"/cases/{s.case}/chart"),
    "chart": (A, lambda s: f"/cases/{s.case}/chart?thing={s.demir}&grow=true&{because()}"),
    "chart-alone": (A, lambda s: f"/cases/{s.case}/chart?thing={s.demir}&{because()}"),
    "chart-reason": (A, lambda s: f"/cases/{s.case}/chart?thing={s.demir}"),
    "chart-misuse": (A, lambda s: f"/cases/{s.case}/chart?thing={s.demir}&limit=9999&{because()}"),
    "time-empty": (A, lambda s: f"/cases/{s.case}/time-and-map"),
    "time": (A, lambda s: f"/cases/{s.case}/time-and-map?thing={s.van}&thing={s.car}&{because()}"),
    "time-window": (A, lambda s: f"/cases/{s.case}/time-and-map?since=2026-08-01&{because()}"),
    "time-reason": (A, lambda s: f"/cases/{s.case}/time-and-map?thing={s.van}"),
    "time-none": (A, lambda s: f"/cases/{s.case}/time-and-map?until=1999-01-01&{because()}"),
    "time-misuse": (A, lambda s: f"/cases/{s.case}/time-and-map?since=soon&{because()}"),
    "products": (A, lambda s: f"/cases/{s.case}/products?{because()}"),
    "products-reason": (A, lambda s: f"/cases/{s.case}/products"),
    "product": (A, lambda s: f"/cases/{s.case}/products/{s.product}?{because()}"),
    "product-rows": (A, lambda s: f"/cases/{s.case}/products/{s.product}/rows/F1?{because()}"),
    "analyses-empty": (A, lambda s: f"/cases/{s.elsewhere}/analyses?{because()}"),
    "analyses-reason": (A, lambda s: f"/cases/{s.case}/analyses"),
    "analyses": (
        A,
        lambda s: f"/cases/{s.case}/analyses?analysis={s.analysed}&{because()}",
    ),
    "held": (R, lambda s: f"/held?{because()}"),
    "held-reason": (R, lambda s: "/held"),
    "held-load": (R, lambda s: f"/held/{s.case}/{s.held}?{because()}"),
    "held-refused": (A, lambda s: f"/held?{because()}"),
    "identity": (A, lambda s: f"/cases/{s.case}/identity"),
    "identity-reason": (A, lambda s: f"/cases/{s.case}/identity?a={s.demir}&b={s.okafor}"),
    "identity-match": (
        A,
        lambda s: f"/cases/{s.case}/identity?a={s.demir}&b={s.okafor}&verdict=same&{because()}",
    ),
    "identity-conflict": (
        A,
        lambda s: f"/cases/{s.case}/identity?a={s.wren[1]}&b={s.wren[2]}&verdict=same&{because()}",
    ),
    "identity-review-empty": (A, lambda s: f"/cases/{s.elsewhere}/identity/review?{because()}"),
    "identity-review-reason": (A, lambda s: f"/cases/{s.case}/identity/review"),
    "identity-review": (
        A,
        lambda s: f"/cases/{s.case}/identity/review?{because()}" if s.proposed else "",
    ),
    "identity-weighed": (
        A,
        lambda s: (
            f"/cases/{s.case}/identity?a={s.weighed[0]}&b={s.weighed[1]}&next=review&{because()}"
        ),
    ),
    "identity-edges": (
        A,
        lambda s: f"/cases/{s.case}/identity/{s.weighed[0]}/edges?{because()}",
    ),
    "identity-edges-empty": (
        A,
        lambda s: f"/cases/{s.elsewhere}/identity/{s.demir}/edges?{because()}",
    ),
    "identity-judged": (A, lambda s: f"/cases/{s.case}/identity/{s.wren[0]}?{because()}"),
    "identity-not-judged": (A, lambda s: f"/cases/{s.case}/identity/{s.demir}?{because()}"),
    "entity-judged": (A, lambda s: f"/cases/{s.case}/entities/{s.wren[0]}?{because()}"),
    "remits": (A, lambda s: "/remits"),
    "remit": (A, lambda s: "/remits/remit-search"),
    "remit-overseer": ("overseer-1", lambda s: "/remits/remit-search"),
    "brakes": (A, lambda s: "/brakes"),
    "brakes-overseer": ("overseer-1", lambda s: "/brakes"),
    "ledger": (A, lambda s: "/ledger?entry=3"),
    "acts": (A, lambda s: "/acts"),
    "acts-none": ("overseer-2", lambda s: "/acts"),
    "act": (A, lambda s: f"/acts/{s.act}"),
    "act-denied": (A, lambda s: f"/acts/{s.denied}"),
    "no-such-page": (A, lambda s: "/nowhere"),
}

BRAKED: dict[str, State] = {
    "braked-search": (A, lambda s: f"/cases/{s.case}/search?query=demir&{because()}"),
    "braked-product": (A, lambda s: f"/cases/{s.case}/products/{s.product}?{because()}"),
    "braked-brakes": (A, lambda s: "/brakes"),
    "braked-overseer": ("overseer-1", lambda s: "/brakes"),
    "braked-release": (
        "overseer-2",
        lambda s: "/brakes/release?scope=all&because=the+review+has+ended",
    ),
}

ADOPTED: dict[str, State] = {
    "identity-review-adopted": (A, lambda s: f"/cases/{s.case}/identity/review?{because()}"),
    "identity-adopted": (A, lambda s: f"/cases/{s.case}/identity/{s.demir}?{because()}"),
    "identity-edges-adopted": (
        A,
        lambda s: f"/cases/{s.case}/identity/{s.demir}/edges?{because()}",
    ),
}

DARK = (
    "analyses",
    "identity-review",
    "identity-weighed",
    "loads",
    "text",
    "held-load",
    "identity-conflict",
    "identity-judged",
    "chart",
    "time",
    "search-people",
    "product",
    "brakes-overseer",
    "entity",
    "ledger",
    "products-refused",
)


def within_reach(page: Page, name: str, picture: Picture) -> None:
    """Hold the page as it stands against what everyone needs, wide and narrow."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"{name}-{width}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("state", [*STATES, *BRAKED])
def test_a_page_is_within_reach(state: str, site: Site, opened: Open, picture: Picture) -> None:
    who, address = (STATES | BRAKED)[state]
    page = opened(who)
    with site.braked() if state in BRAKED else nullcontext():
        page.goto(address(site))
        within_reach(page, state, picture)
        if state in BRAKED:
            first = page.locator(".strip").inner_text().strip()
            assert first.startswith("Handbrake on")


@pytest.mark.parametrize("state", ADOPTED)
def test_what_is_adopted_is_within_reach(
    state: str, site: Site, opened: Open, picture: Picture
) -> None:
    who, address = ADOPTED[state]
    page = opened(who)
    with site.adopted():
        page.goto(address(site))
        within_reach(page, state, picture)


@pytest.mark.parametrize("state", DARK)
def test_the_dark_theme_is_within_reach(
    state: str, site: Site, opened: Open, picture: Picture
) -> None:
    who, address = STATES[state]
    page = opened(who, color_scheme="dark")
    page.goto(address(site))
    within_reach(page, f"{state}-dark", picture)


@pytest.mark.parametrize("state", ["search-people", "remits"])
def test_rows_of_a_table_are_28_pixels_high(state: str, site: Site, opened: Open) -> None:
    who, address = STATES[state]
    page = opened(who)
    page.goto(address(site))
    heights = page.evaluate(
        "[...document.querySelectorAll('tbody tr')].map(row => row.getBoundingClientRect().height)"
    )
    assert len(heights) > 3
    assert set(map(round, heights)) == {28}


def test_the_strip_is_40_pixels_high_and_says_under_what_authority(
    site: Site, opened: Open
) -> None:
    page = opened(A)
    page.goto(STATES["search-people"][1](site))
    strip = page.locator(".strip")
    assert strip.evaluate("strip => strip.getBoundingClientRect().height") == 40
    for said in ("Exercise: phone thefts in Larkhithe", "exercise", "remit-search live", "analyst"):
        assert said in " ".join(strip.inner_text().split())
    act = strip.locator("a.id[href^='/acts/']")
    remembered = act.inner_text()
    act.click()
    assert page.locator("h1").inner_text() == "Why this was allowed"
    assert remembered in page.locator("main").inner_text()


def test_a_path_between_names_asks_which_is_meant_and_leads_on(
    site: Site, opened: Open, picture: Picture
) -> None:
    page = opened(A)
    page.goto(f"/cases/{site.case}/paths?a=aylin+demir&b=KT19+XYZ&{because()}")
    assert "Which one is meant?" in page.locator("main").inner_text()
    picture(page, "path-meant")
    page.get_by_role("link", name="Aylin Demir").first.click()
    assert "Which one is meant?" not in page.locator("main").inner_text()
    assert page.get_by_role("alert").count() == 0


def test_relations_of_a_text_are_shown_as_assessments_and_names_by_their_chain(
    site: Site, opened: Open, picture: Picture
) -> None:
    page = opened(A)
    page.goto(STATES["text"][1](site))
    chains = page.get_by_role("region", name="Named more than once").inner_text()
    assert "The United Nations; UN; The UN" in " ".join(chains.split())
    stated = page.locator("details.stated").first
    stated.locator("summary").click()
    said = " ".join(stated.inner_text().split())
    assert "Assessment by the model" in said
    assert "Marcus Webb is in charge of the Moss Side crew" in said
    assert stated.locator("a").count() == 0, "nothing of it leads to a link"
    within_reach(page, "text-stated", picture)


def test_the_picture_of_the_workspace(site: Site, opened: Open, picture: Picture) -> None:
    page = opened(A)
    page.set_viewport_size({"width": 1280, "height": 960})
    things = "&".join(f"thing={one}" for one in site.crew[:8])
    why = because("Whose telephones were changed on one night?")
    page.goto(f"/cases/{site.case}/time-and-map?{things}&{why}")
    page.wait_for_selector("#selection:not([hidden])")
    assert page.locator(".band-labels span[title]").count() == 8
    assert page.locator("#spots .spot").count() > 3
    picture(page, "workspace", whole=False)
