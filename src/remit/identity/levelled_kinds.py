"""Levels of dates, codes, numbers, words and addresses, for many pairs at once."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from remit.identity.columns import Columns, Text
from remit.identity.comparisons import ALIKE, LINES, RARE, STREET

__all__ = ["KINDS", "Kind", "likeness"]

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.int64]

_BELOW = 0.01
"""How far below a similarity that counts the search for it may stop: no rounding decides."""


class Kind(Protocol):
    """One comparison of one table."""

    def levels(self, a: Ints, b: Ints) -> Levels:
        """For each two records the level; -1 where nothing can be compared."""


def likeness(a: Any, b: Any, least: float) -> npt.NDArray[np.float64]:
    """Jaro-Winkler similarity of each two texts; 0 where it is clearly below `least`."""
    found: npt.NDArray[np.float64] = cpdist(
        a, b, scorer=JaroWinkler.similarity, score_cutoff=least - _BELOW, dtype=np.float64
    )
    return found


def _one_apart(a: Any, b: Any) -> Truths:
    """Whether each two texts differ in one letter, by Levenshtein's distance."""
    found: Truths = cpdist(a, b, scorer=Levenshtein.distance, score_cutoff=1, dtype=np.int32) == 1
    return found


class _Born:
    """Dates of birth: ten characters each, compared where they stand."""

    def __init__(self, columns: Columns, name: str, _: str | None) -> None:
        self.day = columns.text(name)
        written = np.array([day.encode() for day in self.day.values] or [b"0" * 10], "S10")
        figure = written.view(np.uint8).reshape(-1, 10)
        self.figures = figure[:, [0, 1, 2, 3, 5, 6, 8, 9]]
        self.sorted = np.sort(figure, axis=1).view("S10").ravel()
        numbers = [[int(day[:4]), int(day[5:7]), int(day[8:])] for day in self.day.values]
        self.parts = np.array(numbers or [[0, 0, 0]], np.int32)

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, two = self.day.code[a], self.day.code[b]
        (y, m, d), (year, month, day) = self.parts[one].T, self.parts[two].T
        differ = (self.figures[one] != self.figures[two]).sum(1)
        first, other = (m == 1) & (d == 1), (month == 1) & (day == 1)
        return np.select(
            [
                (one < 0) | (two < 0),
                one == two,
                (y == year) & (m == day) & (d == month),
                differ == 1,
                (differ == 2) & (self.sorted[one] == self.sorted[two]),
                y == year,
                differ == 2,
                (m == month) & (d == day),
                abs(y - year) <= 1,
            ],
            [
                -1,
                np.where(first, 10, 11),
                9,
                np.where(first & other, 12, 8),
                7,
                np.where(first | other, 6, np.where(m == month, 5, 4)),
                3,
                2,
                1,
            ],
        )


class _State:
    """What is known of the postal code, within which a place or an address is compared."""

    def __init__(self, columns: Columns, code: str | None) -> None:
        self.code = columns.text(code) if code else None
        self.out = columns.text(f"{code}_out").code if code else None

    def of(self, a: Ints, b: Ints) -> Levels:
        if self.code is None or self.out is None:
            return np.zeros(len(a), np.int64)
        one, two = self.code.code[a], self.code.code[b]
        within = np.where(one == two, 2, self.out[a] == self.out[b])
        return np.where((one < 0) | (two < 0), 0, within)


class _Code:
    def __init__(self, columns: Columns, name: str, _: str | None) -> None:
        self.text, self.rare = columns.text(name), columns.number(f"{name}_k") >= RARE
        self.out, self.area = (columns.text(f"{name}_{part}").code for part in ("out", "area"))

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, two = self.text.code[a], self.text.code[b]
        there = (one >= 0) & (two >= 0)
        level = np.where(there, self.area[a] == self.area[b], -1)
        within = np.flatnonzero(there & (self.out[a] == self.out[b]))
        level[within] = 2
        level[within[_apart(self.text, a[within], b[within])]] = 3
        same = there & (one == two)
        level[same] = 4 + self.rare[a[same]]
        return level


