"""Who took up from whom, on made-up calls: found with the day, alone and in circles; nothing found
where there is nothing."""

from dataclasses import replace

import numpy as np
import pytest
from tests.inquiry.phones.crews import crews
from tests.inquiry.phones.generated import Case, generate, shuffled
from tests.inquiry.phones.wishes import Wish

from remit.inquiry.finding import reported
from remit.inquiry.phones.calls import Calls
from remit.inquiry.phones.taken_up import Found, taken_up

PLAIN = Wish(seed=1, people=220, days=35, groups=2, size=(5, 8), closed="none", stay=0.0)


def calls(case: Case) -> Calls:
    return Calls(case.time, case.caller, case.called, case.n)


def told(found: Found) -> set[tuple[int, int]]:
    return {(one.old, one.new) for one in found.pairs if reported(one.expected)}


def planted(case: Case) -> set[tuple[int, int]]:
    return {(one.old, one.new) for one in case.pairs if "few calls" not in one.tags}


@pytest.mark.parametrize(
    "hard",
    [
        {},
        {"together": False},
        {"gap": 72},
        {"gap": -48},
        {"trial": True, "late": True},
        {"closed": "some"},
        {"closed": "some", "together": False, "stay": 0.3},
        {"targets": True, "turnover": 0.15},
    ],
    ids=str,
)
def test_planted_pairs_are_found_and_no_others(hard: dict[str, object]) -> None:
    case = generate(replace(PLAIN, **hard))  # type: ignore[arg-type]
    found = told(taken_up(calls(case)))
    assert len(found & planted(case)) >= 0.9 * len(planted(case)) > 0
    assert found <= {(one.old, one.new) for one in case.pairs}


def test_a_closed_circle_that_changed_at_once_is_laid_over_the_new_one() -> None:
    """They share no contact with their successors at all."""
    case = generate(replace(PLAIN, seed=5, closed="all", groups=1, size=(7, 7), days=42))
    found = taken_up(calls(case))
    right = [one for one in found.pairs if (one.old, one.new) in planted(case)]
    assert len(right) == 7
    assert any(one.circle for one in right)
    assert told(found) <= planted(case)


def test_who_changes_twice_has_two_successors() -> None:
    wish = replace(PLAIN, seed=11, twice=True, days=56, size=(8, 8))
    case = generate(wish)
    twice = {(one.old, one.new) for one in case.pairs if "twice" in one.tags}
    assert twice
    assert twice <= told(taken_up(calls(case)))


@pytest.mark.parametrize("seed", range(8))
def test_times_dealt_out_anew_give_nothing(seed: int) -> None:
    case = generate(replace(PLAIN, seed=seed, closed="some", days=7 + 7 * (seed % 3)))
    assert told(taken_up(calls(shuffled(case, seed)))) == set()


def test_another_maker_of_calls_is_answered_as_well() -> None:
    for seed in (5, 8, 14):
        case = crews(seed)
        assert told(taken_up(calls(case))) == {(one.old, one.new) for one in case.pairs}


def test_the_order_of_numbers_does_not_matter() -> None:
    case = generate(PLAIN)
    turned = np.random.default_rng(4).permutation(case.n)
    other = Calls(case.time, turned[case.caller], turned[case.called], case.n)
    expected = {(int(turned[a]), int(turned[b])) for a, b in told(taken_up(calls(case)))}
    assert told(taken_up(other)) == expected


def test_handset_and_cell_help_where_there_are_any() -> None:
    case = generate(replace(PLAIN, devices=True))
    none = np.full(len(case.time), -1)
    with_devices = replace(calls(case), handset=(case.handset, none), cell=(case.cell, none))
    plain = {(one.old, one.new): one for one in taken_up(calls(case)).pairs}
    better = [
        one.expected < plain[one.old, one.new].expected
        for one in taken_up(with_devices).pairs
        if one.devices > 0 and (one.old, one.new) in plain
    ]
    assert better
    assert all(better)


def test_nothing_comes_of_nothing() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert taken_up(Calls(empty, empty, empty, 0)).pairs == ()
    two = np.array([0, 1], dtype=np.int64)
    assert taken_up(Calls(two, two * 0, two * 0 + 1, 2)).pairs == ()
