"""The cells of a stretch of a feed as columns, and the times that they say."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from remit.ontology.types import Ambiguous
from remit.sources.coded import Coded, coded
from remit.sources.feedrows import FeedRows
from remit.sources.feedtimes import NONE, Times, read
from remit.sources.moments import When
from remit.sources.readers.plain import Stretch

__all__ = ["Cells", "cells_of", "code_of", "moments", "plain_texts"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Cells = dict[str, Coded | pa.Array]
"""By column: a text that hardly comes twice as it is, the others coded."""


def plain_texts(rows: FeedRows) -> tuple[int, ...]:
    """Numbers from 0 of the columns whose texts are not coded: times with day and clock in one."""
    alone = [c[0] for c in (rows.clock.time, rows.clock.until) if len(c) == 1]
    header = rows.columns.header
    return tuple(header.index(c) for c in (*alone, rows.clock.other) if c is not None)


def cells_of(stretch: Stretch, rows: FeedRows, among: Collection[str] | None = None) -> Cells:
    """The cells of a stretch by column, of all columns or of some."""
    alone = plain_texts(rows)
    return {
        name: _texts(cell) if n in alone else coded(cell)
        for n, (name, cell) in enumerate(zip(rows.columns.header, stretch.cells, strict=True))
        if among is None or name in among
    }


def code_of(cell: Coded | pa.Array) -> Coded:
    """A column of cells as codes, whichever it is."""
    return cell if isinstance(cell, Coded) else coded(cell)


def moments(cells: Cells, rows: FeedRows) -> tuple[Times, Times | None, Times | None]:
    """The times of a stretch, those of its ends and its other times, where columns say them."""
    clock, specs = rows.clock, rows.columns.specs
    of = (
        (clock.time, clock.reading),
        (clock.until, clock.reading_until),
        ((clock.other,) if clock.other else (), clock.reading_other),
    )
    found = [
        read(
            tuple(cells[c] for c in columns), columns, clock, how,
            tuple(specs[c].width for c in columns),
        )
        if columns
        else None
        for columns, how in of
    ]  # fmt: skip
    first, until, other = found
    assert first is not None
    if other is not None:
        _told_apart(first, other, rows)
    return first, until, other


def _told_apart(first: Times, other: Times, rows: FeedRows) -> None:
    """Read the times of the hour that comes twice, where the row's other time tells which."""
    for code in _twice(other):
        text = other.slow.said(code)[0]
        for at in np.flatnonzero((other.slow.codes == code) & (first.begin != NONE)).tolist():
            if rows.clock.may_be(text, _EPOCH + timedelta(microseconds=int(first.begin[at]))):
                other.begin[at], other.failed[at] = first.begin[at], False
    for code in _twice(first):
        for at in np.flatnonzero((first.slow.codes == code) & (other.begin != NONE)).tolist():
            moment = When(_EPOCH + timedelta(microseconds=int(other.begin[at])), None, "", None, "")
            one = rows.clock.told_apart(first.slow.said(code), moment)
            if one is not None:
                first.begin[at], first.failed[at] = other.begin[at], False
                first.found[code] = one  # of it only zone, precision and text are looked at


def _twice(times: Times) -> list[int]:
    """Codes of the texts that lie in the hour that comes twice."""
    return [
        code
        for code, why in times.wrong.items()
        if isinstance(why, Ambiguous) and why.needs == "fold"
    ]


def _texts(cell: pa.Array) -> pa.Array:
    return cell.cast(pa.string()) if isinstance(cell, pa.DictionaryArray) else cell
