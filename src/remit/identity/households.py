"""What pairs of records say of households: one house or another, one first name or another.

Facts of pairs for the rules that hold them back (`holding.py`, `namesakes.py`), each an array of
one truth value a pair. One address is one postal code or most of the words of an address; a house
besides has the same number. A table shows that it is of households by pairs at one address with
other first names, and dates of birth that cannot be slips of each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from remit.identity import named
from remit.identity.prepared import Prepared

__all__ = ["REST", "SAME_DAY", "SLIPS", "Pairs"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Levels = Mapping[str, npt.NDArray[np.int16]]

SAME_DAY = (10, 11)
"""Levels of a date of birth that is the same."""

SLIPS = (6, 7, 8, 9, 10, 11, 12)
"""Levels of a date of birth that is the same, or a usual slip or placeholder of it."""

_OTHER_FIRST = (named.SEVERAL, named.ONE, named.FIRST, named.ALONE, named.KIN)
"""What is left of two names where the first names are not one."""

_HOUSEHOLDS = 0.03
"""Share of the pairs at one address, with two dates of birth, whose first names and dates are those
of two people, for the rules on households to hold. Where few share an address it is below 0.01."""

_ENOUGH = 20
"""Such pairs there must be at least."""

_MANY_WORDS = 12
"""Points of rare words in common from which two addresses are taken for one."""

_NEAR_CODE = 3
"""Level of postal codes that may be written for each other; below they are others."""

REST = named.STATES
"""Kinds of what is left beside the names in common (`named.py`)."""

_SPEAKS = {"code": 4, "identifier": 3, "place": 3, "text": 1}
"""Lowest level by kind that speaks for two records being of one person. Codes and numbers that are
nearly the same do not: the next street has such a code, and e-mail addresses are made of names, so
that of namesakes' one digit differs."""


