"""Real files: a profile counts what the csv module counts, and each figure has its rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import opened, use
from tests.real import real
from tests.sources.tables import as_csv

from remit.house import House

pytestmark = pytest.mark.real

FILES = {
    "street.csv": "police_uk_street_city_of_london_2013_2018_2019.parquet",
    "stops.csv": "police_uk_stop_search_city_of_london_2018_04_2019_12.parquet",
    "six.csv": "police_uk_street_6forces_2022_11.parquet",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def house(folder: Path) -> Iterator[House]:
    """An exercise with the three real files in it."""
    paths = [as_csv(real("crime", parquet), folder / name) for name, parquet in FILES.items()]
    with opened(folder / "exercise") as made:
        for path in paths:
            use(made, "data-engineer", "load.file", path=str(path), yes=True)
        yield made


def received(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a file as the csv module reads them, with their row in the file."""
    with (folder / name).open(newline="", encoding="utf-8") as text:
        return [{**row, "row": str(n)} for n, row in enumerate(csv.DictReader(text), 2)]


def made(house: House, **asked: str) -> tuple[dict[str, Any], dict[str, set[tuple[str, str]]]]:
    """The product as read, and the rows behind each of its figures."""
    product = use(house, "analyst", "product.problem-profile", **asked).result["product"]
    read = use(house, "analyst", "product.read", product=product).result
    files = use(house, "analyst", "product.export", product=product).result["files"]
    rows = {}
    for figure, facts in read["figures"].items():
        lines = list(csv.DictReader(io.StringIO(files[f"rows/{figure}.csv"].decode())))
        assert len(lines) == int(facts["value"].replace(",", "")) == facts["rows"]
        rows[figure] = {(line["file"], line["row"]) for line in lines}
        assert len(rows[figure]) == len(lines)
    return read, rows


def behind(
    read: dict[str, Any], rows: dict[str, set[tuple[str, str]]], title: str, column: int = 1
) -> dict[str, set[tuple[str, str]]]:
    """Rows behind each line of a table, by its first cell; lines without a figure are left out."""
    table = next(
        part
        for section in read["sections"]
        for part in section["parts"]
        if title in part.get("table", "")
    )
    found = {}
    for line in table["rows"]:
        if named := re.fullmatch(r"\{(F\d+)\}", line[column]):
            found[line[0]] = rows[named[1]]
    return found


def split(file: str, kept: list[dict[str, str]], column: str) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for row in kept:
        found.setdefault(row[column], set()).add((file, row["row"]))
    return found


def test_city_of_london_street_crime(house: House, folder: Path) -> None:
    read, rows = made(house, from_="2019-01", to="2019-12")
    whole = received(folder, "street.csv")
    kept = [row for row in whole if row["Month"].startswith("2019")]
    earlier = [row for row in whole if row["Month"].startswith("2018")]
    assert behind(read, rows, "by month") == split("street.csv", kept, "Month")
    by_type = split("street.csv", kept, "Crime type")
    assert behind(read, rows, "by type") == by_type
    outcomes = split("street.csv", kept, "Last outcome category")
    outcomes["No outcome recorded"] = outcomes.pop("", set())
    assert behind(read, rows, "last outcome") == outcomes
    assert behind(read, rows, "a year earlier", 1) == by_type | {
        "All": set().union(*by_type.values())
    }
    before = split("street.csv", earlier, "Crime type")
    assert behind(read, rows, "a year earlier", 2) == before | {
        "All": set().union(*before.values())
    }
    lacking = behind(read, rows, "What the records lack")
    assert lacking["No place"] == split("street.csv", kept, "Longitude").get("", set())
    assert lacking["No reference"] == split("street.csv", kept, "Crime ID").get("", set())
    points = Counter((r["Longitude"], r["Latitude"]) for r in kept if r["Longitude"])
    sizes = sorted(
        (len(some) for some in behind_each(read, rows, "Places with most")), reverse=True
    )
    assert sizes == [n for _, n in points.most_common(len(sizes))]
    area = max(split("street.csv", kept, "LSOA code").items(), key=lambda one: len(one[1]))
    named = behind(read, rows, "Areas with most")
    assert next(some for name, some in named.items() if area[0] in name) == area[1]


def behind_each(
    read: dict[str, Any], rows: dict[str, set[tuple[str, str]]], title: str
) -> list[set[tuple[str, str]]]:
    """Like `behind`, for a table whose first cells may repeat."""
    table = next(p for s in read["sections"] for p in s["parts"] if title in p.get("table", ""))
    return [rows[line[2].strip("{}")] for line in table["rows"]]


def test_city_of_london_stops(house: House, folder: Path) -> None:
    read, rows = made(house, from_="2018-04", to="2019-12", kind="stop-search")
    kept = received(folder, "stops.csv")
    assert read["figures"]["F1"]["value"] == f"{len(kept):,}"
    assert behind(read, rows, "by type") == split("stops.csv", kept, "Type")
    hours = behind(read, rows, "By hour of the day")
    assert sum(map(len, hours.values())) == len(kept)
    assert set().union(*hours.values()) == {("stops.csv", row["row"]) for row in kept}


def test_six_forces_in_one_month(house: House, folder: Path) -> None:
    read, rows = made(house, from_="2022-11", to="2022-11")
    kept = received(folder, "six.csv")
    assert behind(read, rows, "by month") == split("six.csv", kept, "Month")
    assert behind(read, rows, "by type") == split("six.csv", kept, "Crime type")
    text = repr(read["sections"])
    assert "No baseline" in text
    read, rows = made(house, from_="2022-11", to="2022-11", area="Wiltshire")
    force = [row for row in kept if row["Reported by"].startswith("Wiltshire")
             or row["LSOA name"].startswith("Wiltshire")]  # fmt: skip
    assert behind(read, rows, "by type") == split("six.csv", force, "Crime type")
