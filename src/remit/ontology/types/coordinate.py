"""Points on the earth in longitude and latitude."""

import math
import re
from typing import NamedTuple

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "UNITED_KINGDOM", "Box", "Coordinate", "Point", "clean", "pair"]

_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?(?:e-?\d{1,2})?", re.IGNORECASE)

_PLAIN = re.compile(r"-?[0-9]{1,3}\.[0-9]{1,15}")


class Point(NamedTuple):
    """Longitude and latitude in degrees, WGS 84."""

    lon: float
    lat: float

    def __str__(self) -> str:
        return f"{self.lon:.7f}, {self.lat:.7f}"


class Box(NamedTuple):
    """West, south, east and north, in degrees of WGS 84."""

    name: str
    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the point lies in the box, its edges included."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


UNITED_KINGDOM = Box("the United Kingdom", -9.0, 49.5, 2.5, 61.5)
"""Land and near waters; Rockall left out."""


class Coordinate(ValueType[Point]):
    """A point in longitude and latitude (WGS 84, degrees).

    Written longitude first, seven decimals (a centimetre). Longitude lies in -180 to 180,
    latitude in -90 to 90. The point 0, 0 is refused: it is what programs write for "no
    position". Where the region of the source is known (`within`), a point outside it is
    refused, and one that would lie inside with the two numbers swapped is called swapped.
    Nothing is swapped back silently.

    >>> clean("-0.1276, 51.5072")
    Point(lon=-0.1276, lat=51.5072)
    >>> pair("51.5", "-0.12", within=UNITED_KINGDOM)
    Traceback (most recent call last):
    remit.errors.BadInput: longitude 51.5 and latitude -0.12 look swapped
    """

    id = "coordinate"
    title = "coordinate"
    source = "EPSG:4326; RFC 7946 section 4 (longitude first)"

    def clean(self, raw: str, *, within: Box | None = None) -> Point | None:
        """The point written `longitude, latitude`; None where nothing was stated."""
        if is_blank(raw):
            return None
        parts = plain(raw, 100).strip("[]()").replace(";", ",").split(",")
        if len(parts) != 2:
            raise BadInput("a coordinate is two numbers, longitude first")
        return pair(parts[0], parts[1], within=within)


def pair(lon: str | None, lat: str | None, *, within: Box | None = None) -> Point | None:
    """The point of two texts; None where both state nothing."""
    if lon and lat and _PLAIN.fullmatch(lon) and _PLAIN.fullmatch(lat):
        x, y = float(lon), float(lat)  # nearly every value: half the time of the way below
    elif is_blank(lon) and is_blank(lat):
        return None
    elif is_blank(lon) or is_blank(lat):
        raise BadInput("one of longitude and latitude is missing")
    else:
        x, y = _degrees(lon or "", "longitude"), _degrees(lat or "", "latitude")
    if x == 0 and y == 0:
        raise BadInput("the point 0, 0 means that no position was recorded")
    if within is not None and not within.holds(x, y):
        if within.holds(y, x):
            raise BadInput(f"longitude {x:g} and latitude {y:g} look swapped")
        raise BadInput(f"longitude {x:g}, latitude {y:g} lies outside {within.name}")
    if abs(y) > 90 and abs(x) <= 90 and abs(y) <= 180:
        raise BadInput(f"longitude {x:g} and latitude {y:g} look swapped")
    if abs(x) > 180 or abs(y) > 90:
        raise BadInput(f"longitude {x:g}, latitude {y:g} is outside the earth's range")
    return Point(x or 0.0, y or 0.0)  # no minus zero


def _degrees(raw: str, axis: str) -> float:
    text = plain(raw, 60).rstrip("°")
    if not _DEGREES.fullmatch(text):
        raise BadInput(f"{text[:40]!r} is not a {axis} in decimal degrees")
    value = float(text)
    return value if math.isfinite(value) and value != 0 else 0.0


TYPE = Coordinate()
clean = TYPE.clean
