"""Stretches of a feed made into blocks: what a cell says is worked out once for each text.

Every cell is read by `feedrows.py`, which also reads single rows, so a block says what its rows
would say one by one. A row with a cell that cannot be read is given to it as a row, and is
rejected in its words.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import Ambiguous
from remit.sources.authority import Authority
from remit.sources.coded import Coded, Columns, coded, joint
from remit.sources.feedholding import Held, held_back
from remit.sources.feedrows import FeedRows, Spot
from remit.sources.feedtimes import NONE, Times, read
from remit.sources.moments import When
from remit.sources.privilege import NOTHING_WATCHED, Watching
from remit.sources.readers import Fields
from remit.sources.readers.plain import Stretch
from remit.sources.things import Named
from remit.store.feed import Block
from remit.store.rejects import HeldRows, Hold, Reject

__all__ = ["Blocked", "blocked", "cells_of", "moments", "plain_texts"]

_CURRENT = "^[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}$"
"""A current registration mark as it is kept: nearly every plate, and its own normal form."""

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


def _twice(times: Times) -> list[int]:
    """Codes of the texts that lie in the hour that comes twice."""
    return [
        code
        for code, why in times.wrong.items()
        if isinstance(why, Ambiguous) and why.needs == "fold"
    ]


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
        first = _coded(cells[rows.totals_in])
        total = np.array([rows.is_total(text) for text in first.texts.to_pylist()], bool)
        to.sound &= ~first.where(total)
    _refused_by_look(to, stretch, rows)
    for end in columns.ends:
        _things(to, end, [_coded(cells[column]) for column in columns.columns(end)], rows)
    if columns.place:
        _places(to, [_coded(cells[column]) for column in columns.place], rows)
    told = _talk(to, stretch, cells, rows)
    said = [*(_coded(cells[column]) for column in columns.attributes), *told]
    if said and not all(rows.as_they_are(cell.texts) for cell in said):
        to.made["attributes"] = joint(said).read(rows.attributes_json)
    for reading in ("category", "reference"):
        if (column := columns.one(reading)) is not None:
            to.made[reading] = _said(_coded(cells[column]), rows)
    _put_times(to, cells, rows)
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


def _texts(cell: pa.Array) -> pa.Array:
    return cell.cast(pa.string()) if isinstance(cell, pa.DictionaryArray) else cell


def _coded(cell: Coded | pa.Array) -> Coded:
    return cell if isinstance(cell, Coded) else coded(cell)


def _empty(cell: Coded | pa.Array) -> np.ndarray:
    if isinstance(cell, Coded):
        return cell.equal("")
    empty: np.ndarray = pc.equal(pc.binary_length(cell), 0).to_numpy(zero_copy_only=False)
    return empty


def _things(to: Columns, end: str, group: list[Coded], rows: FeedRows) -> None:
    if not group:  # it stands above the header: such a file is read row by row
        raise AssertionError("a thing without a column")
    cells = joint(group)
    plain = None
    if len(group) == 1 and rows.columns.types[end] == "vrm":
        plain = pc.match_substring_regex(cells.texts, _CURRENT).to_numpy(zero_copy_only=False)
    wanted = range(len(cells.texts)) if plain is None else np.flatnonzero(~plain).tolist()
    every = cells.every() if len(wanted) > len(cells.texts) // 2 else ()
    texts = {code: every[code] if every else cells.said(code) for code in wanted}
    times = np.bincount(cells.codes, minlength=len(cells.texts)) if len(wanted) else ()
    failed = np.zeros(len(cells.texts), bool)
    found: dict[int, Named | None] = {}
    for code in wanted:
        try:
            found[code] = rows.thing(end, texts[code], int(times[code]))
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
        said = {code: one[0] for code, one in texts.items()}
        kept = {n: text for n, text in said.items() if n not in named or named[n].key != text}
        to.made[f"raw_{rows.columns.ends[end].columns[0]}"] = cells.put(kept)


def _places(to: Columns, group: list[Coded], rows: FeedRows) -> None:
    cells = joint(group)
    found: dict[int, Spot] = {}
    failed = np.zeros(len(cells.texts), bool)
    texts = cells.every()
    for code, said in enumerate(texts):
        try:
            found[code] = rows.spot(said)
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
            if rows.columns.grid:
                continue  # the cells hold metres, and stay as they are
            shown = {n: None if x is None else f"{x:.6f}" for n, x in shown.items()}
        kept = {n: texts[n][at] for n in found if texts[n][at] != shown[n]}
        to.made[f"raw_{rows.columns.kind.place[at]}"] = cells.put(kept)


def _talk(to: Columns, stretch: Stretch, cells: Cells, rows: FeedRows) -> list[Coded]:
    """Put kind, direction and meaning; what is told besides, as columns of attributes."""
    columns, talk = rows.columns, rows.talk
    opens = np.isin(stretch.pos, rows.look.opening).astype(np.int32)
    there = [columns.one(reading) if talk.reads(reading) else None for reading in _TOLD_BY]
    group = [_coded(cells[column]) for column in there if column]
    all_alike = Coded(np.zeros(len(opens), np.int32), pa.array([""]))
    cell = joint(group) if group else all_alike
    size = len(cell.texts)
    kinds, ways = [columns.kind.event] * size, [""] * size
    failed = np.zeros(size, bool)
    for code, each in enumerate(cell.every()):
        said = iter(each)
        category, direction = (next(said) if column else None for column in there)
        try:
            kinds[code], way = talk.row(category, direction)
            ways[code] = way or ""
        except BadInput:
            failed[code] = True
    to.sound &= ~failed[cell.codes]
    if set(kinds) - {columns.kind.event}:
        to.made["kind"] = cell.put(dict(enumerate(kinds)))
    means = [[talk.means(kind, opens=flag) for flag in (False, True)] for kind in kinds]
    names = sorted({one for pair in means for one in pair})
    if set(names) - {"at"}:
        numbers = np.array([[names.index(one) for one in pair] for pair in means], np.int32)
        to.made["means"] = Coded(numbers[cell.codes, opens], pa.array(names), whole=False)
    by_way = ["", "incoming", "outgoing"]
    numbers = np.array([by_way.index(way) for way in ways], np.int32)
    told = {
        "direction": Coded(numbers[cell.codes], pa.array(by_way), whole=False),
        "opens": Coded(opens, pa.array(["", "yes"]), whole=False),
    }
    for name in columns.told:
        to.made[name] = told[name].filled()
    return [told[name] for name in columns.told]


_TOLD_BY = ("category", "direction")
"""Readings of the columns that may say the kind of a row and which way it went."""


def _put_times(to: Columns, cells: Cells, rows: FeedRows) -> None:
    """Put begin, end, and of what is not in the usual form the zone, precision and text."""
    clock, header = rows.clock, rows.columns.header
    first, until, other = moments(cells, rows)
    begin, end = first.begin, first.end.copy()
    to.sound &= ~first.failed & (begin != NONE)
    if other is not None:
        said = (other.begin != NONE) & ~other.failed
        to.sound &= ~other.failed & ~(said & (other.begin != begin))
    open_ = first.end == NONE
    if until is not None:
        stop = until.last
        there = (stop != NONE) & ~until.failed
        to.sound &= ~until.failed & ~(there & (stop < begin))
        end[there] = np.where(stop[there] > begin[there], stop[there], NONE)
        open_ = open_ & ~there
    if clock.lasted:
        _durations(to, begin, end, open_, _coded(cells[clock.lasted]), rows)
    when = pa.timestamp("us", tz="UTC")
    to.made["begin"] = pa.array(np.where(begin == NONE, 0, begin), pa.int64()).cast(when)
    ended = end != NONE
    if ended.any():
        to.made["end"] = pa.array(end, pa.int64(), mask=~ended).cast(when)
    _how_written(to, first)
    number = header.index(clock.time[0]) + 1
    if len(clock.time) == 1:
        written = cells[clock.time[0]]
        raw = pc.if_else(pa.array(first.usual), pa.scalar(None, pa.string()), written)
        to.made[f"raw_{number}"] = raw
    for column in (*(clock.until if len(clock.until) == 1 else ()), clock.other):
        if column is not None:
            texts = cells[column]
            none = pc.equal(pc.binary_length(texts), 0)
            raw = pc.if_else(none, pa.scalar(None, pa.string()), texts)
            to.made[f"raw_{header.index(column) + 1}"] = raw


def _how_written(to: Columns, first: Times) -> None:
    """Put the zone, and of times read one by one also the precision and the text."""
    slow = first.slow
    zone = first.zone.codes.copy()
    names = first.zone.texts.to_pylist()
    said = {n: one for n, one in enumerate(first.found) if one is not None}
    by_code = np.full(len(slow.texts) + 1, -1, np.int32)
    for code, one in said.items():
        if one.zone is not None:
            if one.zone not in names:
                names.append(one.zone)
            by_code[code] = names.index(one.zone)
    if said:
        zone = np.where(slow.codes >= 0, by_code[slow.codes], zone)
    to.made["zone"] = Coded(zone, pa.array(names, pa.string()), whole=False)
    to.made["precision"] = slow.put({n: one.precision for n, one in said.items()})
    to.made["time_text"] = slow.put({n: one.text for n, one in said.items()})


def _durations(
    to: Columns, begin: np.ndarray, end: np.ndarray, open_: np.ndarray, lasted: Coded,
    rows: FeedRows,
) -> None:  # fmt: skip
    """Put the ends of rows that say how long they lasted and not when they ended."""
    seconds = np.zeros(max(len(lasted.texts), 1), np.int64)
    failed = np.zeros(len(seconds), bool)
    for code, (said,) in enumerate(lasted.every()):
        try:
            seconds[code] = rows.clock.seconds(said)
        except BadInput:
            failed[code] = True
    to.sound &= ~(failed[lasted.codes] & open_)
    took = seconds[lasted.codes]
    add = open_ & (took > 0)
    end[add] = begin[add] + took[add] * 1_000_000
