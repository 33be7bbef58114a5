"""Outlines of areas and courses of ways, in longitude and latitude."""

import json
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank

__all__ = ["MOST_CORNERS", "TYPE", "Line", "Outline", "Shape", "clean"]

MOST_CORNERS = 200_000
"""Corners of one outline at most; the most detailed outline of a police force has fewer."""

Line = tuple[tuple[float, float], ...]
"""Longitude and latitude of one corner after the other."""


class Shape(NamedTuple):
    """Closed rings of an area, or open lines of a way."""

    kind: Literal["area", "way"]
    lines: tuple[Line, ...]
    """Of an area: outer rings and holes alike, each ending where it begins."""

    def __str__(self) -> str:
        """As a GeoJSON geometry; all rings of an area as one Polygon, filled even-odd."""
        lines = [[[lon, lat] for lon, lat in line] for line in self.lines]
        kind = "Polygon" if self.kind == "area" else "MultiLineString"
        return json.dumps({"type": kind, "coordinates": lines}, separators=(",", ":"))


class Outline(ValueType[Shape]):
    """The outline of an area, or the course of a way, written as a GeoJSON geometry.

    Polygons and lines, one or several, in degrees of WGS 84, longitude first, kept to six
    decimals (a decimetre). A ring has at least four corners and ends where it begins.
    Coordinates beyond 180 and 90 degrees are refused: such a file is on another grid.

    >>> clean('{"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.12, 51.51]]}')
    Shape(kind='way', lines=(((-0.1, 51.5), (-0.12, 51.51)),))
    """

    id = "shape"
    title = "outline"
    source = "RFC 7946 section 3.1 (GeoJSON geometry)"

    def clean(self, raw: str) -> Shape | None:
        """The outline; None where nothing was stated."""
        if is_blank(raw):
            return None
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            raise BadInput("an outline is a GeoJSON geometry") from None
        if not isinstance(said, dict):
            raise BadInput("an outline is a GeoJSON geometry")
        name, parts = said.get("type"), said.get("coordinates")
        if name not in _DEPTH:
            raise BadInput("an outline is a Polygon or LineString, or several of one of them")
        lines = tuple(_line(line) for line in _lines(parts, _DEPTH[name]))
        if not lines or sum(map(len, lines)) > MOST_CORNERS:
            raise BadInput(f"an outline has from one line to {MOST_CORNERS:,} corners")
        if not name.endswith("Polygon"):
            return Shape("way", lines)
        if any(len(ring) < 4 or ring[0] != ring[-1] for ring in lines):
            raise BadInput("a ring has at least four corners and ends where it begins")
        return Shape("area", lines)

    def describe(self, value: Shape) -> str:
        """What it is, and of how many corners."""
        corners = sum(map(len, value.lines))
        return f"{'outline' if value.kind == 'area' else 'course'} with {corners:,} corners"


_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""How many lists stand around each line of a geometry."""


def _lines(parts: Any, depth: int) -> Iterator[Any]:
    if not isinstance(parts, list):
        raise BadInput("the coordinates of an outline are lists")
    if depth == 0:
        yield parts
        return
    for part in parts:
        yield from _lines(part, depth - 1)


def _line(corners: Any) -> Line:
    if not isinstance(corners, list) or len(corners) < 2:
        raise BadInput("a line has at least two corners")
    return tuple(map(_corner, corners))


def _corner(corner: Any) -> tuple[float, float]:
    """A third number, the height, is left out."""
    if not (
        isinstance(corner, list)
        and len(corner) in (2, 3)
        and all(isinstance(x, int | float) and not isinstance(x, bool) for x in corner)
    ):
        raise BadInput("a corner is longitude and latitude")
    lon, lat = corner[:2]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadInput("not in degrees: the file is on another grid than WGS 84")
    return round(float(lon), 6), round(float(lat), 6)


TYPE = Outline()
clean = TYPE.clean
