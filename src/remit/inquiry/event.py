"""One event of a view, as an answer shows it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["COLUMNS", "event", "here", "said"]

COLUMNS = (
    'id, load, pos, kind, category, "begin", "end", time_text, zone, precision, means, place, '
    "place_label, lon, lat, area, outcome, reference"
)
"""What an answer needs of an event, whichever relation it is read from."""


def event(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `event_by_time` as plain values: times as received and in UTC, place, outcome."""
    return {
        "event": row["id"],
        "kind": row["kind"],
        "category": row["category"],
        "from": row["begin"].isoformat() if row["begin"] else None,
        "to": row["end"].isoformat() if row["end"] else None,
        "time_as_received": row["time_text"],
        "precision": row["precision"],
        "means": row["means"],
        "when": said(row),
        "place": row["place"],
        "place_label": row["place_label"],
        "point": [row["lon"], row["lat"]] if row["lon"] is not None else None,
        "area": row["area"],
        "outcome": row["outcome"],
        "reference": row["reference"],
    }


def said(row: Mapping[str, Any]) -> str | None:
    """When it was, in the words that its time allows; None where no time is recorded.

    A time that is only a bound is never told as the time itself: of a data session the cell was
    used `at or before` its start, or its end.

    >>> begin = datetime(2026, 7, 1, 11, tzinfo=UTC)
    >>> row = {"begin": begin, "end": None, "zone": "Europe/London", "means": "at_or_before_start"}
    >>> said({**row, "time_text": "01/07/2026 12:00:00"})
    'at or before 01/07/2026 12:00:00, its start'
    >>> said({**row, "means": "at_or_before_end", "end": begin + timedelta(minutes=9)})
    'at or before 2026-07-01 12:09:00 BST, its end'
    """
    if row["means"] == "at_or_before_start":
        text = row["time_text"] or (row["begin"] and _written(row["begin"], row["zone"]))
        return f"at or before {text}, its start" if text else None
    if row["means"] == "at_or_before_end":
        stop = row["end"] or row["begin"]
        return f"at or before {_written(stop, row['zone'])}, its end" if stop else None
    text = row["time_text"]
    return None if text is None else str(text)


def here(moment: datetime, zone: str | None) -> datetime:
    """A moment as clocks in that zone show it: a name, an offset such as `+01:00`, None for UTC."""
    if zone is None or zone == "UTC":
        return moment.astimezone(UTC)
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:] if len(zone) > 3 else 0)
        ahead = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
        return moment.astimezone(timezone(ahead))
    return moment.astimezone(ZoneInfo(zone))


def _written(moment: datetime, zone: str | None) -> str:
    return f"{here(moment, zone):%Y-%m-%d %H:%M:%S %Z}"
