"""Where the time axis is labelled: round times of a zone, few enough to be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["MOST_TICKS", "Tick", "midnights", "ticks", "weekends"]

MOST_TICKS = 9
"""Labels on one axis at most."""

_DAYS_SHOWN = 45
"""Days beyond which midnights are no longer marked."""

_WEEKENDS_SHOWN = 190


@dataclass(frozen=True, slots=True)
class Tick:
    """One labelled instant."""

    at: datetime
    label: str


def ticks(first: datetime, last: datetime, zone: ZoneInfo) -> list[Tick]:
    """At most `MOST_TICKS` round times from `first` to `last`, in order.

    >>> day = datetime(2026, 3, 14, tzinfo=UTC)
    >>> [tick.label for tick in ticks(day, day + timedelta(days=28), ZoneInfo("UTC"))]
    ['Mon 16 Mar', 'Mon 23 Mar', 'Mon 30 Mar', 'Mon 6 Apr']
    """
    span = (last - first).total_seconds()
    for step, form in _SHORT:
        if span / step <= MOST_TICKS - 1:
            return [_tick(at, form, zone) for at in _clock(first, last, step, zone)]
    days = span / 86_400
    for length, form in ((1, _DAY), (2, _DAY), (7, _DAY), (14, _DAY)):
        if days / length <= MOST_TICKS - 1:
            return [_tick(at, form, zone) for at in _days(first, last, length, zone)]
    for months in (1, 2, 3, 6):
        if days / (months * 30) <= MOST_TICKS - 1:
            return [_tick(at, "{0:%b %Y}", zone) for at in _months(first, last, months, zone)]
    years = 1
    while days / (years * 365) > MOST_TICKS - 1:
        years *= 2
    return [_tick(at, "{0:%Y}", zone) for at in _months(first, last, 12 * years, zone)]


def midnights(first: datetime, last: datetime, zone: ZoneInfo) -> list[datetime]:
    """Each midnight of the zone between the two; none where there would be too many."""
    if (last - first).days > _DAYS_SHOWN:
        return []
    return list(_days(first, last, 1, zone))


def weekends(first: datetime, last: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Each stretch of a Saturday and Sunday, cut at the two ends; none where there are too many."""
    if (last - first).days > _WEEKENDS_SHOWN:
        return []
    found = []
    day = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    day -= timedelta(days=(day.weekday() - 5) % 7)
    while day < last:
        begin, end = max(day, first), min(day + timedelta(days=2), last)
        if begin < end:
            found.append((begin, end))
        day += timedelta(days=7)
    return found


_SHORT = (
    (1, "{0:%H:%M:%S}"),
    (5, "{0:%H:%M:%S}"),
    (15, "{0:%H:%M:%S}"),
    (60, "{0:%H:%M}"),
    (300, "{0:%H:%M}"),
    (900, "{0:%H:%M}"),
    (1_800, "{0:%H:%M}"),
    (3_600, "{0:%H:%M}"),
    (3 * 3_600, "{0:%a %H:%M}"),
    (6 * 3_600, "{0:%a %H:%M}"),
    (12 * 3_600, "{0:%a %H:%M}"),
)
_DAY = "{0:%a} {0.day} {0:%b}"


def _tick(at: datetime, form: str, zone: ZoneInfo) -> Tick:
    return Tick(at, form.format(at.astimezone(zone)))


def _clock(first: datetime, last: datetime, step: int, zone: ZoneInfo) -> Iterator[datetime]:
    """Round times of the clock on the wall, counted from each midnight."""
    day = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    while day <= last:
        after = day + timedelta(days=1)
        at, end = day.astimezone(UTC), after.astimezone(UTC)
        while at < end:
            if first <= at <= last:
                yield at
            at += timedelta(seconds=step)
        day = after


def _days(first: datetime, last: datetime, length: int, zone: ZoneInfo) -> Iterator[datetime]:
    """Midnights `length` days apart; weeks begin on Mondays."""
    day = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if length % 7 == 0:
        day -= timedelta(days=day.weekday())
    while day <= last:
        if day >= first:
            yield day
        day += timedelta(days=length)


def _months(first: datetime, last: datetime, length: int, zone: ZoneInfo) -> Iterator[datetime]:
    """First days of months, `length` months apart, counted from January."""
    here = first.astimezone(zone)
    number = (
        here.year * 12 + (here.month - 1) // length * length
        if length < 12
        else (here.year // (length // 12) * length)
    )
    while number // 12 < 9_999:
        at = datetime(max(number // 12, 1), number % 12 + 1, 1, tzinfo=zone)
        if at > last:
            return
        if at >= first:
            yield at
        number += length
