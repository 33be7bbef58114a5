"""Levels worked out in whole columns are those of the SQL, for every kind of value."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.people import HEADER, people

from remit.identity import columns as read
from remit.identity.columns import Columns
from remit.identity.levelled import levels
from remit.identity.meanings import meanings
from remit.identity.prepared import Prepared, prepare
from remit.identity.queried import queried

words = st.text("abz", max_size=4)
cells = {
    "forename": st.sampled_from(["Mohammed", "Muhammad", "Ezra", "Ezrah", "Zephyrine", "Zefyrine"]),
    "surname": st.sampled_from(["Khan", "Quillfeather", "Quilfeather", "Quillfaether", "Q", "-"]),
    "alias": st.sampled_from(["Ez; Ezra Khan", "Quill", "unknown"]),
    "dob": st.builds(
        "{}-{:02}-{:02}".format,
        st.sampled_from([1981, 1982, 1918, 1991]),
        st.sampled_from([1, 2, 12, 21]),
        st.sampled_from([1, 2, 12, 21]),
    ),
    "postcode": st.sampled_from(["SW1A 1AA", "SW1A 1AB", "SW1A 2BB", "SW2 1AA", "N1 1AA", "26"]),
    "phone": st.sampled_from(["07700900417", "07700900471", "0770090041", "417", "147"]),
    "birth_place": st.sampled_from(["Ambleford", "Amblefort", "Ambleford upon Ouse", "Oar"]),
    "occupation": st.sampled_from(["clerk", "clerks", "chief clerk", "pilot"]),
    "address_1": st.lists(words | st.sampled_from(["4", "12", "4a"]), max_size=6).map(" ".join),
}
records = st.lists(
    st.fixed_dictionaries({name: st.none() | of for name, of in cells.items()}), min_size=2
)


def every_pair(ready: Prepared) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.indices((len(ready), len(ready))).reshape(2, -1)
    return a, b


@given(records)
def test_every_level_is_that_of_the_sql(table: Sequence[dict[str, str | None]]) -> None:
    columns = {name: [row[name] for row in table] for name in cells}
    ready = prepare(columns, meanings(list(columns)))
    assert len(ready.comparisons) == 8
    left, right = every_pair(ready)
    here, there = (of(ready.table, ready.comparisons, left, right) for of in (levels, queried))
    assert {name: of.tolist() for name, of in here.items()} == {
        name: of.tolist() for name, of in there.items()
    }


def test_a_level_depends_on_its_two_records_alone() -> None:
    table = people(40)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    ready = prepare(columns, meanings(list(columns)))
    left, right = every_pair(ready)
    whole = levels(ready.table, ready.comparisons, left, right)
    for at in np.random.default_rng(1).permutation(len(left))[:40].tolist():
        two = ready.table.take([int(left[at]), int(right[at])])
        alone = levels(two, ready.comparisons, np.array([0]), np.array([1]))
        assert {name: of[0] for name, of in alone.items()} == {n: of[at] for n, of in whole.items()}


def test_no_pairs_have_no_levels() -> None:
    ready = prepare({"name": ["Ezra Khan"]}, {"name": "name"})
    none = np.empty(0, np.int64)
    assert levels(ready.table, ready.comparisons, none, none)["names"].tolist() == []


lists = st.lists(st.dictionaries(st.integers(-4, 4), st.integers(1, 9), max_size=8), min_size=2)


@given(lists)
@pytest.mark.parametrize("wide", [32, 2])
def test_marks_are_shared_as_often_as_both_lists_have_them(
    wide: int, of: list[dict[int, int]]
) -> None:
    said = [[32 * mark + again for mark in one for again in range(one[mark])] for one in of]
    marks = Columns(pa.table({"marks": pa.array(said, pa.list_(pa.int64()))})).marks("marks")
    a, b = np.indices((len(of), len(of))).reshape(2, -1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_WIDE", wide)
        found = marks.shared(a, b)
    assert found.tolist() == [
        (Counter(of[x]) & Counter(of[y])).total()
        for x, y in zip(a.tolist(), b.tolist())  # noqa: B905
    ]
