"""GeoJSON that is a track rather than a map: points or lines with the times they were recorded.

Told by evidence: a feature that lists a time for each corner of its line (`coordTimes`, `times`),
or features that are all points and nearly all say when. Anything else stays the ground of a map.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from remit.errors import BadInput
from remit.ontology.types import time as times
from remit.sources.readers import geojson, json
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table
from remit.sources.readers.track import COLUMNS, EXTRA, FIX, row

__all__ = ["is_track", "read"]

_LISTS = ("coordTimes", "times", "coordinateProperties.times")
_TIMES = ("time", "timestamp", "datetime", "date_time", "recorded", "when")
_NAMES = {
    "speed": "speed", "course": "course", "heading": "course", "bearing": "course",
    "accuracy": "accuracy", "elevation": "elevation", "altitude": "elevation",
    "satellites": "satellites", "name": "name", "description": "description",
    "device": "device", "imei": "device", "vrm": "device", "serial": "device",
}  # fmt: skip
_DEVICES = frozenset({"imei", "vrm", "serial"})
_LOOKED_AT = 200
_NEARLY_ALL = 0.9


def is_track(path: Path, seen: Survey, limits: Limits) -> bool:
    """Whether the features of a collection are fixes of a track."""
    timed = points = features = 0
    for _, one in islice(geojson.read(path, seen, limits).rows(), _LOOKED_AT):
        if isinstance(one, Fault):
            continue
        features += 1
        if _listed(one) is not None:
            return True
        points += '"Point"' in (one.get(geojson.GEOMETRY) or "")[:200]
        timed += _time(one) is not None
    return features > 1 and points == features and timed >= _NEARLY_ALL * features


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The fixes of a GeoJSON file, in its order; the first is row 1. Raises `BadInput`."""
    rows = partial(_rows, path, seen, limits)
    extra = {
        key: None
        for _, one in islice(rows(), _LOOKED_AT)
        if not isinstance(one, Fault)
        for key in one
        if key.startswith(EXTRA)
    }
    notes = (*seen.notes, "a GeoJSON collection of fixes with their times: a track, not a map")
    return Table(path.name, "geojson-track", (*COLUMNS, *extra), rows, notes)


def _rows(path: Path, seen: Survey, limits: Limits) -> Iterator[Row]:
    pos, lines = 0, 0
    for _, one in geojson.read(path, seen, limits).rows():
        if isinstance(one, Fault):
            pos += 1
            yield pos, one
            continue
        lines += 1
        for said in _fixes(one, lines):
            pos += 1
            yield pos, said


def _fixes(feature: Fields, number: int) -> Iterator[Fields | Fault]:
    shape = _decoded(feature.get(geojson.GEOMETRY))
    kind, corners = shape.get("type"), shape.get("coordinates")
    listed = _listed(feature)
    if kind == "Point":
        moments: list[Any] = [_time(feature)]
        corners = [corners]
    elif kind == "LineString" and listed is not None and isinstance(corners, list):
        moments = listed
    else:
        yield Fault("a feature of a track that is neither a point nor a line with times", feature)
        return
    if len(moments) != len(corners):
        reason = f"a line of {len(corners):,} corners and {len(moments):,} times"
        yield Fault(reason, {"name": feature.get("name")})
        return
    about = _about(feature)
    named = feature.get("name")
    if kind == "LineString":
        about["track"] = f"{number}: {named}" if named else f"{number}"
        about.pop("name", None)
    for corner, moment in zip(corners, moments, strict=True):
        if not isinstance(corner, list) or len(corner) not in (2, 3):
            yield Fault("a corner is two or three numbers", {"corner": f"{corner}"[:200]})
            continue
        spot = {"longitude": f"{corner[0]}", "latitude": f"{corner[1]}"}
        if len(corner) == 3:
            spot["elevation"] = f"{corner[2]}"
        yield row(FIX, **{**about, **spot, "time": None if moment is None else f"{moment}"})


def _about(feature: Fields) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for key, text in feature.items():
        if key in (geojson.GEOMETRY, geojson.LAYER) or key in _LISTS or key.lower() in _TIMES:
            continue
        name = _NAMES.get(key.lower())
        if name == "device" and key.lower() in _DEVICES and text:
            found["device"] = f"{key.lower()}: {text}"
        else:
            found[name or f"{EXTRA}{key}"] = text
    return found


def _time(feature: Fields) -> str | None:
    """The one time of a feature that reads as one; None where it says none."""
    for key, text in feature.items():
        if key.lower() in _TIMES and text:
            try:
                read = times.clean(text, zone="UTC", day_first=True)
            except BadInput:
                continue
            if read is not None and read.precision == "instant":
                return text
    return None


def _listed(feature: Fields) -> list[Any] | None:
    for name in _LISTS:
        if text := feature.get(name):
            found = _decoded(f'{{"times": {text}}}').get("times")
            if isinstance(found, list):
                return found
    return None


def _decoded(text: str | None) -> dict[str, Any]:
    try:
        found = json.decoded(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
