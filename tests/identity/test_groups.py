"""Rates by group: what is missed, what is false, and when too little is known."""

import numpy as np

from remit.identity.groups import by_group


def made(people: int, missed: int) -> tuple[np.ndarray, np.ndarray]:
    """People of two records each, of whom the first so many were not joined."""
    truth = np.repeat(np.arange(people), 2)
    entity = truth * 2
    entity[1 : 2 * missed : 2] += 1
    return truth, entity


def test_a_group_that_fares_worse_is_told_with_its_ratio() -> None:
    truth, entity = made(400, 0)
    entity[1:80:2] += 1  # 40 of the 200 people of a
    entity[401:421:2] += 1  # 10 of the 200 people of b
    told = {g["group"]: g for g in by_group(truth, entity, ["a"] * 400 + ["b"] * 400)}
    assert (told["a"]["missed"], told["b"]["missed"]) == (0.2, 0.05)
    assert told["a"]["missed_ratio"] == 4.0
    low, high = told["a"]["missed_ratio_interval"]
    assert 1.25 < low < 4.0 < high
    assert told["a"]["false"] == 0.0


def test_nothing_missed_still_has_an_interval() -> None:
    truth, entity = made(100, 0)
    told = by_group(truth, entity, ["a"] * 200)[0]
    assert told["missed"] == 0.0
    assert told["missed_interval"][0] == 0.0
    assert 0.01 < told["missed_interval"][1] < 0.06
    assert told["missed_ratio"] is None


def test_too_few_are_told_as_such() -> None:
    truth, entity = made(10, 0)
    told = by_group(truth, entity, ["a"] * 20)[0]
    assert told["missed"] is None
    assert told["missed_note"] == told["false_note"] == "insufficient data"
