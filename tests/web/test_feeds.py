"""Standing feeds on the pages: what stopped is seen, what was corrected is said."""

import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.house import BECAUSE, use
from tests.web.visitor import Site, Visitor

from remit.store import tables

FIRST = "id,name,phone\n1,Ida Juniper,07700 900401\n2,Jon Larch,07700 900402\n"
SECOND = "id,name,phone\n1,Ida Juniper,07700 900401\n2,Jon Maple,07700 900402\n"


def words(text: str) -> str:
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def deliver(site: Site, folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    load: str = use(site.house, "analyst", "load.file", path=str(path), feed="wardens").result[
        "load"
    ]
    return load


@pytest.fixture(scope="module")
def feed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A feed whose second delivery corrects a row that was shown; the load of the first."""
    folder = tmp_path_factory.mktemp("wardens")
    how = {"source": "table", "every": "7d", "mode": "snapshot", "key": ["id"], "quiet": 0}
    use(
        site.house, "analyst", "load.feed-set", feed="wardens", folder=str(folder),
        reason=BECAUSE, **how,
    )  # fmt: skip
    first = deliver(site, folder, "1.csv", FIRST)
    use(site.house, "analyst", "show.record", load=first, row=3)
    deliver(site, folder, "2.csv", SECOND)
    return first


def page(visitor: Visitor, path: str, **asked: str) -> str:
    return words(visitor.get(path, params={"because": BECAUSE, **asked}).text)


def test_the_loads_page_begins_with_the_feeds(site: Site, feed: str) -> None:
    shown = page(site.visitor("analyst"), f"/cases/{site.case}/loads")
    assert "Standing feeds" in shown
    assert "0 added, 1 changed, 0 removed, 1 unchanged" in shown
    assert "1 superseded since" in shown


def test_the_page_of_a_corrected_row_leads_to_the_row_that_took_its_place(
    site: Site, feed: str
) -> None:
    visitor = site.visitor("analyst")
    shown = page(visitor, f"/cases/{site.case}/records/{feed}/3")
    assert "Corrected upstream" in shown
    assert "2.csv row 3 took its place" in shown
    assert "Larch" not in shown
    nothing = f"/cases/{site.case}/records/{feed}/9"
    assert visitor.get(nothing, params={"because": BECAUSE}).status_code == 404


def test_a_feed_that_stopped_is_said_where_it_lacks(site: Site, feed: str) -> None:
    visitor = site.visitor("analyst")
    asked = {"kind": "people", "query": "juniper"}
    assert "Not everything is here" not in page(visitor, f"/cases/{site.case}/search", **asked)
    table = tables.standing_feed
    with site.house.engine.begin() as conn:
        conn.execute(update(table).values(received_at="2026-01-01T00:00:00Z"))
    said = "table from feed wardens: nothing since 01 Jan 2026 00:00 UTC"
    assert said in page(visitor, f"/cases/{site.case}/search", **asked).replace("Table", "table")
    loads = page(visitor, f"/cases/{site.case}/loads")
    assert "Stopped" in loads
    shown = page(visitor, f"/cases/{site.case}/time-and-map", since="2026-01-01")
    assert "Not everything is here" in shown
