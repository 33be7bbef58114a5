"""Times of the city: seconds since 1970 in UTC, and what clocks in England show.

A local time here is the seconds since 1970 that a clock on the wall would give. In spring the hour
that does not exist is read as the one after it; in autumn the hour that comes twice is the first.

>>> from datetime import date
>>> noon = midnight(date(2026, 7, 1)) + 43_200
>>> to_local(noon) - noon, iso(noon)
(3600, '2026-07-01T13:00:00+01:00')
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np

from remit.world.draws import Ints

__all__ = [
    "DAY",
    "HOUR",
    "hours",
    "iso",
    "midnight",
    "moment",
    "shift",
    "to_local",
    "to_utc",
    "zulu",
]

DAY = 86_400
HOUR = 3_600


def midnight(day: date) -> int:
    """Seconds since 1970 of the day's first moment, UTC."""
    return (day - date(1970, 1, 1)).days * DAY


def shift(utc: int) -> int:
    """Seconds by which clocks in England are ahead of UTC: 3,600 in summer, else 0."""
    start, end = _summer(datetime.fromtimestamp(utc, UTC).year)
    return HOUR if start <= utc < end else 0


def to_local(utc: int) -> int:
    """The local time of a moment."""
    return utc + shift(utc)


def to_utc(local: int) -> int:
    """The moment of a local time."""
    return local - shift(local - HOUR)


def moment(utc: int) -> datetime:
    """The local time of a moment, without zone, as most records have it."""
    return datetime.fromtimestamp(to_local(utc), UTC).replace(tzinfo=None)


def iso(utc: int) -> str:
    """Local time with its offset, ISO 8601."""
    return f"{moment(utc).isoformat()}+0{shift(utc) // HOUR}:00"


def zulu(utc: int) -> str:
    """UTC in ISO 8601, ending in Z."""
    return f"{datetime.fromtimestamp(utc, UTC).replace(tzinfo=None).isoformat()}Z"


def hours(day: date) -> tuple[Ints, Ints]:
    """For the 24 hours of a local day the hour that clocks show, and how many they are ahead.

    They differ on one day in spring only, when the second hour is shown as the third.
    """
    first = midnight(day)
    moments = [to_utc(first + hour * HOUR) for hour in range(24)]
    shown = [(to_local(utc) - first) // HOUR for utc in moments]
    return np.array(shown), np.array([shift(utc) // HOUR for utc in moments])


@lru_cache(maxsize=16)
def _summer(year: int) -> tuple[int, int]:
    """First and last moment of summer time: 01:00 UTC on the last Sundays of March and October."""
    return tuple(midnight(_last_sunday(year, month)) + HOUR for month in (3, 10))  # type: ignore[return-value]


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
