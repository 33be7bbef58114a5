"""The level of every comparison of given pairs, worked out in this process in whole columns.

Each kind of comparison is a class here that gives the same level as its SQL (`queried.py`) and as
the scorer of two records (`scorer.py`); tests compare all three. A level depends on its two
records alone. What is the same is known from codes; only texts that differ are gone through.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from remit.identity.columns import THREADS, Columns
from remit.identity.comparisons import Comparison
from remit.identity.levelled_kinds import KINDS, Kind
from remit.identity.levelled_names import Names

__all__ = ["levels"]

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int16]

_AT_ONCE = 1 << 16
"""Pairs gone through together: their columns fit into the cache of a core."""

_ALL: Mapping[str, Callable[[Columns, str, str | None], Kind]] = {**KINDS, "names": Names}


def levels(
    table: pa.Table, comparisons: Sequence[Comparison], left: Ints, right: Ints
) -> dict[str, Levels]:
    """The level of each comparison of each pair, in the order of the pairs; -1 for no evidence."""
    columns = Columns(table)
    code = next((one.name for one in comparisons if one.kind == "code"), None)
    found = {one.name: np.empty(len(left), np.int16) for one in comparisons}
    with ThreadPoolExecutor(THREADS) as both:
        made = [both.submit(_ALL[one.kind], columns, one.name, code) for one in comparisons]
        kinds = {one.name: kind.result() for one, kind in zip(comparisons, made, strict=True)}

        def fill(begin: int) -> None:
            some = slice(begin, begin + _AT_ONCE)
            for name, kind in kinds.items():
                found[name][some] = kind.levels(left[some], right[some])

        list(both.map(fill, range(0, len(left), _AT_ONCE)))
    return found
