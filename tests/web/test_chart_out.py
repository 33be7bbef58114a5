"""A chart is written out from its page: the form asks for what stands there, and for a reason."""

import html
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from tests.house import BECAUSE, load, use
from tests.products.exchanged import READ
from tests.web.visitor import Site

from remit.products.exchange import FORMS


@pytest.fixture(scope="module")
def page(site: Site) -> tuple[str, str]:
    """The case's chart of one person and what is joined with them: its address and its text."""
    load(site.house, site.folder)
    hits = use(site.house, "analyst", "search.people", query="Aylin Demir").result["hits"]
    address = f"/cases/{site.case}/chart"
    asked = {"thing": hits[0]["entity"], "grow": "true", "because": BECAUSE}
    shown = site.visitor("analyst").get(address, params=asked)
    assert shown.status_code == 200
    return address, shown.text


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that writes the chart out."""
    form = page[page.index("/chart/export") :]
    form = form[: form.index("</form>")]
    assert re.findall(r'<option value="([a-z]+)"', form) == [
        "anx",
        "gexf",
        "graphml",
        "ftm",
        "csv",
        "xlsx",
    ]
    found = re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "csrf"}


@pytest.mark.parametrize("form", list(FORMS))
def test_the_form_gives_the_chart_of_the_page(site: Site, page: tuple[str, str], form: str) -> None:
    address, text = page
    sent = {**fields(text), "form": form, "because": "For the analyst of the other force"}
    answer = site.visitor("analyst").post(f"{address}/export", sent)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    held = READ[form](_unpacked(answer.content))
    assert held.facts["act"] == answer.headers["x-remit-act"]
    assert set(held.things) == set(re.findall(r'<tr data-id="([^"]+)"', text))


@pytest.mark.parametrize("wrong", [{"form": "exe"}, {"form": ""}, {"limit": "many"}, {"thing": ""}])
def test_what_is_no_chart_is_refused(
    site: Site, page: tuple[str, str], wrong: dict[str, str]
) -> None:
    address, text = page
    sent = {**fields(text), "form": "csv", "because": BECAUSE, **wrong}
    assert site.visitor("analyst").post(f"{address}/export", sent).status_code == 422


def _unpacked(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
