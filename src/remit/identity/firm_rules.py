"""Rules by which no machine joins two organisations, whatever their weight: a person looks first.

Each is a function of two records and what the comparison said; its docstring is what a person is
told. Company numbers that differ are no rule but a bar: `STRONG`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import inf

from remit.identity.firm_levels import best_names
from remit.identity.firms import Firm

__all__ = ["EITHER", "FIRMS_AGAINST", "FIRMS_TOLD", "STRONG_FIRM", "either", "firm_rule"]

STRONG_FIRM = ("company_number",)
"""Identifiers that an organisation has one of: two that differ hold two mentions apart."""

Levels = Mapping[str, int]
Rule = Callable[[Firm, Firm, Levels], bool]


def _two_of_a_series(a: Firm, b: Firm, _: Levels) -> bool:
    """one name but for a number: Fund 1 and Fund 2 are two of a series"""
    best = best_names(a, b)
    return best is not None and best[1].numbers != best[2].numbers


def _another_legal_form(a: Firm, b: Firm, _: Levels) -> bool:
    """one name, of two legal forms: a company and a partnership are two bodies in law"""
    best = best_names(a, b)
    if best is None:
        return False
    one, other = best[1].legal, best[2].legal
    return bool(one and other and not one & other)


def _another_name(_: Firm, __: Firm, levels: Levels) -> bool:
    """other names, whatever else they share: a group, a renamed company, or one address"""
    return 0 <= levels.get("organisation", -1) <= 1


def _a_common_name_at_a_hub(_: Firm, __: Firm, levels: Levels) -> bool:
    """beside a name, only what many organisations share: a formation agent, a business centre"""
    return not any(_says(name, level) for name, level in levels.items())


def _a_name_alone_of_a_firm(_: Firm, __: Firm, levels: Levels) -> bool:
    """nothing but their names can be compared"""
    return all(level < 0 for name, level in levels.items() if name != "organisation")


def _says(name: str, level: int) -> bool:
    """Whether a comparison besides the name speaks for two being one."""
    if name in ("organisation", "town"):
        return False
    if name == "seat":
        return level in (3, 4, 6)
    return level == 2


_RULES: Mapping[str, Rule] = {
    rule.__name__.strip("_").replace("_", "-"): rule
    for rule in (
        _two_of_a_series,
        _another_legal_form,
        _another_name,
        _a_name_alone_of_a_firm,
        _a_common_name_at_a_hub,
    )
}

_CLEARLY = 6.0
"""Bits by which more must speak for one of two for the other not to be in question."""

EITHER = "either-of-two"

FIRMS_TOLD: Mapping[str, str] = {
    **{name: str(rule.__doc__) for name, rule in _RULES.items()},
    EITHER: "it says no company number or legal form, and may be either of two with different ones",
}
"""What each rule means, by its name."""

FIRMS_AGAINST = frozenset(("two-of-a-series", "another-legal-form"))
"""Rules by which something speaks against two being one: two people must agree."""

_ONE_NUMBER = 2
"""The level of numbers in a register that are the same."""

_OF_A_CASE = frozenset(("a-name-alone-of-a-firm", "a-common-name-at-a-hub"))
"""Rules that do not hold on a table that somebody measures on, where a name may be all there is."""


def firm_rule(a: Firm, b: Firm, levels: Levels, *, measured: bool = False) -> str | None:
    """The first rule that holds two back; None for none, and for two with one number in a
    register."""
    if levels.get("registered") == _ONE_NUMBER:
        return None
    for name, rule in _RULES.items():
        if not (measured and name in _OF_A_CASE) and rule(a, b, levels):
            return name
    return None


def either(
    firms: Sequence[Firm], pairs: Sequence[tuple[int, int]], weights: Sequence[float]
) -> set[int]:
    """Of pairs good enough to join, the places of those that may join a record to the wrong one.

    It states no number in a register, or no legal form, and others would join it to two that have
    different ones. Where much more speaks for the one, only what joins it to the other.
    """
    found: set[int] = set()
    for said in (_registered, _legal):
        best: dict[int, dict[frozenset[str], float]] = defaultdict(dict)
        lies: dict[int, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        for at, pair in enumerate(pairs):
            for one, other in (pair, pair[::-1]):
                value = said(firms[other])
                if value and not said(firms[one]):
                    best[one][value] = max(weights[at], best[one].get(value, weights[at]))
                    lies[one].append((at, value))
        for one, values in best.items():
            if len(values) > 1:
                first, second, *_ = sorted(values.values(), reverse=True)
                least = first if first - second >= _CLEARLY else inf
                found |= {at for at, value in lies[one] if values[value] < least}
    return found


def _registered(one: Firm) -> frozenset[str]:
    return one.registered


def _legal(one: Firm) -> frozenset[str]:
    return frozenset(form for name in one.names for form in name.legal)
