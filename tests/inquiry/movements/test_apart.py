"""Marks in two places at once: clones stand out, misreads and wrong clocks do not."""

import numpy as np

from remit.inquiry.movements.apart import Apart, Reads, apart

DAY = 86_400
PLACES = np.array([[n * 3_000.0, 0.0] for n in range(12)])


def traffic(seed: int, vehicles: int = 300, days: int = 28) -> list[tuple[int, int, int]]:
    """Each drives along the cameras and back, at 36 km/h, on some days; a few are misread."""
    draw = np.random.default_rng(seed)
    rows = []
    for vehicle in range(vehicles):
        first = int(draw.integers(0, 8))
        for day in range(days):
            if draw.random() < 0.5:
                at = day * DAY + int(draw.integers(6 * 3600, 20 * 3600))
                for step in range(4):
                    seen = vehicle if draw.random() > 0.004 else int(draw.integers(0, vehicles))
                    rows.append((seen, at + step * 300, first + step))
    return rows


def found(rows: list[tuple[int, int, int]]) -> Apart:
    vehicle, at, camera = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return apart(Reads(vehicle, at, camera, PLACES))


def cloned(vehicle: int, days: range) -> list[tuple[int, int, int]]:
    return [
        (vehicle, day * DAY + 50_000 + away, camera)
        for day in days
        for away, camera in ((0, 0), (30, 11))
    ]


def test_a_clone_stands_out_and_its_cases_are_the_reads() -> None:
    rows = traffic(1) + cloned(7, range(0, 24, 3))
    told = found(rows)
    assert told.vehicle[0] == 7
    assert len(told.cases[0]) >= 8
    assert told.expected[0] < 0.001
    one, other = told.cases[0][0]
    assert {rows[one][2], rows[other][2]} == {0, 11}


def test_misreads_are_not_told() -> None:
    assert all((found(traffic(seed)).expected > 0.0042).all() for seed in range(8))


def test_a_camera_with_a_wrong_clock_is_left_out_and_named() -> None:
    wrong = [(v, at + 300 if camera == 5 else at, camera) for v, at, camera in traffic(2)]
    told = found(wrong + cloned(7, range(0, 24, 3)))
    assert 5 in told.doubted.tolist(), "and the camera it was compared with, which cannot be told"
    assert told.vehicle[0] == 7
    assert (told.expected[1:] > 0.0042).all()


def test_times_shuffled_tell_nothing() -> None:
    rows = traffic(3) + cloned(7, range(0, 24, 3))
    draw = np.random.default_rng(0)
    for _ in range(5):
        at = draw.permutation([row[1] for row in rows])
        shuffled = [(v, int(t), c) for (v, _, c), t in zip(rows, at, strict=True)]
        assert (found(shuffled).expected > 0.0042).all()


def test_nothing_tells_nothing() -> None:
    nothing = Reads(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), PLACES)
    assert len(apart(nothing).vehicle) == 0
