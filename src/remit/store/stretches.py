"""Stretches: rows on their way in tables of a bounded size, whatever tables they came in.

Where one ends depends on the rows alone, so the same rows make the same row groups however the
drafts of a load were cut.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["sizes", "stretches"]

_EACH = 8
"""Bytes that a cell takes besides its text: its offset and its bit, or its number."""


def stretches(tables: Iterable[pa.Table], size: int, rows: int | None = None) -> Iterator[pa.Table]:
    """The rows of `tables` in order, in tables that end with the row that makes them `size` bytes.

    None of them has more than `rows` rows; None sets no bound. An empty table gives nothing.
    """
    waiting: list[pa.Table] = []
    filled = count = 0
    for table in tables:
        ends, at = np.cumsum(sizes(table)), 0
        while at < table.num_rows:
            before = int(ends[at - 1]) if at else 0
            full = int(np.searchsorted(ends, before + size - filled)) + 1
            stop = min(full, table.num_rows)
            stop = stop if rows is None else min(stop, at + rows - count)
            waiting.append(table.slice(at, stop - at))
            filled, count, at = filled + int(ends[stop - 1]) - before, count + stop - at, stop
            if filled >= size or count == rows:
                yield pa.concat_tables(waiting)
                waiting, filled, count = [], 0, 0
    if waiting:
        yield pa.concat_tables(waiting)


def sizes(table: pa.Table) -> np.ndarray:
    """Bytes of each row in memory, about: (n,) integers."""
    found = np.full(table.num_rows, _EACH * table.num_columns, np.int64)
    for column in table.columns:
        if pa.types.is_string(column.type):
            found += pc.fill_null(pc.binary_length(column), 0).to_numpy()
    return found
