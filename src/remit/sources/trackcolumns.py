"""Columns of a table of fixes, by the names that loggers and trackers give them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

__all__ = ["DEVICE", "is_track", "roles"]

DEVICE = "device"
"""The column in which the device of a track is stated, or answered."""

_UNIT = re.compile(r"\s*[(\[].{0,20}[)\]]\s*$")
_PLAIN = re.compile(r"[\W_]+")

_NAMES = {
    "latitude": "latitude lat gpslat gpslatitude",
    "longitude": "longitude lon lng long gpslon gpslong gpslongitude",
    "time": "time timestamp datetime utc gpstime utctime datetimeutc fixtime recordedat"
    " date gpsdate",
    "clock": "clock timeofday",
    "until": "until",
    "altitude": "elevation altitude ele alt height",
    "speed": "speed gpsspeed velocity speedkmh speedmph speedknots speedms",
    "course": "course heading bearing direction",
    "accuracy": "accuracy hacc horizontalaccuracy precision",
    "satellites": "satellites sats nsat numsat satsused",
    "track": "track segment trip tripid journey",
    "name": "name",
    "description": "description",
    "geometry": "geometry",
    "device": "device deviceid imei serial serialno serialnumber tracker trackerid unit unitid vrm",
}  # fmt: skip
_MEANS = {name: means for means, names in _NAMES.items() for name in names.split()}
_BESIDE = frozenset(
    {"id", "no", "seq", "index", "row", "fix", "fixtype", "hdop", "vdop", "pdop", "kind", "valid",
     "battery"}
)  # fmt: skip
"""Columns that a table of fixes may have besides."""

_TELLING = frozenset({"speed", "course", "accuracy", "satellites", "device", "track"})
"""Of these a table has one at least, or it could be a list of anything with places."""

_LOOKED_AT, _AGAIN = 2_000, 3
"""Rows looked at, and how often a number has to come again on average."""


def roles(header: Sequence[str]) -> dict[str, str]:
    """What is in which column: meaning → column, the first where two would do.

    >>> roles(["Lat", "Lon", "Time (UTC)", "Speed (km/h)"])
    {'latitude': 'Lat', 'longitude': 'Lon', 'time': 'Time (UTC)', 'speed': 'Speed (km/h)'}
    """
    found: dict[str, str] = {}
    dated = next((c for c in header if _plain(c) in ("date", "gpsdate")), None)
    for column in header:
        means = _MEANS.get(_plain(column))
        if means == "time" and dated is not None and column != dated:
            means = "clock"
        if means is not None:
            found.setdefault(means, column)
    if "segment" in header and "track" in header:
        found["track"] = "track"
    if _bare(header):
        found["device"] = next(c for c in header if _plain(c) == "id")
    return found


def is_track(header: Sequence[str], some: Iterable[Mapping[str, str | None]] = ()) -> bool:
    """Whether a table holds fixes: every column is known, and one tells of a receiver.

    A registration mark does not: marks, places and times are what people saw, too. Of a table that
    has nothing but a time, a point and an `id` the rows tell: numbers that come again and again
    are of what moved, not of the rows.

    >>> is_track(["IMEI", "Lat", "Lon", "Time"]), is_track(["VRM", "Lat", "Lon", "Time"])
    (True, False)
    >>> four = ["Timestamp", "id", "lat", "long"]
    >>> is_track(four, [{"id": "7"}] * 9), is_track(four, [{"id": str(n)} for n in range(9)])
    (True, False)
    """
    if _bare(header):
        column = next(c for c in header if _plain(c) == "id")
        ids = [row.get(column) for row in islice(some, _LOOKED_AT)]
        return len(set(ids)) * _AGAIN <= len(ids) and bool(ids)
    found = roles(header)
    telling = {means for means in _TELLING & found.keys() if _plain(found[means]) != "vrm"}
    known = all(_plain(c) in _MEANS or _plain(c) in _BESIDE for c in header)
    there = {"latitude", "longitude", "time"} <= found.keys()
    return known and there and bool(telling)


def _bare(header: Sequence[str]) -> bool:
    """Whether there is nothing but a time, a point and an `id`."""
    return sorted(_MEANS.get(_plain(c), _plain(c)) for c in header) == [
        "id",
        "latitude",
        "longitude",
        "time",
    ]


def _plain(name: str) -> str:
    return _PLAIN.sub("", _UNIT.sub("", name).casefold())
