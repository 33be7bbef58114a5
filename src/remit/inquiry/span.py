"""A window of time and a box on the ground, as somebody writes them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from remit.errors import Misuse

__all__ = ["Box", "Window", "box", "window"]


@dataclass(frozen=True, slots=True)
class Window:
    """From the first instant to the one after the last, UTC; None where it is open."""

    since: datetime | None
    until: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east and north in degrees of WGS 84, edges included."""

    west: float
    south: float
    east: float
    north: float


def window(since: str | None, until: str | None, zone: str) -> Window:
    """The window from two days or times in ISO 8601; a day given as the end is within it.

    What has no offset is meant in `zone`. Raises `Misuse` for what is no time, and for a window
    that ends before it begins.

    >>> window("2026-07-01", "2026-07-01", "Europe/London").until.isoformat()
    '2026-07-01T23:00:00+00:00'
    """
    try:
        named = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Misuse(f"{zone[:40]!r} is no time zone; one is Europe/London") from None
    first = None if not since else _instant(since, named, end=False)
    last = None if not until else _instant(until, named, end=True)
    if first is not None and last is not None and last <= first:
        raise Misuse("the window ends before it begins")
    return Window(first, last, zone)


def box(text: str | None) -> Box | None:
    """The box written `west,south,east,north` in degrees; None for nothing. Raises `Misuse`.

    >>> box("-0.2,51.4,0.1,51.6")
    Box(west=-0.2, south=51.4, east=0.1, north=51.6)
    """
    if not text or not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Misuse("a box is west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Misuse("a box is west,south,east,north in degrees, each side the lesser first")
    return Box(west, south, east, north)


def _instant(text: str, zone: ZoneInfo, *, end: bool) -> datetime:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    try:
        if day is not None:
            day += timedelta(days=1 if end else 0)
            return datetime.combine(day, time.min, zone).astimezone(UTC)
        when = datetime.fromisoformat(text.strip())
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Misuse(f"{text[:40]!r} is no day or time as 2026-07-01 or 2026-07-01T14:30") from None
