"""Columns of records made ready, as arrays: each different text once, each list of marks flat."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["THREADS", "Columns", "Marks", "Text"]

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

THREADS = 2
"""Processor cores that one piece of work may keep busy."""

_TIMES = 31
"""The free bits of a mark (`rarity.marked`): in a column they number its repetitions."""


@dataclass(frozen=True)
class Text:
    """A column of texts."""

    code: Codes
    """For each record the number of its text; -1 where there is none."""
    values: npt.NDArray[np.object_]
    """Each different text."""

    def strings(self, records: Ints) -> npt.NDArray[np.object_]:
        """The texts of some records, none of them missing."""
        found: npt.NDArray[np.object_] = self.values[self.code[records]]
        return found


@dataclass(frozen=True)
class Marks:
    """A column of lists of marks, where a mark may stand several times over."""

    begin: Ints
    """Where each list begins."""
    length: Ints
    entry: Ints
    """The different marks of each list; the free bits say how often a mark stands in it. The last
    two stand for none, on one side of a pair and on the other."""

    def shared(self, a: Ints, b: Ints) -> Ints:
        """For each two records how many marks both lists have, each as often as both have it."""
        found = np.zeros(len(a), np.int64)
        wide = (self.length[a] > _WIDE) | (self.length[b] > _WIDE)
        for pair in np.flatnonzero(wide).tolist():
            found[pair] = self._both(int(a[pair]), int(b[pair]))
        others = self._places(b, wide, -1)
        for one in self._places(a, wide, -2):
            for other in others:
                at = np.flatnonzero((one ^ other).view(np.uint64) <= _TIMES)
                found[at] += np.minimum(one[at] & _TIMES, other[at] & _TIMES)
        return found

    def _places(self, records: Ints, but: npt.NDArray[np.bool_], none: int) -> list[Ints]:
        """The first marks of each list, the second, and so on; `none` is where none stands."""
        begin, length = self.begin[records], np.where(but, 0, self.length[records])
        return [
            self.entry[np.where(length > place, begin + place, none)]
            for place in range(int(length.max(initial=0)))
        ]

    def _both(self, a: int, b: int) -> int:
        one, two = (self.entry[self.begin[r] : self.begin[r] + self.length[r]] for r in (a, b))
        times = dict(zip((two & ~_TIMES).tolist(), (two & _TIMES).tolist(), strict=True))
        each = zip((one & ~_TIMES).tolist(), (one & _TIMES).tolist(), strict=True)
        return sum(min(said, times.get(mark, 0)) for mark, said in each)


_WIDE = 32
"""Different marks of a list beyond which it is gone through by itself."""

_NONE = 0, _TIMES + 1
"""Two different marks that stand 0 times."""


class Columns:
    """A table that is ready, by column."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def text(self, name: str) -> Text:
        """A column of texts."""
        coded = self._table[name].combine_chunks().dictionary_encode()
        values = np.array([*coded.dictionary.to_pylist(), None], object)[:-1]
        return Text(coded.indices.fill_null(-1).to_numpy(), values)

    def number(self, name: str) -> Ints:
        """A column of whole numbers; 0 where there is none."""
        column = pc.fill_null(self._table[name].combine_chunks(), 0)
        return column.to_numpy(zero_copy_only=False).astype(np.int64)  # type: ignore[no-any-return]

    def flag(self, name: str) -> npt.NDArray[np.bool_]:
        """A column of what is so or not; not so where nothing is said."""
        column = pc.fill_null(self._table[name].combine_chunks(), False)
        return column.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]

    def marks(self, name: str) -> Marks:
        """A column of lists of marks."""
        lists = self._table[name].combine_chunks()
        length = pc.list_value_length(lists).to_numpy(zero_copy_only=False).astype(np.int64)
        ends = np.cumsum(length)
        marks = lists.flatten().to_numpy()
        first = np.ones(len(marks), bool)
        np.greater((marks[1:] ^ marks[:-1]).view(np.uint64), _TIMES, out=first[1:])
        first[(ends - length)[length > 0]] = True
        at = np.flatnonzero(first)
        times = np.diff(at, append=len(marks))
        begin, end = np.searchsorted(at, ends - length), np.searchsorted(at, ends)
        return Marks(begin, end - begin, np.r_[marks[at] & ~_TIMES | times, _NONE])
