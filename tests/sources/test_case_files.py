"""The made-up city's case folder: what is accepted is the planted truth, what is wrong is named."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.sources.mapping import Checking
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.store.drafts import EventDraft, RowDraft
from remit.world import City, write


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Folder of files, and what is true of those of the case."""
    folder = tmp_path_factory.mktemp("city")
    write(City(residents=400, days=14, months=2), folder)
    true = json.loads((folder / "truth" / "case.json").read_text(encoding="utf-8"))
    return folder / "files", true


def test_what_was_cut_short_is_refused_and_says_so(city: tuple[Path, dict[str, Any]]) -> None:
    files, true = city
    refused = {name: said["refused"] for name, said in true.items() if "refused" in said}
    assert refused
    for name, why in refused.items():
        with pytest.raises(BadInput, match=why):
            preview(files / name)


def _download(city: tuple[Path, dict[str, Any]]) -> tuple[Path, dict[str, Any]]:
    files, true = city
    (name,) = [name for name in true if name.endswith("LHX-0418.ufdr")]
    return files / name, true[name]


def test_every_row_of_the_download_is_what_was_planted(city: tuple[Path, dict[str, Any]]) -> None:
    path, true = _download(city)
    rows, rejected = mapped(preview(path))
    assert rejected == []
    assert {str(row.pos) for row in rows} == set(true["rows"])
    for row in rows:
        said = true["rows"][str(row.pos)]
        assert row.raw["(model)"] == said["model"]
        _like(row, said)
    everything = repr(rows)
    assert not any(secret in everything for secret in true["secrets"])


def _like(row: RowDraft, said: dict[str, Any]) -> None:
    event = row.events[0] if row.events else None
    keys = {mention.slot: mention.key for mention in row.mentions}
    if "at" in said:
        assert event is not None
        assert event.begin == datetime.fromisoformat(said["at"])
    if "from" in said:
        assert event is not None
        assert event.between is not None
        assert [keys[slot] for slot in event.between] == [said["from"], said["to"]]
    if "seconds" in said:
        assert event is not None
        assert event.attributes["duration"] == f"{said['seconds']} s"
    if "deleted" in said and event is not None:
        assert event.attributes.get("deleted") == said["deleted"]
    if "text" in said:
        texts = [m.claims[0][2] for m in row.mentions if m.kind == "document"]
        assert texts == [said["text"]]
    if "own" in said:
        assert event is not None
        _placed(event, said)
    elif "lon" in said:
        assert event is not None
        assert (event.kind, event.lon, event.lat) == ("position", said["lon"], said["lat"])
    if "number" in said:
        assert said["number"] in keys.values()
    if "imei" in said:
        assert said["imei"][:14] in keys.values()
    if "name" in said:
        assert said["name"] in {m.label for m in row.mentions if m.kind == "person"}
    if "card" in said:
        assert said["card"] in repr(row)
    if "place" in said:
        assert said["place"] in {m.label for m in row.mentions if m.kind == "place"}
    if "grading" in said:
        assert row.grading == said["grading"]
    if "stands_for" in said:
        others = [(m.kind, m.key) for m in row.mentions if m.kind != "chart-item"]
        assert others == ([(said["stands_for"], said["key"])] if said["stands_for"] else [])
        assert all(m.role is None for m in row.mentions)
    if "link" in said:
        assert [link.kind for link in row.links if link.kind == "charted-with"]


def _placed(event: EventDraft, said: dict[str, Any]) -> None:
    assert (event.lon, event.lat) == (said["lon"], said["lat"])
    assert ("device" in event.things) is said["own"]
    assert event.attributes["origin"] == said["origin"]


def test_every_defect_planted_in_the_download_is_named(city: tuple[Path, dict[str, Any]]) -> None:
    path, true = _download(city)
    plan = preview(path)
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        mapper.row(pos, row)  # type: ignore[arg-type]
    found = {one.defect: list(one.rows) for one in mapper.defects()}  # type: ignore[attr-defined]
    assert found == true["defects"]
    assert found["wrong-zone"]


OTHERS = ("LHX-0419.xlsx", "ride-1.gpx", "ride-2.gpx", "ride-3.kmz", "tracker.csv",
          "ride-4.geojson", "operation.anx")  # fmt: skip


@pytest.mark.parametrize("file", OTHERS)
def test_every_row_is_what_was_planted_and_every_defect_is_named(
    city: tuple[Path, dict[str, Any]], file: str
) -> None:
    files, true = city
    (name,) = [name for name in true if name.endswith(f"/{file}")]
    said = true[name]
    plan = preview(files / name, yes=True, zone="Europe/London")
    seen: set[str] = set()
    for part in plan.parts:
        accepted, rejected = mapped(part)
        prefix = f"{part.table.part}:" if part.table.part else ""
        assert [pos for pos, _ in rejected] == said["rejected"]
        for row in accepted:
            seen.add(f"{prefix}{row.pos}")
            _like(row, said["rows"][f"{prefix}{row.pos}"])
            _recorded(row, said)
        mapper = part.mapper()
        for pos, row in part.table.rows():
            with suppress(BadInput):
                if not isinstance(row, Fault):
                    mapper.row(pos, part.kept(row))
        defects = mapper.defects() if isinstance(mapper, Checking) else []
        assert {one.defect: list(one.rows) for one in defects} == said["defects"]
    assert seen == set(said["rows"])


def _recorded(row: RowDraft, said: dict[str, Any]) -> None:
    """Whose a fix is: as the file states, or of its track alone."""
    if "device" not in said or not row.events or row.events[0].kind != "position":
        return
    seen = {m.slot: (m.kind, m.key) for m in row.mentions}[row.events[0].things[0]]
    if said["device"] is None:
        assert seen[0] == "track"
    else:
        assert seen == (said["device"]["kind"], said["device"]["key"])
