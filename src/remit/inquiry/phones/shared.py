"""The contacts of a pair, counted for a reader: those that both have, lost ones, and their rows."""

from dataclasses import dataclass

import numpy as np

from remit.inquiry.phones.calls import DAY, Calls, Ints

__all__ = ["Passage", "passage"]

USUAL = 2
"""Calls with a contact from which it counts as a usual one."""

LONGEST_BEFORE = 10 * DAY
"""How long before the new was in regular use its first use is looked for."""


@dataclass(frozen=True)
class Passage:
    """What the calls of a pair show; calls by their place among all."""

    last: int
    """The last call of the old."""
    first: int
    """The first call of the new, calls with the old aside: they may be trials."""
    usual: int
    """Usual contacts of the old."""
    kept: int
    """Of those, contacts of the new."""
    moved: int
    """Of those kept, contacts who had a new number of their own by then."""
    calls: tuple[int, ...]
    """The first call of each with each contact they share, those with most calls first."""
    between: tuple[int, ...]
    """Calls between the two."""
    days_both: float
    """Days from the first use of the new to the last of the old; 0 where there are none."""


def passage(calls: Calls, old: int, new: int, label: Ints, began: int) -> Passage:
    """The contacts of one pair. `began` is when the new was in regular use, in seconds."""
    mine, theirs = _calls(calls, old), _calls(calls, new)
    whom, later = _whom(calls, mine, old), _whom(calls, theirs, new)
    between = mine[whom == new]
    mine, whom = mine[whom != new], whom[whom != new]
    theirs, later = theirs[later != old], later[later != old]
    if not len(mine) or not len(theirs):
        mine, theirs = _calls(calls, old), _calls(calls, new)
        whom, later = _whom(calls, mine, old), _whom(calls, theirs, new)
    first = theirs[calls.time[theirs] >= began - LONGEST_BEFORE]
    start = int(first[0]) if len(first) else int(theirs[0])
    who, many = np.unique(label[whom], return_counts=True)
    usual = who[many >= USUAL] if (many >= USUAL).any() else who
    kept = np.intersect1d(usual, label[later])
    numbers = {int(x): set(whom[label[whom] == x].tolist()) for x in kept}
    moved = sum(not numbers[int(x)] & set(later[label[later] == x].tolist()) for x in kept)
    order = sorted(kept.tolist(), key=lambda x: (-int(many[who == x][0]), x))
    rows = []
    for x in order:
        rows += [int(mine[label[whom] == x][0]), int(theirs[label[later] == x][0])]
    both = (int(calls.time[mine[-1]]) - int(calls.time[start])) / DAY
    return Passage(
        int(mine[-1]), start, len(usual), len(kept), moved, tuple(rows),
        tuple(between.tolist()), max(0.0, both),
    )  # fmt: skip


def _calls(calls: Calls, phone: int) -> Ints:
    """Calls of a telephone in order of time, by their place among all."""
    at = calls.order[calls.begins[phone] : calls.begins[phone + 1]] % len(calls.time)
    return np.asarray(np.sort(at))


def _whom(calls: Calls, at: Ints, phone: int) -> Ints:
    return np.where(calls.caller[at] == phone, calls.called[at], calls.caller[at])
