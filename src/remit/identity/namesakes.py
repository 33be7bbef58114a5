"""Two people of one name in one house, and whose a record is that does not say when it was born.

Father and son may share their name, their address and their telephone. That there are two shows
only in dates of birth that are no slips of each other, or in a list that names both. Of a record
without a date nobody can then tell whose it is, unless its name or its number fits one alone.
"""

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from remit.identity import named
from remit.identity.households import REST, SLIPS, Pairs

__all__ = ["namesakes", "undecided"]

Bools = npt.NDArray[np.bool_]

_DIGITS = (7, 8)
"""Levels of two dates that differ in one digit, or in two that changed places."""

_SEVERAL = 2
"""Records that state a date from which it is no slip."""

_REPEATS = 0.01
"""Pairs of rows of one name, day and house, by row of a list, from which it names people twice."""

_WHOLE = (named.ALL, named.TURNED)
_NEARLY = (*_WHOLE, named.SLIP, named.SIMILAR)
"""What is left of two names that may be written for each other."""


def namesakes(pairs: Pairs) -> Bools:
    """One name and one address or number, and the dates of birth of two people: no slips of each
    other, or each of them stated by several records of that name and house. Or two undated rows of
    one list."""
    two = (pairs.born >= 0) & ~np.isin(pairs.born, SLIPS) & pairs.together
    return ~pairs.other_first & (two | _two_days(pairs) | _two_rows(pairs))


def undecided(pairs: Pairs) -> Bools:
    """Undated pairs of which one record fits two namesakes in its house or at its number, and does
    not clearly fit one of them better; and those of two such records."""
    found, two = pairs.none(), namesakes(pairs)
    if not two.any():
        return found
    fit = _Fit(pairs)
    near: dict[int, dict[int, int]] = defaultdict(dict)
    undated = (pairs.one_house | pairs.one_number) & (pairs.born < 0) & ~pairs.other_first
    for at in np.flatnonzero(undated).tolist():
        a, b = int(pairs.left[at]), int(pairs.right[at])
        near[a][b] = near[b][a] = at
    for at in np.flatnonzero(two).tolist():
        a, b = int(pairs.left[at]), int(pairs.right[at])
        either = set()
        for record in near[a].keys() & near[b].keys():
            one, other = near[a][record], near[b][record]
            worse = [at for at, best in ((one, other), (other, one)) if not fit.better(at, best)]
            found[worse] = True
            if len(worse) > 1:
                either.add(record)
        for record in either:
            found[[at for one, at in near[record].items() if one in either]] = True
    return found


def _two_days(pairs: Pairs) -> Bools:
    """Days that differ by a slip, each of which several records of one name and house state."""
    alike = pairs.one_house & ~pairs.other_first & (pairs.names >= 0)
    same = alike & pairs.one_day
    stated = np.ones(len(pairs.ready), np.int64)
    for side in (pairs.left, pairs.right):
        stated += np.bincount(side[same], minlength=len(pairs.ready))
    several = np.minimum(stated[pairs.left], stated[pairs.right]) >= _SEVERAL
    found: Bools = alike & np.isin(pairs.born, _DIGITS) & several
    return found


def _two_rows(pairs: Pairs) -> Bools:
    """One name and one house in two rows of one list, no date and no number in common: in a list
    that does not, by its dated rows, name people twice."""
    listed = pairs.listed
    if listed is None:
        return pairs.none()
    of = listed[pairs.left]
    alike = (of >= 0) & (of == listed[pairs.right])
    alike &= pairs.one_house & (pairs.names >= 0) & ~pairs.other_first
    rows = np.bincount(listed[listed >= 0])
    once = np.bincount(of[alike & pairs.one_day], minlength=len(rows)) <= _REPEATS * rows
    undated = np.ones(len(pairs.ready), bool)
    for one in pairs.ready.comparisons:
        if one.kind == "born":
            undated &= np.asarray(pairs.ready.table[one.name].is_null())
    both = undated[pairs.left] & undated[pairs.right] & ~pairs.one_number
    found: Bools = alike & both & once[of]
    return found


class _Fit:
    """Which of two pairs with a record in common fits better."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        words = pairs.ready.table["names_once"].to_pylist()
        self.words = [frozenset(of) for of in words]

    def better(self, one: int, other: int) -> bool:
        """Whether `one` is clearly the likelier: by a number that the other contradicts, else by a
        name that the other does not have."""
        pairs = self.pairs
        if pairs.one_number[one] != pairs.one_number[other]:
            return bool(pairs.one_number[one] and pairs.other_number[other])
        rests = [int(pairs.names[at]) % REST for at in (one, other)]
        nearly = [rest in _NEARLY for rest in rests]
        if nearly[0] != nearly[1] or not all(rest in _WHOLE for rest in rests):
            return nearly[0] and not nearly[1]
        return self._shared(one) > self._shared(other)

    def _shared(self, at: int) -> int:
        """Names in common."""
        a, b = (self.words[int(side[at])] for side in (self.pairs.left, self.pairs.right))
        return len(a & b)
