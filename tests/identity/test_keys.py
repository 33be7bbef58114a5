"""Pairs worth comparing: those that share a key which few have."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.identity import keys as made
from remit.identity.keys import Keys, Rule, candidates

SIZE = 12
groups = st.lists(st.sets(st.integers(0, SIZE - 1), min_size=1), max_size=12)


def index(of: list[set[int]]) -> Keys:
    sizes = np.array([len(group) for group in of], np.int64)
    record = np.array([one for group in of for one in sorted(group)], np.int32)
    return Keys(record, np.cumsum(np.r_[0, sizes])[:-1], sizes)


def shared(of: list[set[int]], most: int) -> Counter[tuple[int, int]]:
    return Counter(p for group in of if len(group) <= most for p in combinations(sorted(group), 2))


@given(groups, st.integers(2, SIZE))
def test_every_pair_of_a_key_that_few_have_and_no_other(of: list[set[int]], most: int) -> None:
    found = candidates(index(of), SIZE, Rule(most, most))
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(shared(of, most))
    assert found.passed_over == sum(len(group) > most for group in of)


@given(groups)
def test_in_a_large_table_a_pair_needs_two_keys_or_one_that_very_few_have(
    of: list[set[int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "MANY", SIZE)
        patch.setattr(made, "ALONE", 2)
        found = candidates(index(of), SIZE)
    all_, few = shared(of, made.MOST), shared(of, 2)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(pair for pair in all_ if all_[pair] > 1 or pair in few)
