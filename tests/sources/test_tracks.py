"""Tracks: every fix is the one written; whose it is is stated, asked, or nobody's."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.tables import mapped
from tests.sources.tables import write as write_lines

from remit.errors import BadInput, Misuse
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.store.drafts import EventDraft, RowDraft
from remit.world.containers import archive

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Logger 3" xmlns="http://www.topografix.com/GPX/1/1">
<metadata><name>Evening</name></metadata>
<wpt lat="51.51" lon="-0.11"><name>Lock-up</name></wpt>
<trk><name>Ride</name><trkseg>{points}</trkseg></trk>
</gpx>"""
KML = """<?xml version="1.0"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<NetworkLink><Link><href>http://example.org/more.kml</href></Link></NetworkLink>
<Placemark><name>Ride</name><gx:Track>
{fixes}</gx:Track></Placemark>
<Placemark><name>Yard</name><TimeStamp><when>2026-03-20T18:00:00Z</when></TimeStamp>
<Point><coordinates>-0.11,51.51,0</coordinates></Point></Placemark>
<Placemark><name>Cut</name><LineString><coordinates>-0.1,51.5 -0.2,51.6</coordinates></LineString>
</Placemark></Document></kml>"""
FIRST = datetime(2026, 3, 20, 18, tzinfo=UTC)


def point(n: int, **said: str) -> str:
    """One fix, a minute after the one before."""
    at = said.pop("at", f"{FIRST + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}")
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    return f'<trkpt lat="51.5{n:02}" lon="-0.1{n:02}"><time>{at}</time>{inner}</trkpt>'


def gpx(folder: Path, *points: str) -> Path:
    """A GPX file."""
    path = folder / "ride.gpx"
    path.write_text(GPX.format(points="".join(points)), encoding="utf-8")
    return path


def rows(path: Path, **answers: Any) -> list[RowDraft]:
    """Every row, none of them rejected."""
    plan = preview(path, **answers)
    assert plan.questions == ()
    found, rejected = mapped(plan)
    assert rejected == []
    return found


def fixes(found: list[RowDraft]) -> list[tuple[EventDraft, RowDraft]]:
    """Those that are positions."""
    return [
        (row.events[0], row) for row in found if row.events and row.events[0].kind == "position"
    ]


def notes(plan: Plan) -> Any:
    """The mapper after every row."""
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        mapper.row(pos, row)  # type: ignore[arg-type]
    return mapper


def test_which_device_it_was_is_asked_once_and_never_invented(tmp_path: Path) -> None:
    path = gpx(tmp_path, point(1), point(2))
    (question,) = preview(path).questions
    assert question.column == "device"
    found = rows(path, choices={"device": "vrm: AB12 CDE"})
    event, row = fixes(found)[0]
    kinds = {m.slot: (m.kind, m.key) for m in row.mentions}
    assert kinds[event.things[0]] == ("vehicle", "AB12CDE")
    assert [link.kind for link in row.links] == ["recorded-by"]
    assert event.attributes["origin"] == "answered when it was loaded"
    alone, row = fixes(rows(path, choices={"device": "not stated"}))[0]
    assert [m.kind for m in row.mentions] == ["track"]
    assert alone.attributes["origin"] == "of the track"
    with pytest.raises(Misuse, match="says no device"):
        preview(path, choices={"device": "Barry"})


def test_a_device_that_the_points_state_is_not_asked(tmp_path: Path) -> None:
    imei = "<extensions><imei>490154203237518</imei><hdop>1.2</hdop></extensions>"
    plain = point(1).replace("</trkpt>", f"{imei}</trkpt>")
    event, row = fixes(rows(gpx(tmp_path, plain)))[0]
    assert {m.kind: m.key for m in row.mentions}["handset"] == "49015420323751"
    assert event.attributes["origin"] == "stated in the file"
    assert row.raw["ext.hdop"] == "1.2"


def test_points_of_one_track_are_of_one_thing_and_waypoints_are_places(tmp_path: Path) -> None:
    found = rows(gpx(tmp_path, point(1), point(2)), yes=True)
    keys = {m.key for row in found for m in row.mentions if m.kind == "track"}
    assert len(keys) == 1
    waypoint = found[0]
    assert (waypoint.mentions[0].kind, waypoint.mentions[0].label) == ("place", "Lock-up")
    assert waypoint.events == ()


