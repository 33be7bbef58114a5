"""One event of a view, as an answer shows it."""

from typing import Any

__all__ = ["COLUMNS", "event"]

COLUMNS = (
    'id, load, pos, kind, category, "begin", "end", time_text, precision, means, place, '
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
        "place": row["place"],
        "place_label": row["place_label"],
        "point": [row["lon"], row["lat"]] if row["lon"] is not None else None,
        "area": row["area"],
        "outcome": row["outcome"],
        "reference": row["reference"],
    }
