"""Dates of a feed whose day and month have changed places, told by the rows around them."""

from collections.abc import Iterator, Mapping

import numpy as np

from remit.sources.counting import counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.feedtimes import NONE

__all__ = ["swapped"]

_AROUND = 5
"""Rows on each side that are looked at."""

_FAR, _NEAR, _CLOSE = 20, 3, 7
"""Days: how far from its neighbours a date must lie to be doubted, how near to them it must lie
with day and month in each other's place, and how close together these neighbours must be."""


def swapped(every: Mapping[str, np.ndarray], reasons: dict[int, str]) -> Iterator[Defect]:
    """The rows whose date fits only with day and month in each other's place; they are refused.

    `every` has `pos`, the `day` read and the day `turned` round, in days since 1970, of each row.
    """
    if "day" not in every:
        return
    said = every["day"] != NONE
    only = np.flatnonzero(~said & (every["turned"] != NONE))
    if len(only):
        text = counted(
            len(only),
            "date|dates exists|exist only with day and month in each other's place: refused",
        )
        yield Defect("swapped-date", text, every["pos"][only[:ROWS_NAMED]].tolist())
    pos, day, turned = (every[name][said] for name in ("pos", "day", "turned"))
    if len(day) < 2 * _AROUND + 1:
        return
    steps = np.abs(np.diff(day))
    odd = (turned != NONE) & (turned != day)
    odd &= (np.append(steps, 0) > _FAR) | (np.append(0, steps) > _FAR)
    found = []
    for at in np.flatnonzero(odd).tolist():
        first = min(max(at - _AROUND, 0), len(day) - 2 * _AROUND - 1)
        around = np.sort(np.delete(day[first : first + 2 * _AROUND + 1], at - first))
        middle = int(around[_AROUND])
        close = int(around[-3] - around[2]) <= _CLOSE
        if close and abs(day[at] - middle) > _FAR and abs(turned[at] - middle) <= _NEAR:
            found.append(at)
            reasons[int(pos[at])] = (
                f"read as {_shown(day[at])} it stands among rows of about {_shown(middle)}: day "
                "and month may have changed places"
            )
    if found:
        text = counted(
            len(found),
            "date|dates fits|fit the rows around only with day and month in each other's place: "
            "refused",
        )
        yield Defect("swapped-date", text, [int(pos[at]) for at in found[:ROWS_NAMED]])


def _shown(day: int) -> str:
    return str(np.datetime64(int(day), "D"))
