"""A look through the whole of a feed's file before it is loaded.

It finds what no row shows by itself: which rows open a session, whatever order they stand in; days
and months that have changed places; records that come twice; totals that do not agree. It is done
a stretch at a time, with some 40 bytes kept for each row.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import Ambiguous
from remit.sources.ahead import ahead
from remit.sources.alike import Alike, again, joined
from remit.sources.coded import Coded, coded, joint
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.feedblocks import Cells, cells_of, moments, plain_texts
from remit.sources.feeddates import swapped
from remit.sources.feedrows import FeedRows
from remit.sources.feedtimes import NONE
from remit.sources.look import Look
from remit.sources.readers.plain import Stretch
from remit.sources.readers.reread import Reread
from remit.sources.things import zeros_lost

__all__ = ["look"]

MOST = 10_000_000
"""Rows looked through: some 400 MB. Of later ones none is taken to open a session."""

_GAP, _USUAL = 3, 0.8
"""Days without a row that are named, in a file with rows on at least this share of the others."""


def look(read: Reread, rows: FeedRows) -> Look:
    """What a look through the file finds. `rows` reads its cells."""
    with Alike() as alike:
        found = _Whole(rows, alike)
        for stretch in ahead(read.first(plain_texts(rows), found.as_texts)):
            found.take(stretch)
            if found.size >= MOST:
                break
        return found.look()


class _Whole:
    """What is kept of every row while the file is looked through."""

    def __init__(self, rows: FeedRows, alike: Alike) -> None:
        self._rows, self._alike = rows, alike
        self.size = 0
        self._needed = _needed(rows)
        coded_ = self._needed - {rows.columns.header[n] for n in plain_texts(rows)}
        self.as_texts = tuple(n for n, name in enumerate(rows.columns.header) if name not in coded_)
        """Numbers of the columns that are hardly looked at: they are only compared as they are."""
        self._parts: dict[str, list[np.ndarray]] = defaultdict(list)
        self._texts: dict[str, list[pa.Array | None]] = defaultdict(list)
        self._known: dict[str, int] = {}
        self._wrong: dict[str, list[np.ndarray]] = defaultdict(list)
        self._totals: list[tuple[int, dict[str, str | None]]] = []
        self._lasted = self._events = self._last = 0
        self._cut: int | None = None

    def take(self, stretch: Stretch) -> None:
        """Take in one stretch."""
        rows, columns = self._rows, self._rows.columns
        self._last = stretch.last_pos
        for pos, fault in stretch.faults:
            if fault.reason == "the file ends inside this row":
                self._cut = pos
        if not len(stretch.pos):
            return
        cells = cells_of(stretch, rows, self._needed)
        real = self._real(stretch, cells)
        first, _, other = moments(cells, rows)
        self._put("pos", stretch.pos)
        self._put("begin", np.where(first.failed | ~real, NONE, first.begin))
        self._clocks(stretch, first.failed, first.slow, first.wrong)
        if other is not None:
            clash = (other.begin != NONE) & (first.begin != NONE) & (other.begin != first.begin)
            self._wrong["wrong-zone"].append(stretch.pos[clash & real])
            self._put("apart", (other.begin - first.begin)[clash & real])
        self._zeros(stretch, cells, real)
        numbers = self._alike.numbers(stretch)
        self._put("row", joined(numbers))
        reference = columns.one("reference")
        if reference is not None:
            at = columns.header.index(reference)
            self._put("reference", numbers[at])
            filled = pc.greater(pc.binary_length(stretch.cells[at].cast(pa.string())), 0)
            self._put("referred", filled.to_numpy(zero_copy_only=False))
        if (session := columns.one("session")) is not None:
            subject = joint([_coded(cells[column]) for column in columns.columns("thing")])
            self._put("subject", self._subjects(subject))
            self._texts["session"].append(_coded(cells[session]).filled().kept(None))
            if (generation := columns.one("generation")) is not None:
                self._texts["generation"].append(_coded(cells[generation]).filled().kept(None))
        self._put("day", np.where(real, first.day, NONE))
        self._put("turned", np.where(real, first.turned, NONE))
        self._count(cells, real)
        self.size += len(stretch.pos)

    def look(self) -> Look:
        """What was found."""
        every = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        for name, texts in self._texts.items():
            every[name] = _numbered(texts, self._parts["pos"])
        reasons: dict[int, str] = {}
        defects = [
            *self._zeros_lost(),
            *self._changes(),
            *self._zones(every),
            *swapped(every, reasons),
            *self._repeated(every, reasons),
            *self._summed(),
            *_gaps(every),
        ]
        if self._cut is not None:
            defects.append(Defect("cut-short", "the file ends inside its last row", (self._cut,)))
        return Look(_opening(every), reasons, tuple(defects), self._last)

    def _put(self, name: str, values: np.ndarray) -> None:
        self._parts[name].append(values)

    def _subjects(self, cell: Coded) -> np.ndarray:
        """Numbers of those asked about, the same in every stretch and however they are written."""
        known, numbers = self._known, []
        for said in cell.every():
            try:
                one = self._rows.thing("thing", said, 0)
            except BadInput:
                one = None
            numbers.append(-1 if one is None else known.setdefault(one.key, len(known)))
        found: np.ndarray = np.array(numbers, np.int64)[cell.codes]
        return found

    def _real(self, stretch: Stretch, cells: Cells) -> np.ndarray:
        """Which rows are no totals; those that are, are kept to be compared."""
        rows = self._rows
        real = np.ones(len(stretch.pos), bool)
        if rows.totals_in:
            first = _coded(cells[rows.totals_in])
            real = ~first.where(np.array([rows.is_total(t) for t in first.texts.to_pylist()], bool))
            for n in np.flatnonzero(~real):
                texts = (cell[int(n)].as_py() or None for cell in stretch.cells)
                self._totals.append(
                    (int(stretch.pos[n]), dict(zip(rows.columns.header, texts, strict=True)))
                )
        return real

    def _clocks(
        self, stretch: Stretch, failed: np.ndarray, slow: Coded, wrong: dict[int, BadInput]
    ) -> None:
        """Rows of the hour that comes twice or never."""
        marks = {"twice": np.zeros(len(slow.texts) + 1, bool)}
        marks["never"] = marks["twice"].copy()
        for code, why in wrong.items():
            if isinstance(why, Ambiguous) and why.needs == "fold":
                marks["twice"][code] = True
            elif "skipped by the clocks" in why.reason:
                marks["never"][code] = True
        for name, mark in marks.items():
            if mark.any():
                self._wrong[name].append(stretch.pos[failed & mark[slow.codes]])

    def _zeros(self, stretch: Stretch, cells: Cells, real: np.ndarray) -> None:
        columns = self._rows.columns
        for column, spec in columns.specs.items():
            if column not in cells or (spec.type is None and spec.width is None):
                continue
            cell = _coded(cells[column])
            for state, which in zeros_lost(cell.texts, spec.type, spec.width).items():
                if which.any():
                    self._wrong[f"{state} {column}"].append(stretch.pos[real & cell.where(which)])

    def _count(self, cells: Cells, real: np.ndarray) -> None:
        self._events += int(real.sum())
        lasted = self._rows.clock.lasted
        if lasted is None or not self._totals_wanted:
            return
        cell = _coded(cells[lasted])
        seconds = np.zeros(len(cell.texts), np.int64)
        for code, (said,) in enumerate(cell.every()):
            with suppress(BadInput):
                seconds[code] = self._rows.clock.seconds(said)
        self._lasted += int(seconds[cell.codes][real].sum())

    @property
    def _totals_wanted(self) -> bool:
        return self._rows.totals_in is not None

    def _zeros_lost(self) -> Iterator[Defect]:
        for name, found in sorted(self._wrong.items()):
            rows = np.concatenate(found)
            if not len(rows):
                continue
            if name.startswith("put back "):
                column = name.removeprefix("put back ")
                text = f"{len(rows):,} values of {column!r} had lost zeros in front: put back"
                yield Defect("lost-zeros", text, _first(rows))
            elif name.startswith("not put back "):
                column = name.removeprefix("not put back ")
                text = (
                    f"{len(rows):,} values of {column!r} have too few digits: zeros may be lost, "
                    "and were not put back because the layout does not say how many there were"
                )
                yield Defect("lost-zeros", text, _first(rows))

    def _changes(self) -> Iterator[Defect]:
        for name, what in (("twice", "comes twice"), ("never", "does not exist")):
            rows = np.concatenate(self._wrong.get(name) or [np.zeros(0, np.int64)])
            if len(rows):
                text = f"{len(rows):,} rows lie in the hour that {what} when clocks change: refused"
                yield Defect("clock-change", text, _first(rows))

    def _zones(self, every: dict[str, np.ndarray]) -> Iterator[Defect]:
        rows = np.concatenate(self._wrong.get("wrong-zone") or [np.zeros(0, np.int64)])
        if not len(rows):
            return
        minutes, often = np.unique(every["apart"] // 60_000_000, return_counts=True)
        most = int(minutes[often.argmax()])
        clock, columns = self._rows.clock, self._rows.columns
        zone = columns.specs[clock.other].zone if clock.other else None
        text = (
            f"in {len(rows):,} rows {clock.other!r} is not the moment of {clock.time[0]!r}, mostly "
            f"by {most:+} minutes: one of them is not in the zone that the layout says "
            f"({zone}, {clock.reading.zone}). The rows are refused"
        )
        yield Defect("wrong-zone", text, _first(rows))

    def _repeated(self, every: dict[str, np.ndarray], reasons: dict[int, str]) -> Iterator[Defect]:
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
                text = f"{int(same.sum()):,} records come again, all their cells the same: refused"
                yield Defect("repeated", text, _first(pos[later[same]]))
            if (~same).any():
                text = (
                    f"{int((~same).sum()):,} rows have the reference of an earlier one and say "
                    "something else: kept"
                )
                yield Defect("repeated", text, _first(pos[later[~same]]))
            return
        later, _ = again(every["row"], every["begin"] != NONE)
        if len(later):
            text = (
                f"{len(later):,} rows are the same as an earlier one: kept, since without a "
                "reference two events may be alike"
            )
            yield Defect("repeated", text, _first(pos[later]))

    def _summed(self) -> Iterator[Defect]:
        clock = self._rows.clock
        for pos, cells in self._totals:
            for column, text in list(cells.items())[1:]:
                if text is None or not text.isdecimal():
                    continue
                stated = int(text)
                own = self._lasted if column == clock.lasted else self._events
                what = "seconds" if column == clock.lasted else "rows"
                if stated != own:
                    said = f"the row of totals states {stated:,} {what}; there are {own:,}"
                    yield Defect("totals", said, (pos,))


def _needed(rows: FeedRows) -> set[str]:
    """The columns that are looked at text by text."""
    columns, clock = rows.columns, rows.clock
    one = [columns.one(reading) for reading in ("session", "generation")]
    fixed = [name for name, spec in columns.specs.items() if spec.width or spec.type]
    totals = [rows.totals_in, clock.lasted] if rows.totals_in else []
    found = [*clock.time, *clock.until, clock.other, *columns.columns("thing"), *one, *totals]
    return {name for name in (*found, *fixed) if name is not None}


def _coded(cell: Coded | pa.Array) -> Coded:
    return cell if isinstance(cell, Coded) else coded(cell)


def _first(rows: np.ndarray) -> list[int]:
    found: list[int] = np.sort(rows)[:ROWS_NAMED].tolist()
    return found


def _numbered(texts: list[pa.Array | None], parts: list[np.ndarray]) -> np.ndarray:
    """Numbers of the texts of all stretches; -1 for none."""
    none = pa.nulls(0, pa.string()).dictionary_encode().type
    chunks = [
        pa.nulls(len(part), none) if one is None else one
        for one, part in zip(texts, parts, strict=True)
    ]
    whole = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    found: np.ndarray = whole.indices.fill_null(-1).to_numpy().astype(np.int64)
    return found


def _opening(every: dict[str, np.ndarray]) -> np.ndarray:
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


def _gaps(every: dict[str, np.ndarray]) -> Iterator[Defect]:
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
