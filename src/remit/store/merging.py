"""Merging: streams of rows, each in order, become one stream in order.

Keys compare as rows of values do, column by column, a missing value after all others, texts by
their code points. Rows with the same key come in the order of their streams, and within a stream as
they stood: what comes out is one stable sort of all that went in. Of each stream one table is in
memory at a time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["in_order", "merged"]

_Key = tuple[tuple[bool, object], ...]
"""Of each column: whether its value is missing, and the value."""


def in_order(table: pa.Table, by: Sequence[str]) -> pa.Table:
    """The rows of one table, sorted by the columns `by`."""
    whole = table.combine_chunks()
    return whole.take(pc.sort_indices(whole, [(column, "ascending") for column in by]))


def merged(streams: Sequence[Iterable[pa.Table]], by: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of all streams, sorted by the columns `by`, in tables of any size.

    As many rows are given at a time as none that is still to be read can come before.
    """
    heads = [_Head(number, iter(stream), by) for number, stream in enumerate(streams)]
    heads = [head for head in heads if head.read()]
    while heads:
        cut, of = min((head.last, head.number) for head in heads)
        pieces = [piece for head in heads if (piece := head.take(cut, of)).num_rows]
        yield pieces[0] if len(pieces) == 1 else in_order(pa.concat_tables(pieces), by)
        heads = [head for head in heads if head.left or head.read()]


class _Head:
    """The table of a stream that is at hand, and how much of it was given."""

    def __init__(self, number: int, stream: Iterator[pa.Table], by: Sequence[str]) -> None:
        self.number = number
        self._stream, self._by = stream, by
        self._table = pa.table({})
        self._keys: list[pa.Array] = []
        self._at = self._rows = 0

    @property
    def left(self) -> bool:
        """Whether rows are at hand."""
        return self._at < self._rows

    def read(self) -> bool:
        """Take the next table that has rows; False at the end of the stream."""
        table = next((one for one in self._stream if one.num_rows), None)
        if table is None:
            return False
        self._table = table.combine_chunks()
        self._at, self._rows = 0, int(table.num_rows)
        self._keys = [_plain(self._table[name].chunk(0)) for name in self._by]
        self.last = self._key(self._rows - 1)
        return True

    def take(self, cut: _Key, of: int) -> pa.Table:
        """The rows up to a key; those of the key itself where no stream before `of` has more."""
        find = bisect_right if self.number <= of else bisect_left
        begin = self._at
        self._at = find(range(self._rows), cut, begin, key=self._key)
        return self._table.slice(begin, self._at - begin)

    def _key(self, row: int) -> _Key:
        values = (column[row].as_py() for column in self._keys)
        return tuple((value is None, value) for value in values)


def _plain(column: pa.Array) -> pa.Array:
    """Times as integers, which are read faster and compare alike."""
    return column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
