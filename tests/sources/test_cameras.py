"""Cameras: pictures are kept with a read, and a time without reads is known for what it is."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use
from tests.sources.tables import mapped

from remit.house import House
from remit.sources.plan import preview
from remit.world import City, write

REGISTER = """\
Camera,Looks,Longitude,Latitude,Outage from,Outage to,Reason
C1,N,-0.1,51.5,01/07/2026 12:00,01/07/2026 18:30,power
C1,N,-0.1,51.5,09/07/2026 12:00,,network
C2,S,-0.2,51.6,,,
C3,,,,02/07/2026,03/07/2026,
C4,N,-0.1,51.5,,03/07/2026 12:00,
C5,N,-0.1,51.5,03/07/2026 12:00,02/07/2026 12:00,
,N,-0.1,51.5,,,
"""
READS = """\
Read id,VRM,Captured,Camera,Longitude,Latitude,Direction,Lane,Confidence,Plate image,Overview image
R1,AB12 CDE,2026-07-01T09:00:00Z,C1,-0.1,51.5,N,2,0.93,p/1.jpg,o/1.jpg
R2,AB12 CDE,2026-07-01T19:00:00Z,C2,-0.2,51.6,S,1,0.88,p/2.jpg,o/2.jpg
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("cameras")
    with opened(folder / "exercise") as opened_:
        load(opened_, folder, REGISTER, name="register.csv")
        load(opened_, folder, READS, name="reads.csv")
        yield opened_


def test_an_outage_is_an_event_at_the_place_of_the_camera(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    plan = preview(path)
    assert plan.profile.id == "camera-register"
    rows, rejected = mapped(plan)
    assert [pos for pos, _ in rejected] == [6, 7, 8]
    first, open_, none, nowhere = rows
    assert first.events[0].begin == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert first.events[0].end == datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
    assert (first.events[0].kind, first.events[0].category) == ("outage", "power")
    assert open_.events[0].end is None
    assert none.events == ()
    assert [m.kind for m in nowhere.mentions] == ["camera"]
    assert nowhere.events[0].end == datetime(2026, 7, 3, 23, tzinfo=UTC)


def test_what_comes_with_a_read_is_kept(house: House) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-01", kinds=["plate-read"])
    row = found["events"][0]["rows"][0]
    record = use(house, "analyst", "show.record", load=row["load"], row=row["row"]).result
    received = {one["column"]: one["text"] for one in record["received"]}
    assert received["Plate image"] == "p/1.jpg"
    assert received["Overview image"] == "o/1.jpg"
    assert record["events"][0]["reference"] == "R1"


def test_cameras_that_were_out_are_told_with_the_answer(house: House) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-01")
    (note,) = found["outages"]
    assert note["camera"] == "C1"
    assert note["note"].startswith("camera C1 gave nothing from 01/07/2026 12:00 to 01/07/2026")
    assert note["rows"][0]["file"] == "register.csv"
    assert found["outages_in_all"] == 1


def test_an_outage_that_has_not_ended_goes_on(house: House) -> None:
    found = _asked(house, since="2026-08-01", until="2026-08-02")
    assert [one["camera"] for one in found["outages"]] == ["C1"]
    assert "as far as is known" in found["outages"][0]["note"]


def test_a_vehicle_is_told_of_outages_between_its_reads_and_a_telephone_is_not(
    house: House,
) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-01", kinds=["plate-read"])
    vehicle = next(t for t in found["events"][0]["things"] if t["kind"] == "vehicle")
    assert _asked(house, entities=[vehicle["entity"]])["outages_in_all"] == 1
    assert _asked(house, since="2026-07-01", until="2026-07-01", kinds=["call"])["outages"] == []


def test_a_box_tells_of_the_cameras_in_it(house: House) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-09", box="-0.25,51.55,-0.15,51.65")
    assert found["outages"] == []


def test_the_citys_outages_are_read_as_they_were_planted(tmp_path: Path) -> None:
    write(City(residents=400, days=15, months=2), tmp_path)
    with (tmp_path / "truth" / "outages.csv").open(encoding="utf-8") as file:
        true = {row["camera"]: row for row in csv.DictReader(file)}
    rows, rejected = mapped(preview(tmp_path / "files" / "geography" / "camera-register.csv"))
    assert rejected == []
    out = {row.mentions[0].label: row.events[0] for row in rows if row.events}
    assert out.keys() == true.keys()
    assert len(true) >= 3
    for camera, event in out.items():
        assert event.begin == datetime.fromisoformat(true[str(camera)]["from"])
        to = true[str(camera)]["to"]
        assert event.end == (datetime.fromisoformat(to) if to else None)
    for path in sorted((tmp_path / "files" / "anpr").glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            for read in csv.DictReader(file):
                if (known := true.get(read["Camera"])) and "-02-30T" not in read["Captured"]:
                    at = read["Captured"]
                    assert not known["from"] <= at < (known["to"] or at)


def _asked(house: House, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = use(house, "analyst", "time-and-map.events", **asked).result
    return found
