"""Products by the page: the form offers what a problem profile takes, and no more is asked."""

import re
import zipfile
from html import unescape
from io import BytesIO

import pytest
from tests.house import BECAUSE, load
from tests.sources.tables import STREET, street
from tests.web.visitor import Site

from remit.authority.capability import registered
from remit.web.pages.products import KINDS

NAMED = {"first": "from_", "last": "to"}
"""What the form calls two of the parameters."""


@pytest.fixture(scope="module")
def crimes(site: Site) -> str:
    """A month of recorded crime; the address of the case's products."""
    rows = [street(Crime_ID=f"{n:064x}", Month="2026-01") for n in range(20)]
    load(site.house, site.folder, "\n".join([STREET, *rows]) + "\n", "2026-01-town-street.csv")
    return f"/cases/{site.case}/products"


def test_the_form_offers_every_parameter_of_a_problem_profile(site: Site, crimes: str) -> None:
    page = site.visitor("analyst").get(crimes, params={"because": BECAUSE}).text
    form = page[page.index(f'method="post" action="{crimes}"') :]
    form = form[: form.index("</form>")]
    fields = set(re.findall(r'name="([a-z_-]+)"', form)) - {"csrf", "because"}
    parameters = {p.name for p in registered()["product.problem-profile"].parameters}
    assert {NAMED.get(name, name) for name in fields} == parameters
    assert re.findall(r'<option value="([^"]+)"', form) == list(KINDS)


def test_the_kinds_offered_are_those_that_the_function_takes() -> None:
    (kind,) = [p for p in registered()["product.problem-profile"].parameters if p.name == "kind"]
    assert set(KINDS) == set(kind.type.__args__)
    assert kind.default == next(iter(KINDS)), "the first offered is the one meant if none is"


@pytest.mark.parametrize("kind", [None, "crime", "stop-search", "event"])
def test_a_profile_of_each_kind_is_made_with_its_title(
    site: Site, crimes: str, kind: str | None
) -> None:
    visitor = site.visitor("analyst")
    form = {"first": "2026-01", "last": "2026-01", "because": BECAUSE, "title": f"Of {kind}"}
    made = visitor.post(crimes, form | ({"kind": kind} if kind else {}))
    assert made.status_code == 303, made.text
    page = visitor.get(made.headers["location"], params={"because": BECAUSE})
    assert page.status_code == 200
    assert f"<h1>Of {kind}</h1>" in page.text
    act = site.house.acts.of_actor(site.house.actors.get("analyst"), 2)[1]
    assert act.verb == "product.problem-profile"
    assert f'"{kind or "crime"}"' in (act.params or "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "persons"},
        {"first": "2026-13"},
        {"first": "2026-1"},
        {"first": "\u0662\u0660\u0662\u0666-01"},
        {"first": "2026-02", "last": "2026-01"},
        {"first": "", "last": ""},
    ],
    ids=repr,
)
def test_what_the_form_cannot_mean_is_said_and_nothing_is_made(
    site: Site, crimes: str, wrong: dict[str, str]
) -> None:
    visitor = site.visitor("analyst")
    form = {"first": "2026-01", "last": "2026-01", "because": BECAUSE}
    answer = visitor.post(crimes, form | wrong)
    assert answer.status_code == 422, answer.text
    assert "<h1>" in answer.text


def test_figures_lead_to_their_rows_and_rows_to_records(site: Site, crimes: str) -> None:
    visitor = site.visitor("analyst")
    form = {"first": "2026-01", "last": "2026-01", "because": BECAUSE}
    product = visitor.post(crimes, form).headers["location"]
    page = visitor.get(product, params={"because": BECAUSE}).text
    figures = [unescape(one) for one in re.findall(r'class="figure" href="([^"]+)"', page)]
    assert figures
    rows = visitor.get(figures[0])
    assert rows.status_code == 200, figures[0]
    (first, *_) = re.findall(r'<td><a href="(/cases/[^"]+/records/[^"]+)"', rows.text)
    record = visitor.get(unescape(first).partition("?")[0], params={"because": BECAUSE})
    assert record.status_code == 200
    assert "2026-01-town-street.csv" in record.text


def test_writing_out_takes_a_reason_of_its_own_and_gives_one_archive(
    site: Site, crimes: str
) -> None:
    visitor = site.visitor("analyst")
    form = {"first": "2026-01", "last": "2026-01", "because": BECAUSE}
    product = visitor.post(crimes, form).headers["location"]
    assert visitor.post(f"{product}/export").status_code == 403
    answer = visitor.post(f"{product}/export", {"because": BECAUSE})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="product-')
    assert site.house.acts.get(answer.headers["x-remit-act"]).operation == "disclosure"
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        endings = {name.rpartition(".")[2] for name in archive.namelist()}
        assert {"html", "docx", "pdf", "json"} <= endings
        assert not any(name.startswith("/") or ".." in name for name in archive.namelist())
