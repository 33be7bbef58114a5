"""Which rows of a stretch of a feed are held back, worked out once for each text.

It says of each row what `holding.py` says of the same row by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.sources.authority import AFTER, BEFORE, EXCEEDS, NOBODY, Authority
from remit.sources.coded import Coded, Columns, coded
from remit.sources.privilege import Sign, Watching
from remit.store.rejects import Hold

__all__ = ["Held", "held_back"]


@dataclass(frozen=True)
class Held:
    """Which rows of a stretch are held back, and why."""

    rows: np.ndarray
    """By row, whether it is held."""
    _codes: np.ndarray
    _why: Mapping[int, tuple[str, str]]

    @classmethod
    def nothing(cls, count: int) -> "Held":
        """None of so many rows."""
        return cls(np.zeros(count, bool), np.zeros(count, np.int64), {})

    def holds(self, rows: np.ndarray, pos: np.ndarray) -> list[Hold]:
        """Why each of some rows is held."""
        found = zip(pos[rows].tolist(), self._codes[rows].tolist(), strict=True)
        return [Hold(at, *self._why[code]) for at, code in found]


def held_back(
    to: Columns,
    cells: Mapping[str, Coded | pa.Array],
    ends: Iterable[str],
    authority: Authority | None,
    watching: Watching,
) -> Held | None:
    """What is held of a stretch; None where nothing is. A sign comes before the authority."""
    count = len(to.sound)
    signed, signs = _signed(cells, watching, count)
    exceeds = np.zeros(count, np.int64)
    if authority is not None:
        exceeds = np.where(to.sound, exceeding(to, ends, authority), 0)
    codes = np.where(signed > 0, -signed, exceeds)
    if not codes.any():
        return None
    why = {-number: (sign.ground, sign.reason) for number, sign in enumerate(signs, 1)}
    if authority is not None:
        known = np.unique(codes[codes > 0]).tolist()
        why |= {code: (EXCEEDS, authority.words(code)) for code in known}
    return Held(codes != 0, codes, why)


def _signed(
    cells: Mapping[str, Coded | pa.Array], watching: Watching, count: int
) -> tuple[np.ndarray, list[Sign]]:
    """By row the number of the first sign in it, from 1; and the signs."""
    found, signs = np.zeros(count, np.int64), list[Sign]()
    for column in cells if watching.columns is None else watching.columns:
        cell = cells[column]
        of = cell if isinstance(cell, Coded) else coded(cell)
        texts = of.texts.to_pylist()
        numbers = np.zeros(len(texts), np.int64)
        for code, text in enumerate(texts):
            if text and (sign := watching.rules.sign(text)) is not None:
                signs.append(sign)
                numbers[code] = len(signs)
        if numbers.any():
            found = np.where(found > 0, found, numbers[of.codes])
    return found, signs


def exceeding(to: Columns, ends: Iterable[str], authority: Authority) -> np.ndarray:
    """For each row the sum of what it exceeds; 0 where it exceeds nothing."""
    first, last = (pa.scalar(at, pa.timestamp("us", "UTC")).value for at in authority.window)
    begin = _micros(to.made["begin"])
    after = begin >= last
    precision = to.made.get("precision")
    if isinstance(precision, Coded) and "end" in to.made and len(precision.texts):
        spans = pc.not_equal(precision.texts, "instant").to_numpy(zero_copy_only=False)
        lasts = np.append(spans, False)[precision.codes]  # no text stands for an instant
        after |= lasts & (_micros(to.made["end"]) > last)
    found = np.where(begin < first, BEFORE, 0) + np.where(after, AFTER, 0)
    if authority.subjects is None:
        return found
    subjects = pa.array(sorted(authority.subjects), pa.string())
    named = np.zeros(len(found), bool)
    for end in ends:
        cells = to.made[f"{end}_value"]
        if isinstance(cells, Coded) and len(cells.texts):
            meant = pc.is_in(cells.texts, subjects).to_numpy(zero_copy_only=False)
            named |= np.append(meant, False)[cells.codes]
    exceeds: np.ndarray = found + np.where(named, 0, NOBODY)
    return exceeds


def _micros(times: pa.Array | Coded) -> np.ndarray:
    """Microseconds since 1970; the least there is for none."""
    if isinstance(times, Coded):
        raise TypeError("times are no texts")
    whole = times.cast(pa.int64()).fill_null(np.iinfo(np.int64).min)
    micros: np.ndarray = whole.to_numpy(zero_copy_only=False)
    return micros
