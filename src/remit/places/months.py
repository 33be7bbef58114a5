"""Months: the period that is asked about, and the months a year earlier to hold it against."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from remit.errors import Misuse

__all__ = ["LONGEST", "ZONE", "Months", "days"]

ZONE = ZoneInfo("Europe/London")
"""The zone in which months, days and hours are counted."""

LONGEST = 120
"""Months in a period at most: ten years."""

YEAR = 12

_WRITTEN = re.compile(r"(?:19|20|21)\d\d-(?:0?[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Months:
    """Months in order, without a break.

    >>> Months.read("2019-11", "2020-01").names
    ('2019-11', '2019-12', '2020-01')
    """

    names: tuple[str, ...]

    @classmethod
    def read(cls, first: str, last: str) -> "Months":
        """Months from `YYYY-MM` texts, both included. Raises `Misuse`."""
        for name in (first, last):
            if not _WRITTEN.fullmatch(name):
                raise Misuse(f"a month is written YYYY-MM, such as 2024-03; not {name[:40]!r}")
        begin, end = _number(first), _number(last)
        if end < begin:
            raise Misuse(f"{last} is before {first}: give the first month, then the last")
        if end - begin >= LONGEST:
            raise Misuse(f"a period has at most {LONGEST} months; {first} to {last} has more")
        return cls(tuple(_name(number) for number in range(begin, end + 1)))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each month with the same month a year earlier; of a longer period, its last twelve.

        >>> Months.read("2020-01", "2020-02").pairs()
        (('2020-01', '2019-01'), ('2020-02', '2019-02'))
        """
        return tuple((name, _name(_number(name) - YEAR)) for name in self.names[-YEAR:])

    def earlier(self) -> "Months | None":
        """The months of `pairs` that lie before the period; None where there are none."""
        names = tuple(before for _, before in self.pairs() if before not in self.names)
        return Months(names) if names else None

    @property
    def begin(self) -> datetime:
        """First instant, UTC."""
        return _start(self.names[0])

    @property
    def end(self) -> datetime:
        """The instant after the last, UTC."""
        return _start(_name(_number(self.names[-1]) + 1))

    @property
    def days(self) -> int:
        """Days in all the months."""
        return sum(days(name) for name in self.names)


def days(name: str) -> int:
    """Days in a month.

    >>> days("2024-02")
    29
    """
    year, month = divmod(_number(name), YEAR)
    return calendar.monthrange(year, month + 1)[1]


def _number(name: str) -> int:
    """Months since the year 0."""
    year, month = name.split("-")
    return int(year) * YEAR + int(month) - 1


def _name(number: int) -> str:
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"


def _start(name: str) -> datetime:
    year, month = divmod(_number(name), YEAR)
    return datetime(year, month + 1, 1, tzinfo=ZONE).astimezone(UTC)
