"""The dates of statements: day, month and year in few digits, sometimes without the year.

>>> read("04/03/26", True, date(2026, 5, 1)), read("4 Mar", True, date(2026, 5, 1))
(datetime.date(2026, 3, 4), (3, 4))
"""

import calendar
import re
from datetime import date

from remit.errors import BadInput
from remit.ontology.types import date as dates
from remit.ontology.types import is_blank

__all__ = ["NEITHER", "nearest", "read", "ways"]

_SIX = re.compile(r"(\d{2})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})\.?(?:[-/. ,]*(\d{2}))?", re.I)
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}

NEITHER = (None, None)
"""Neither reading gives a day."""

Partial = tuple[int, int]
"""Month and day of a date whose year is not written."""


def read(
    text: str, day_first: bool | None, today: date, *, six: bool = False
) -> date | Partial | None:
    """The day, or month and day without a year; None where nothing is stated.

    Of a year in two digits the latest is taken that is not after next year's: a bank's files are
    younger than a hundred years. `six` reads six digits as year, month and day. Raises `BadInput`
    for what is no day.
    """
    if is_blank(text):
        return None
    said = " ".join(text.split())
    if six and (parts := _SIX.fullmatch(said)):
        year, month, day = (int(part) for part in parts.groups())
        return _day(said, _century(year, today), month, day)
    if parts := _SHORT.fullmatch(said):
        one, other, year = (int(part) for part in parts.groups())
        month, day = _sides(said, one, other, day_first)
        return _day(said, _century(year, today), month, day)
    if (parts := _WORDED.fullmatch(said)) and parts[2][:3].lower() in _MONTHS:
        month, day = _MONTHS[parts[2][:3].lower()], int(parts[1])
        if parts[3] is None:
            _day(said, 2000, month, day)  # a leap year: 29 February may be
            return month, day
        return _day(said, _century(int(parts[3]), today), month, day)
    found = dates.clean(said, day_first=day_first, serials="1900" if said.isdigit() else None)
    if found is None:
        return None
    if found.day is None:
        raise BadInput(f"{said[:40]!r} is a {found.precision} and no day")
    return found.first


def ways(text: str, today: date, *, six: bool = False) -> tuple[date | None, date | None]:
    """What a date is when its day comes first, and when its month does; the same where it shows."""
    found: list[date | None] = []
    for day_first in (True, False):
        try:
            one = read(text, day_first, today, six=six)
        except BadInput:
            one = None
        found.append(one if isinstance(one, date) else None)
    return found[0], found[1]


def nearest(part: Partial, to: date) -> date:
    """The day in the year that brings it nearest to another day, as over the turn of a year.

    >>> nearest((1, 2), date(2025, 12, 30)), nearest((12, 30), date(2026, 1, 2))
    (datetime.date(2026, 1, 2), datetime.date(2025, 12, 30))
    """
    month, day = part
    found = [_in(year, month, day) for year in (to.year - 1, to.year, to.year + 1)]
    return min((one for one in found if one), key=lambda one: abs((one - to).days))


def _in(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of another year
        return None


def _sides(said: str, one: int, other: int, day_first: bool | None) -> tuple[int, int]:
    """Month and day."""
    if day_first is None:
        if one == other or max(one, other) > 12:
            day_first = one >= other
        else:
            raise BadInput(f"{said!r} does not say which of day and month comes first")
    return (other, one) if day_first else (one, other)


def _century(year: int, today: date) -> int:
    full = today.year // 100 * 100 + year
    return full if full <= today.year + 1 else full - 100


def _day(said: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"{said!r}: there is no such day") from None
