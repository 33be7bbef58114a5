"""British National Grid: eastings and northings in metres, and grid references."""

import re
from functools import lru_cache
from typing import NamedTuple

from pyproj import Transformer

from remit.errors import BadInput
from remit.ontology.types.coordinate import Point
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Grid", "GridPoint", "clean", "from_point", "pair", "to_point"]

WIDTH, HEIGHT = 700_000, 1_300_000
"""Metres: the extent of the grid."""

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_REFERENCE = re.compile(r"([A-HJ-Z]{2})((?:\d\d)*)")
_METRES = re.compile(r"\d{1,7}(?:\.\d{1,12})?")


class GridPoint(NamedTuple):
    """Easting and northing in metres, EPSG:27700."""

    easting: float
    northing: float

    def __str__(self) -> str:
        return f"{self.easting:.3f}, {self.northing:.3f}"


class Grid(ValueType[GridPoint]):
    """A point on the British National Grid: easting and northing in metres.

    A grid reference (`TQ 30080 80434`) stands for the middle of its square. Eastings run from
    0 to 700,000, northings to 1,300,000; a pair that fits only the other way round is called
    swapped. 0, 0 is refused: it means that no position was recorded. Conversion to longitude
    and latitude (WGS 84) uses one shift for the whole country and is good to 5 metres: of the
    points that the Ordnance Survey publishes for testing, the worst, on St Kilda, is 4.9 metres
    out. The survey's own grid of shifts (OSTN15) would be exact and is not shipped.

    >>> clean("530080, 180434"), clean("TQ 3008 8043")
    (GridPoint(easting=530080.0, northing=180434.0), GridPoint(easting=530085.0, northing=180435.0))
    >>> point = to_point(GridPoint(530080, 180434)); round(point.lon, 3), round(point.lat, 3)
    (-0.127, 51.508)
    """

    id = "grid"
    title = "grid position"
    source = "Ordnance Survey, A guide to coordinate systems in Great Britain; EPSG:27700"

    def clean(self, raw: str) -> GridPoint | None:
        """The point of `easting, northing` or of a grid reference; None where nothing stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 100).upper()
        if found := _REFERENCE.fullmatch(text.replace(" ", "")):
            return _square(found[1], found[2])
        parts = text.strip("[]()").replace(";", ",").split(",")
        if len(parts) != 2:
            raise BadInput(
                "a grid position is two numbers of metres or a reference such as TQ 3008 8043"
            )
        return pair(parts[0], parts[1])


def pair(easting: str | None, northing: str | None) -> GridPoint | None:
    """The point of two texts in metres; None where both state nothing."""
    if is_blank(easting) and is_blank(northing):
        return None
    if is_blank(easting) or is_blank(northing):
        raise BadInput("one of easting and northing is missing")
    x, y = _metres(easting or ""), _metres(northing or "")
    if x == 0 and y == 0:
        raise BadInput("the point 0, 0 means that no position was recorded")
    if x <= WIDTH and y <= HEIGHT:
        return GridPoint(x, y)
    if y <= WIDTH and x <= HEIGHT:
        raise BadInput(f"easting {x:g} and northing {y:g} look swapped")
    raise BadInput(f"easting {x:g}, northing {y:g} lies outside the National Grid")


@lru_cache(maxsize=65_536)
def to_point(point: GridPoint) -> Point:
    """Longitude and latitude of a grid point, to 5 metres, seven decimals kept."""
    lon, lat = _way(27700, 4326).transform(point.easting, point.northing)
    return Point(round(lon, 7), round(lat, 7))


def from_point(point: Point) -> GridPoint:
    """Grid point of a longitude and latitude, to 5 metres; the nearest millimetre is written."""
    easting, northing = _way(4326, 27700).transform(point.lon, point.lat)
    return GridPoint(round(easting, 3), round(northing, 3))


@lru_cache(maxsize=2)
def _way(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _square(letters: str, digits: str) -> GridPoint:
    first, second = (_LETTERS.index(letter) for letter in letters)
    # 500 km squares count from V in the south-west, 100 km ones from A in the north-west.
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - (first // 5) * 5 - second // 5
    if not (0 <= east < 7 and 0 <= north < 13):
        raise BadInput(f"{letters} is no square of the National Grid")
    half = len(digits) // 2
    if half > 5:
        raise BadInput("a grid reference has at most ten digits")
    size = 10 ** (5 - half)
    x, y = (int(part or 0) * size for part in (digits[:half], digits[half:]))
    return GridPoint(east * 100_000 + x + size / 2, north * 100_000 + y + size / 2)


def _metres(raw: str) -> float:
    text = plain(raw, 60).replace(" ", "").removesuffix("m").removesuffix("M")
    if not _METRES.fullmatch(text):
        raise BadInput(f"{text[:40]!r} is not a number of metres")
    return float(text)


TYPE = Grid()
clean = TYPE.clean
