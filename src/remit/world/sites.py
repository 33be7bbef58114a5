"""What stands on the ground and records: stations, plate cameras, cells; and the ways past them."""

import heapq
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from remit.world.draws import Draws, Floats, Ints
from remit.world.land import Land, wgs84

__all__ = ["Cameras", "Cells", "Routes", "Station", "cameras", "cells", "routes", "stations"]

COVERED = 0.5
"""Share of the stretches of road between wards that have a camera."""

SPEED = 9.0
"""Metres a second along a route: town traffic."""

_STATIONS = (
    "Larkhithe Central", "Saltmarsh Road", "Fenbridge", "Ropemaker Cross", "North Quay",
    "Gantry Hill", "Osier Park", "Chalk Lane", "Harbour Exchange", "Tollgate", "Windmill Green",
    "Ironstone Street",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Station:
    """A railway station at a crossing of main roads."""

    name: str
    place: tuple[float, float]
    """Easting and northing."""
    ward: int


@dataclass(frozen=True)
class Cameras:
    """Plate cameras, each half-way along a stretch of main road, reading both directions."""

    names: tuple[str, ...]
    places: Floats
    """Eastings and northings, shape (n, 2)."""
    stretches: dict[tuple[int, int], int]
    """Camera on the stretch between two crossings, the lower one first."""

    @cached_property
    def degrees(self) -> Floats:
        """Longitudes and latitudes, shape (n, 2)."""
        return wgs84(self.places)


@dataclass(frozen=True)
class Cells:
    """Sectors of cell sites: three to a site, of 120 degrees."""

    names: tuple[str, ...]
    sites: tuple[str, ...]
    """Name of the site of each sector."""
    places: Floats
    azimuths: Ints
    """Degrees clockwise from north."""

    @cached_property
    def degrees(self) -> Floats:
        """Longitudes and latitudes of the site of each sector, shape (n, 2)."""
        return wgs84(self.places)

    def serving(self, places: Floats) -> Ints:
        """Sector that serves each place: of the nearest site, the one that looks its way."""
        sites = self.places[::3]
        found = np.empty(len(places), dtype=np.int64)
        for start in range(0, len(places), 20_000):
            some = places[start : start + 20_000]
            away = ((some[:, None] - sites[None]) ** 2).sum(axis=2)
            site = away.argmin(axis=1)
            ways = some - sites[site]
            angles = np.radians(self.azimuths.reshape(-1, 3)[site])
            facing = np.sin(angles) * ways[:, :1] + np.cos(angles) * ways[:, 1:]
            found[start : start + 20_000] = site * 3 + facing.argmax(axis=1)
        return found


@dataclass(frozen=True)
class Routes:
    """Cameras passed on the way from each ward to each other, as one list with starts."""

    starts: Ints
    """Where the route from ward a to ward b begins: at a * wards + b; one more than routes."""
    camera: Ints
    seconds: Ints
    """Seconds from departure."""
    direction: Ints
    """0 north, 1 east, 2 south, 3 west."""
    lasting: Ints
    """Seconds of the whole route."""


def stations(land: Land) -> tuple[Station, ...]:
    """The stations, the busiest first."""
    across = land.wards_a_side
    inner = [row * (across + 1) + column for row in range(1, across) for column in range(1, across)]
    spare = [n for n in range((across + 1) ** 2) if n not in inner]
    draws = Draws(land.seed, "stations")
    order = [group[n] for group in (inner, spare) for n in draws.order(len(group)).tolist()]
    found = []
    for name, crossing in zip(_STATIONS[: 2 + across + across // 8 * 2], order, strict=False):
        row, column = divmod(crossing, across + 1)
        easting, northing = land.nodes[2 * row, 2 * column]
        ward = min(row, across - 1) * across + min(column, across - 1)
        found.append(Station(name, (float(easting), float(northing)), ward))
    return tuple(found)


def cameras(land: Land) -> Cameras:
    """The cameras: on a share of the stretches of road between crossings."""
    stretches = list(_stretches(land))
    order = Draws(land.seed, "cameras").order(len(stretches))
    chosen = sorted(order[: max(6, int(len(stretches) * COVERED))].tolist())
    found = {stretches[n][:2]: number for number, n in enumerate(chosen)}
    places = np.array([stretches[n][2] for n in chosen])
    return Cameras(tuple(f"LHC{n + 1:03}" for n in range(len(chosen))), places, found)


def cells(land: Land) -> Cells:
    """The cells: sites on every other area, as on a chessboard, on the test network 001-01."""
    side = land.side
    places, azimuths, names, sites = [], [], [], []
    turn = Draws(land.seed, "cells").whole(side * side, 120)
    for area in range(side * side):
        row, column = divmod(area, side)
        if (row + column) % 2:
            continue
        middle = land.nodes[row : row + 2, column : column + 2].reshape(4, 2).mean(axis=0)
        for sector in range(3):
            places.append(middle)
            azimuths.append((int(turn[area]) + 120 * sector) % 360)
            names.append(f"001-01-{1000 + area // side}-{20_000 + area * 3 + sector}")
            sites.append(f"LHS{area:04}")
    points = np.round(np.array(places), 0)
    return Cells(tuple(names), tuple(sites), points, np.array(azimuths, dtype=np.int64))


def routes(land: Land, cameras: Cameras) -> Routes:
    """The quickest way between wards along main roads, crossing the river by bridge."""
    beside: dict[int, list[tuple[int, int]]] = {}
    for low, high, _ in _stretches(land):
        across = land.wards_a_side + 1
        start, stop = (land.nodes[2 * (n // across), 2 * (n % across)] for n in (low, high))
        metres = int(((stop - start) ** 2).sum() ** 0.5)
        beside.setdefault(low, []).append((high, metres))
        beside.setdefault(high, []).append((low, metres))
    ways = {start: _quickest(beside, start) for start in sorted(beside)}
    across = land.wards_a_side
    door = [ward // across * (across + 1) + ward % across for ward in range(across * across)]
    # A ward's traffic reaches main roads at a corner that is not on the river's line.
    door = [n if n in beside else n + across + 1 for n in door]
    starts = [0]
    camera: list[int] = []
    seconds: list[int] = []
    direction: list[int] = []
    lasting: list[int] = []
    for start in door:
        for stop in door:
            at = 120
            for low, high, metres in _steps(ways[start], stop):
                number = cameras.stretches.get((min(low, high), max(low, high)))
                if number is not None:
                    camera.append(number)
                    seconds.append(at + int(metres / 2 / SPEED))
                    direction.append(_heading(low, high))
                at += int(metres / SPEED)
            lasting.append(at + 60)
            starts.append(len(camera))
    columns = (starts, camera, seconds, direction, lasting)
    return Routes(*(np.array(column, dtype=np.int64) for column in columns))


def _stretches(land: Land) -> list[tuple[int, int, Floats]]:
    """Stretches of main road between crossings, with the point half-way."""
    across, half = land.wards_a_side, land.wards_a_side // 2
    found = []
    for row in range(across + 1):
        for column in range(across + 1):
            here = row * (across + 1) + column
            if column < across and row != half:
                found.append((here, here + 1, land.nodes[2 * row, 2 * column + 1]))
            if row < across:
                found.append((here, here + across + 1, land.nodes[2 * row + 1, 2 * column]))
    return found


_Ways = dict[int, tuple[int, int]]


def _quickest(beside: dict[int, list[tuple[int, int]]], start: int) -> _Ways:
    """For each crossing the one before it on the way from `start`, and the metres of that step."""
    done: dict[int, int] = {}
    before: _Ways = {}
    waiting = [(0, start, start, 0)]
    while waiting:
        metres, here, came, step = heapq.heappop(waiting)
        if here in done:
            continue
        done[here] = metres
        before[here] = (came, step)
        for there, more in beside[here]:
            if there not in done:
                heapq.heappush(waiting, (metres + more, there, here, more))
    return before


def _steps(before: _Ways, stop: int) -> list[tuple[int, int, int]]:
    found = []
    while before[stop][0] != stop:
        came, metres = before[stop]
        found.append((came, stop, metres))
        stop = came
    return found[::-1]


def _heading(low: int, high: int) -> int:
    step = high - low
    if abs(step) == 1:
        return 1 if step == 1 else 3
    return 0 if step > 0 else 2
