"""Rules by which no machine joins two mentions, whatever their weight: a person looks first.

A weight takes what two records share as so many independent pieces of evidence. In a family they
are not: who lives at one address shares a family name, a telephone and a postal code with others.
Each rule is a function of the pairs; its docstring is what a person is told. A table shows that it
is of households by pairs at one address with other first names, and dates of birth that cannot be
slips of each other.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from remit.identity import named
from remit.identity.prepared import Prepared

__all__ = ["TOLD", "capped", "held"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Levels = Mapping[str, npt.NDArray[np.int16]]

_SAME_DAY = (10, 11)
"""Levels of a date of birth that is the same."""

_SLIPS = (6, 7, 8, 9, 10, 11, 12)
"""Levels of a date of birth that is the same, or a usual slip or placeholder of it."""

_OTHER_FIRST = (named.SEVERAL, named.ONE, named.FIRST, named.ALONE, named.KIN)
"""What is left of two names where the first names are not one."""

_HOUSEHOLDS = 0.03
"""Share of the pairs at one address, with two dates of birth, whose first names and dates are those
of two people, for the rules on households to hold. Where few share an address it is below 0.01."""

_ENOUGH = 20
"""Such pairs there must be at least."""


def held(
    ready: Prepared, levels: Levels, left: Ints, right: Ints, *, measured: bool = False
) -> list[str | None]:
    """The first rule that holds each pair back; None for most.

    `measured`: of a table that somebody measures on, where the rules on households hold only if it
    shows that it has them, and a name alone may join. What a force holds is of households.
    """
    pairs = _Pairs(ready, levels, left, right)
    found: list[str | None] = [None] * len(left)
    if measured and not pairs.households:
        return found
    for name, rule in _RULES.items():
        if measured and name == "a-name-alone":
            continue
        for at in np.flatnonzero(rule(pairs)).tolist():
            found[at] = found[at] or name
    return found


def capped(weight: Floats, rules: Sequence[str | None]) -> Floats:
    """Weights as they join: a pair that a rule holds back counts 0 bits at most."""
    barred = np.array([rule is not None for rule in rules], bool)
    return np.where(barred, np.minimum(weight, 0.0), weight)


@dataclass(frozen=True)
class _Pairs:
    ready: Prepared
    levels: Levels
    left: Ints
    right: Ints

    def none(self) -> Bools:
        return np.zeros(len(self.left), bool)

    @cached_property
    def names(self) -> npt.NDArray[np.int16] | None:
        return self._of("names")

    @cached_property
    def born(self) -> npt.NDArray[np.int16]:
        found = self._of("born")
        return np.full(len(self.left), -1, np.int16) if found is None else found

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
    def together(self) -> Bools:
        """One address, or a telephone or another number in common."""
        there = self.one_address.copy()
        for one in self.ready.comparisons:
            if one.kind == "identifier":
                there |= self.levels[one.name] >= 3
        return there

    @cached_property
    def households(self) -> bool:
        """Whether the material shows that several people live at one address."""
        if self.names is None:
            return False
        both = self.one_address & (self.born >= 0) & (self.names >= 0)
        other = np.isin(self.names % _REST, (named.FIRST, named.KIN))
        two = both & other & ~np.isin(self.born, _SLIPS)
        return bool(two.sum() >= _ENOUGH and two.sum() >= _HOUSEHOLDS * both.sum())

    @cached_property
    def other_first(self) -> Bools:
        """First names that are not one, an initial that begins none of them among these."""
        if self.names is None:
            return self.none()
        there = self.names >= 0
        rest = self.names % _REST
        turned = (rest == named.TURNED) & ~self._crosswise
        other = np.isin(rest, _OTHER_FIRST) | turned | self._initials(agree=False)
        found: Bools = there & other & ~self.initial_alone
        return found

    @cached_property
    def _crosswise(self) -> Bools:
        """The first name of each is the last of the other."""
        fore, sur = (
            self.ready.table[f"{end}_mark"].fill_null(0).to_numpy() for end in ("fore", "sur")
        )
        crossed = (fore[self.left] == sur[self.right]) & (sur[self.left] == fore[self.right])
        found: Bools = crossed
        return found

    @cached_property
    def namesakes(self) -> Bools:
        """One name and one address, and dates of birth that are no slips of each other."""
        two = (self.born >= 0) & ~np.isin(self.born, _SLIPS)
        return self.one_address & two & ~self.other_first

    @cached_property
    def initial_alone(self) -> Bools:
        """Of one of both only an initial stands for the first names."""
        return self._initials(agree=True) if self.names is not None else self.none()

    def _of(self, kind: str) -> npt.NDArray[np.int16] | None:
        return next((self.levels[c.name] for c in self.ready.comparisons if c.kind == kind), None)

    def _initials(self, *, agree: bool) -> Bools:
        """Pairs in which one has no more than an initial, which the other agrees to or not."""
        short, letters = (
            self.ready.table[name].to_numpy(zero_copy_only=False)
            for name in ("initial", "first_letters")
        )
        found = self.none()
        for one, other in ((self.left, self.right), (self.right, self.left)):
            for at in np.flatnonzero(short[one] != "").tolist():
                shared = set(short[one[at]]) & set(letters[other[at]])
                found[at] |= bool(shared) == agree
        return found


_MANY_WORDS = 12
"""Points of rare words in common from which two addresses are taken for one."""

_REST = 11
"""Kinds of what is left beside the names in common (`named.py`)."""


def _possible_twins(pairs: _Pairs) -> Bools:
    """one day of birth and one address or number, but other first names"""
    return pairs.together & pairs.other_first & np.isin(pairs.born, _SAME_DAY)


def _one_household(pairs: _Pairs) -> Bools:
    """one address or number, but other first names, and no date of birth that is the same"""
    return pairs.together & pairs.other_first & ~np.isin(pairs.born, _SAME_DAY)


def _namesakes_at_one_address(pairs: _Pairs) -> Bools:
    """one name and one address, but dates of birth that are no slips of each other"""
    return pairs.namesakes


def _one_of_two_namesakes(pairs: _Pairs) -> Bools:
    """one name and one address, but no date of birth to tell which of two namesakes there it is"""
    found = pairs.none()
    if not pairs.namesakes.any():
        return found
    near: dict[int, dict[int, int]] = defaultdict(dict)
    undated = pairs.one_address & (pairs.born < 0) & ~pairs.other_first
    for at in np.flatnonzero(undated).tolist():
        a, b = int(pairs.left[at]), int(pairs.right[at])
        near[a][b] = near[b][a] = at
    for at in np.flatnonzero(pairs.namesakes).tolist():
        a, b = int(pairs.left[at]), int(pairs.right[at])
        either = near[a].keys() & near[b].keys()
        for other in either:
            found[[near[a][other], near[b][other]]] = True
            found[[at for one, at in near[other].items() if one in either]] = True
    return found


def _an_initial_alone(pairs: _Pairs) -> Bools:
    """one address, an initial for all first names, and no date of birth that is the same"""
    return pairs.one_address & pairs.initial_alone & ~np.isin(pairs.born, _SLIPS)


def _a_name_alone(pairs: _Pairs) -> Bools:
    """nothing but their names can be compared"""
    if pairs.names is None or len(pairs.ready.comparisons) == 1:
        return pairs.none()
    silent = ~pairs.none()
    for one in pairs.ready.comparisons:
        if one.kind != "names":
            silent &= pairs.levels[one.name] < 0
    return silent


_RULES: Mapping[str, Callable[[_Pairs], Bools]] = {
    rule.__name__.strip("_").replace("_", "-"): rule
    for rule in (
        _possible_twins,
        _one_household,
        _namesakes_at_one_address,
        _one_of_two_namesakes,
        _an_initial_alone,
        _a_name_alone,
    )
}

TOLD: Mapping[str, str] = {name: str(rule.__doc__) for name, rule in _RULES.items()}
"""What each rule means, by its name."""
