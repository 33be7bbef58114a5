"""Days, time zones and times of day of a stretch of a feed, worked out once for each text."""

from datetime import date, datetime
from datetime import time as clock
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import date as dates
from remit.sources.answers import Reading
from remit.sources.coded import Coded

__all__ = ["NONE", "minutes_of", "read_clocks", "read_days"]

_CLOCK, _PACKED = r"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", r"^[0-9]{1,6}$"
_SIX = 6
"""Digits of a time of day with seconds."""

_BEFORE, _AFTER, _TWICE = clock(0), clock(23, 59, 59), clock(23, 59, 59, fold=1)

NONE = np.iinfo(np.int64).min
"""Stands for no time."""


def read_days(texts: Coded, how: Reading) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By code: days since 1970, seconds by which clocks are ahead of UTC all that day, and the
    day with day and month in each other's place."""
    days, offsets, turned = (np.full(max(len(texts.texts), 1), NONE) for _ in range(3))
    for code, text in enumerate(texts.texts.to_pylist()):
        if (day := _day(text, how.day_first)) is not None:
            days[code] = (day - date(1970, 1, 1)).days
            ahead = _ahead(day, how.zone)
            offsets[code] = NONE if ahead is None else ahead
            if day.day <= 12:
                turned[code] = (day.replace(month=day.day, day=day.month) - date(1970, 1, 1)).days
        elif how.day_first is not None and (day := _day(text, not how.day_first)) is not None:
            turned[code] = (day - date(1970, 1, 1)).days
    return days, offsets, turned


def read_clocks(texts: pa.Array, width: int | None) -> np.ndarray:
    """Seconds of the day by code; -1 for what is no plain clock.

    Digits alone are hours, minutes and seconds where a width of six says so.
    """
    found = np.full(max(len(texts), 1), -1, np.int64)
    written = pc.match_substring_regex(texts, _CLOCK)
    number = pc.replace_substring(texts.filter(written), ":", "")
    short = pc.equal(pc.utf8_length(number), 4)
    number = pc.if_else(short, pc.binary_join_element_wise(number, "00", ""), number)
    found[: len(texts)][written.to_numpy(zero_copy_only=False)] = _seconds(number)
    if width == _SIX:
        packed = pc.match_substring_regex(texts, _PACKED)
        seconds = _seconds(texts.filter(packed))
        found[: len(texts)][packed.to_numpy(zero_copy_only=False)] = seconds
    return found


@lru_cache(maxsize=1_024)
def minutes_of(day: date, zone: str) -> np.ndarray:
    """Seconds ahead of UTC in each minute of a day; `NONE` where it is not the same from its
    beginning to its end, or comes twice or never."""
    place = ZoneInfo(zone)
    minutes = [datetime.combine(day, clock(n // 60, n % 60), place) for n in range(24 * 60)]
    minutes.append(datetime.combine(day, _AFTER, place))
    ahead = np.array(
        [[_seconds_ahead(at.replace(fold=fold)) for at in minutes] for fold in (0, 1)], np.int64
    )
    one = (ahead[0] == ahead[1]) & (ahead[0] != NONE)
    same = one[:-1] & one[1:] & (ahead[0][:-1] == ahead[0][1:])
    return np.where(same, ahead[0][:-1], NONE)


def _day(text: str, day_first: bool | None) -> date | None:
    try:
        found = dates.clean(text, day_first=day_first)
    except BadInput:
        return None
    return found.first if found is not None and found.precision == "day" else None


@lru_cache(maxsize=16_384)
def _ahead(day: date, zone: str | None) -> int | None:
    """Seconds ahead of UTC all that day; None where no zone is known or clocks change."""
    if zone is None:
        return None
    place = ZoneInfo(zone)
    first, last, again = (
        datetime.combine(day, at, place).utcoffset() for at in (_BEFORE, _AFTER, _TWICE)
    )
    if first is None or first != last or first != again:
        return None
    return int(first.total_seconds())


def _seconds_ahead(at: datetime) -> int:
    ahead = at.utcoffset()
    return NONE if ahead is None else int(ahead.total_seconds())


def _seconds(numbers: pa.Array) -> np.ndarray:
    """Seconds of the day of numbers such as 80507; -1 for no such time."""
    number = numbers.cast(pa.int64()).to_numpy()
    hour, minute, second = number // 10_000, number // 100 % 100, number % 100
    fits = (hour < 24) & (minute < 60) & (second < 60)
    return np.where(fits, hour * 3600 + minute * 60 + second, -1)
