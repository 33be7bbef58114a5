"""What a table says of its own weights."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.people import HEADER, people

from remit.identity import fitting
from remit.identity.comparisons import Comparison
from remit.identity.levelled import levels
from remit.identity.meanings import meanings
from remit.identity.pairs import Candidates
from remit.identity.prepared import prepare
from remit.identity.resolving import _others

SIZE = 8
PAIRS = SIZE * (SIZE - 1) // 2
one = Comparison("colour", "text", "", {0: "different", 1: "alike", 2: "the same"})


@given(
    st.lists(st.integers(-1, 2), min_size=PAIRS, max_size=PAIRS),
    st.sets(st.integers(0, PAIRS - 1)),
)
def test_levels_are_counted_among_candidates_and_estimated_among_the_others(
    of: list[int], blocked: set[int]
) -> None:
    """Where all others are drawn, the estimate is the count: whatever was blocked."""
    level = np.array(of, np.int16)
    candidate = np.isin(np.arange(PAIRS), list(blocked))
    none = {"colour": np.zeros(1, np.int16)}
    found, drawn = {"colour": level[candidate]}, {"colour": level[~candidate]}
    patterns = fitting.patterns([one], SIZE, found, drawn, none)
    assert np.allclose(patterns.seen["colour"], np.bincount(level[level >= 0], minlength=3))


def test_what_is_drawn_is_no_candidate() -> None:
    some = Candidates(np.array([0, 2]), np.array([1, 7]), 0)
    left, right = _others(SIZE, some)
    drawn = set(zip(left.tolist(), right.tolist(), strict=True))
    assert len(drawn) == PAIRS - 2
    assert not drawn & {(0, 1), (2, 7)}


def test_a_name_that_merely_begins_alike_is_not_near_without_another_in_common() -> None:
    table = [list(row) for row in people(80)]
    for row, (first, last) in zip(
        table, [("Adigun", "Norangorsky"), ("Stewart", "Norangorley"), ("Ezekiel", "Norangorski")],
        strict=False,
    ):  # fmt: skip
        row[1], row[2] = first, last
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    ready = prepare(columns, meanings(list(columns)))
    found = levels(ready.table, ready.comparisons, np.array([0, 0]), np.array([1, 2]))
    said = [ready.comparisons[0].levels[int(level)] for level in found["names"]]
    assert "one letter" not in said[0]
    assert said[1].endswith("of the others one is the same but for one letter, and no more")
