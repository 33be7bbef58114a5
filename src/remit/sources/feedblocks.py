"""Stretches of a feed made into blocks: what a cell says is worked out once for each text.

Every cell is read by `feedrows.py`, which also reads single rows, so a block says what its rows
would say one by one. A row with a cell that cannot be read is given to it as a row, and is
rejected in its words.
"""

import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.sources.authority import Authority
from remit.sources.coded import Coded, Columns, joint
from remit.sources.feedcells import cells_of, code_of
from remit.sources.feedholding import Held, held_back
from remit.sources.feedput import put_places, put_talk, put_things, put_times
from remit.sources.feedrows import FeedRows
from remit.sources.privilege import NOTHING_WATCHED, Watching
from remit.sources.readers import Fields
from remit.sources.readers.plain import Stretch
from remit.store.feed import Block
from remit.store.rejects import HeldRows, Hold, Reject

__all__ = ["Blocked", "blocked"]


@dataclass(frozen=True)
class Blocked:
    """What a stretch came to: its block, its rows that are rejected, and those held back."""

    block: Block
    rejects: list[Reject]
    held: HeldRows | None = None

    @property
    def rows(self) -> int:
        """How many rows it has."""
        held = 0 if self.held is None else len(self.held.holds)
        accepted: int = self.block.table.num_rows
        return accepted + len(self.rejects) + held


def blocked(
    stretch: Stretch,
    rows: FeedRows,
    authority: Authority | None = None,
    watching: Watching = NOTHING_WATCHED,
) -> Blocked:
    """The block of a stretch, and its rows that are not accepted, in order of position.

    Those that are held back, as they exceed their authority or show a sign, are apart.
    """
    columns = rows.columns
    cells = cells_of(stretch, rows)
    to = Columns(np.ones(len(stretch.pos), bool))
    for number, (name, cell) in enumerate(cells.items(), 1):
        if isinstance(cell, Coded):
            to.made[f"raw_{number}"] = cell.filled()
        if name in columns.filled:
            to.sound &= ~_empty(cell)
    if rows.totals_in:
        first = code_of(cells[rows.totals_in])
        total = np.array([rows.is_total(text) for text in first.texts.to_pylist()], bool)
        to.sound &= ~first.where(total)
    _refused_by_look(to, stretch, rows)
    for end in columns.ends:
        put_things(to, end, [code_of(cells[column]) for column in columns.columns(end)], rows)
    if columns.place:
        put_places(to, [code_of(cells[column]) for column in columns.place], rows)
    told = put_talk(to, stretch, cells, rows)
    said = [*(code_of(cells[column]) for column in columns.attributes), *told]
    if said and not all(rows.as_they_are(cell.texts) for cell in said):
        to.made["attributes"] = joint(said).read(rows.attributes_json)
    for reading in ("category", "reference"):
        if (column := columns.one(reading)) is not None:
            to.made[reading] = _said(code_of(cells[column]), rows)
    put_times(to, cells, rows)
    kind = columns.kind
    back = held_back(to, cells, columns.ends, authority, watching)
    rejects = [_rejected(pos, fault.reason, dict(fault.raw)) for pos, fault in stretch.faults]
    hidden = [(one, sign) for one in rejects if (sign := watching.sign(json.loads(one.raw)))]
    if back is None and not hidden:
        rejects += [_refused(rows, stretch, int(n)) for n in np.flatnonzero(~to.sound)]
        good = None if to.sound.all() else to.sound
        block = Block(kind, _table(stretch, to, good), stretch.last_pos)
        return Blocked(block, _in_order(rejects))
    back = back or Held.nothing(len(to.sound))
    rejects = [one for one in rejects if one not in [other for other, _ in hidden]]
    rejects += [_refused(rows, stretch, int(n)) for n in np.flatnonzero(~to.sound & ~back.rows)]
    block = Block(kind, _table(stretch, to, to.sound & ~back.rows), stretch.last_pos)
    beyond, worse = to.sound & back.rows, ~to.sound & back.rows
    held = HeldRows(
        Block(kind, _table(stretch, to, beyond), stretch.last_pos),
        [
            *back.holds(beyond, stretch.pos),
            *back.holds(worse, stretch.pos),
            *(Hold(one.pos, sign.ground, sign.reason) for one, sign in hidden),
        ],
        [
            *(_refused(rows, stretch, int(n)) for n in np.flatnonzero(worse)),
            *(one for one, _ in hidden),
        ],
    )
    return Blocked(block, _in_order(rejects), held)


def _in_order(rejects: list[Reject]) -> list[Reject]:
    return sorted(rejects, key=lambda one: one.pos)


def _table(stretch: Stretch, to: Columns, good: np.ndarray | None) -> pa.Table:
    """The columns of the rows that are `good`; None takes all."""
    table = {"pos": pa.array(stretch.pos if good is None else stretch.pos[good])}
    for name, made in to.made.items():
        if (kept := _kept(made, good)) is not None:
            table[name] = kept
    return pa.table(table)


def _said(cell: Coded, rows: FeedRows) -> Coded:
    """A column of texts with their spaces collapsed, and nothing where nothing was stated."""
    plain = rows.plain(cell.texts)
    others = np.flatnonzero(~plain).tolist()
    return cell.put({code: rows.text(cell.said(code)[0]) for code in others}, plain)


def _kept(made: Coded | pa.Array, good: np.ndarray | None) -> pa.Array | None:
    """A column of the rows kept; None where none of them has a value."""
    if isinstance(made, Coded):
        return made.kept(good)
    column = made if good is None else made.filter(pa.array(good))
    return None if column.null_count == len(column) else column


def _refused(rows: FeedRows, stretch: Stretch, at: int) -> Reject:
    """A row that is not accepted, and why, in the words of the reading of single rows."""
    raw = {
        name: cell[at].as_py() or None
        for name, cell in zip(rows.columns.header, stretch.cells, strict=True)
    }
    pos = int(stretch.pos[at])
    why = rows.why(pos, raw)
    if why is None:
        raise AssertionError(f"row {pos} reads otherwise by itself than in its block")
    return _rejected(pos, why, raw)


def _rejected(pos: int, why: str, raw: Fields) -> Reject:
    return Reject(pos, why, json.dumps(raw, ensure_ascii=False))


def _refused_by_look(to: Columns, stretch: Stretch, rows: FeedRows) -> None:
    if rows.look.reasons:
        to.sound &= ~np.isin(stretch.pos, np.fromiter(rows.look.reasons, np.int64))


def _empty(cell: Coded | pa.Array) -> np.ndarray:
    if isinstance(cell, Coded):
        return cell.equal("")
    empty: np.ndarray = pc.equal(pc.binary_length(cell), 0).to_numpy(zero_copy_only=False)
    return empty
