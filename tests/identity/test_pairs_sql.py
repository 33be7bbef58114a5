"""The statement that other engines find pairs by gives what this process finds without it."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.test_keys import SIZE, groups, index

from remit.identity import keys as made
from remit.identity.engines.spark import PAIRS, PASSED_OVER
from remit.identity.keys import candidates


def asked(of: list[set[int]], most: int, alone: int) -> tuple[list[tuple[int, int]], int]:
    key = [at for at, group in enumerate(of) for _ in group]
    record = [one for group in of for one in sorted(group)]
    keyed = pa.table({"key": pa.array(key, pa.int64()), "record": pa.array(record, pa.int32())})
    with duckdb.connect() as connection:
        connection.register("keyed", keyed)
        pairs = connection.execute(PAIRS, {"most": most, "alone": alone}).fetchall()
        passed = connection.execute(PASSED_OVER, {"most": most}).fetchall()
    return sorted(pairs), passed[0][0]


@given(groups, st.integers(2, SIZE))
def test_the_same_pairs(of: list[set[int]], most: int) -> None:
    found = candidates(index(of), SIZE, most)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert asked(of, most, most) == (pairs, found.passed_over)


@given(groups)
def test_the_same_pairs_of_a_large_table(of: list[set[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "MANY", SIZE)
        patch.setattr(made, "ALONE", 2)
        found = candidates(index(of), SIZE)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert asked(of, made.MOST, 2) == (pairs, found.passed_over)


def test_a_record_that_has_a_key_twice_counts_twice_and_is_no_pair() -> None:
    keyed = pa.table(
        {"key": pa.array([7, 7, 7], pa.int64()), "record": pa.array([4, 4, 9], pa.int32())}
    )
    with duckdb.connect() as connection:
        connection.register("keyed", keyed)
        found = connection.execute(PAIRS, {"most": 5, "alone": 2}).fetchall()
    twice = made.Keys(np.array([4, 4, 9], np.int32), np.array([0]), np.array([3]))
    own = candidates(twice, 10)
    assert found == list(zip(own.left.tolist(), own.right.tolist(), strict=True)) == [(4, 9)]
