"""Stretches of a feed made into blocks: what a cell says is worked out once for each text.

Every cell is read by `feedrows.py`, which also reads single rows, so a block says what its rows
would say one by one. A row with a cell that cannot be read is given to it as a row, and is
rejected in its words.
"""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.sources.coded import Coded, Columns, coded, joint
from remit.sources.feedrows import FeedRows, Named, Spot
from remit.sources.feedtimes import timed
from remit.sources.readers.plain import Stretch
from remit.store.feed import Block
from remit.store.rejects import Reject

__all__ = ["blocked"]

_CURRENT = "^[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}$"
"""A current registration mark as it is kept: nearly every plate, and its own normal form."""


def blocked(stretch: Stretch, rows: FeedRows) -> tuple[Block, list[Reject]]:
    """The block of a stretch, and its rows that are not accepted, in order of position."""
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
    good = None if to.sound.all() else to.sound
    table = {"pos": pa.array(stretch.pos if good is None else stretch.pos[good])}
    for name, column in to.made.items():
        if isinstance(column, Coded):
            made = column.kept(good)
        else:
            made = column if good is None else column.filter(pa.array(good))
        if made is not None:
            table[name] = made
    rejects = [(pos, fault.reason, fault.raw) for pos, fault in stretch.faults]
    rejects += [_refused(rows, stretch, int(n)) for n in np.flatnonzero(~to.sound)]
    refused = [Reject(pos, why, json.dumps(raw, ensure_ascii=False)) for pos, why, raw in rejects]
    refused.sort(key=lambda one: one.pos)
    return Block(kind, pa.table(table), stretch.last_pos), refused


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
