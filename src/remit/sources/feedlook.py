"""A look through the whole of a feed's file before it is loaded.

It finds what no row shows by itself: which rows open a session, whatever order they stand in; days
and months that have changed places; records that come twice; totals that do not agree. It is done
a stretch at a time, with some 40 bytes kept for each row.
"""

from collections import defaultdict
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import Ambiguous
from remit.sources.ahead import ahead
from remit.sources.alike import Alike, joined
from remit.sources.coded import Coded, joint
from remit.sources.defects import Defect
from remit.sources.feedcells import Cells, cells_of, code_of, moments, plain_texts
from remit.sources.feedfound import Sums, defects, opening
from remit.sources.feedrows import FeedRows
from remit.sources.feedtimes import NONE
from remit.sources.look import Look
from remit.sources.readers.plain import Stretch
from remit.sources.readers.reread import Reread
from remit.sources.things import zeros_lost

__all__ = ["look"]

MOST = 10_000_000
"""Rows looked through: some 400 MB. Of later ones none is taken to open a session."""


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
        self._sums = Sums()
        self._last = 0
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
            subject = joint([code_of(cells[column]) for column in columns.columns("thing")])
            self._put("subject", self._subjects(subject))
            self._texts["session"].append(code_of(cells[session]).filled().kept(None))
            if (generation := columns.one("generation")) is not None:
                self._texts["generation"].append(code_of(cells[generation]).filled().kept(None))
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
        found = defects(every, self._wrong, self._sums, self._rows, reasons)
        if self._cut is not None:
            found.append(Defect("cut-short", "the file ends inside its last row", (self._cut,)))
        return Look(opening(every), reasons, tuple(found), self._last)

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
            first = code_of(cells[rows.totals_in])
            real = ~first.where(np.array([rows.is_total(t) for t in first.texts.to_pylist()], bool))
            for n in np.flatnonzero(~real):
                texts = (cell[int(n)].as_py() or None for cell in stretch.cells)
                self._sums.totals.append(
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
            cell = code_of(cells[column])
            for state, which in zeros_lost(cell.texts, spec.type, spec.width).items():
                if which.any():
                    self._wrong[f"{state} {column}"].append(stretch.pos[real & cell.where(which)])

    def _count(self, cells: Cells, real: np.ndarray) -> None:
        self._sums.events += int(real.sum())
        lasted = self._rows.clock.lasted
        if lasted is None or self._rows.totals_in is None:
            return
        cell = code_of(cells[lasted])
        seconds = np.zeros(len(cell.texts), np.int64)
        for code, (said,) in enumerate(cell.every()):
            with suppress(BadInput):
                seconds[code] = self._rows.clock.seconds(said)
        self._sums.lasted += int(seconds[cell.codes][real].sum())


def _needed(rows: FeedRows) -> set[str]:
    """The columns that are looked at text by text."""
    columns, clock = rows.columns, rows.clock
    one = [columns.one(reading) for reading in ("session", "generation")]
    fixed = [name for name, spec in columns.specs.items() if spec.width or spec.type]
    totals = [rows.totals_in, clock.lasted] if rows.totals_in else []
    found = [*clock.time, *clock.until, clock.other, *columns.columns("thing"), *one, *totals]
    return {name for name in (*found, *fixed) if name is not None}


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
