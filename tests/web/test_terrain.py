"""The map: metres about a middle, ground drawn no finer than can be seen, points gathered."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.web.terrain import clusters, terrain

RING = [[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.51], [-0.1, 51.5]]
POINTS = st.tuples(st.floats(-0.5, 0.3), st.floats(51.2, 51.7))


def event(number: int, point: tuple[float, float] | None, position: str | None) -> dict[str, Any]:
    """One event of an answer."""
    return {
        "event": f"e{number}",
        "point": list(point) if point else None,
        "position": position if point else None,
    }


def layer(name: str, kind: str = "area", lines: Any = (RING,)) -> dict[str, Any]:
    """One layer of the ground."""
    return {"layer": name, "kind": kind, "shapes": [{"label": "One", "lines": list(lines)}]}


def found(*points: tuple[float, float], layers: Any = (), position: str = "mast") -> dict[str, Any]:
    """An answer with events at `points`."""
    events = [event(n, point, position) for n, point in enumerate(points)]
    return {"events": events, "ground": {"layers": list(layers)}}


@given(st.lists(POINTS, min_size=1, max_size=40))
def test_every_point_lies_within_the_first_view(points: list[tuple[float, float]]) -> None:
    made = terrain(found(*points))
    assert made is not None
    left, top, wide, high = made.view
    for spot in made.spots:
        assert left <= spot.x <= left + wide
        assert top <= spot.y <= top + high


@given(st.lists(POINTS, min_size=1, max_size=60))
def test_gathering_loses_no_event(points: list[tuple[float, float]]) -> None:
    made = terrain(found(*points))
    assert made is not None
    gathered = [id_ for one in clusters(made) for id_ in one.events]
    assert sorted(gathered) == sorted(f"e{n}" for n in range(len(points)))


def test_metres_are_metres() -> None:
    made = terrain(found((-0.1, 51.5), (-0.1, 51.51), (-0.09, 51.5)))
    assert made is not None
    one, north, east = made.spots
    assert math.isclose(one.y - north.y, 1_111.95, abs_tol=0.5)
    assert math.isclose(east.x - one.x, 1_111.95 * math.cos(math.radians(51.505)), abs_tol=0.5)


def test_a_single_point_has_ground_about_it() -> None:
    made = terrain(found((-0.1, 51.5)))
    assert made is not None
    assert made.view[2] >= 900


def test_areas_are_lighter_by_layer_and_water_is_water() -> None:
    layers = [
        *(layer(name) for name in ("boroughs", "wards", "areas", "blocks")),
        layer("the river", "way", [RING[:3]]),
        layer("streets", "way", [RING[:3]]),
    ]
    made = terrain(found(layers=layers))
    assert made is not None
    looks = [one.look for one in made.layers]
    assert looks == ["area-1", "area-2", "area-3", "area-3", "water", "way"]
    assert made.layers[0].paths[0][1].startswith("M")
    assert made.layers[0].paths[0][1].endswith("Z")
    assert not made.layers[-1].paths[0][1].endswith("Z")


def test_what_cannot_be_told_apart_is_not_drawn() -> None:
    fine = [[-0.1 + n / 1e6, 51.5] for n in range(10_000)]
    coarse = [(-0.3, 51.4), (0.1, 51.6)]
    made = terrain(found(*coarse, layers=[layer("streets", "way", [fine])]))
    assert made is not None
    assert made.layers[0].paths[0][1].count("L") < 50


def test_positions_that_differ_are_said_to() -> None:
    answer = found((-0.1, 51.5))
    answer["events"].append(event(9, (-0.1, 51.5), "snap point"))
    made = terrain(answer)
    assert made is not None
    assert [one.position for one in clusters(made)] == ["several"]


@pytest.mark.parametrize("layers", [(), None])
def test_without_points_and_ground_there_is_no_map(layers: Any) -> None:
    answer = {"events": [event(1, None, None)]}
    assert terrain(answer if layers is None else answer | {"ground": {"layers": []}}) is None
