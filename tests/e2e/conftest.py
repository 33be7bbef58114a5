"""Chromium and a served site, once for each file; what any page must never do is held at the end.

TEST_PICTURES names a folder that keeps a picture of every page and state that is opened, and
the picture in the README:

    TEST_PICTURES=build/pictures .venv/bin/python -m pytest tests/e2e
    cp build/pictures/workspace.png docs/
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser import chromium
from tests.e2e.site import Site, served

Open = Callable[..., Page]
Picture = Callable[..., None]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of this file's tests."""
    with served(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """What a browser keeps of who has signed in, so that each does so once."""
    return {}


@pytest.fixture
def opened(browser: Browser, site: Site, signed_in: dict[str, Any]) -> Iterator[Open]:
    """Opens a signed-in page; at the end, no page spoke to anyone else or failed in a script."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def foreign(address: str) -> bool:
        return not address.startswith((site.address + "/", "data:"))

    def watch(page: Page) -> None:
        page.on("request", lambda asked: wrong.append(asked.url) if foreign(asked.url) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None,
        )

    def open_for(who: str | None, *, width: int = 1280, **how: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=site.address,
            reduced_motion="reduce",
            storage_state=signed_in.get(who) if who else None,
            **how,
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        if who and who not in signed_in:
            page.goto(site.link(who))
            signed_in[who] = context.storage_state()
        return page

    yield open_for
    for context in contexts:
        context.close()
    # Chromium tells of every answer that is no 200; those are ours to give
    assert [one for one in wrong if "the server responded with a status of" not in one] == []


@pytest.fixture
def picture() -> Picture:
    """Keeps a picture of the page, where TEST_PICTURES says so."""
    folder = os.environ.get("TEST_PICTURES")

    def keep(page: Page, name: str, *, whole: bool = True) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)

    return keep
