"""When: by day of the week and hour, as far as the records are that exact."""

from collections import Counter
from datetime import timedelta

from remit.places.events import Event
from remit.places.intervals import Interval, count
from remit.places.months import ZONE, Months
from remit.products.document import Figures, Section, Statement, Table
from remit.products.problem_profile import said
from remit.products.problem_profile.asked import Asked, Held, rows

__all__ = ["when"]

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def when(asked: Asked, held: Held, figures: Figures) -> Section:
    """Days of the week where days are known, hours where times are."""
    dated = [event for event in held.now if event.precision in ("day", "instant")]
    timed = [event for event in dated if event.precision == "instant"]
    if not dated:
        return Section(
            "When",
            (
                Statement(
                    "The records give the month and nothing finer: no day of the week and no hour "
                    "can be told from them."
                ),
            ),
        )
    parts: list[Statement | Table] = [
        Statement(
            f"The first is recorded on {min(e.local for e in dated):%d %B %Y}, the last on "
            f"{max(e.local for e in dated):%d %B %Y}. Days and hours are those of {ZONE.key}."
        ),
        _days(dated, asked.months, len(held.now), figures),
    ]
    if timed:
        parts.append(_hours(timed, len(held.now), figures))
    return Section("When", tuple(parts))


def _days(dated: list[Event], months: Months, whole: int, figures: Figures) -> Table:
    """A rate for each day of the week: months do not hold as many of each."""
    held = {event.month for event in dated}
    there = _weekdays(months, held)
    lines, bars, spans = [], [], []
    for number, name in enumerate(_WEEK):
        some = [event for event in dated if event.local.weekday() == number]
        n, such = len(some), there[number]
        low, high = count(n)
        lines.append((name, figures.add(n, rows(some)), f"{such}", said.per_day(n, such)))
        bars.append(n / such)
        spans.append(Interval(low / such, high / such))
    return Table(
        "By day of the week",
        ("Day", "Count", "Such days in the months held", "On such a day (95 %)"),
        tuple(lines),
        left_out=said.left_out(len(dated), whole, "those whose day is known"),
        bars=tuple(bars),
        spans=tuple(spans),
    )


def _hours(timed: list[Event], whole: int, figures: Figures) -> Table:
    lines, bars, spans = [], [], []
    for hour in range(24):
        some = [event for event in timed if event.local.hour == hour]
        n = len(some)
        lines.append((f"{hour:02}:00", figures.add(n, rows(some)), said.share_of(n, len(timed))))
        bars.append(float(n))
        spans.append(count(n))
    return Table(
        "By hour of the day",
        ("From", "Count", "Share of those with a time, 95 %"),
        tuple(lines),
        left_out=said.left_out(len(timed), whole, "those whose time is known"),
        bars=tuple(bars),
        spans=tuple(spans),
    )


def _weekdays(months: Months, held: set[str]) -> Counter[int]:
    """How many of each day of the week lie in the months of which anything is held."""
    day, last = months.begin.astimezone(ZONE).date(), months.end.astimezone(ZONE).date()
    there: Counter[int] = Counter()
    while day < last:
        if f"{day:%Y-%m}" in held:
            there[day.weekday()] += 1
        day += timedelta(days=1)
    return there
