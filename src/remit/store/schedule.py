"""When deliveries of a standing feed are expected, and how many did not come. Pure arithmetic.

>>> from datetime import UTC
>>> hourly = Schedule.read("1h", None)
>>> last, now = (datetime(2026, 11, 12, hour, 5, tzinfo=UTC) for hour in (14, 17))
>>> hourly.missed(last, now, timedelta(minutes=10)), hourly.missed(last, now, timedelta())
(2, 2)
>>> hourly.missed(last, now + timedelta(minutes=11), timedelta(minutes=10))
3
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from remit.errors import Misuse

__all__ = ["Schedule", "interval"]

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_INTERVAL = re.compile(r"([1-9][0-9]{0,4})([mhd])")
_DAILY = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")

MOST_COUNTED = 10_000
"""Deliveries missed that are counted one by one: a feed that is long dead is said to miss these."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every so often after the last delivery, or daily at a time of day in a zone."""

    every: timedelta | None
    at: time | None = None
    zone: ZoneInfo | None = None

    @classmethod
    def read(cls, text: str, zone: str | None) -> "Schedule":
        """From `15m`, `1h`, `7d`; or from `06:00`, which needs a zone. Raises `Misuse`."""
        if _INTERVAL.fullmatch(text):
            return cls(interval(text))
        daily = _DAILY.fullmatch(text)
        if daily is None:
            raise Misuse(f"expected every 15m, 1h, 1d or the like, or daily at 06:00; not {text}")
        if zone is None:
            raise Misuse(f"{text} in which zone? Name it, such as Europe/London")
        try:
            known = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise Misuse(f"there is no zone {zone}") from None
        return cls(None, time(int(daily[1]), int(daily[2])), known)

    def due(self, last: datetime, grace: timedelta) -> datetime:
        """When the delivery after one that came at `last` is expected.

        One that came up to `grace` before its time of day is that day's.
        """
        if self.every is not None:
            return last + self.every
        after, zone = last + grace, self.zone
        day = after.astimezone(zone).date()
        return next(slot for n in range(3) if (slot := self._slot(day + n * _DAY)) > after)

    def missed(self, last: datetime, now: datetime, grace: timedelta) -> int:
        """How many deliveries that were expected since `last` had not come by `now`, each given
        its grace; at most `MOST_COUNTED`."""
        due = self.due(last, grace)
        if now <= due + grace:
            return 0
        late = now - grace - due
        if self.every is not None:
            return min(-(-late // self.every), MOST_COUNTED)
        return min(
            sum(1 for n in range(late.days + 3) if self._since(due, n) < now - grace), 10_000
        )

    def _since(self, due: datetime, days: int) -> datetime:
        return self._slot(due.astimezone(self.zone).date() + days * _DAY)

    def _slot(self, day: date) -> datetime:
        """The moment of a day, in UTC: one that a change of clocks leaves out is an hour later."""
        at = self.at or time()
        local = datetime.combine(day, at, self.zone)
        return datetime.fromtimestamp(local.timestamp(), tz=ZoneInfo("UTC"))


_DAY = timedelta(days=1)


def interval(text: str) -> timedelta:
    """A length of time written `30m`, `2h` or `1d`. Raises `Misuse`.

    >>> interval("90m")
    datetime.timedelta(seconds=5400)
    """
    found = _INTERVAL.fullmatch(text)
    if found is None:
        raise Misuse(f"a length of time is written 30m, 2h or 1d; not {text}")
    return int(found[1]) * _UNITS[found[2]]
