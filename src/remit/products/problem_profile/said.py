"""Numbers as a profile says them: a share beside its counts, an interval beside its middle."""

import math
import re
from collections.abc import Sequence

from remit.places.events import Event
from remit.places.intervals import Interval, count, share

__all__ = [
    "between",
    "interval",
    "left_out",
    "listed",
    "name_of",
    "per_day",
    "place",
    "ratio",
    "share_of",
]

_POINT = re.compile(r"-?[\d.]+, -?[\d.]+")


def share_of(part: int, whole: int) -> str:
    """A share with its counts and its interval, never alone.

    >>> share_of(3, 41)
    '3 of 41 (2.5 to 19 %)'
    >>> share_of(2, 25_000)
    '2 of 25,000 (0.0022 to 0.029 %)'
    >>> share_of(3_625, 3_625)
    '3,625 of 3,625 (99.9 to 100.0 %)'
    """
    low, high = (100 * end for end in share(part, whole))
    return f"{part:,} of {whole:,} ({_apart(low, high)} %)"


def between(n: int) -> str:
    """The counts that chance alone would give around a count.

    >>> between(10)
    '4.8 to 18'
    """
    return interval(count(n))


def per_day(n: int, days: int) -> str:
    """Events a day, with their interval.

    >>> per_day(62, 31), per_day(10_032, 365)
    ('2.0 (1.5 to 2.6)', '27.5 (26.9 to 28.0)')
    """
    low, middle, high = (_rate(x / days) for x in (count(n).low, n, count(n).high))
    return f"{middle} ({low} to {high})"


def ratio(middle: float | None, ends: Interval) -> str:
    """A ratio and its interval.

    >>> ratio(2.0, Interval(0.897, 4.8)), ratio(None, Interval(0.2, math.inf))
    ('2.00 (0.90 to 4.80)', 'none before')
    """
    if middle is None or math.isinf(ends.high):
        return "none before"
    return f"{middle:.2f} ({ends.low:.2f} to {ends.high:.2f})"


def interval(ends: Interval) -> str:
    """Both ends, to two figures where they are small."""
    return f"{_two(ends.low)} to {_two(ends.high)}"


def left_out(shown: int, whole: int, what: str) -> str | None:
    """What a table does not show; None where it shows all.

    >>> left_out(15, 980, "places, ranked by count")
    '15 of 980 shown: places, ranked by count'
    """
    return f"{shown:,} of {whole:,} shown: {what}" if shown < whole else None


def listed(names: list[str]) -> str:
    """Names in a sentence.

    >>> listed(["Mill Lane", "Quay Street", "Tanner Row"])
    'Mill Lane, Quay Street and Tanner Row'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def name_of(n: int, one: str, many: str) -> str:
    """The noun that goes with a number."""
    return one if n == 1 else many


def place(events: Sequence[Event]) -> str:
    """A place in words: its name, else its point, and its area, as far as they are recorded."""
    label = events[0].label
    area = next((e.area_name or e.area for e in events if e.area), None)
    name = f"“{label}”" if label else "a place without a name"
    if label and _POINT.fullmatch(label):
        name = f"the point {label}"
    return name + (f" ({area})" if area else "")


def _apart(low: float, high: float) -> str:
    """Two ends that read differently."""
    shown = (_two(low), _two(high))
    for decimals in range(1, 5):
        if shown[0] != shown[1]:
            break
        shown = (f"{low:.{decimals}f}", f"{high:.{decimals}f}")
    return " to ".join(shown)


def _rate(value: float) -> str:
    return f"{value:.1f}" if 10 <= value < 100 else _two(value)


def _two(value: float) -> str:
    """Two significant figures below a hundred, whole numbers from there on.

    >>> [_two(x) for x in (0.0, 0.00213, 0.51, 1.96, 19.4, 12_345.6)]
    ['0', '0.0021', '0.51', '2.0', '19', '12,346']
    """
    if value == 0:
        return "0"
    if value >= 9.95:
        return f"{value:,.0f}"
    decimals = max(1 - math.floor(math.log10(value)), 0)
    return f"{value:.{min(decimals, 4)}f}"
