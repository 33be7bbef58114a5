"""The map of a page: a flat picture of a few miles of ground, in metres, drawn as paths.

Longitude and latitude are flattened about the middle of what is shown (equirectangular), which at
the size of a county is out by less than the width of a line. The browser draws; nothing is fetched.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Cluster", "Layer", "Spot", "Terrain", "clusters", "terrain"]

_METRES = math.radians(1) * 6_371_008.8
"""Metres of one degree of latitude, on the mean sphere (IUGG)."""

_SHAPE = 16 / 10
_LEAST = 900.0
"""Metres that a map is wide at least: a single point has some ground about it."""

_MARGIN = 1.25
_FINE = 900
"""Lines are drawn to this part of the width; what is closer together cannot be told apart."""

_WATER = frozenset(["river", "rivers", "water", "lake", "canal", "sea", "coast", "thames"])


@dataclass(frozen=True, slots=True)
class Layer:
    """Shapes of one file and kind, drawn alike."""

    name: str
    look: str
    """`water`, `way`, or `area-1` to `area-3`, the fewest and heaviest first."""
    paths: tuple[tuple[str, str], ...]
    """What each is called, and its course as SVG path data in metres."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one point."""

    x: float
    y: float
    """Metres east and south of the middle."""
    events: tuple[str, ...]
    position: str
    """`mast`, `snap point` or `as recorded`."""


@dataclass(frozen=True, slots=True)
class Terrain:
    """A whole map."""

    lon: float
    lat: float
    """The middle."""
    across: float
    """Metres of one degree of longitude there; of latitude it is `up`."""
    up: float
    view: tuple[float, float, float, float]
    """Left, top, width and height of what is shown first, in metres."""
    layers: tuple[Layer, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Spots that would cover each other, drawn as one."""

    x: float
    y: float
    """Metres, the middle of its spots."""
    events: tuple[str, ...]
    position: str
    """What its spots are the positions of; `several` where they differ."""


def clusters(shown: Terrain, share: float = 1 / 28) -> list[Cluster]:
    """Spots gathered by squares whose side is a `share` of the width, in order of the squares."""
    side = shown.view[2] * share
    squares: dict[tuple[int, int], list[Spot]] = {}
    for spot in shown.spots:
        squares.setdefault((math.floor(spot.y / side), math.floor(spot.x / side)), []).append(spot)
    return [
        Cluster(
            x=round(sum(spot.x for spot in some) / len(some), 1),
            y=round(sum(spot.y for spot in some) / len(some), 1),
            events=tuple(event for spot in some for event in spot.events),
            position=some[0].position if len({s.position for s in some}) == 1 else "several",
        )
        for _, some in sorted(squares.items())
    ]


def terrain(found: Mapping[str, Any]) -> Terrain | None:
    """The map of an answer of `time-and-map.events`; None without a point and without ground."""
    layers = found.get("ground", {}).get("layers", ())
    points = [one["point"] for one in found["events"] if one["point"]]
    corners = points or [
        c for layer in layers for s in layer["shapes"] for li in s["lines"] for c in li
    ]
    if not corners:
        return None
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    lon, lat = (west + east) / 2, (south + north) / 2
    flat = _Flat(lon, lat)
    wide = max((east - west) * flat.across, (north - south) * flat.up * _SHAPE) * _MARGIN
    wide = max(wide, _LEAST)
    high = wide / _SHAPE
    return Terrain(
        lon=lon,
        lat=lat,
        across=flat.across,
        up=flat.up,
        view=(-wide / 2, -high / 2, wide, high),
        layers=tuple(_layers(layers, flat, wide / _FINE)),
        spots=tuple(_spots(found["events"], flat)),
    )


class _Flat:
    """Metres about one point."""

    def __init__(self, lon: float, lat: float) -> None:
        self._lon, self._lat = lon, lat
        self.up, self.across = _METRES, _METRES * max(math.cos(math.radians(lat)), 0.01)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self._lon) * self.across, (self._lat - lat) * self.up


def _layers(layers: Sequence[Mapping[str, Any]], flat: _Flat, fine: float) -> Iterable[Layer]:
    areas = 0
    for layer in layers:
        words = set(layer["layer"].casefold().replace("-", " ").replace("_", " ").split())
        if layer["kind"] == "area" and not words & _WATER:
            areas += 1
            look = f"area-{min(areas, 3)}"
        else:
            look = "water" if words & _WATER else "way"
        paths = (
            (shape["label"] or "", _path(shape["lines"], flat, fine, layer["kind"] == "area"))
            for shape in layer["shapes"]
        )
        yield Layer(layer["layer"], look, tuple((label, d) for label, d in paths if d))


def _path(
    lines: Sequence[Sequence[Sequence[float]]], flat: _Flat, fine: float, closed: bool
) -> str:
    parts = []
    for line in lines:
        drawn = [flat.at(*line[0])]
        for corner in line[1:]:
            x, y = flat.at(*corner)
            if math.hypot(x - drawn[-1][0], y - drawn[-1][1]) >= fine:
                drawn.append((x, y))
        end = flat.at(*line[-1])
        if not closed and drawn[-1] != end:
            drawn.append(end)
        if len(drawn) > (2 if closed else 1):
            text = "L".join(f"{x:.0f} {y:.0f}" for x, y in drawn)
            parts.append(f"M{text}{'Z' if closed else ''}")
    return "".join(parts)


def _spots(events: Sequence[Mapping[str, Any]], flat: _Flat) -> Iterable[Spot]:
    at: dict[tuple[float, float, str], list[str]] = {}
    for one in events:
        if one["point"]:
            lon, lat = one["point"]
            at.setdefault((lon, lat, one["position"]), []).append(one["event"])
    for (lon, lat, position), some in at.items():
        x, y = flat.at(lon, lat)
        yield Spot(round(x, 1), round(y, 1), tuple(some), position)
