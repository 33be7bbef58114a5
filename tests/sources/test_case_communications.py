"""The city's call and data records: what is accepted is true, and what is wrong is named."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.sources.tables import BULK
from tests.sources.test_load import Yard, case, yard

from remit.errors import BadInput
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.store.drafts import RowDraft
from remit.world import City, write

__all__ = ["case", "yard"]

True_ = dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=[(1, 28), (5, 15)])
def city(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, True_]:
    """Folder of files, and what is true of the records of communications."""
    seed, days = request.param
    folder = tmp_path_factory.mktemp("city")
    write(City(seed=seed, residents=400, days=days, months=2), folder)
    true = json.loads((folder / "truth" / "case.json").read_text(encoding="utf-8"))
    return folder / "files", {n: one for n, one in true.items() if "/communications/" in n}


def test_every_layout_is_there(city: tuple[Path, True_]) -> None:
    files, true = city
    sources = {preview(files / name, sample=0).profile.id for name in true}
    assert sources == {
        "comms-by-type", "comms-with-cells", "comms-connections", "comms-data-start",
        "comms-data-end", "comms-by-sheet",
    }  # fmt: skip


def test_every_accepted_value_is_the_planted_truth(city: tuple[Path, True_]) -> None:
    files, true = city
    looked_at = 0
    for name, said in true.items():
        if "rows" not in said:
            continue
        accepted = _accepted(files / name)
        assert {str(pos) for pos in accepted} == set(said["rows"]), name
        for pos, row in accepted.items():
            assert _is(row, said["rows"][str(pos)]), (name, pos)
            looked_at += 1
    assert looked_at > 200


def test_every_planted_defect_is_found_and_named(city: tuple[Path, True_]) -> None:
    files, true = city
    seen = set()
    for name, said in true.items():
        found = _defects(files / name)
        for defect, rows in said["defects"].items():
            assert defect in found, name
            if "rows" in said:
                assert set(rows) == found[defect] or len(rows) > 50, (name, defect)
            else:
                assert set(rows) <= found[defect], (name, defect)
            seen.add(defect)
        unnamed = found.keys() - said["defects"].keys() - {"lost-zeros", "gap"}
        assert not unnamed, (name, unnamed)
    assert seen >= {
        "lost-zeros", "clock-change", "repeated", "swapped-date", "gap", "cut-short", "totals",
    }  # fmt: skip


def test_a_load_reconciles_and_says_what_its_rows_say_one_by_one(
    city: tuple[Path, True_], yard: Yard, case: str
) -> None:
    files, true = city
    for name, said in true.items():
        done = yard.load(case, files / name, **BULK)
        assert done["received"] == done["accepted"] + done["rejected"], name
        if "rows" in said:
            assert (done["received"], done["accepted"]) == (said["received"], len(said["rows"]))
        with yard.view(case) as view:
            rows = view.run(
                "SELECT pos, kind, begin, means FROM event_by_time WHERE load = $load",
                {"load": done["load"]},
            ).to_pylist()
        for row in rows if "rows" in said else ():
            true_row = said["rows"][str(row["pos"])]
            assert row["kind"] == true_row["kind"]
            assert row["means"] == true_row["means"]
            assert row["begin"] == datetime.fromisoformat(true_row["at"])


def test_the_same_records_delivered_again_are_not_loaded_twice(
    city: tuple[Path, True_], yard: Yard, case: str, tmp_path: Path
) -> None:
    files, true = city
    first = files / next(name for name in true if "records-" in name)
    again = tmp_path / "a copy.csv"
    again.write_bytes(first.read_bytes())
    one, other = (yard.load(case, path, **BULK) for path in (first, again))
    assert one["load"] == other["load"]
    assert "repeated" in {defect["defect"] for defect in other["defects"]}


def _accepted(path: Path) -> dict[int, RowDraft]:
    plan = preview(path, sample=0)
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    found = {}
    for part, pos, row in plan.rows():
        if isinstance(row, Fault):
            continue
        try:
            found[pos] = mappers[part.table.part].row(pos, row)
        except BadInput:
            continue
    return found


def _is(row: RowDraft, true: dict[str, Any]) -> bool:
    """Whether a row says the truth, the whole of it and nothing else."""
    event = row.events[0]
    keys = {mention.slot: mention.key for mention in row.mentions}
    assert event.kind == true["kind"]
    assert event.begin == datetime.fromisoformat(true["at"])
    until = datetime.fromisoformat(true["until"])
    assert (event.end or event.begin) == until
    assert event.means == true["means"]
    if "from" in true:
        assert event.between is not None
        assert [keys[slot] for slot in event.between] == [true["from"], true["to"]]
    else:
        assert keys["thing"] == true["subject"]
    for slot, name in (("third", "imei"), ("fifth", "imsi"), ("fourth", "cell")):
        assert keys.get(slot) == true.get(name)
    if "last_cell" in true:
        assert keys["sixth"] == true["last_cell"]
    if "point" in true:
        assert (event.lon, event.lat) == pytest.approx(true["point"], abs=0.0001)
    if "azimuth" in true:
        assert event.attributes["azimuth"] == true["azimuth"]
    if "session" in true:
        assert event.attributes["charging_id"] == true["session"]
        assert ("opens" in event.attributes) is true["opens"]
        assert keys["eighth"] == true["ip"]
    return True


def _defects(path: Path) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for part in preview(path, sample=0).parts:
        for one in part.mapper().defects():  # type: ignore[attr-defined]
            found.setdefault(one.defect, set()).update(one.rows)
    return found
