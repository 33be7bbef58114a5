"""Postings: which numbers stand under each key, one added or taken away at a time.

The bulk lies in two sorted arrays, 12 bytes for each number under a key; what has come or gone
since lies beside them and is merged in now and then.

>>> held = Postings(np.array([7, 7, 9], np.uint64), np.array([0, 1, 1], np.int32))
>>> held.add(2, [7]); held.remove(0, [7])
>>> held.under(7).tolist(), held.sizes(np.array([7, 8, 9], np.uint64)).tolist()
([1, 2], [2, 0, 1])
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

__all__ = ["Numbers", "Postings", "Unsigned"]

Numbers = npt.NDArray[np.int32]
Unsigned = npt.NDArray[np.uint64]

ASIDE = 1 << 18
"""Changes kept aside before they are merged into the arrays."""


class Postings:
    """Numbers by key; under one key each number once."""

    def __init__(self, key: Unsigned, number: Numbers) -> None:
        """Pairs side by side, in any order."""
        order = np.lexsort((number, key)) if _mingled(key, number) else slice(None)
        self._key, self._number = key[order], number[order]
        self._more: dict[int, list[int]] = {}
        self._less: dict[int, set[int]] = {}
        self._aside = 0

    def sizes(self, keys: Unsigned) -> npt.NDArray[np.int64]:
        """How many numbers stand under each of some keys."""
        begins = np.searchsorted(self._key, keys, "left")
        found = np.searchsorted(self._key, keys, "right") - begins
        if self._aside:
            for at, key in enumerate(keys.tolist()):
                found[at] += len(self._more.get(key, ())) - len(self._less.get(key, ()))
        return found.astype(np.int64)

    def under(self, key: int) -> Numbers:
        """The numbers under a key, in order."""
        begin, end = self._span(key)
        found = self._number[begin:end]
        if less := self._less.get(key):
            found = found[~np.isin(found, list(less))]
        if more := self._more.get(key):
            found = np.sort(np.concatenate([found, np.array(more, np.int32)]))
        return found

    def add(self, number: int, keys: Iterable[int]) -> None:
        """Put a number under keys under none of which it stands."""
        for key in keys:
            less = self._less.get(key)
            if less and number in less:
                less.discard(number)
                self._aside -= 1
            else:
                self._more.setdefault(key, []).append(number)
                self._aside += 1
        if self._aside >= ASIDE:
            self.settle()

    def remove(self, number: int, keys: Iterable[int]) -> None:
        """Take a number away from keys under each of which it stands."""
        for key in keys:
            more = self._more.get(key)
            if more and number in more:
                more.remove(number)
                self._aside -= 1
            else:
                self._less.setdefault(key, set()).add(number)
                self._aside += 1
        if self._aside >= ASIDE:
            self.settle()

    def settle(self) -> None:
        """Merge what lies aside into the arrays."""
        if gone := [(key, number) for key, less in self._less.items() for number in less]:
            kept = np.ones(len(self._key), bool)
            for key, number in gone:
                begin, end = self._span(key)
                kept[begin + int(np.searchsorted(self._number[begin:end], number))] = False
            self._key, self._number = self._key[kept], self._number[kept]
        if come := [(key, number) for key, more in self._more.items() for number in more]:
            come.sort()
            keys = np.array([key for key, _ in come], np.uint64)
            numbers = np.array([number for _, number in come], np.int32)
            at = _places(self._key, self._number, keys, numbers)
            self._key = np.insert(self._key, at, keys)
            self._number = np.insert(self._number, at, numbers)
        self._more, self._less, self._aside = {}, {}, 0

    def arrays(self) -> tuple[Unsigned, Numbers]:
        """Everything: keys in order, and the numbers beside them."""
        self.settle()
        return self._key, self._number

    def _span(self, key: int) -> tuple[int, int]:
        one = np.uint64(key)  # a number of Python's would be compared as a float
        begin, end = np.searchsorted(self._key, one), np.searchsorted(self._key, one, "right")
        return int(begin), int(end)


def _mingled(key: Unsigned, number: Numbers) -> bool:
    """Whether pairs are not in order."""
    later = key[1:] > key[:-1]
    return not bool((later | ((key[1:] == key[:-1]) & (number[1:] > number[:-1]))).all())


def _places(
    keys: Unsigned, numbers: Numbers, key: Unsigned, number: Numbers
) -> npt.NDArray[np.int64]:
    """Where pairs that come belong among those that are there."""
    begins, ends = np.searchsorted(keys, key), np.searchsorted(keys, key, "right")
    places = begins.astype(np.int64)
    for at, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        if end > begin:
            places[at] = begin + int(np.searchsorted(numbers[begin:end], number[at]))
    return places
