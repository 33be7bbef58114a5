"""Edges: pairs of records worth comparing, each with its match weight, from either end.

The bulk lies in arrays, 24 bytes an edge; what has changed since lies beside them.

>>> edges = Edges(3, np.array([0]), np.array([1]), np.array([5.5]))
>>> edges.put(1, 2, -3.0); edges.drop(0, 1)
>>> edges.of(1), edges.of(0)
({2: -3.0}, {})
"""

import numpy as np
import numpy.typing as npt

__all__ = ["Edges"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Edges:
    """Edges by record."""

    def __init__(self, size: int, left: Ints, right: Ints, weight: Floats) -> None:
        """Edges of records below `size`, each once, in any order."""
        ends = np.r_[left, right].astype(np.int32)
        order = np.argsort(ends, kind="stable")
        self._size = size
        self._other = np.r_[right, left].astype(np.int32)[order]
        self._weight = np.r_[weight, weight][order]
        self._start = np.searchsorted(ends[order], np.arange(size + 1))
        self._since: dict[int, dict[int, float | None]] = {}

    def of(self, record: int) -> dict[int, float]:
        """The weight of each edge of a record, by the record at its other end."""
        found: dict[int, float] = {}
        if record < self._size:
            begin, end = self._start[record], self._start[record + 1]
            others, weights = self._other[begin:end].tolist(), self._weight[begin:end].tolist()
            found = dict(zip(others, weights, strict=True))
        for other, weight in self._since.get(record, {}).items():
            if weight is None:
                found.pop(other, None)
            else:
                found[other] = weight
        return found

    def put(self, a: int, b: int, weight: float) -> None:
        """An edge more, or its new weight."""
        self._since.setdefault(a, {})[b] = weight
        self._since.setdefault(b, {})[a] = weight

    def drop(self, a: int, b: int) -> None:
        """An edge less."""
        self._since.setdefault(a, {})[b] = None
        self._since.setdefault(b, {})[a] = None

    def arrays(self) -> tuple[Ints, Ints, Floats]:
        """All edges: the lower record, the higher one, the weight; in order."""
        left = np.repeat(np.arange(self._size), np.diff(self._start))
        right, weight = self._other.astype(np.int64), self._weight
        kept = left < right
        if changed := {(a, b) for a, others in self._since.items() for b in others if a < b}:
            codes = np.array([a << 32 | b for a, b in changed])
            kept &= ~np.isin(left << 32 | right, codes)
        now = [
            (a, b, weight)
            for a, others in self._since.items()
            for b, weight in others.items()
            if a < b and weight is not None
        ]
        left = np.r_[left[kept], np.array([a for a, _, _ in now], np.int64)]
        right = np.r_[right[kept], np.array([b for _, b, _ in now], np.int64)]
        weight = np.r_[weight[kept], np.array([w for _, _, w in now], float)]
        order = np.lexsort((right, left))
        return left[order], right[order], weight[order]
