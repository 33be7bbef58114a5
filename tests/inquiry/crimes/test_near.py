"""What stands out near several crimes, and what does not: the habitual, and chance."""

import numpy as np
import pytest

from remit.inquiry.crimes.near import FEWEST, Crimes, Near, Seen, near, occasions

DAY = 86_400
DAYS = 28
CAMERAS = 12


def town(seed: int, *, many: int = 400, days: int = DAYS) -> tuple[np.ndarray, ...]:
    """Reads of ordinary vehicles: each passes some cameras at some hours of its own."""
    draw = np.random.default_rng(seed)
    thing, at, point = [], [], []
    for vehicle in range(many):
        habits = draw.integers(0, CAMERAS, 4)
        for day in range(days):
            if draw.random() < 0.6:
                hours = draw.uniform(6, 22, 3)
                thing += [vehicle] * 3
                at += [int(day * DAY + hour * 3600) for hour in hours]
                point += [int(one) for one in draw.choice(habits, 3)]
    return np.array(thing), np.array(at), np.array(point)


def crimes(seed: int, many: int = 12) -> Crimes:
    draw = np.random.default_rng(seed + 1_000)
    days = np.sort(draw.choice(np.arange(2, DAYS - 2), many, replace=False))
    begin = days * DAY + draw.integers(17 * 3600, 21 * 3600, many)
    place = np.column_stack((draw.integers(0, CAMERAS, many) * 3_000.0, np.zeros(many)))
    return Crimes(begin, begin + 120, place)


def found(parts: tuple[np.ndarray, ...], committed: Crimes) -> Near:
    points = np.column_stack((np.arange(CAMERAS) * 3_000.0, np.zeros(CAMERAS)))
    return near(committed, Seen(*parts, points), 500.0, 420)


def also(parts: tuple[np.ndarray, ...], *rows: tuple[int, int, int]) -> tuple[np.ndarray, ...]:
    more = np.array(rows).T
    return tuple(np.concatenate(pair) for pair in zip(parts, more, strict=True))


def test_what_was_near_most_of_them_and_seldom_otherwise_stands_out() -> None:
    committed = crimes(1)
    rows = [
        (999, int(at) + 60, int(east // 3_000))
        for at, (east, _) in zip(committed.begin[:9], committed.place[:9], strict=True)
    ]
    told = found(also(town(1), *rows), committed)
    (place,) = np.flatnonzero(told.thing == 999)
    assert len(told.occasions[place]) == 9
    assert told.usual[place] < 1
    assert told.expected[place] < 0.001
    others = told.expected[told.thing != 999]
    assert others.size == 0 or others.min() > 0.01


def test_who_is_there_every_evening_is_near_them_all_and_stands_out_in_none() -> None:
    committed = crimes(2)
    courier = [
        (999, day * DAY + second, camera)
        for day in range(DAYS)
        for camera in range(CAMERAS)
        for second in range(17 * 3600, 22 * 3600, 400)
    ]
    told = found(also(town(2), *courier), committed)
    (place,) = np.flatnonzero(told.thing == 999)
    assert len(told.occasions[place]) == len(committed.begin)
    assert told.expected[place] > 0.05


def test_crimes_minutes_apart_are_one_occasion() -> None:
    begin = np.array([0, 600, 1_200, DAY, 2 * DAY])
    assert occasions(begin).tolist() == [0, 0, 0, 1, 2]


def test_by_chance_nothing_stands_out() -> None:
    """Of 40 towns in which nobody is planted at most two tell of anybody: one in twenty."""
    told = [found(town(seed, many=150), crimes(seed)) for seed in range(40)]
    assert sum(bool((one.expected <= 0.05).any()) for one in told) <= 6
    assert sum(bool((one.expected <= 0.0042).any()) for one in told) <= 2


@pytest.mark.parametrize("many", [0, 1, 2])
def test_too_few_occasions_tell_nothing(many: int) -> None:
    committed = crimes(3)
    few = Crimes(committed.begin[:many], committed.end[:many], committed.place[:many])
    assert many < FEWEST
    assert len(found(town(3, many=50), few).thing) == 0


def test_the_same_data_give_the_same_in_any_order() -> None:
    parts, committed = town(4, many=100), crimes(4)
    order = np.random.default_rng(0).permutation(len(parts[0]))
    one = found(parts, committed)
    other = found(tuple(part[order] for part in parts), committed)
    assert one.thing.tolist() == other.thing.tolist()
    assert one.expected.tolist() == other.expected.tolist()
