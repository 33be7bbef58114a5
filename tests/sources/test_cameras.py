"""Registers of cameras: where each stands, and when it gave nothing."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from tests.sources.tables import mapped

from remit.sources.previewing import preview
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
