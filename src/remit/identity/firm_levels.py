"""What is compared of two organisations, in levels: each a statement in words.

A level is not evidence by itself: how much it weighs stands in `shipped/organisations.json`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import product

from remit.identity.comparisons import Comparison
from remit.identity.firms import Firm, Firms, distinctive
from remit.identity.names.compare import SAME, Compared, compare_read
from remit.identity.names.reading import Reading
from remit.identity.reading import area, outward

__all__ = ["COMPARISONS", "NUMBERS", "Best", "Level", "best_names", "levels_of"]

Level = Callable[[Firms, Firm, Firm], int]
Best = tuple[Compared, Reading, Reading] | None
"""The two names of two organisations that are most alike."""

NUMBERS = 8
"""Columns of numbers that are compared at most."""

_NEARLY = 0.9
"""Score of two names (`names/compare.py`, 0 to 1) from which they are one but for how it is
written."""

_PART = 0.35
"""Score from which two names have something in common."""


@lru_cache(maxsize=64)
def best_names(a: Firm, b: Firm) -> Best:
    """The two names of two organisations that are most alike; None where one has no name.

    Trading names, aliases and former names count as names.
    """
    found = [(compare_read(one, other), one, other) for one, other in product(a.names, b.names)]
    return max(found, key=lambda one: one[0].score, default=None)


def _organisation(firms: Firms, a: Firm, b: Firm) -> int:
    best = best_names(a, b)
    if best is None:
        return -1
    said, one, other = best
    if said.score < SAME:
        return int(said.score >= _PART)
    both = set(distinctive(one)) & set(distinctive(other))
    words = both or {*distinctive(one), *distinctive(other)}
    if not words:
        return 2
    return 3 + int(said.score >= _NEARLY) + 2 * int(firms.rare(words))


def _registered(_: Firms, a: Firm, b: Firm) -> int:
    if not a.registered or not b.registered:
        return -1
    if a.registered & b.registered:
        return 2
    near = any(_one_off(one, other) for one, other in product(a.registered, b.registered))
    return int(near)


def _one_off(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(x != y for x, y in zip(one, other, strict=True)) == 1


def _seat(firms: Firms, a: Firm, b: Firm) -> int:
    if a.codes and b.codes:
        both = a.codes & b.codes
        if both:
            if all(firms.hub(code) for code in both):
                return 2
            numbers = {word for word in a.lines & b.lines if word.isdigit()}
            return 4 if numbers else 3
        districts = {outward(code) for code in a.codes} & {outward(code) for code in b.codes}
        areas = {area(code) for code in a.codes} & {area(code) for code in b.codes}
        return int(bool(districts or areas))
    if a.lines and b.lines:
        shared = len(a.lines & b.lines) / min(len(a.lines), len(b.lines))
        return 6 if shared >= 0.75 and min(len(a.lines), len(b.lines)) > 1 else 5
    return -1


def _founded(_: Firms, a: Firm, b: Firm) -> int:
    if not a.founded or not b.founded:
        return -1
    if a.founded & b.founded:
        return 2
    return int(bool({day[:4] for day in a.founded} & {day[:4] for day in b.founded}))


def _town(firms: Firms, a: Firm, b: Firm) -> int:
    if not a.towns or not b.towns:
        return -1
    both = a.towns & b.towns
    return 0 if not both else 1 + int(not both <= firms.usual)


def _number(at: int) -> Level:
    def level(firms: Firms, a: Firm, b: Firm) -> int:
        one, other = a.numbers[at], b.numbers[at]
        if not one or not other:
            return -1
        both = one & other
        return 0 if not both else 1 if all(firms.hub(value) for value in both) else 2

    return level


def _compared(name: str, *said: str) -> Comparison:
    kind = name.rstrip("0123456789")
    return Comparison(name, kind, "", dict(enumerate(said)))


_SAME_NUMBER = ("another", "the same, which several organisations have", "the same")

COMPARISONS: Mapping[str, Comparison] = {
    one.name: one
    for one in (
        _compared(
            "organisation",
            "different names",
            "names with something in common",
            "one name, all of whose words many organisations have",
            "nearly one name, of words that several have",
            "one name, of words that several have",
            "nearly one name, of a word that few have",
            "one name, of a word that few have",
        ),
        _compared(
            "registered",
            "different numbers in a register",
            "numbers in a register that differ in one character",
            "the same number in a register",
        ),
        _compared(
            "seat",
            "different postal areas",
            "the same postal district or area",
            "the same postcode, where many organisations are",
            "the same postcode",
            "the same postcode and house number",
            "addresses of other words",
            "addresses of the same words",
        ),
        _compared("founded", "different days", "the same year", "the same day"),
        _compared(
            "town",
            "different towns or countries",
            "the same town or country, where many are",
            "the same town or country",
        ),
        *(_compared(f"number{at or ''}", *_SAME_NUMBER) for at in range(NUMBERS)),
    )
}
"""What can be compared, by name."""


def levels_of(firms: Firms) -> dict[str, Level]:
    """What a table has to be compared by, in order, each with what gives its level."""
    every: dict[str, Level] = {
        "organisation": _organisation,
        "registered": _registered,
        "seat": _seat,
        "founded": _founded,
        "town": _town,
    }
    every |= {f"number{at or ''}": _number(at) for at in range(NUMBERS)}
    return {name: level for name, level in every.items() if name in firms.titles}
