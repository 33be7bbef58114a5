"""Recorded events as a description needs them: what, when, where, and the row each stands in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from remit.errors import Misuse

__all__ = ["ZONE", "Event", "Months", "read"]

ZONE = ZoneInfo("Europe/London")
"""The zone in which months, days and hours are counted."""


class Reader(Protocol):
    """What is used of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded event."""

    row: tuple[str, int]
    """Load and row it stands in."""
    kind: str
    category: str
    month: str
    """`YYYY-MM` in `ZONE`."""
    begin: datetime
    precision: str
    """instant, day, month or year."""
    place: str | None
    label: str | None
    lon: float | None
    lat: float | None
    area: str | None
    area_name: str | None
    force: str | None
    outcome: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Months:
    """The months from the first to the last, both included.

    >>> Months.read("2019-11", "2020-01").names
    ('2019-11', '2019-12', '2020-01')
    >>> Months.read("2019-11", "2020-01").year_before().names[0]
    '2018-11'
    """

    names: tuple[str, ...]

    @classmethod
    def read(cls, first: str, last: str) -> "Months":
        """Months from `YYYY-MM` texts. Raises `Misuse`."""
        try:
            begin, end = (
                datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC) for text in (first, last)
            )
        except ValueError as error:
            raise Misuse(f"a month is written YYYY-MM: {first}, {last}") from error
        if end < begin:
            raise Misuse(f"{last} is before {first}")
        count = (end.year - begin.year) * 12 + end.month - begin.month + 1
        return cls(tuple(_month(begin.year * 12 + begin.month - 1 + n) for n in range(count)))

    def year_before(self) -> "Months":
        """The same months a year earlier."""
        return Months(tuple(f"{int(name[:4]) - 1:04}{name[4:]}" for name in self.names))

    @property
    def begin(self) -> datetime:
        """First instant, UTC."""
        return _start(self.names[0])

    @property
    def end(self) -> datetime:
        """The instant after the last, UTC."""
        year, month = map(int, self.names[-1].split("-"))
        return _start(_month(year * 12 + month))


def read(
    view: Reader,
    months: Months,
    *,
    kinds: Iterable[str] = ("crime",),
    category: str | None = None,
    area: str | None = None,
) -> list[Event]:
    """Events of the kinds in the months, of one category and area where they are given.

    `area` is the beginning of an area's code or name, or a force as the records name it.
    """
    params = {"kinds": list(kinds), "begin": months.begin, "end": months.end}
    events = [_event(row) for row in view.run(_EVENTS, params).to_pylist()]
    if category is not None:
        events = [e for e in events if e.category.lower() == category.lower()]
    if area is not None:
        wanted = area.lower()
        events = [e for e in events if _in_area(e, wanted)]
    return events


def _in_area(event: Event, wanted: str) -> bool:
    named = (event.area, event.area_name, event.force)
    return any(name is not None and name.lower().startswith(wanted) for name in named)


def _event(row: dict[str, Any]) -> Event:
    more = json.loads(row["attributes"] or "{}")
    begin: datetime = row["begin"]
    return Event(
        row=(row["load"], row["pos"]),
        kind=row["kind"],
        category=row["category"] or "not stated",
        month=begin.astimezone(ZONE).strftime("%Y-%m"),
        begin=begin,
        precision=row["precision"] or "month",
        place=row["place"],
        label=row["place_label"],
        lon=row["lon"],
        lat=row["lat"],
        area=row["area"],
        area_name=more.get("area_name"),
        force=more.get("reported_by"),
        outcome=row["outcome"],
        reference=row["reference"],
    )


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _start(name: str) -> datetime:
    return datetime.strptime(name, "%Y-%m").replace(tzinfo=ZONE).astimezone(UTC)


_EVENTS = """
SELECT load, pos, kind, category, "begin", precision, place, place_label, lon, lat, area, outcome,
    reference, attributes
FROM event_by_time
WHERE kind IN (SELECT unnest($kinds)) AND "begin" >= $begin AND "begin" < $end
ORDER BY "begin", load, pos, id
"""
