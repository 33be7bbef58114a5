"""How rare a value is: frozen with a model, so that a weight depends on two records alone.

A shared rare name says more than a shared common one. How often values occur is counted once,
when a model is trained; a value not met then counts as seen once. Rarity comes in few classes,
so that a weight is the same on every engine to the last digit.

>>> counted = Rarity.of(["smith"] * 600 + ["quillfeather"] + ["jones"] * 399)
>>> counted.kind("smith"), counted.kind("quillfeather"), counted.kind("never met")
(0, 4, 4)
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log2

__all__ = ["CLASSES", "Rarity"]

CLASSES = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0)
"""Bits of surprise from which a value is of class 1 (not common) to 5 (nearly nobody's)."""


@dataclass(frozen=True)
class Rarity:
    """How often each value occurs among so many."""

    counts: Mapping[str, int]
    total: int

    @classmethod
    def of(cls, values: Iterable[str | None]) -> "Rarity":
        """Counted over `values`; None is no value."""
        counts = Counter(value for value in values if value is not None)
        return cls(dict(counts), sum(counts.values()))

    def kind(self, value: str) -> int:
        """0 for a common value, up to 5 for one that nearly nobody has."""
        return self._kinds.get(value, self._unmet)

    @cached_property
    def _unmet(self) -> int:
        return _class(1, self.total)

    @cached_property
    def _kinds(self) -> dict[str, int]:
        return {value: _class(count, self.total) for value, count in self.counts.items()}


def _class(count: int, total: int) -> int:
    bits = log2(max(total, 1) / count)
    return sum(bits >= bound for bound in CLASSES)
