"""Made-up events for the tests of places and products."""

from datetime import UTC, datetime
from typing import Any

from remit.places.events import Event
from remit.places.months import ZONE

__all__ = ["at", "events", "one"]


def one(number: int = 2, month: str = "2024-03", **changes: Any) -> Event:
    """One recorded crime; `changes` as the fields of `Event`."""
    year, of_year = map(int, month.split("-"))
    begin = datetime(year, of_year, 1, tzinfo=ZONE).astimezone(UTC)
    fields: dict[str, Any] = {
        "row": ("load-a", number),
        "kind": "crime",
        "category": "Burglary",
        "month": month,
        "begin": begin,
        "precision": "month",
        "place": "place-1",
        "label": "On or near Mill Lane",
        "lon": -0.08,
        "lat": 51.5,
        "area": "E01000001",
        "area_name": "Exampleton 001A",
        "force": "Exampleshire Police",
        "outcome": None,
        "reference": f"ref-{month}-{number}",
    }
    return Event(**{**fields, **changes})


def events(n: int, month: str = "2024-03", first: int = 2, **changes: Any) -> list[Event]:
    """`n` such crimes of one month, in rows from `first`."""
    return [one(first + step, month, **changes) for step in range(n)]


def at(hour: int, day: int = 4, **changes: Any) -> Event:
    """A stop and search at an hour of a day of March 2024, local time."""
    begin = datetime(2024, 3, day, hour, 30, tzinfo=ZONE).astimezone(UTC)
    return one(hour + 2, begin=begin, precision="instant", kind="stop-search", **changes)
