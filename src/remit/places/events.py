"""Recorded events as a description needs them: what, when, where, and the row each stands in."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from remit.places.months import ZONE, Months

__all__ = ["Event", "narrowed", "read"]

_BETWEEN = 5_000
"""Rows read between two looks at whether the act may go on."""


class Reader(Protocol):
    """What is used of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""


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

    @property
    def local(self) -> datetime:
        """When it begins, in the time of `ZONE`."""
        return self.begin.astimezone(ZONE)


Shown = Callable[[str], str]


def read(view: Reader, months: Months, kind: str, shown: Shown = str) -> list[Event]:
    """Every event of the kind that begins in the months, in order of time.

    One of which only the year is known is not in: it belongs to no month. `shown` is applied
    to names and labels.
    """
    params = {"kind": kind, "begin": months.begin, "end": months.end}
    found: list[Event] = []
    for batch in view.run(_EVENTS, params).to_batches(max_chunksize=_BETWEEN):
        view.check()
        found += [_event(row, shown) for row in batch.to_pylist()]
    return found


def narrowed(
    events: Iterable[Event], category: str | None = None, area: str | None = None
) -> list[Event]:
    """Those of one category and in one area, where they are given.

    `area` is the beginning of an area's code or name, or of a force as the records name it.
    """
    found = list(events)
    if category is not None:
        found = [e for e in found if e.category.casefold() == category.casefold()]
    if area is not None:
        wanted = area.casefold()
        found = [e for e in found if _in_area(e, wanted)]
    return found


def _in_area(event: Event, wanted: str) -> bool:
    named = (event.area, event.area_name, event.force)
    return any(name is not None and name.casefold().startswith(wanted) for name in named)


def _event(row: dict[str, Any], shown: Shown) -> Event:
    def name(text: str | None) -> str | None:
        return (shown(text) or None) if text else None

    more = json.loads(row["attributes"] or "{}")
    area = name(row["area"])
    area_name = name(row["area_name"])
    begin: datetime = row["begin"]
    return Event(
        row=(row["load"], row["pos"]),
        kind=row["kind"],
        category=name(row["category"]) or "not stated",
        month=begin.astimezone(ZONE).strftime("%Y-%m"),
        begin=begin,
        precision=row["precision"] or "month",
        place=row["place"],
        label=name(row["place_label"]),
        lon=row["lon"],
        lat=row["lat"],
        area=area,
        area_name=area_name if area_name != area else None,
        force=name(more.get("reported_by")),
        outcome=name(row["outcome"]),
        reference=row["reference"],
    )


_EVENTS = """
SELECT event.load, event.pos, event.kind, event.category, event."begin", event.precision,
    event.place, event.place_label, event.lon, event.lat, event.area, area.label AS area_name,
    event.outcome, event.reference, event.attributes
FROM event_by_time AS event
LEFT JOIN (SELECT load, pos, min(label) AS label FROM mention WHERE slot = 'area' GROUP BY ALL)
    AS area ON area.load = event.load AND area.pos = event.pos
WHERE event.kind = $kind AND event."begin" >= $begin AND event."begin" < $end
    AND event.precision IS DISTINCT FROM 'year'
ORDER BY event."begin", event.load, event.pos, event.id
"""
