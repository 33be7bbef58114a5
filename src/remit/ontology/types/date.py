"""Dates, as precise as they were written and never more."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from remit.errors import BadInput
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank, plain

__all__ = ["SERIALS", "TYPE", "Date", "Day", "Order", "Precision", "clean", "order"]

Precision = Literal["day", "month", "year"]
Order = Literal["day-first", "month-first", "either", "same"]
"""What one text alone says about its order: see `order`."""

EARLIEST, LATEST = 1800, 2199
"""Years. Outside them a date is a slip of the pen or of a program."""

SERIALS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
"""Day zero of the two spreadsheet date systems (ECMA-376 part 1, 18.17.4.1)."""

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2}", re.IGNORECASE)
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[-/. ]+)?([a-z]{3,9})\.?[-/., ]+(\d{4})", re.IGNORECASE
)
_AMERICAN = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(.*\d)[T ]0{1,2}:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?")
_SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?")
_NOTHING = re.compile(r"0{1,4}[-/. ]0{1,2}[-/. ]0{1,4}|0{8}")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month or a year.

    >>> str(Day(2020, 3)), Day(2020, 2).last
    ('2020-03', datetime.date(2020, 2, 29))
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{n:02}" for n in (self.month, self.day) if n]
        return "-".join(parts)

    @property
    def precision(self) -> Precision:
        """How much was written."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> date:
        """First day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def may_be_default(self) -> bool:
        """Whether it is 1 January, which is often typed when only the year is known."""
        return self.month == 1 and self.day == 1


class Date(ValueType[Day]):
    """A date, with the precision it was written in: day, month or year.

    ISO (`2020-03-04`, `2020-03`), `20200304`, `04/03/2020`, `4 March 2020` and spreadsheet
    numbers are read. Whether `04/03/2020` is 4 March or 3 April is never guessed: say
    day first or month first. A year of two digits is refused, since the century would be a
    guess, as are days that do not exist and, where `not_after` is given, days after it.
    `00/00/0000` states nothing. 1 January is marked as a day that is often only a default.

    >>> str(clean("2020-03-04")), str(clean("25/12/2020")), str(clean("Mar 2020"))
    ('2020-03-04', '2020-12-25', '2020-03')
    >>> str(clean("04/03/2020", day_first=True)), str(clean("43894", serials="1900"))
    ('2020-03-04', '2020-03-04')
    >>> clean("04/03/2020")
    Traceback (most recent call last):
    remit.ontology.types.valuetype.Ambiguous: '04/03/2020' is 4 March or 3 April: say which
    """

    id = "date"
    title = "date"
    source = "ISO 8601-1:2019; SDM dateFrom, dateTo, dateOfBirth"

    def clean(
        self,
        raw: str,
        *,
        day_first: bool | None = None,
        serials: str | None = None,
        not_after: date | None = None,
    ) -> Day | None:
        """The date; None where nothing was stated.

        Raises `Ambiguous` where day and month could be either way round, or where a number
        may be a spreadsheet date and `serials` (`1900` or `1904`) is not given.
        """
        found = _read(raw, day_first, serials)
        if found is not None and not_after is not None and found.first > not_after:
            raise BadInput(f"{raw.strip()[:40]!r} lies after {not_after}")
        return found

    def describe(self, value: Day) -> str:
        """The date, with its precision and the warning about 1 January."""
        warning = ", often typed when only the year is known" if value.may_be_default else ""
        return f"{value} ({value.precision}{warning})"


@lru_cache(maxsize=65_536)
def _read(raw: str, day_first: bool | None, serials: str | None) -> Day | None:
    if is_blank(raw):
        return None
    text = _WEEKDAY.sub("", plain(raw, 80))
    if midnight := _MIDNIGHT.fullmatch(text):
        text = midnight[1]
    if _NOTHING.fullmatch(text) or is_blank(text):
        return None
    if parts := _ISO.fullmatch(text):
        return _day(text, parts[1], parts[2], parts[3])
    if parts := _COMPACT.fullmatch(text):
        return _day(text, *parts.groups())
    if parts := _NUMBERS.fullmatch(text):
        return _numbers(text, int(parts[1]), int(parts[2]), parts[3], day_first)
    if parts := _WORDED.fullmatch(text):
        return _day(text, parts[3], _month(text, parts[2]), parts[1])
    if parts := _AMERICAN.fullmatch(text):
        return _day(text, parts[3], _month(text, parts[1]), parts[2])
    if _SHORT_YEAR.fullmatch(text):
        raise BadInput(f"{text!r} has a year of two digits: the century is not stated")
    if parts := _SERIAL.fullmatch(text):
        return _serial(text, int(parts[1]), serials)
    raise BadInput(f"{text[:40]!r} is not a date")


def order(raw: str) -> Order | None:
    """What this text alone says about its order; None where order does not arise.

    >>> [order(t) for t in ("25/12/2020", "12/25/2020", "04/03/2020", "04/04/2020", "2020-01-02")]
    ['day-first', 'month-first', 'either', 'same', None]
    """
    parts = _NUMBERS.match(plain(raw[:80]))
    if not parts:
        return None
    a, b = int(parts[1]), int(parts[2])
    if not (min(a, b) >= 1 and max(a, b) <= 31) or min(a, b) > 12:
        return None
    if a == b:
        return "same"
    return "day-first" if a > 12 else "month-first" if b > 12 else "either"


def _numbers(text: str, a: int, b: int, year: str, day_first: bool | None) -> Day:
    way = order(text)
    if day_first is None:
        if way == "either":
            one, other = (f"{d} {calendar.month_name[m]}" for d, m in ((a, b), (b, a)))
            reason = f"{text!r} is {one} or {other}: say which"
            raise Ambiguous(reason, needs="day-first", choices=("day-first", "month-first"))
        day_first = way != "month-first"
    return _day(text, year, str(b if day_first else a), str(a if day_first else b))


def _serial(text: str, number: int, serials: str | None) -> Day:
    if len(str(number)) == 4 and EARLIEST <= number <= LATEST:
        return Day(number)
    if serials is None:
        reason = f"{text!r} may be a spreadsheet date: say which system, 1900 or 1904"
        raise Ambiguous(reason, needs="serials", choices=("1900", "1904"))
    if serials not in SERIALS:
        raise BadInput("spreadsheet dates count in the system 1900 or 1904")
    if serials == "1900" and number <= 60:
        raise BadInput(f"{text!r}: spreadsheet days up to 60 are a day out around 29 February 1900")
    day = SERIALS[serials] + timedelta(days=number)
    return _day(text, str(day.year), str(day.month), str(day.day))


def _month(text: str, word: str) -> str:
    found = _MONTHS.get(word[:3].lower())
    if found is None or not calendar.month_name[found].lower().startswith(word.lower().rstrip(".")):
        if word.lower() != "sept":
            raise BadInput(f"{text[:40]!r} is not a date")
        found = 9
    return str(found)


def _day(text: str, year: str, month: str, day: str | None) -> Day:
    if not EARLIEST <= int(year) <= LATEST:
        raise BadInput(f"{text!r}: the year is outside {EARLIEST} to {LATEST}")
    found = Day(int(year), int(month), int(day) if day else None)
    try:
        if day is not None and int(day) == 0:
            raise ValueError
        date(found.year, int(month), int(day or 1))
    except ValueError:
        raise BadInput(f"{text!r}: there is no such day") from None
    return found


TYPE = Date()
clean = TYPE.clean
