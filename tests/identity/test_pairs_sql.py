"""The statement that engines of SQL find pairs by gives what this process finds without it."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.test_keys import SIZE, groups, index, ready

from remit.identity.engines import Engine, opened
from remit.identity.engines.paired import PAIRS, PASSED_OVER, found
from remit.identity.pairs import Candidates, Rule, candidates


def asked(of: list[set[int]], rule: Rule) -> Candidates:
    key = [at for at, group in enumerate(of) for _ in group]
    record = [one for group in of for one in sorted(group)]
    keyed = pa.table({"key": pa.array(key, pa.int64()), "record": pa.array(record, pa.int32())})
    with duckdb.connect() as connection:
        connection.register("keyed", keyed)
        pairs = connection.execute(PAIRS, {"most": rule.most, "alone": rule.alone})
        table = pairs.to_arrow_table()
        passed = connection.execute(PASSED_OVER, {"most": rule.most}).to_arrow_table()
    return found(table, passed)


def assert_the_same(one: Candidates, other: Candidates) -> None:
    np.testing.assert_array_equal(one.left, other.left)
    np.testing.assert_array_equal(one.right, other.right)
    assert one.passed_over == other.passed_over


@given(groups, st.integers(2, SIZE), st.integers(1, SIZE))
def test_the_same_pairs_by_every_rule(of: list[set[int]], most: int, alone: int) -> None:
    rule = Rule(most, alone)
    assert_the_same(asked(of, rule), candidates(index(of), SIZE, rule))


@pytest.mark.parametrize("rule", [Rule(50, 50), Rule(50, 5), Rule(8, 2), Rule(3, 2)])
def test_the_same_pairs_of_the_keys_of_every_table(rule: Rule) -> None:
    of = ready()
    with opened("process") as process, opened("duckdb") as duck:
        engines: list[Engine] = [process, duck]
        here, there = (engine.pairs(of, rule) for engine in engines)
    assert len(here.left) > 50
    assert (here.passed_over > 0) == (rule.most < 50)
    assert_the_same(here, there)
