"""Tracks of the mopeds on the way to some thefts, in the formats that loggers write.

What is wrong with them is planted: a fix whose time is in another zone, a fix at the point 0, 0,
a fix that stands twice, a position without its time, local times that do not say so.
"""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from remit.world.acts import place_of
from remit.world.city import City
from remit.world.clock import HOUR, moment, zulu
from remit.world.containers import archive
from remit.world.land import wgs84
from remit.world.out import Output

__all__ = ["FOLDER", "tracks"]

FOLDER = "case/tracks"

FIXES, APART = 30, 20
"""Fixes of a track, and the seconds between two of them."""

WRONG, NOWHERE, TWICE = 11, 17, 23
"""Fixes, counted from 0: an hour off; at 0, 0; written a second time."""

_GPX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="{by}" xmlns="http://www.topografix.com/GPX/1/1">\n'
    "<trk><name>{name}</name><trkseg>\n{points}</trkseg></trk>\n</gpx>\n"
)
_KML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" '
    'xmlns:gx="http://www.google.com/kml/ext/2.2">\n<Document>\n'
    "<Placemark><name>{name}</name>\n<gx:Track>\n{fixes}</gx:Track></Placemark>\n{marks}"
    "</Document>\n</kml>\n"
)


class Fix(NamedTuple):
    """A position at a moment; seconds since 1970, UTC."""

    lon: float
    lat: float
    at: int


def tracks(city: City, out: Output) -> dict[str, Any]:
    """Write the tracks; what is true of them."""
    ways = [_way(city, n) for n in range(5)]
    vrm = city.marks[city.crew.thefts[0].vehicle]
    return {
        **_tracker(out, "ride-1.gpx", ways[0], vrm, dirty=True),
        **_tracker(out, "ride-2.gpx", ways[1], None, dirty=False),
        **_kml(out, ways[2]),
        **_table(out, ways[3], _serial(city)),
        **_geojson(out, ways[4]),
    }


def _serial(city: City) -> str:
    return f"TRK-{city.draws('tracker').one(90_000) + 10_000}"


def _way(city: City, n: int) -> list[Fix]:
    """From somewhere within two kilometres to a theft, arriving with it."""
    theft = city.crew.thefts[n]
    draws = city.draws("track", n)
    east, north = place_of(city, theft)
    start = (east + 900 + draws.one(900), north - 600 - draws.one(900))
    share = np.linspace(0, 1, FIXES)[:, None]
    places = np.array(start) + share * (np.array([east, north]) - np.array(start))
    degrees = wgs84(np.round(places, 1)).tolist()
    first = theft.at - (FIXES - 1) * APART
    return [Fix(lon, lat, first + k * APART) for k, (lon, lat) in enumerate(degrees)]


def _said(fix: Fix) -> dict[str, Any]:
    return {"lon": fix.lon, "lat": fix.lat, "at": zulu(fix.at)}


def _tracker(
    out: Output, name: str, fixes: list[Fix], vrm: str | None, *, dirty: bool
) -> dict[str, Any]:
    """A GPX file; its points state the vehicle, or nothing does."""
    written: list[Fix] = []
    rows: dict[str, Any] = {}
    wrong: list[int] = []
    again: list[int] = []
    rejected: list[int] = []
    for k, fix in enumerate(fixes):
        if dirty and k == WRONG:
            fix = fix._replace(at=fix.at + HOUR)
            wrong.append(len(written) + 1)
        if dirty and k == NOWHERE:
            fix = fix._replace(lon=0.0, lat=0.0)
            rejected.append(len(written) + 1)
        else:
            rows[str(len(written) + 1)] = _said(fix)
        written.append(fix)
        if dirty and k == TWICE:
            written.append(fix)
            again.append(len(written))
            rows[str(len(written))] = _said(fix)
    mark = f"<extensions><device>vrm: {vrm}</device></extensions>" if vrm else ""
    points = "".join(
        f'<trkpt lat="{fix.lat:.6f}" lon="{fix.lon:.6f}">'
        f"<time>{zulu(fix.at)}</time>{mark}</trkpt>\n"
        for fix in written
    )
    path = f"{FOLDER}/{name}"
    out.whole(path, _GPX.format(by="Wayfarer 2", name="Ride", points=points).encode())
    defects = {"wrong-zone": wrong, "repeated": again} if dirty else {}
    device = {"kind": "vehicle", "key": vrm} if vrm else None
    return {path: {"rows": rows, "rejected": rejected, "defects": defects, "device": device}}


def _kml(out: Output, fixes: list[Fix]) -> dict[str, Any]:
    """A KMZ whose last position has lost its time, and a place that somebody marked."""
    whens = "".join(f"<when>{zulu(fix.at)}</when>\n" for fix in fixes[:-1])
    coords = "".join(f"<gx:coord>{fix.lon:.6f} {fix.lat:.6f} 0</gx:coord>\n" for fix in fixes)
    last = fixes[-1]
    mark = (
        "<Placemark><name>Lock-up</name><Point><coordinates>"
        f"{last.lon:.6f},{last.lat:.6f},0</coordinates></Point></Placemark>\n"
    )
    text = _KML.format(name="Ride", fixes=whens + coords, marks=mark)
    path = f"{FOLDER}/ride-3.kmz"
    out.whole(path, archive({"doc.kml": text.encode(), "files/icon.png": b"\x89PNG"}))
    rows: dict[str, Any] = {str(n + 1): _said(fix) for n, fix in enumerate(fixes[:-1])}
    rows[str(len(fixes) + 1)] = {"place": "Lock-up"}
    return {path: {"rows": rows, "rejected": [len(fixes)], "defects": {}, "device": None}}


def _table(out: Output, fixes: list[Fix], serial: str) -> dict[str, Any]:
    """A table in local time that does not say so, day first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("Tracker", "Date", "Time", "Latitude", "Longitude", "Speed (km/h)"))
    for fix in fixes:
        at = moment(fix.at)
        writer.writerow(
            (serial, f"{at:%d/%m/%Y}", f"{at:%H:%M:%S}", f"{fix.lat:.6f}", f"{fix.lon:.6f}", 28)
        )
    path = f"{FOLDER}/tracker.csv"
    out.whole(path, text.getvalue().encode())
    rows = {str(n + 2): _said(fix) for n, fix in enumerate(fixes)}
    device = {"kind": "device", "key": f"serial {serial}"}
    return {path: {"rows": rows, "rejected": [], "defects": {}, "device": device}}


def _geojson(out: Output, fixes: list[Fix]) -> dict[str, Any]:
    line = {"type": "LineString", "coordinates": [[fix.lon, fix.lat] for fix in fixes]}
    times = [datetime.fromtimestamp(fix.at, UTC).isoformat() for fix in fixes]
    feature = {"type": "Feature", "properties": {"coordTimes": times}, "geometry": line}
    whole = {"type": "FeatureCollection", "features": [feature]}
    path = f"{FOLDER}/ride-4.geojson"
    out.whole(path, (json.dumps(whole) + "\n").encode())
    rows = {str(n + 1): _said(fix) for n, fix in enumerate(fixes)}
    return {path: {"rows": rows, "rejected": [], "defects": {}, "device": None}}
