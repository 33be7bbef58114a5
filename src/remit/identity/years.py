"""A year of birth without a day, of who is sought: it finds records by its keys, and it weighs.

The levels of a model are of two days. Those in which the year is the same, and those in which it is
another, taken together say how often a year agrees among records of one person, and of two; levels
that leave it open (a digit or two that differ or changed places) are left out of both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log2

import numpy as np
import pyarrow as pa

from remit.identity import reading
from remit.identity.comparisons import Comparison
from remit.identity.model import Model
from remit.identity.prepared import Prepared
from remit.identity.scorer import Row

__all__ = ["Years", "with_years"]

SAME, OTHER = (4, 5, 6, 9, 10, 11), (0, 1, 2, 3, 12)
"""Levels of `comparisons.born` in which the year is the same, and in which it is another."""


def with_years(ready: Prepared, values: Mapping[str, str | None]) -> Prepared:
    """Records ready for comparing, all of which say `values`, with the years that stand alone."""
    said = {column.strip(): cell for column, cell in values.items() if cell}
    table = ready.table
    for one in ready.comparisons:
        year = reading.year(said.get(ready.titles[one.name], "")) if one.kind == "born" else None
        if year is not None:
            at = table.schema.get_field_index(f"{one.name}_y")
            same = pa.array(np.full(len(ready), year, np.int16))
            table = table.set_column(at, f"{one.name}_y", same)
    return replace(ready, table=table)


class Years:
    """A model beside the dates of birth that it weighs."""

    def __init__(self, model: Model, comparisons: Sequence[Comparison]) -> None:
        self._bits = [
            (one.name, _bits(model, one.name, SAME), _bits(model, one.name, OTHER))
            for one in sorted(comparisons, key=lambda one: one.name)
            if one.kind == "born"
        ]

    def weight(self, a: Row, b: Row) -> float:
        """Bits of two years of birth, where one of both has no day; else 0."""
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