@dataclass(frozen=True)
class Pairs:
    """Facts of pairs of records."""

    ready: Prepared
    levels: Levels
    left: Ints
    right: Ints
    listed: Ints | None = None
    """For each record the list in which it stands, in which nobody is expected twice; -1 where it
    stands in none, as a report of something that happened. None: no record does."""

    def none(self) -> Bools:
        """No pair."""
        return np.zeros(len(self.left), bool)

    @cached_property
    def names(self) -> npt.NDArray[np.int16]:
        """The level of the names; -1 where there are none."""
        return self._of("names")

    @cached_property
    def born(self) -> npt.NDArray[np.int16]:
        """The level of the dates of birth; -1 where one is not known."""
        return self._of("born")

    @cached_property
    def one_address(self) -> Bools:
        """The same postal code, or an address most of whose words are the same."""
        there = self.none()
        for one in self.ready.comparisons:
            level = self.levels[one.name]
            if one.kind == "code":
                there |= level >= 4
            if one.kind == "address":
                there |= level // max(one.states, 1) >= _MANY_WORDS
        return there

    @cached_property
    def other_house(self) -> Bools:
        """One address, but numbers of which neither has all that the other has; or streets of
        nearly the same name, as their postal codes tell: of two that differ in one character,
        where the lines differ as well."""
        found = self._some("house", lambda level: level == 0)
        found |= self._some("code", lambda level: (level >= 0) & (level < _NEAR_CODE))
        return self.one_address & (found | self._next_code)

    @cached_property
    def one_house(self) -> Bools:
        """One address, as far as it is known the same house."""
        return self.one_address & ~self.other_house

    @cached_property
    def one_number(self) -> Bools:
        """A telephone or another number in common."""
        return self._some("identifier", lambda level: level >= 3)

    @cached_property
    def other_number(self) -> Bools:
        """Different numbers of one kind."""
        return self._some("identifier", lambda level: level == 0)

    @cached_property
    def together(self) -> Bools:
        """One address, or a telephone or another number in common."""
        return self.one_address | self.one_number

    @cached_property
    def one_day(self) -> Bools:
        """The same date of birth."""
        found: Bools = np.isin(self.born, SAME_DAY)
        return found

    @cached_property
    def households(self) -> bool:
        """Whether the material shows that several people live at one address."""
        both = self.one_address & (self.born >= 0) & (self.names >= 0)
        other = np.isin(self.names % REST, (named.FIRST, named.KIN))
        two = both & other & ~np.isin(self.born, SLIPS)
        return bool(two.sum() >= _ENOUGH and two.sum() >= _HOUSEHOLDS * both.sum())

    @cached_property
    def other_first(self) -> Bools:
        """First names that are not one, an initial that begins none of them among these."""
        rest = self.names % REST
        turned = (rest == named.TURNED) & ~self._crosswise & ~self._one_first
        other = np.isin(rest, _OTHER_FIRST) | turned | self._initials(agree=False)
        found: Bools = (self.names >= 0) & other & ~self.initial_alone
        return found

    @cached_property
    def other_last(self) -> Bools:
        """One first name, and last names that are not one; they may have a part in common."""
        rest = self.names % REST
        part = (rest == named.TURNED) & self._one_first
        found: Bools = (self.names >= 0) & ((rest == named.LAST) | part)
        return found

    @cached_property
    def initial_alone(self) -> Bools:
        """Of one of both only an initial stands for the first name."""
        return self._initials(agree=True) & (self.names >= 0)

    @cached_property
    def only_names(self) -> Bools:
        """Nothing but the names speaks for it."""
        speaks = self.none()
        for one in self.ready.comparisons:
            level = self.levels[one.name]
            if one.kind == "born":
                speaks |= np.isin(level, SLIPS)
            elif one.kind == "address":
                speaks |= level // max(one.states, 1) >= _MANY_WORDS
            elif one.kind in _SPEAKS:
                speaks |= level >= _SPEAKS[one.kind]
        return (self.names >= 0) & ~speaks

    @cached_property
    def _next_code(self) -> Bools:
        """Postal codes that differ in one character, and lines of which neither has all words of
        the other."""
        near = self._some("code", lambda level: level == _NEAR_CODE) & self.one_address
        if not near.any() or "address_once" not in self.ready.table.column_names:
            return self.none()
        lines = [frozenset(words or ()) for words in self.ready.table["address_once"].to_pylist()]
        for at in np.flatnonzero(near).tolist():
            a, b = lines[int(self.left[at])], lines[int(self.right[at])]
            near[at] = not (a <= b or a >= b)
        return near

    @cached_property
    def _crosswise(self) -> Bools:
        """The first name of each is the last of the other; of one of both is enough where they have
        as many names: of two family names either may stand apart."""
        fore, sur = self._end("fore"), self._end("sur")
        if "names_n" not in self.ready.table.column_names:
            return self.none()
        count = self.ready.table["names_n"].to_numpy()
        one, other = fore[self.left] == sur[self.right], sur[self.left] == fore[self.right]
        as_many = count[self.left] == count[self.right]
        found: Bools = (one & other) | ((one | other) & as_many)
        return found

    @cached_property
    def _one_first(self) -> Bools:
        fore = self._end("fore")
        found: Bools = fore[self.left] == fore[self.right]
        return found

    def _end(self, end: str) -> Ints:
        if f"{end}_mark" not in self.ready.table.column_names:
            return np.zeros(len(self.ready), np.int64)
        marks: Ints = self.ready.table[f"{end}_mark"].fill_null(0).to_numpy()
        return marks

    def _of(self, kind: str) -> npt.NDArray[np.int16]:
        found = (self.levels[c.name] for c in self.ready.comparisons if c.kind == kind)
        return next(found, np.full(len(self.left), -1, np.int16))

    def _some(self, kind: str, holds: Callable[[npt.NDArray[np.int16]], Bools]) -> Bools:
        there = self.none()
        for one in self.ready.comparisons:
            if one.kind == kind:
                there |= holds(self.levels[one.name])
        return there

    def _initials(self, *, agree: bool) -> Bools:
        """Pairs in which one has no more than an initial, which the other agrees to or not."""
        found = self.none()
        if "initial" not in self.ready.table.column_names:
            return found
        short, letters = (
            self.ready.table[name].to_numpy(zero_copy_only=False)
            for name in ("initial", "first_letters")
        )
        for one, other in ((self.left, self.right), (self.right, self.left)):
            for at in np.flatnonzero(short[one] != "").tolist():
                shared = set(short[one[at]]) & set(letters[other[at]])
                found[at] |= bool(shared) == agree
        return found
