"""Streams that are merged, and rows in stretches, are the rows of one stable sort."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from remit.store.merging import in_order, merged
from remit.store.stretches import sizes, stretches

BY = ("thing", "begin")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SCHEMA = pa.schema(
    [("thing", pa.string()), ("begin", pa.timestamp("us", tz="UTC")), ("n", pa.int64())]
)

_Row = tuple[str | None, int | None]

_rows = st.lists(
    st.tuples(
        st.one_of(
            st.none(),
            st.sampled_from(["", "a", "b", "a\x01", "ab", "\ue000", "\U0010ffff"]),
            st.text(),
        ),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    max_size=60,
)


@given(streams=st.lists(_rows, max_size=6), block=st.integers(1, 9))
def test_what_is_merged_is_one_stable_sort(streams: list[list[_Row]], block: int) -> None:
    tables = list(_numbered(streams))
    runs = [_blocks(in_order(table, BY), block) for table in tables]
    found = [n for table in merged(runs, BY) for n in table["n"].to_pylist()]
    rows = [row for rows in streams for row in rows]
    assert found == sorted(range(len(rows)), key=lambda n: _key(rows[n]))


@given(rows=_rows, cuts=st.lists(st.integers(0, 60)), size=st.integers(1, 400))
def test_stretches_end_where_the_rows_say_however_they_came(
    rows: list[_Row], cuts: list[int], size: int
) -> None:
    (table,) = _numbered([rows])
    ends = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    parted = [table.slice(a, b - a) for a, b in pairwise(ends)]
    found = list(stretches(parted, size, 7))
    assert [one.to_pylist() for one in found] == [
        one.to_pylist() for one in stretches([table], size, 7)
    ]
    assert [n for one in found for n in one["n"].to_pylist()] == list(range(len(rows)))
    for one in found:
        each = sizes(one)
        assert 0 < one.num_rows <= 7
        assert one.num_rows == 1 or int(np.sum(each[:-1])) < size


def test_of_each_stream_no_more_is_read_than_is_needed() -> None:
    """Memory: a stream whose rows come late waits with one table at hand."""
    read: list[int] = []

    def telling(number: int, first: int) -> Iterator[pa.Table]:
        for n in range(first, first + 100):
            read.append(number)
            yield pa.table({"n": [n]})

    rows = merged([telling(0, 0), telling(1, 1000)], ["n"])
    for _ in range(100):
        next(rows)
    assert read.count(0) == 100
    assert read.count(1) == 1


def _numbered(streams: list[list[_Row]]) -> Iterator[pa.Table]:
    base = 0
    for rows in streams:
        begins = [None if n is None else FIRST + timedelta(days=n) for _, n in rows]
        columns = [[thing for thing, _ in rows], begins, list(range(base, base + len(rows)))]
        base += len(rows)
        made = [pa.array(c, field.type) for c, field in zip(columns, SCHEMA, strict=True)]
        yield pa.Table.from_arrays(made, schema=SCHEMA)


def _blocks(table: pa.Table, rows: int) -> list[pa.Table]:
    return [table.slice(at, rows) for at in range(0, table.num_rows, rows)]


def _key(row: _Row) -> tuple[bool, str, bool, int]:
    thing, begin = row
    return thing is None, thing or "", begin is None, begin or 0
