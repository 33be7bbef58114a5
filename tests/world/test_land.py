"""The ground: tiles without gaps or overlaps, in London's range, the same in both systems."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from remit.ontology.types.grid import GridPoint, to_point
from remit.world.land import Land, wgs84
from remit.world.sites import cameras, cells, routes, stations
from remit.world.streets import streets

SIZES = (500, 2_000, 40_000)


def _surface(ring: np.ndarray) -> float:
    """Signed surface of a closed ring in square metres: positive when anticlockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


@pytest.mark.parametrize("residents", SIZES)
@pytest.mark.parametrize("size", [1, 2])
def test_areas_and_wards_tile_the_city(residents: int, size: int) -> None:
    land = Land(1, residents)
    rings = [
        land.ring(row, column, size)
        for row in range(0, land.side, size)
        for column in range(0, land.side, size)
    ]
    pieces = Counter(
        (tuple(start), tuple(stop))
        for ring in rings
        for start, stop in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True)
    )
    outline = land.ring(0, 0, land.side).tolist()
    border = {(tuple(a), tuple(b)) for a, b in pairwise(outline)}
    # Each piece of a border is walked once in each direction, or lies on the outline.
    assert set(pieces.values()) == {1}
    assert all((stop, start) in pieces or (start, stop) in border for start, stop in pieces)
    surfaces = [_surface(ring) for ring in rings]
    assert min(surfaces) > 0
    assert sum(surfaces) == pytest.approx(_surface(land.ring(0, 0, land.side)), rel=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_areas_do_not_cross_themselves(seed: int) -> None:
    land = Land(seed, 2_000)
    for row in range(land.side):
        for column in range(land.side):
            ring = land.ring(row, column, 1)
            pieces = list(pairwise(ring))
            for n, one in enumerate(pieces):
                for other in pieces[n + 2 : len(pieces) - (n == 0)]:
                    assert not _cross(*one, *other)


def _cross(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> bool:
    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_the_river_parts_the_boroughs() -> None:
    land = Land(1, 2_000)
    river = {tuple(point) for point in land.river.tolist()}
    south = {tuple(point) for point in land.ring(0, 0, land.side // 2).tolist()}
    north = {tuple(point) for point in land.ring(land.side // 2, 0, land.side // 2).tolist()}
    assert len(river & south & north) > len(river) // 3


def test_degrees_agree_with_the_grid_to_five_metres_and_lie_in_londons_range() -> None:
    nodes = Land(1, 300_000).nodes.reshape(-1, 2)
    for (easting, northing), (lon, lat) in zip(nodes, wgs84(nodes), strict=True):
        point = to_point(GridPoint(float(easting), float(northing)))
        assert abs(point.lon - lon) * 69_000 < 5
        assert abs(point.lat - lat) * 111_000 < 5
        assert -0.51 < lon < 0.34
        assert 51.28 < lat < 51.70


@pytest.mark.parametrize("residents", SIZES)
def test_side_streets_end_on_other_roads(residents: int) -> None:
    land = Land(1, residents)
    found = streets(land)
    assert len({street.name for street in found}) == len(found)
    for street in found:
        if not street.through:
            row, column = divmod(street.area, land.side)
            for end, line in ((0, land.rows[row, column]), (-1, land.rows[row + 1, column])):
                assert _distance(street.line[end], line) < 0.2


def _distance(point: np.ndarray, line: np.ndarray) -> float:
    found = []
    for start, stop in pairwise(line):
        along = stop - start
        part = np.clip(np.dot(point - start, along) / np.dot(along, along), 0, 1)
        found.append(float(np.linalg.norm(point - start - part * along)))
    return min(found)


@pytest.mark.parametrize("residents", SIZES)
def test_every_ward_is_reached_and_cameras_stand_on_the_way(residents: int) -> None:
    land = Land(3, residents)
    found = cameras(land)
    ways = routes(land, found)
    assert len(ways.lasting) == land.wards**2
    assert ways.lasting.max() < 3 * 3600
    assert set(ways.camera.tolist()) <= set(range(len(found.names)))
    for n in range(land.wards**2):
        seconds = ways.seconds[ways.starts[n] : ways.starts[n + 1]]
        assert (np.diff(seconds) > 0).all()
        assert (seconds < ways.lasting[n]).all()


def test_the_cell_that_serves_a_place_is_the_nearest_sites_and_looks_its_way() -> None:
    land = Land(1, 2_000)
    found = cells(land)
    places = np.array([station.place for station in stations(land)])
    for place, cell in zip(places, found.serving(places).tolist(), strict=True):
        away = np.linalg.norm(found.places - place, axis=1)
        assert away[cell] == away.min()
        east, north = place - found.places[cell]
        bearing = np.degrees(np.arctan2(east, north))
        turn = (bearing - found.azimuths[cell] + 180) % 360 - 180
        assert abs(turn) <= 60.01
