"""Chance in bulk: keyed, within its ranges, shaped as it says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from remit.world.draws import Draws

keys = st.tuples(st.integers(0, 10), st.text(max_size=5), st.integers(0, 5))


@given(keys, st.integers(0, 50), st.integers(1, 2**31))
def test_same_key_same_draws_within_their_range(
    key: tuple[object, ...], n: int, below: int
) -> None:
    one, other = Draws(1, *key), Draws(1, *key)
    drawn = one.whole(n, below)
    assert drawn.tolist() == other.whole(n, below).tolist()
    assert ((drawn >= 0) & (drawn < below)).all()
    assert ((one.share(n) >= 0) & (one.share(n) < 1)).all()
    assert sorted(one.order(n).tolist()) == list(range(n))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9).filter(any))
def test_a_weight_of_nothing_is_never_picked(weights: list[int]) -> None:
    assert all(weights[n] > 0 for n in Draws(1, "w").picks(200, weights).tolist())


def test_another_key_or_seed_gives_other_draws() -> None:
    drawn = [Draws(*key).whole(8, 1000).tolist() for key in ((1, "a"), (1, "b"), (2, "a"))]
    assert drawn[0] != drawn[1] != drawn[2] != drawn[0]


def test_the_first_bits_are_those_that_every_release_has_given() -> None:
    # Philox 4x64-10: pinned, so that a library that changes them is noticed.
    assert Draws(1, "pinned").whole(4, 2**31).tolist() == [
        1894041951,
        1667051632,
        1892043231,
        1972742451,
    ]


def test_counts_have_the_mean_asked_and_its_variance() -> None:
    counts = Draws(1, "counts").counts(np.full(40_000, 3.0))
    assert abs(counts.mean() - 3) < 0.05
    assert abs(counts.var() - 3) < 0.1
    assert not Draws(1, "none").counts(np.zeros(10)).any()


def test_around_is_bell_shaped() -> None:
    drawn = Draws(1, "around").around(40_000, 100.0, 10.0)
    assert abs(drawn.mean() - 100) < 0.3
    assert abs(drawn.std() - 10) < 0.2
    assert abs(drawn - 100).max() <= 35
