"""What a year of birth alone weighs, where one of two records has no day.

The levels of a model are of two days. Those in which the year is the same, and those in which it is
another, taken together say how often a year agrees among records of one person, and of two; levels
that leave it open (a digit or two that differ or changed places) are left out of both.
"""

from collections.abc import Sequence
from math import log2

from remit.identity.comparisons import Comparison
from remit.identity.model import Model
from remit.identity.scorer import Row

__all__ = ["Years"]

SAME, OTHER = (4, 5, 6, 9, 10, 11), (0, 1, 2, 3, 12)
"""Levels of `comparisons.born` in which the year is the same, and in which it is another."""


class Years:
    """A model beside the dates of birth that it weighs."""

    def __init__(self, model: Model, comparisons: Sequence[Comparison]) -> None:
        self._bits = [
            (one.name, _bits(model, one.name, SAME), _bits(model, one.name, OTHER))
            for one in sorted(comparisons, key=lambda one: one.name)
            if one.kind == "born"
        ]

    def weight(self, a: Row, b: Row) -> float:
        """Bits of the years of birth of two records, where a day is lacking; else 0."""
        weight = 0.0
        for name, same, other in self._bits:
            if a[name] is None or b[name] is None:
                years = a[f"{name}_y"], b[f"{name}_y"]
                if None not in years:
                    weight += same if years[0] == years[1] else other
        return weight


def _bits(model: Model, name: str, levels: Sequence[int]) -> float:
    column, known = model.columns[name], (*SAME, *OTHER)
    m, u = (
        sum(shares[level] for level in levels) / sum(shares[level] for level in known)
        for shares in (column.m, column.u)
    )
    return log2(m / u)
