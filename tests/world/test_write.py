"""The made-up town: same seed, same bytes; real headers; what was planted is there."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from remit.world import Town, Written, write
from remit.world.rows import OUTCOME_COLUMNS, SEARCH_COLUMNS, STREET_COLUMNS


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(Town(seed=1), tmp_path_factory.mktemp("town"))


def _rows(written: Written, part: str) -> list[dict[str, str]]:
    found = [path for path in written.files if path.name.endswith(f"{part}.csv")]
    texts = [path.read_text(encoding="utf-8") for path in found]
    return [row for text in texts for row in csv.DictReader(text.splitlines())]


def _truth(written: Written) -> dict:
    return json.loads(written.truth.read_text(encoding="utf-8"))


def test_same_seed_writes_the_same_bytes(tmp_path: Path, written: Written) -> None:
    again = write(Town(seed=1), tmp_path)
    assert [p.read_bytes() for p in again.files] == [p.read_bytes() for p in written.files]
    assert again.truth.read_bytes() == written.truth.read_bytes()


def test_another_seed_is_another_town(tmp_path: Path, written: Written) -> None:
    other = write(Town(seed=2, length=1), tmp_path)
    assert other.files[-1].read_bytes() != written.files[-1].read_bytes()


def test_a_shorter_history_leaves_the_other_months_as_they_are() -> None:
    assert Town(length=2, last_month="2026-01").months == ("2025-12", "2026-01")


def test_headers_are_the_published_ones(written: Written) -> None:
    assert tuple(_rows(written, "-street")[0]) == STREET_COLUMNS
    assert tuple(_rows(written, "-outcomes")[0]) == OUTCOME_COLUMNS
    assert tuple(_rows(written, "stop-and-search")[0]) == SEARCH_COLUMNS


def test_the_town_lies_in_londons_range(written: Written) -> None:
    placed = [r for r in _rows(written, "-street") if r["Longitude"] not in ("", "unknown")]
    assert all(-0.51 < float(r["Longitude"]) < 0.34 for r in placed)
    assert all(51.28 < float(r["Latitude"]) < 51.70 for r in placed)


def test_files_are_as_untidy_as_the_truth_says(written: Written) -> None:
    untidy = Counter(f["what"] for faults in _truth(written)["untidy"].values() for f in faults)
    rows = _rows(written, "-street")
    assert untidy["no coordinates"] == sum(r["Location"] == "No Location" for r in rows)
    assert untidy["the row before, again"] > 0
    assert untidy["no crime type"] == sum(r["Crime type"] == "" for r in rows) > 0
    assert untidy["a month that does not exist"] == sum(r["Month"] == "2026-13" for r in rows) > 0
    assert (
        untidy["a latitude that is no number"] == sum(r["Latitude"] == "unknown" for r in rows) > 0
    )
    asb = [r for r in rows if r["Crime type"] == "Anti-social behaviour"]
    assert asb
    assert not any(r["Crime ID"] for r in asb)


def test_truth_names_the_row_as_received(written: Written) -> None:
    for name, faults in _truth(written)["untidy"].items():
        path = next(p for p in written.files if p.name == name)
        lines = path.read_text(encoding="utf-8").splitlines()
        for fault in faults:
            if fault["what"] == "no coordinates":
                assert "No Location" in lines[fault["row"] - 1]


def test_planted_places_and_the_planted_change_stand_out(written: Written) -> None:
    truth, rows = _truth(written), _rows(written, "-street")
    for hot in truth["hot"]:
        by_street = Counter(r["Location"] for r in rows if r["Crime type"] == hot["crime_type"])
        assert by_street.most_common(1)[0][0] == f"On or near {hot['street']}"
    change = truth["change"]
    places = {f"On or near {street}" for street in change["streets"]}
    found = [r for r in rows if r["Crime type"] == change["crime_type"] and r["Location"] in places]
    after = sum(r["Month"] >= change["from"] for r in found)
    assert after > 3 * (len(found) - after)


def test_planted_people_share_what_the_path_needs(written: Written) -> None:
    people = {r["Name"]: r for r in _rows(written, "people-and-vehicles")}
    first, second, third, fourth = (people[name] for name in _truth(written)["path"])
    assert first["Phone"] == second["Phone"]
    assert second["VRM"] == third["VRM"]
    assert third["Phone"] == fourth["Phone"]


def test_contact_details_are_from_ranges_nobody_has(written: Written) -> None:
    for row in _rows(written, "people-and-vehicles"):
        phone = row["Phone"].replace(" ", "")
        assert not phone or phone.removeprefix("+44").removeprefix("0").startswith("7700900")
        assert row["Postcode"].startswith("LH")
        assert not row["VRM"] or row["VRM"].startswith("LH49 ")


def test_the_folder_of_truth_is_apart(written: Written) -> None:
    assert not any(written.truth.parent in path.parents for path in written.files)
