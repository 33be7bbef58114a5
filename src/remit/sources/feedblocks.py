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

from remit.errors import BadInput
from remit.sources.authority import Authority
from remit.sources.coded import Coded, Columns, coded, joint
from remit.sources.feedholding import Held, held_back
from remit.sources.feedrows import FeedRows, Named, Spot
from remit.sources.feedtimes import timed
from remit.sources.privilege import NOTHING_WATCHED, Watching
from remit.sources.readers import Fields
from remit.sources.readers.plain import Stretch
from remit.store.feed import Block
from remit.store.rejects import HeldRows, Hold, Reject

__all__ = ["Blocked", "blocked"]

_CURRENT = "^[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}$"
"""A current registration mark as it is kept: nearly every plate, and its own normal form."""


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
    kind = rows.kind
    at = kind.time_at - 1
    cells = {
        name: coded(cell)
        for n, (name, cell) in enumerate(zip(kind.header, stretch.cells, strict=True))
        if n != at
    }
    to = Columns(np.ones(len(stretch.pos), bool))
    for number, (name, cell) in enumerate(cells.items()):
        to.made[f"raw_{kind.header.index(name) + 1}"] = cell.filled()
        if name in rows.filled and number != at:
            to.sound &= ~cell.equal("")
    for end in rows.ends:
        _things(to, end, [cells[column] for column in rows.columns(end)], rows)
    if rows.place:
        _places(to, [cells[column] for column in rows.place], rows)
    said = [cells[column] for column in rows.attributes]
    if said and not all(rows.as_they_are(cell.texts.to_pylist()) for cell in said):
        group = joint(said)
        to.made["attributes"] = group.read(rows.attributes_json)
    for reading in ("category", "reference"):
        if reading in rows.column:
            to.made[reading] = cells[rows.column[reading]].read(lambda t: rows.text(t[0]))
    lasted = rows.column.get("duration")
    to.made[f"raw_{at + 1}"] = timed(to, stretch.cells[at], cells[lasted] if lasted else None, rows)
    back = held_back(to, cells, rows.ends, authority, watching)
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
    for name, column in to.made.items():
        if isinstance(column, Coded):
            made = column.kept(good)
        else:
            made = column if good is None else column.filter(pa.array(good))
        if made is not None:
            table[name] = made
    return pa.table(table)


def _refused(rows: FeedRows, stretch: Stretch, at: int) -> Reject:
    """A row that is not accepted, and why, in the words of the reading of single rows."""
    raw = {
        name: cell[at].as_py() or None
        for name, cell in zip(rows.kind.header, stretch.cells, strict=True)
    }
    pos = int(stretch.pos[at])
    why = rows.why(pos, raw)
    if why is None:
        raise AssertionError(f"row {pos} reads otherwise by itself than in its block")
    return _rejected(pos, why, raw)


def _rejected(pos: int, why: str, raw: Fields) -> Reject:
    return Reject(pos, why, json.dumps(raw, ensure_ascii=False))


def _things(to: Columns, end: str, group: list[Coded], rows: FeedRows) -> None:
    cells = joint(group)
    plain = None
    if len(group) == 1 and rows.type_of(end) == "vrm":
        plain = pc.match_substring_regex(cells.texts, _CURRENT).to_numpy(zero_copy_only=False)
    wanted = range(len(cells.texts)) if plain is None else np.flatnonzero(~plain).tolist()
    times = np.bincount(cells.codes, minlength=len(cells.texts)) if len(wanted) else ()
    failed = np.zeros(len(cells.texts), bool)
    found: dict[int, Named | None] = {}
    for code in wanted:
        try:
            found[code] = rows.thing(end, cells.said(code), int(times[code]))
        except BadInput:
            failed[code] = True
    if failed.any():
        to.sound &= ~failed[cells.codes]
    named = {code: one for code, one in found.items() if one is not None}
    to.made[f"{end}_value"] = cells.put({code: one.key for code, one in named.items()}, plain)
    shown = {code: one.label for code, one in named.items() if one.label != one.key}
    if shown:
        to.made[f"{end}_label"] = cells.put(shown)
    if len(group) == 1:
        said = {code: cells.said(code)[0] for code in wanted}
        kept = {n: text for n, text in said.items() if n not in named or named[n].key != text}
        to.made[f"raw_{rows.ends[end].columns[0]}"] = cells.put(kept)


def _places(to: Columns, group: list[Coded], rows: FeedRows) -> None:
    cells = joint(group)
    found: dict[int, Spot] = {}
    failed = np.zeros(len(cells.texts), bool)
    for code in range(len(cells.texts)):
        try:
            found[code] = rows.spot(cells.said(code))
        except BadInput:
            failed[code] = True
    if failed.any():
        to.sound &= ~failed[cells.codes]
    to.made["place_value"] = cells.put({code: spot.key for code, spot in found.items()})
    to.made["place_label"] = cells.put({code: spot.label for code, spot in found.items()})
    for at, name in enumerate(("lon", "lat", "label")[: len(group)]):
        shown = {code: getattr(spot, name) for code, spot in found.items()}
        if name != "label":
            ordered = [shown.get(code) for code in range(len(cells.texts))]
            to.made[name] = pa.array(ordered, pa.float64()).take(pa.array(cells.codes))
            shown = {n: None if x is None else f"{x:.6f}" for n, x in shown.items()}
        said = {code: cells.said(code)[at] for code in found}
        kept = {n: text for n, text in said.items() if text != shown[n]}
        to.made[f"raw_{rows.kind.place[at]}"] = cells.put(kept)