def _apart(text: Text, a: Ints, b: Ints) -> Truths:
    """Whether each two texts of a column differ in one letter; what is the same does not."""
    differ = np.flatnonzero(text.code[a] != text.code[b])
    found = np.zeros(len(a), bool)
    found[differ] = _one_apart(text.strings(a[differ]), text.strings(b[differ]))
    return found


class _Identifier:
    """From six characters on, an order or a character may be wrong; shorter ones are the same or
    they are not."""

    LEAST = 6

    def __init__(self, columns: Columns, name: str, _: str | None) -> None:
        self.text, self.rare = columns.text(name), columns.number(f"{name}_k") >= RARE
        self.sorted = columns.text(f"{name}_sorted").code
        self.long = np.array([len(text) >= self.LEAST for text in self.text.values] + [False])

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, two = self.text.code[a], self.text.code[b]
        there = (one >= 0) & (two >= 0)
        level = np.where(there, 0, -1)
        differ = np.flatnonzero(there & (one != two) & self.long[one])
        level[differ[_apart(self.text, a[differ], b[differ])]] = 2
        level[differ[self.sorted[a[differ]] == self.sorted[b[differ]]]] = 1
        same = there & (one == two)
        level[same] = 3 + self.rare[a[same]]
        return level


class _Words:
    """Few different texts, so that two that differ are compared once however often they meet."""

    states = 1

    def __init__(self, columns: Columns, name: str, code: str | None) -> None:
        self.text, self.kind = columns.text(name), columns.number(f"{name}_k")
        self.state = _State(columns, code if self.states > 1 else None)

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, two = self.text.code[a], self.text.code[b]
        there = (one >= 0) & (two >= 0)
        differ = np.flatnonzero(there & (one != two))
        codes = one[differ].astype(np.int64) << 32 | two[differ]
        pairs, of = np.unique(codes, return_inverse=True)
        level = np.zeros(len(a), np.int64)
        level[differ] = self._near(pairs >> 32, pairs & 0xFFFFFFFF)[of]
        same = there & (one == two)
        level[same] = 2 + self.kind[a[same]]
        return np.where(there, self.states * level + self.state.of(a, b), -1)

    def _near(self, one: Ints, two: Ints) -> Truths:
        a, b = self.text.values[one], self.text.values[two]
        part = np.array([x in y or y in x for x, y in zip(a, b, strict=True)], bool)
        return part | (likeness(a, b, ALIKE) >= ALIKE)


class _Place(_Words):
    states = 3


class _Address:
    def __init__(self, columns: Columns, name: str, code: str | None) -> None:
        self.marks, self.count = columns.marks(f"{name}_marks"), columns.number(f"{name}_n")
        self.state = _State(columns, code)

    def levels(self, a: Ints, b: Ints) -> Levels:
        there = (self.count[a] > 0) & (self.count[b] > 0)
        points = np.minimum(self.marks.shared(a, b), LINES)
        return np.where(there, _Place.states * points + self.state.of(a, b), -1)


class _House:
    """Numbers of the column of addresses, on one street."""

    OF = "address"

    def __init__(self, columns: Columns, _: str, code: str | None) -> None:
        self.marks = columns.marks(f"{self.OF}_marks")
        self.doors = columns.marks(f"{self.OF}_doors")
        self.count = columns.number(f"{self.OF}_doors_n")
        self.code = columns.text(code).code if code else None

    def levels(self, a: Ints, b: Ints) -> Levels:
        few = np.minimum(self.count[a], self.count[b])
        street = self.marks.shared(a, b) >= STREET
        if self.code is not None:
            one, two = self.code[a], self.code[b]
            street = np.where((one >= 0) & (two >= 0), one == two, street)
        return np.select(
            [(few == 0) | ~street, self.doors.shared(a, b) < few, self.count[a] != self.count[b]],
            [-1, 0, 1],
            2,
        )


KINDS: Mapping[str, Callable[[Columns, str, str | None], Kind]] = {
    "born": _Born,
    "code": _Code,
    "identifier": _Identifier,
    "place": _Place,
    "text": _Words,
    "address": _Address,
    "house": _House,
}
"""By kind of comparison; names have a file of their own."""
