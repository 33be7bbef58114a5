"""A page as a scanner gives it: letters drawn with a pen of our own, so that no font is needed.

Letters are capitals of strokes on a grid four wide and six high, as a plotter writes them. All
arithmetic is on whole numbers: the same page has the same bits on every machine.

>>> page_of(["A"], wide=200, high=200).shape
(200, 200)
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["HIGH", "WIDE", "page_of"]

WIDE, HIGH = 1240, 1754
"""Dots of a page: A4 at 150 to the inch."""

_UNIT = 4
"""Dots of one step of the grid: capitals are 24 dots high, 4 millimetres."""

_PEN = 2
"""Radius of the pen in dots."""

_ADVANCE, _LINE, _MARGIN = 7, 12, 25
"""Steps from letter to letter, from line to line, and of the margin."""

_STROKES = {
    "A": "0,0 2,6 4,0|1,2 3,2",
    "B": "0,0 0,6 3,6 4,5 4,4 3,3 0,3|3,3 4,2 4,1 3,0 0,0",
    "C": "4,5 3,6 1,6 0,5 0,1 1,0 3,0 4,1",
    "D": "0,0 0,6 2,6 4,4 4,2 2,0 0,0",
    "E": "4,0 0,0 0,6 4,6|0,3 3,3",
    "F": "0,0 0,6 4,6|0,3 3,3",
    "G": "4,5 3,6 1,6 0,5 0,1 1,0 3,0 4,1 4,3 2,3",
    "H": "0,0 0,6|4,0 4,6|0,3 4,3",
    "I": "1,0 3,0|2,0 2,6|1,6 3,6",
    "J": "4,6 4,1 3,0 1,0 0,1",
    "K": "0,0 0,6|4,6 0,2|1,3 4,0",
    "L": "0,6 0,0 4,0",
    "M": "0,0 0,6 2,3 4,6 4,0",
    "N": "0,0 0,6 4,0 4,6",
    "O": "1,0 0,1 0,5 1,6 3,6 4,5 4,1 3,0 1,0",
    "P": "0,0 0,6 3,6 4,5 4,4 3,3 0,3",
    "Q": "1,0 0,1 0,5 1,6 3,6 4,5 4,1 3,0 1,0|2,2 4,0",
    "R": "0,0 0,6 3,6 4,5 4,4 3,3 0,3|2,3 4,0",
    "S": "4,5 3,6 1,6 0,5 0,4 1,3 3,3 4,2 4,1 3,0 1,0 0,1",
    "T": "2,0 2,6|0,6 4,6",
    "U": "0,6 0,1 1,0 3,0 4,1 4,6",
    "V": "0,6 2,0 4,6",
    "W": "0,6 1,0 2,4 3,0 4,6",
    "X": "0,0 4,6|0,6 4,0",
    "Y": "2,0 2,3|0,6 2,3 4,6",
    "Z": "0,6 4,6 0,0 4,0",
    "0": "1,0 0,2 0,4 1,6 3,6 4,4 4,2 3,0 1,0|1,1 3,5",
    "1": "1,5 2,6 2,0|1,0 3,0",
    "2": "0,5 1,6 3,6 4,5 4,4 0,0 4,0",
    "3": "0,5 1,6 3,6 4,5 4,4 3,3 2,3|3,3 4,2 4,1 3,0 1,0 0,1",
    "4": "3,0 3,6 0,2 4,2",
    "5": "4,6 0,6 0,3 3,3 4,2 4,1 3,0 0,0",
    "6": "4,5 3,6 1,6 0,5 0,1 1,0 3,0 4,1 4,2 3,3 0,3",
    "7": "0,6 4,6 1,0",
    "8": "1,3 0,4 0,5 1,6 3,6 4,5 4,4 3,3 1,3 0,2 0,1 1,0 3,0 4,1 4,2 3,3",
    "9": "4,3 1,3 0,4 0,5 1,6 3,6 4,5 4,1 3,0 1,0 0,1",
    ".": "2,0 2,0",
    ",": "2,0 1,-1",
    ":": "2,1 2,1|2,4 2,4",
    "-": "1,3 3,3",
    "/": "0,0 4,6",
    "+": "0,3 4,3|2,1 2,5",
    "'": "2,6 2,5",
}
"""Strokes of each mark, one after the other: points of the grid, from the lower left."""


def page_of(lines: Sequence[str], wide: int = WIDE, high: int = HIGH) -> npt.NDArray[np.bool_]:
    """The dots of a page of text, True for black, in rows from the top.

    Letters without strokes here are left blank; small letters are written as capitals.
    """
    dots = np.zeros((high, wide), dtype=np.bool_)
    for number, line in enumerate(lines):
        base = (_MARGIN + number * _LINE + 6) * _UNIT
        for place, letter in enumerate(line.upper()):
            left = (_MARGIN + place * _ADVANCE) * _UNIT
            for stroke in _STROKES.get(letter, "").split("|"):
                points = [tuple(map(int, point.split(","))) for point in stroke.split()]
                for start, stop in pairwise(points):
                    _draw(dots, left, base, start, stop)
    return dots


def _draw(
    dots: npt.NDArray[np.bool_], left: int, base: int, start: tuple[int, ...], stop: tuple[int, ...]
) -> None:
    """One straight stroke of a round pen: every dot within its radius of the line."""
    (ax, ay), (bx, by) = ((left + x * _UNIT, base - y * _UNIT) for x, y in (start[:2], stop[:2]))
    top, bottom = max(0, min(ay, by) - _PEN), min(dots.shape[0], max(ay, by) + _PEN + 1)
    first, last = max(0, min(ax, bx) - _PEN), min(dots.shape[1], max(ax, bx) + _PEN + 1)
    if top >= bottom or first >= last:
        return
    y, x = np.mgrid[top:bottom, first:last].astype(np.int64)
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = (x - ax) * dx + (y - ay) * dy
    across = (x - ax) * dy - (y - ay) * dx
    near = (along >= 0) & (along <= length) & (across * across <= _PEN * _PEN * length)
    for px, py in ((ax, ay), (bx, by)):
        near |= (x - px) ** 2 + (y - py) ** 2 <= _PEN * _PEN
    dots[top:bottom, first:last] |= near
