"""Matching dates of birth: one day and the slips it is often written with, or a range.

A date that is recorded as a year or a month says no more than that. 1 January is marked: it is
often typed where only the year is known.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from remit.errors import BadInput, Misuse
from remit.ontology.types import date as dates
from remit.ontology.types.date import EARLIEST, LATEST

__all__ = ["DEFAULT_DAY", "NONE", "Born", "Match", "asked_range", "day", "matches"]

SAME, LESS_PRECISE, NEARLY = 1.0, 0.9, 0.85
"""What a recorded date is worth: as asked; a year or month that may be; one slip away."""

NONE = 0.8
"""What it is worth that none is recorded."""

DEFAULT_DAY = "recorded as 1 January, which often stands for a year alone"


@dataclass(frozen=True, slots=True)
class Born:
    """The days asked for, ISO, both included; the same day twice where it is one."""

    first: str
    last: str

    @property
    def single(self) -> bool:
        """Whether one day is asked for."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Match:
    """What a recorded date is worth, and by which rule."""

    worth: float
    rule: str


def day(text: str) -> Born:
    """One date as it may be typed, day first; a month or a year is all its days."""
    try:
        value = dates.clean(text, day_first=True)
    except BadInput as error:
        raise Misuse(f"{text} is not a date: {error.reason}") from error
    if value is None:
        raise Misuse(f"{text} is not a date")
    return Born(value.first.isoformat(), value.last.isoformat())


def asked_range(since: str | None, until: str | None) -> Born | None:
    """From the first day of one date to the last of another; None where neither is given."""
    if since is None and until is None:
        return None
    first = day(since).first if since is not None else f"{EARLIEST}-01-01"
    last = day(until).last if until is not None else f"{LATEST}-12-31"
    if first > last:
        raise Misuse(f"born from {first} to {last} is no time at all")
    return Born(first, last)


def matches(recorded: Sequence[str], born: Born) -> dict[int, Match]:
    """Places in `recorded` (ISO dates in order) of those that answer to `born`.

    >>> found = matches(["1991", "1991-03-12", "1991-03-15", "1992-01-01"], day("12/03/1991"))
    >>> [found[place].rule for place in (1, 2)], [found[place].worth for place in sorted(found)]
    (['same date of birth', 'nearly the same date of birth'], [0.9, 1.0, 0.85])
    """
    found: dict[int, Match] = {}
    if born.single:
        year, month, _ = born.first.split("-")
        worth = dict.fromkeys(_slips(born.first), Match(NEARLY, "nearly the same date of birth"))
        less = Match(LESS_PRECISE, "recorded less precisely")
        worth |= {year: less, f"{year}-{month}": less}
        worth[born.first] = Match(SAME, "same date of birth")
        for value, match in worth.items():
            at = bisect_left(recorded, value)
            if at < len(recorded) and recorded[at] == value:
                found[at] = match
        return found
    for at in range(bisect_left(recorded, born.first[:4]), len(recorded)):
        value = recorded[at]
        if value > born.last:
            break
        first, last = value + "-01-01"[len(value) - 4 :], value + "-12-31"[len(value) - 4 :]
        if first >= born.first and last <= born.last:
            found[at] = Match(SAME, "born within the dates asked")
        elif last >= born.first and first <= born.last:
            found[at] = Match(LESS_PRECISE, "recorded less precisely, may lie within")
    return found


def _slips(iso: str) -> set[str]:
    """Dates with one digit different, or day and month in each other's place."""
    slips = {f"{iso[:5]}{iso[8:]}-{iso[5:7]}"}
    for at, sign in enumerate(iso):
        if sign != "-":
            slips |= {f"{iso[:at]}{digit}{iso[at + 1 :]}" for digit in "0123456789"}
    return slips
