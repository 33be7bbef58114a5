"""Numbers of the rows of a stretch by which equal rows are told, in whatever stretch they stand.

A row's number is made of those of its texts, and a text's is worked out once for each text that
there is. Two rows that differ have the same number once in ten thousand million million.
"""

from collections.abc import Sequence
from contextlib import closing
from typing import Self

import duckdb
import numpy as np
import pyarrow as pa

from remit.sources.readers.plain import Stretch

__all__ = ["Alike", "again", "joined"]

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits are spread: 2 to the 64th by the golden ratio."""


class Alike:
    """Gives the numbers, while it is open."""

    def __init__(self) -> None:
        self._engine = duckdb.connect(config={"threads": 1})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def numbers(self, stretch: Stretch) -> list[np.ndarray]:
        """For each column of a stretch, the numbers of its texts, row by row."""
        texts = [getattr(cell, "dictionary", cell) for cell in stretch.cells]
        whole = pa.table({"t": pa.chunked_array(texts, pa.string())})
        with closing(self._engine.from_arrow(whole).project("hash(t) AS h")) as asked:
            every = asked.to_arrow_table()["h"].to_numpy()
        ends = np.cumsum([len(one) for one in texts])
        by_text = np.split(every, ends[:-1])
        return [
            of[cell.indices.to_numpy()] if isinstance(cell, pa.DictionaryArray) else of
            for of, cell in zip(by_text, stretch.cells, strict=True)
        ]


def joined(columns: Sequence[np.ndarray]) -> np.ndarray:
    """The numbers of rows, of those of their texts in order of columns."""
    whole = np.zeros(len(columns[0]), np.uint64)
    for one in columns:
        whole *= _MIX
        whole += one
    return whole


def again(keys: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of what comes again, in order, and of its first; of those that count."""
    at = np.flatnonzero(counts)
    some = np.sort(keys[at])
    twice = some[1:][some[1:] == some[:-1]]
    if not len(twice):  # as nearly always, and four times as fast to see as which it would be
        return at[:0], at[:0]
    at = at[np.isin(keys[at], twice)]
    _, first, inverse = np.unique(keys[at], return_index=True, return_inverse=True)
    before = first[inverse]
    later = before != np.arange(len(at))
    return at[later], at[before[later]]