def test_times_of_gpx_are_utc_as_its_specification_says(tmp_path: Path) -> None:
    event, _ = fixes(rows(gpx(tmp_path, point(1, at="2026-07-01T12:00:00")), yes=True))[0]
    assert event.begin == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_route_was_planned_and_not_travelled(tmp_path: Path) -> None:
    path = tmp_path / "route.gpx"
    text = GPX.format(points="").replace(
        "</gpx>",
        '<rte><rtept lat="51.5" lon="-0.1"><time>2026-03-20T18:00:00Z</time></rtept></rte></gpx>',
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")
    assert fixes(rows(path, yes=True)) == []


def test_a_fix_whole_hours_off_its_neighbours_is_named(tmp_path: Path) -> None:
    off = f"{FIRST + timedelta(minutes=63):%Y-%m-%dT%H:%M:%SZ}"
    path = gpx(tmp_path, point(1), point(2), point(3, at=off), point(4), point(5))
    (defect,) = notes(preview(path, yes=True)).defects()
    assert (defect.defect, list(defect.rows)) == ("wrong-zone", [4])


def kml(folder: Path, times: list[str]) -> Path:
    """A KML file of one track."""
    whens = "".join(f"<when>{at}</when>" for at in times)
    coords = "".join(f"<gx:coord>-0.1{n:02} 51.5{n:02} 12</gx:coord>" for n in range(len(times)))
    path = folder / "ride.kml"
    path.write_text(KML.format(fixes=whens + coords), encoding="utf-8")
    return path


def test_kml_has_fixes_places_and_lines_and_no_link_is_followed(tmp_path: Path) -> None:
    path = kml(tmp_path, ["2026-03-20T18:00:00Z", "2026-03-20T18:01:00+00:00"])
    found = rows(path, yes=True)
    assert [event.begin for event, _ in fixes(found)] == [FIRST, FIRST + timedelta(minutes=1)]
    yard, line = found[2], found[3]
    assert (yard.mentions[0].label, yard.events[0].kind) == ("Yard", "event")
    assert line.mentions[0].claims[0][0] == "shape"
    assert line.events == ()
    assert "example.org" not in repr(found)


def test_kmz_is_kml_in_its_archive(tmp_path: Path) -> None:
    text = kml(tmp_path, ["2026-03-20T18:00:00Z"]).read_bytes()
    path = tmp_path / "ride.kmz"
    path.write_bytes(archive({"doc.kml": text, "files/photo.jpg": b"x"}))
    assert len(fixes(rows(path, yes=True))) == 1


def test_a_time_of_kml_without_an_offset_is_asked(tmp_path: Path) -> None:
    path = kml(tmp_path, ["2026-07-01T12:00:00"])
    asked = [question.column for question in preview(path).questions]
    assert asked == ["time", "device"]


def collection(folder: Path, *features: dict[str, Any]) -> Path:
    """A GeoJSON file."""
    path = folder / "a.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
    return path


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """One feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_geojson_is_a_track_only_where_it_says_when(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.11, 51.51]]}
    times = ["2026-03-20T18:00:00Z", "2026-03-20T18:01:00Z"]
    found = rows(collection(tmp_path, feature(line, coordTimes=times, name="Ride")), yes=True)
    assert [(e.lon, e.lat, e.begin) for e, _ in fixes(found)] == [
        (-0.1, 51.5, FIRST), (-0.11, 51.51, FIRST + timedelta(minutes=1)),
    ]  # fmt: skip
    spot = {"type": "Point", "coordinates": [-0.1, 51.5]}
    timed = [feature(spot, time=at, imei="490154203237518") for at in times]
    found = rows(collection(tmp_path, *timed))
    assert len(fixes(found)) == 2
    for features in ([feature(line, name="Long Lane")], [feature(spot, name="Bench")] * 2):
        assert preview(collection(tmp_path, *features)).profile.id == "boundaries"


def test_a_table_of_fixes_is_told_by_its_columns(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "fixes.csv",
        "IMEI,Lat,Lon,Time,Speed (km/h)",
        "490154203237518,51.5,-0.1,2026-03-20T18:00:00Z,31",
    )
    plan = preview(path)
    assert plan.profile.id == "track"
    ((event, row),) = fixes(rows(path))
    assert (event.lon, event.attributes["speed"]) == (-0.1, "31")
    assert {m.kind: m.key for m in row.mentions}["handset"] == "49015420323751"
    people = write_lines(
        tmp_path / "seen.csv", "Name,Lat,Lon,Time", "A B,51.5,-0.1,2026-03-20T18:00:00Z"
    )
    assert preview(people).profile.id == "table"


def test_numbers_that_come_again_are_of_what_moved_and_not_of_the_rows(tmp_path: Path) -> None:
    header = "Timestamp,id,lat,long"
    moved = [f"2026-03-20T18:{n:02}:00Z,{n % 3},51.5,-0.{n + 10}" for n in range(30)]
    seen = [f"2026-03-20T18:{n:02}:00Z,{n},51.5,-0.{n + 10}" for n in range(30)]
    path = write_lines(tmp_path / "moved.csv", header, *moved)
    assert preview(path).profile.id == "track"
    things = {m.key for _, row in fixes(rows(path)) for m in row.mentions if m.kind == "device"}
    assert len(things) == 3
    assert preview(write_lines(tmp_path / "seen.csv", header, *seen)).profile.id == "table"


def test_date_and_clock_of_a_table_are_one_time(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "fixes.csv",
        "Device,Lat,Lon,Date,Time,Speed",
        "TRK-7,51.5,-0.1,2026-07-01,12:00:00,31",
    )
    ((event, row),) = fixes(rows(path, zone="Europe/London"))
    assert event.begin == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert {m.kind: m.key for m in row.mentions}["device"] == "serial TRK-7"


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ('<trkpt lat="51.5"><time>2026-03-20T18:00:00Z</time></trkpt>', "missing"),
        ('<trkpt lat="91" lon="200"><time>2026-03-20T18:00:00Z</time></trkpt>', "outside"),
        ('<trkpt lat="51.5" lon="-0.1"><time>soon</time></trkpt>', "soon"),
    ],
)
def test_a_fix_that_cannot_be_is_rejected_and_the_rest_goes_on(
    tmp_path: Path, points: str, reason: str
) -> None:
    found, rejected = mapped(preview(gpx(tmp_path, point(1), points, point(2)), yes=True))
    assert len(fixes(found)) == 2
    assert reason in rejected[0][1]


def test_a_file_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    path = gpx(tmp_path, *(point(n) for n in range(60)))
    path.write_bytes(path.read_bytes()[:-900])
    found, rejected = mapped(preview(path, yes=True))
    assert 30 < len(found) < 60
    assert "cannot be read after line" in rejected[0][1]


@pytest.mark.parametrize("root", ["gpx", "kml"])
def test_entities_are_refused(tmp_path: Path, root: str) -> None:
    path = tmp_path / f"a.{root}"
    path.write_text(
        f'<?xml version="1.0"?>\n<!DOCTYPE {root} [<!ENTITY a "b">]>\n<{root}>&a;</{root}>'
    )
    with pytest.raises(BadInput, match="document type"):
        preview(path)


_spots = st.tuples(
    st.integers(-179_000_000, 179_000_000),
    st.integers(1_000_000, 89_000_000),
    st.integers(0, 10**8),
)


@given(made=st.lists(_spots, min_size=1, max_size=20), form=st.sampled_from(["gpx", "kml", "csv"]))
@settings(max_examples=60)
def test_every_fix_accepted_is_the_one_written(
    tmp_path: Path, made: list[tuple[int, int, int]], form: str
) -> None:
    true = [
        (x / 1e6, y / 1e6, datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
        for x, y, s in made
    ]
    path = tmp_path / f"a.{form}"
    if form == "gpx":
        points = (
            f'<trkpt lat="{y:.6f}" lon="{x:.6f}"><time>{at:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>'
            for x, y, at in true
        )
        path.write_text(GPX.format(points="".join(points)), encoding="utf-8")
    elif form == "kml":
        both = (
            f"<when>{at:%Y-%m-%dT%H:%M:%SZ}</when><gx:coord>{x:.6f} {y:.6f}</gx:coord>"
            for x, y, at in true
        )
        path.write_text(KML.format(fixes="".join(both)), encoding="utf-8")
    else:
        lines = (f"{y:.6f},{x:.6f},{at.isoformat()},7" for x, y, at in true)
        write_lines(path, "lat,lon,time,speed", *lines)
    found = [(e.lon, e.lat, e.begin) for e, _ in fixes(rows(path, yes=True))]
    assert found == true
