"""What is wrong with a feed's file, and which rows open a session: told of what a look kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from remit.sources.alike import again
from remit.sources.counting import counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.feeddates import swapped
from remit.sources.feedrows import FeedRows
from remit.sources.feedtimes import NONE

__all__ = ["Every", "Sums", "Wrong", "defects", "opening"]

_GAP, _USUAL = 3, 0.8
"""Days without a row that are named, in a file with rows on at least this share of the others."""

Every = Mapping[str, np.ndarray]
"""By name what was kept of every row, one value for each."""

Wrong = Mapping[str, list[np.ndarray]]
"""By what is wrong the positions of the rows, stretch by stretch."""


@dataclass
class Sums:
    """What rows of totals state, and what the other rows come to."""

    totals: list[tuple[int, dict[str, str | None]]] = field(default_factory=list)
    """Their positions and cells."""
    events: int = 0
    lasted: int = 0
    """Seconds."""


def defects(
    every: Every, wrong: Wrong, sums: Sums, rows: FeedRows, reasons: dict[int, str]
) -> list[Defect]:
    """What is wrong; into `reasons` goes by position why a row is refused for it."""
    return [
        *_zeros(wrong),
        *_changes(wrong),
        *_zones(wrong, every, rows),
        *swapped(every, reasons),
        *_repeated(every, reasons),
        *_summed(sums, rows),
        *_gaps(every),
    ]


def opening(every: Every) -> np.ndarray:
    """Positions of the rows that open a session: the first of it, or of another technology."""
    if "session" not in every:
        return np.zeros(0, np.int64)
    session, subject, begin = every["session"], every["subject"], every["begin"]
    generation = every.get("generation", np.full(len(session), -1))
    at = np.flatnonzero((session >= 0) & (subject >= 0) & (begin != NONE))
    order = at[np.lexsort((at, begin[at], session[at], subject[at]))]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (np.diff(session[order]) != 0) | (np.diff(subject[order]) != 0)
    changed = np.zeros(len(order), bool)
    one, other = generation[order][:-1], generation[order][1:]
    changed[1:] = (one != other) & (one >= 0) & (other >= 0)
    found: np.ndarray = np.sort(every["pos"][order[fresh | changed]])
    return found


def _zeros(wrong: Wrong) -> Iterator[Defect]:
    for name, found in sorted(wrong.items()):
        rows = np.concatenate(found)
        if not len(rows):
            continue
        if name.startswith("put back "):
            column = name.removeprefix("put back ")
            text = counted(
                len(rows),
                "value|values of {column!r} had lost zeros in front: put back",
                column=column,
            )
            yield Defect("lost-zeros", text, _first(rows))
        elif name.startswith("not put back "):
            column = name.removeprefix("not put back ")
            text = counted(
                len(rows),
                "value|values of {column!r} has|have too few digits: zeros may be lost, and were "
                "not put back because the layout does not say how many there were",
                column=column,
            )
            yield Defect("lost-zeros", text, _first(rows))


def _changes(wrong: Wrong) -> Iterator[Defect]:
    for name, what in (("twice", "comes twice"), ("never", "does not exist")):
        rows = np.concatenate(wrong.get(name) or [np.zeros(0, np.int64)])
        if len(rows):
            text = counted(
                len(rows),
                "row|rows lies|lie in the hour that {what} when clocks change: refused",
                what=what,
            )
            yield Defect("clock-change", text, _first(rows))


def _zones(wrong: Wrong, every: Every, rows_of: FeedRows) -> Iterator[Defect]:
    rows = np.concatenate(wrong.get("wrong-zone") or [np.zeros(0, np.int64)])
    if not len(rows):
        return
    minutes, often = np.unique(every["apart"] // 60_000_000, return_counts=True)
    most = int(minutes[often.argmax()])
    clock, columns = rows_of.clock, rows_of.columns
    zone = columns.specs[clock.other].zone if clock.other else None
    text = (
        f"in {len(rows):,} rows {clock.other!r} is not the moment of {clock.time[0]!r}, mostly "
        f"by {most:+} minutes: one of them is not in the zone that the layout says "
        f"({zone}, {clock.reading.zone}). The rows are refused"
    )
    yield Defect("wrong-zone", text, _first(rows))


def _repeated(every: Every, reasons: dict[int, str]) -> Iterator[Defect]:
    if "row" not in every:
        return
    pos = every["pos"]
    if "reference" in every:
        referred = every["referred"]
        later, before = again(every["reference"], referred)
        same = every["row"][later] == every["row"][before]
        for n, first in zip(later[same], before[same], strict=True):
            reasons[int(pos[n])] = f"the same record as row {int(pos[first])}"
        if same.any():
            text = counted(
                int(same.sum()), "record|records comes|come again, every cell the same: refused"
            )
            yield Defect("repeated", text, _first(pos[later[same]]))
        if (~same).any():
            text = counted(
                int((~same).sum()),
                "row|rows has|have the reference of an earlier one and says|say something else: "
                "kept",
            )
            yield Defect("repeated", text, _first(pos[later[~same]]))
        return
    later, _ = again(every["row"], every["begin"] != NONE)
    if len(later):
        text = counted(
            len(later),
            "row|rows is|are the same as an earlier one: kept, since without a reference two "
            "events may be alike",
        )
        yield Defect("repeated", text, _first(pos[later]))


def _summed(sums: Sums, rows: FeedRows) -> Iterator[Defect]:
    clock = rows.clock
    for pos, cells in sums.totals:
        for column, text in list(cells.items())[1:]:
            if text is None or not text.isdecimal():
                continue
            stated = int(text)
            own = sums.lasted if column == clock.lasted else sums.events
            what = "seconds" if column == clock.lasted else "rows"
            if stated != own:
                said = f"the row of totals states {stated:,} {what}; there are {own:,}"
                yield Defect("totals", said, (pos,))


def _first(rows: np.ndarray) -> list[int]:
    found: list[int] = np.sort(rows)[:ROWS_NAMED].tolist()
    return found


def _gaps(every: Every) -> Iterator[Defect]:
    """Days without a row, in a file that has some on most of the others."""
    day = every.get("day", np.zeros(0, np.int64))
    days = np.unique(day[(day != NONE) & (every["begin"] != NONE)]) if len(day) else day
    if len(days) < 2 * _GAP:
        return
    missing = np.diff(days) - 1
    long = np.flatnonzero(missing >= _GAP)
    others = int(days[-1] - days[0] + 1 - missing[long].sum())
    if not len(long) or len(days) < _USUAL * others:
        return
    said = ", ".join(
        f"{_day(days[n] + 1)} to {_day(days[n + 1] - 1)}" for n in long[:ROWS_NAMED].tolist()
    )
    yield Defect("gap", f"no rows from {said}, and some on most of the other days")


def _day(number: int) -> str:
    return str(np.datetime64(int(number), "D"))
