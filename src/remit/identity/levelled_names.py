"""Levels of names, for many pairs at once: the rules of `named.py`."""

from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import cpdist

from remit.identity import named
from remit.identity.columns import Columns
from remit.identity.levelled_kinds import likeness

__all__ = ["Names"]

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int64]


class Names:
    """The names of a table."""

    def __init__(self, columns: Columns, name: str, _: str | None) -> None:
        self.once, self.marks = columns.marks(f"{name}_once"), columns.marks(f"{name}_marks")
        self.count = columns.number(f"{name}_n")
        self.ends = {end: _End(columns, end) for end in ("fore", "sur")}

    def levels(self, a: Ints, b: Ints) -> Levels:
        """For each two records the level; -1 where one of both has no name."""
        fewer = np.minimum(self.count[a], self.count[b])
        left = fewer - self.once.shared(a, b)
        first, last = (self.ends[end].same(a, b) for end in ("fore", "sur"))
        known = self.ends["fore"].known
        rest: Levels = np.select(
            [left == 0, left > 1, first & last, first, last & known[a] & known[b], last],
            [
                np.where(first & last, named.ALL, named.TURNED),
                named.SEVERAL,
                named.MIDDLE,
                named.LAST,
                named.KIN,
                named.FIRST,
            ],
            named.ONE,
        )
        points = self.marks.shared(a, b)
        self._near(a, b, np.flatnonzero((left > 0) & (fewer > 0)), rest, points)
        level = named.STATES * np.minimum(points, named.MOST) + rest
        return np.where(fewer == 0, -1, level)

    def _near(self, a: Ints, b: Ints, open_: Ints, rest: Levels, points: Levels) -> None:
        """Names that differ and are spelt in a similar way: the first that are, decide."""
        for x, y, beside in named.ENDS:
            one, two = self.ends[x], self.ends[y]
            i, j = a[open_], b[open_]
            worth = (one.mark[i] != two.mark[j]) & (one.odd[i] | two.odd[j])
            at, i, j = open_[worth], i[worth], j[worth]
            texts = one.text.strings(i), two.text.strings(j)
            near = likeness(*texts, named.NEAR) >= named.NEAR
            at, i, j = at[near], i[near], j[near]
            slip = _slips(texts[0][near], texts[1][near])
            other = self.ends[beside].same(i, j) if beside else np.zeros(len(at), bool)
            rest[at[other]] = np.where(slip, named.SLIP, named.SIMILAR)[other]
            rest[at[~other & slip]] = named.ALONE
            at, i, j = (of[other | slip] for of in (at, i, j))
            points[at] += np.minimum(one.kind[i], two.kind[j]) // 2
            open_ = np.setdiff1d(open_, at, assume_unique=True)


def _slips(a: Any, b: Any) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (
        cpdist(a, b, scorer=DamerauLevenshtein.distance, score_cutoff=1, dtype=np.int32) == 1
    )
    return found


class _End:
    """First names, or last names."""

    def __init__(self, columns: Columns, end: str) -> None:
        self.text, self.mark = columns.text(end), columns.number(f"{end}_mark")
        self.kind = columns.number(f"{end}_k")
        self.odd, self.known = columns.flag(f"{end}_odd"), columns.flag(f"{end}_known")

    def same(self, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = self.mark[a] == self.mark[b]
        return found
