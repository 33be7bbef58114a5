"""Making, reading and writing out a product, each an act; and what is refused in words."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use
from tests.sources.tables import STREET, street

from remit.errors import Misuse, NotFound
from remit.house import House

LINES = [
    *(street(Month="2024-01", Crime_ID=f"a{n}") for n in range(30)),
    *(street(Month="2024-01", Crime_ID="", Crime_type="Drugs", Location="") for _ in range(4)),
    *(street(Month="2024-02", Crime_ID=f"b{n}", Longitude="-0.0900") for n in range(20)),
    street(Month="2024-02", Crime_ID="c", Longitude="", Latitude="", LSOA_code="", LSOA_name=""),
    street(Month="2024-03", Crime_ID="d", Location="On or near {F1} {F99} =cmd()\x0b"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An exercise with three months of one force."""
    folder = tmp_path_factory.mktemp("products")
    with opened(folder / "exercise") as made:
        load(made, folder, "\n".join([STREET, *LINES]) + "\n", name="2024-street.csv")
        yield made


def profile(house: House, **asked: Any) -> dict[str, Any]:
    made: dict[str, Any] = use(house, "analyst", "product.problem-profile", **asked).result
    return made


def test_a_profile_is_made_read_and_written_out(house: House) -> None:
    made = profile(house, from_="2024-01", to="2024-03")
    read = use(house, "analyst", "product.read", product=made["product"]).result
    assert read["title"] == "Problem profile: Recorded crimes, 2024-01 to 2024-03"
    assert read["header"]["exercise"] is True
    assert made["product"] in {
        one["product"] for one in use(house, "analyst", "product.list").result["products"]
    }
    out = use(house, "analyst", "product.export", product=made["product"])
    assert {n for n in out.result["files"] if "/" not in n} == {
        "manifest.json", "problem-profile.docx", "problem-profile.html", "problem-profile.pdf",
    }  # fmt: skip
    manifest = json.loads(out.result["files"]["manifest.json"])
    assert manifest["exported_by_act"] == out.act
    assert manifest["findings"] == made["findings"]


def test_figures_lead_to_the_rows_of_the_file(house: House) -> None:
    made = profile(house, from_="2024-01", to="2024-03")["product"]
    read = use(house, "analyst", "product.read", product=made).result
    names = [one["header"] for s in read["sections"] for one in s["parts"] if "header" in one]
    assert ["Type", "Count", "Share of all, 95 %"] in names
    for figure, facts in read["figures"].items():
        rows = use(house, "analyst", "product.rows", product=made, figure=figure).result["csv"]
        listed = list(csv.DictReader(io.StringIO(rows)))
        assert len(listed) == facts["rows"] == int(facts["value"].replace(",", ""))
        assert {one["file"] for one in listed} <= {"2024-street.csv"}
        assert all(2 <= int(one["row"]) <= len(LINES) + 1 for one in listed)


def test_counts_by_type_are_those_of_the_file(house: House) -> None:
    made = profile(house, from_="2024-01", to="2024-03")["product"]
    read = use(house, "analyst", "product.read", product=made).result
    types = next(
        part["rows"]
        for section in read["sections"]
        for part in section["parts"]
        if part.get("table", "").endswith("by type")
    )
    counted = {row[0]: int(read["figures"][row[1].strip("{}")]["value"]) for row in types}
    assert counted == Counter(one["Crime type"] for one in csv.DictReader([STREET, *LINES]))


def test_a_hostile_name_in_a_file_is_shown_and_does_nothing(house: House) -> None:
    made = profile(house, from_="2024-03", to="2024-03")["product"]
    files = use(house, "analyst", "product.export", product=made).result["files"]
    page = files["problem-profile.html"].decode()
    assert "On or near {\u2060F1} {\u2060F99} =cmd()" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"category": "Burglry"}, "there are: Burglary, Drugs"),
        ({"area": "Atlantis"}, "begins 'Atlantis'"),
        ({"to": "2023-12"}, "before"),
        ({"from_": "January"}, "YYYY-MM"),
        ({"from_": "1901-01"}, "at most 120 months"),
        ({"title": "x" * 9999}, "at most 150"),
        ({"kind": "people"}, "crime, stop-search, event"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    house: House, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(Misuse, match=said):
        profile(house, **{"from_": "2024-01", "to": "2024-03", **asked})


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ({"from_": "2010-01", "to": "2010-02"}, "Insufficient data: no such record is in view"),
        ({"from_": "2024-01", "to": "2024-01", "kind": "stop-search"}, "Insufficient data"),
        ({"from_": "2024-03", "to": "2024-03"}, "Nothing in these counts stands out"),
    ],
)
def test_too_little_gives_a_product_that_says_so(
    house: House, asked: dict[str, str], statement: str
) -> None:
    (finding,) = profile(house, **asked)["findings"]
    assert finding["statement"].startswith(statement)
    assert finding["basis"] == "assessment"


def test_a_figure_or_product_that_is_none_is_not_found(house: House) -> None:
    made = profile(house, from_="2024-01", to="2024-01")["product"]
    for figure in ("F9999", "../manifest", "", "F1/../F2"):
        with pytest.raises(NotFound):
            use(house, "analyst", "product.rows", product=made, figure=figure)
    for product in ("product-0", "../keys", "'; --"):
        with pytest.raises(NotFound):
            use(house, "analyst", "product.read", product=product)


def test_a_category_is_asked_for_in_any_case_and_empty_means_all(house: House) -> None:
    one = profile(house, from_="2024-01", to="2024-03", category="DRUGS")
    read = use(house, "analyst", "product.read", product=one["product"]).result
    assert read["figures"]["F1"]["value"] == "4"
    everything = profile(house, from_="2024-01", to="2024-03", category="", area="")
    read = use(house, "analyst", "product.read", product=everything["product"]).result
    assert int(read["figures"]["F1"]["value"]) == len(LINES)


def test_the_file_loaded_twice_is_noticed(house: House, tmp_path: Path) -> None:
    text = "\n".join([STREET, *(street(Month="2023-07", Crime_ID=f"e{n}") for n in range(3))])
    load(house, tmp_path, text + "\n", name="2023-07-street.csv")
    load(house, tmp_path, text + "\n\n", name="2023-07-street-again.csv")
    made = profile(house, from_="2023-07", to="2023-07")["product"]
    read = use(house, "analyst", "product.read", product=made).result
    lacking = next(
        part["rows"]
        for section in read["sections"]
        for part in section["parts"]
        if part.get("table") == "What the records lack"
    )
    said = {row[0]: read["figures"][row[1].strip("{}")]["value"] for row in lacking}
    assert said["A force and month that came in more than one file"] == "6"
    assert said["A reference that an earlier row also has"] == "3"
