"""Stretches of a feed made into blocks: what a cell says is worked out once for each text.

Every cell is read by `feedrows.py`, which also reads single rows, so a block says what its rows
would say one by one. A row with a cell that cannot be read is given to it as a row, and is
rejected in its words.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.sources.coded import Coded, coded, joint
from remit.sources.feedrows import FeedRows
from remit.sources.feedtimes import timed
from remit.sources.readers.plain import Stretch
from remit.store.draft import Reject
from remit.store.feed import Block

__all__ = ["blocked"]

_CURRENT = "^[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}$"
"""A current registration mark as it is kept: nearly every plate, and its own normal form."""


@dataclass
class _Columns:
    """The columns of a block on their way, and which rows are sound."""

    sound: np.ndarray
    made: dict[str, Any]

    def put(self, name: str, texts: Coded) -> None:
        """Add a column of texts, unless there are none."""
        if len(texts.texts):
            self.made[name] = texts


def blocked(stretch: Stretch, rows: FeedRows) -> tuple[Block, list[Reject]]:
    """The block of a stretch, and its rows that are not accepted, in order of position."""
    header = rows.kind.header
    cells = {name: coded(cell) for name, cell in zip(header, stretch.cells, strict=True)}
    to = _Columns(np.ones(len(stretch.pos), bool), {})
    for column in rows.filled:
        if column != rows.column["time"]:
            to.sound &= ~cells[column].equal("")
    for end in rows.kind.ends:
        _things(to, end, [cells[column] for column in rows.columns(end)], rows)
    if rows.place:
        _places(to, [cells[column] for column in rows.place], rows)
    if rows.attributes:
        group = joint([cells[column] for column in rows.attributes])
        to.put("attributes", group.read(rows.attributes_json))
    for reading in ("category", "reference"):
        if reading in rows.column:
            to.put(reading, cells[rows.column[reading]].read(lambda t: rows.text(t[0])))
    at = rows.kind.time_at - 1
    lasted = rows.column.get("duration")
    written = timed(to, stretch.cells[at], cells[lasted] if lasted else None, rows)
    for number, name in enumerate(header, 1):
        to.put(f"raw_{number}", written if number - 1 == at else cells[name].filled())
    good = to.sound
    rejects = [(pos, fault.reason, fault.raw) for pos, fault in stretch.faults]
    rejects += [_refused(rows, stretch, int(n)) for n in np.flatnonzero(~good)]
    table = {"pos": pa.array(stretch.pos[good])}
    for name, column in to.made.items():
        if isinstance(column, Coded):
            table[name] = column.kept(good)
        else:
            table[name] = column if good.all() else column.filter(pa.array(good))
    said = [Reject(pos, why, json.dumps(raw, ensure_ascii=False)) for pos, why, raw in rejects]
    said.sort(key=lambda one: one.pos)
    return Block(rows.kind, pa.table(table), stretch.last_pos), said


def _refused(rows: FeedRows, stretch: Stretch, at: int) -> tuple[int, str, dict[str, str | None]]:
    """Why a row is not accepted, in the words of the reading of single rows."""
    raw = {
        name: cell[at].as_py() or None
        for name, cell in zip(rows.kind.header, stretch.cells, strict=True)
    }
    pos = int(stretch.pos[at])
    why = rows.why(pos, raw)
    if why is None:
        raise AssertionError(f"row {pos} reads otherwise by itself than in its block")
    return pos, why, raw


def _things(to: _Columns, end: str, group: list[Coded], rows: FeedRows) -> None:
    cells = group[0] if len(group) == 1 else joint(group)
    plain = None
    if len(group) == 1 and rows.type_of(end) == "vrm":
        plain = pc.match_substring_regex(cells.texts, _CURRENT).to_numpy(zero_copy_only=False)
    times = np.bincount(cells.codes[cells.codes >= 0], minlength=len(cells.texts))
    found = _each(cells, lambda n, t: rows.thing(end, t, int(times[n])), plain)
    to.sound &= cells.where(~found.failed)
    to.put(f"{end}_value", cells.put([None if x is None else x.key for x in found.values], plain))
    shown = [None if x is None or x.label == x.key else x.label for x in found.values]
    if any(label is not None for label in shown):
        to.put(f"{end}_label", cells.put(shown, None))


def _places(to: _Columns, group: list[Coded], rows: FeedRows) -> None:
    cells = joint(group)
    found = _each(cells, lambda n, t: rows.spot(t), None)
    to.sound &= cells.where(~found.failed)
    spots = found.values
    to.put("place_value", cells.put([x and x.key for x in spots], None))
    to.put("place_label", cells.put([x and x.label for x in spots], None))
    for name in ("lon", "lat"):
        values = pa.array([None if x is None else getattr(x, name) for x in spots], pa.float64())
        to.made[name] = values.take(pa.array(cells.codes))


@dataclass
class _Found:
    values: list[Any]
    failed: np.ndarray


def _each(
    cells: Coded, read: Callable[[int, tuple[str | None, ...]], Any], plain: np.ndarray | None
) -> _Found:
    """What each text says; None for a text that is plain, says nothing or cannot be read."""
    values: list[Any] = [None] * len(cells.texts)
    failed = np.zeros(len(cells.texts), bool)
    wanted = range(len(values)) if plain is None else np.flatnonzero(~plain).tolist()
    for n in wanted:
        try:
            values[n] = read(n, cells.said(n))
        except BadInput:
            failed[n] = True
    return _Found(values, failed)
