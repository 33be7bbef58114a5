"""Rules by which no machine joins two mentions, whatever their weight: a person looks first.

A weight takes what two records share as so many independent pieces of evidence. In a family they
are not: who lives at one address shares a family name, a telephone and a postal code with others.
Each rule is a function of the pairs (`households.py`, `namesakes.py`); its docstring is what a
person is told.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from remit.identity.households import SLIPS, Pairs
from remit.identity.namesakes import namesakes, undecided
from remit.identity.prepared import Prepared

__all__ = ["TOLD", "capped", "held"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Levels = Mapping[str, npt.NDArray[np.int16]]


def held(
    ready: Prepared,
    levels: Levels,
    left: Ints,
    right: Ints,
    *,
    listed: Sequence[str | None] = (),
    measured: bool = False,
) -> list[str | None]:
    """The first rule that holds each pair back; None for most.

    `listed`: for each record the list of people in which it stands, None for a report of something
    that happened; empty where nothing is known of it.

    `measured`: of a table that somebody measures on, where the rules on households hold only if it
    shows that it has them, and a name alone may join. What a force holds is of households.
    """
    pairs = Pairs(ready, levels, left, right, _coded(listed))
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


def _coded(listed: Sequence[str | None]) -> Ints | None:
    if not any(listed):
        return None
    number = {name: at for at, name in enumerate(sorted({one for one in listed if one}))}
    return np.array([number[one] if one else -1 for one in listed], np.int64)


def _possible_twins(pairs: Pairs) -> Bools:
    """one day of birth, but other first names"""
    return pairs.other_first & pairs.one_day


def _one_household(pairs: Pairs) -> Bools:
    """one address or number, but other first names, and no date of birth that is the same"""
    return pairs.together & pairs.other_first & ~pairs.one_day


def _namesakes_at_one_address(pairs: Pairs) -> Bools:
    """one name and one address or number, but two dates of birth"""
    return namesakes(pairs)


def _another_house(pairs: Pairs) -> Bools:
    """one name and one street, but another house, and no date of birth that is the same"""
    return pairs.other_house & ~np.isin(pairs.born, SLIPS) & ~pairs.one_number


def _one_of_two_namesakes(pairs: Pairs) -> Bools:
    """one name and one house or number, but no date of birth to tell which of two namesakes"""
    return undecided(pairs)


def _another_last_name(pairs: Pairs) -> Bools:
    """one first name and one address, but other last names, and no date of birth to tell by"""
    return pairs.one_address & pairs.other_last & (pairs.born < 0) & ~pairs.one_number


def _an_initial_alone(pairs: Pairs) -> Bools:
    """one address, an initial for the first name, and no date of birth that is the same"""
    return pairs.one_address & pairs.initial_alone & ~np.isin(pairs.born, SLIPS)


def _a_name_alone(pairs: Pairs) -> Bools:
    """nothing but their names speaks for it"""
    if len(pairs.ready.comparisons) == 1:
        return pairs.none()
    return pairs.only_names


_RULES: Mapping[str, Callable[[Pairs], Bools]] = {
    rule.__name__.strip("_").replace("_", "-"): rule
    for rule in (
        _possible_twins,
        _one_household,
        _namesakes_at_one_address,
        _another_house,
        _one_of_two_namesakes,
        _another_last_name,
        _an_initial_alone,
        _a_name_alone,
    )
}

TOLD: Mapping[str, str] = {name: str(rule.__doc__) for name, rule in _RULES.items()}
"""What each rule means, by its name."""
