"""Times: one instant in UTC, with the text and the zone it came in."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from remit.errors import BadInput
from remit.ontology.types import date as dates
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank, plain

__all__ = ["TYPE", "Instant", "Precision", "Time", "clean", "has_zone", "known_zone", "span"]

Precision = Literal["instant", "day", "month", "year"]

_STAMP = re.compile(
    r"(?P<day>.*?\d)(?:[T, ]\s*|\s+at\s+)"
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_PACKED = re.compile(r"(?P<day>\d{8})[T ]?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})?(?P<zone>Z)?")


@dataclass(frozen=True, slots=True)
class Instant:
    """When something was: an instant (`begin` equals `end`) or an interval [begin, end).

    `begin` and `end` are aware, in UTC. `zone` is the zone the text was read in; None where a
    date was given and no zone is known, when the interval is the calendar day in UTC.
    """

    begin: datetime
    end: datetime
    text: str
    zone: str | None
    precision: Precision

    def __str__(self) -> str:
        if self.precision != "instant":
            return self.text
        return self.begin.isoformat().replace("+00:00", "Z")


class Time(ValueType[Instant]):
    """A time, stored as UTC beside the text received and its zone.

    A text with an offset (`2020-03-04T12:00:00+00:00`, `…Z`) says what it means. One without
    needs the zone of its source: it is asked, never assumed. An hour that the change to
    summer time leaves out is refused; one that happens twice in autumn is asked (`fold`:
    earlier or later). A date without a time is the whole day, not midnight.

    >>> str(clean("2020-07-01 12:00", zone="Europe/London"))
    '2020-07-01T11:00:00Z'
    >>> clean("2020-03", zone="Europe/London").end.isoformat()
    '2020-03-31T23:00:00+00:00'
    >>> clean("2020-03-29 01:30", zone="Europe/London")
    Traceback (most recent call last):
    remit.errors.BadInput: '2020-03-29 01:30' was skipped by the clocks in Europe/London
    """

    id = "time"
    title = "time"
    source = "ISO 8601-1:2019; RFC 3339; IANA time zone database"

    def clean(
        self,
        raw: str,
        *,
        zone: str | None = None,
        day_first: bool | None = None,
        fold: Literal["earlier", "later"] | None = None,
        serials: str | None = None,
    ) -> Instant | None:
        """The time; None where nothing was stated.

        Raises `Ambiguous` where the zone, the order of day and month, or which of two equal
        hours, has to be asked first.
        """
        return _read(raw, known_zone(zone), day_first, fold, serials)


@lru_cache(maxsize=8_192)  # a time comes again soon or not at all; each kept takes half a KiB
def _read(
    raw: str, zone: str | None, day_first: bool | None, fold: str | None, serials: str | None
) -> Instant | None:
    if is_blank(raw):
        return None
    text = plain(raw, 80)
    if is_blank(text):
        return None
    stamp = _STAMP.fullmatch(text) or _PACKED.fullmatch(text)
    if stamp is None:
        day = dates.clean(text, day_first=day_first, serials=serials)
        return None if day is None else span(day, zone)
    parts = stamp.groupdict()
    day = dates.clean(parts["day"], day_first=day_first)
    if day is None or day.precision != "day":
        raise BadInput(f"{text[:40]!r} has a time of day and no day")
    local = datetime.combine(day.first, _clock(text, parts))
    if parts["zone"]:
        return _at(local.replace(tzinfo=_offset(parts["zone"])), text, _written(parts["zone"]))
    if zone is None:
        reason = f"{text[:40]!r} does not say its zone"
        raise Ambiguous(reason, needs="zone", choices=("Europe/London", "UTC"))
    return _at(_local(local, text, zone, fold), text, zone)


def has_zone(raw: str) -> bool | None:
    """Whether a time of day says its zone; None where the text has no time of day."""
    text = plain(raw[:80])
    stamp = _STAMP.fullmatch(text) or _PACKED.fullmatch(text)
    return None if stamp is None else bool(stamp["zone"])


@lru_cache(maxsize=65_536)
def span(day: dates.Day, zone: str | None) -> Instant:
    """The interval of a day, month or year in a zone, as UTC.

    >>> span(dates.Day(2020, 6), "Europe/London").begin.isoformat()
    '2020-05-31T23:00:00+00:00'
    """
    place = ZoneInfo(zone) if zone else UTC
    begin, end = (
        datetime.combine(d, clock(), place).astimezone(UTC)
        for d in (day.first, day.last + timedelta(days=1))
    )
    return Instant(begin, end, str(day), zone, day.precision)


@lru_cache(maxsize=256)
def known_zone(zone: str | None) -> str | None:
    """The zone, if the IANA database has it. Raises `BadInput` otherwise."""
    if zone is not None and zone not in available_timezones():
        raise BadInput(f"{zone[:40]!r} is no time zone: use a name such as Europe/London or UTC")
    return zone


def _clock(text: str, parts: dict[str, str | None]) -> clock:
    hour, minute, second = (int(parts.get(k) or 0) for k in "hms")
    half = (parts.get("half") or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        raise BadInput(f"{text[:40]!r}: there is no such hour")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    fraction = int((parts.get("f") or "0").ljust(6, "0")[:6])
    try:
        return clock(hour, minute, second, fraction)
    except ValueError:
        raise BadInput(f"{text[:40]!r}: there is no such time of day") from None


def _offset(written: str) -> timezone:
    if written.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60 or int(digits[2:]) > 59:
        raise BadInput(f"{written!r} is no offset from UTC")
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))


def _written(zone: str) -> str:
    return "UTC" if zone.upper() in ("Z", "UTC", "GMT") else zone


def _local(local: datetime, text: str, zone: str, fold: str | None) -> datetime:
    place = ZoneInfo(zone)
    early, late = (local.replace(tzinfo=place, fold=n) for n in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early
    if early.astimezone(UTC).astimezone(place).replace(tzinfo=None) != local:
        raise BadInput(f"{text!r} was skipped by the clocks in {zone}")
    if fold is None:
        reason = f"{text!r} happened twice in {zone}: say earlier or later"
        raise Ambiguous(reason, needs="fold", choices=("earlier", "later"))
    return late if fold == "later" else early


def _at(moment: datetime, text: str, zone: str) -> Instant:
    if not date(1800, 1, 2) <= moment.date() <= date(2199, 12, 30):
        raise BadInput(f"{text[:40]!r}: the year is outside 1800 to 2199")
    utc = moment.astimezone(UTC)
    return Instant(utc, utc, text, zone, "instant")


TYPE = Time()
clean = TYPE.clean
