"""Seeds and the one law for fuzzing phone downloads, tracks and charts: rows, or `BadInput`."""

from pathlib import Path

from remit.errors import BadInput, Misuse
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.world.anx import Chart
from remit.world.containers import archive, workbook
from remit.world.ufdr import Report, Time

__all__ = ["check", "seeds"]

_NOON = Time("2026-03-01T12:00:00.000+00:00")


GPX = b"""<?xml version="1.0"?>
<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="51.51" lon="-0.11"><name>Yard</name></wpt>
<trk><name>Ride</name><trkseg><trkpt lat="51.5" lon="-0.1"><ele>3</ele>
<time>2026-03-20T18:00:00Z</time><extensions><imei>490154203237518</imei></extensions></trkpt>
<trkpt lat="51.6" lon="-0.2"><time>2026-03-20T18:01:00Z</time></trkpt></trkseg></trk></gpx>"""
KML = b"""<?xml version="1.0"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document><Placemark><gx:Track><when>2026-03-20T18:00:00Z</when><gx:coord>-0.1 51.5 3</gx:coord>
</gx:Track></Placemark><Placemark><name>Cut</name><LineString><coordinates>-0.1,51.5 -0.2,51.6
</coordinates></LineString></Placemark><Placemark><name>Yard</name><TimeSpan>
<begin>2026-03-20T18:00:00Z</begin><end>2026-03-20T19:00:00Z</end></TimeSpan>
<Point><coordinates>-0.1,51.5</coordinates></Point></Placemark></Document></kml>"""
GEOJSON = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"coordTimes":'
    b' ["2026-03-20T18:00:00Z", "2026-03-20T18:01:00Z"]}, "geometry": {"type": "LineString",'
    b' "coordinates": [[-0.1, 51.5], [-0.2, 51.6, 3]]}}]}'
)
FIXES = b"IMEI,Lat,Lon,Time,Speed\n490154203237518,51.5,-0.1,2026-03-20T18:00:00Z,31\n"


def seeds() -> list[bytes]:
    """Valid small files of each format."""
    report = _report()
    made = [report, archive({"report.xml": report}), _tables(), _workbook(), _chart()]
    return [*made, GPX, KML, archive({"doc.kml": KML}), GEOJSON, FIXES]


def check(data: bytes, folder: Path) -> None:
    """Plan a file and map every row. Only `BadInput` and `Misuse` may come of it."""
    path = folder / "fuzzed"
    path.write_bytes(data)
    try:
        plan = preview(path, yes=True)
        mappers = {part.table.part: part.mapper() for part in plan.parts}
        last = 0
        for part, pos, row in plan.rows():
            assert pos > last
            last = pos
            if isinstance(row, Fault):
                continue
            try:
                mappers[part.table.part].row(pos, part.kept(row))
            except BadInput as wrong:
                assert wrong.reason  # noqa: PT017 - a refusal is one of the two right answers
    except (BadInput, Misuse):
        return


def _report() -> bytes:
    report = Report()
    report.device({"IMEI": "490154203237518", "MSISDN": "+447700900123"})
    report.file("a.png", "00" * 32, 1)
    party = {"Identifier": "+447700900456", "Role": "From"}
    report.model("Call", {"TimeStamp": _NOON, "Duration": "00:01:00", "Parties": [party]})
    message = {"From": party, "Body": "by the steps", "TimeStamp": _NOON}
    report.model("Chat", {"Id": "1", "Participants": [party], "Messages": [message]})
    where = {"Latitude": "51.5", "Longitude": "-0.1"}
    report.model("Location", {"TimeStamp": _NOON, "Position": where, "Origin": "Device"})
    report.model("Contact", {"Name": "Tink", "Entries": [{"Value": "+447700900456"}]})
    report.model("Password", {"Data": "secret"})
    return report.bytes()


def _tables() -> bytes:
    return archive(
        {
            "device.json": b'{"imei": "490154203237518", "number": "+447700900123"}',
            "contacts.csv": b"Name,Number\nTink,+447700900456\n",
            "calls.csv": b"Time,From,To,Seconds\n2026-03-01T12:00:00Z,+447700900123,999,5\n",
            "messages.json": b'[{"id": 1, "time": "2026-03-01T12:00:00Z", "body": "x"}]',
        }
    )


def _workbook() -> bytes:
    head = ("#", "Direction", "Party", "Time", "Duration", "Deleted")
    call = (1, "Outgoing", "+447700900456", "25/03/2026 20:51:33(UTC+1)", "00:01:05", "Yes")
    device = (1, "IMEI", "490154203237518")
    return workbook(
        {
            "Device Information": [("Device Information (1)",), ("#", "Name", "Value"), device],
            "Call Log": [("Call Log (1)",), head, call],
        }
    )


def _chart() -> bytes:
    chart = Chart(grades=(["1"], ["A"], ["P"]))
    chart.entity("E1", "Person", "A B", grades=(0, 0, 0), source="INT/1", nickname="Tink")
    chart.entity("E2", "Telephone", "07700 900456")
    chart.link("E1", "E2", "Uses", "uses", card="seen", time="2026-03-20T18:00:00.000", utc=True)
    return chart.bytes()
