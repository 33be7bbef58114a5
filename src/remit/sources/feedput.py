"""The columns of a block of a feed, each put by what the cells of a stretch say.

A row of which a cell that must be read cannot be is no longer `sound`.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.sources.coded import Coded, Columns, joint
from remit.sources.feedcells import Cells, code_of, moments
from remit.sources.feedrows import FeedRows, Spot
from remit.sources.feedtimes import NONE, Times
from remit.sources.readers.plain import Stretch
from remit.sources.things import Named

__all__ = ["put_places", "put_talk", "put_things", "put_times"]

_CURRENT = "^[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}$"
"""A current registration mark as it is kept: nearly every plate, and its own normal form."""

_TOLD_BY = ("category", "direction")
"""Readings of the columns that may say the kind of a row and which way it went."""


def put_things(to: Columns, end: str, group: list[Coded], rows: FeedRows) -> None:
    """Put what the cells of one end name, its label, and the texts that say it otherwise."""
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


def put_places(to: Columns, group: list[Coded], rows: FeedRows) -> None:
    """Put where rows say that they were."""
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


def put_talk(to: Columns, stretch: Stretch, cells: Cells, rows: FeedRows) -> list[Coded]:
    """Put kind, direction and meaning; what is told besides, as columns of attributes."""
    columns, talk = rows.columns, rows.talk
    opens = np.isin(stretch.pos, rows.look.opening).astype(np.int32)
    there = [columns.one(reading) if talk.reads(reading) else None for reading in _TOLD_BY]
    group = [code_of(cells[column]) for column in there if column]
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


def put_times(to: Columns, cells: Cells, rows: FeedRows) -> None:
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
        _durations(to, begin, end, open_, code_of(cells[clock.lasted]), rows)
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
