"""What every file of tracks gives: the same columns, whichever format it came in."""

from remit.sources.readers.table import Fields

__all__ = ["COLUMNS", "EXTRA", "FIX", "LINE", "PLACE", "ROUTE", "row"]

FIX, ROUTE, PLACE, LINE = "fix", "route point", "place", "line"
"""Kinds of row: a position that was recorded; one that was planned; a place that somebody marked;
a course without times."""

COLUMNS = (
    "kind", "track", "segment", "device", "time", "until", "latitude", "longitude", "elevation",
    "speed", "course", "accuracy", "satellites", "name", "description", "geometry",
)  # fmt: skip
"""Columns of a file of tracks. What a point says besides has a column of its own, `ext.NAME`."""

EXTRA = "ext."


def row(kind: str, **said: str | None) -> Fields:
    """One row; what is not said is empty. `extra` of its own names stand as `ext.NAME`."""
    found: Fields = dict.fromkeys(COLUMNS)
    found["kind"] = kind
    found.update({name: text or None for name, text in said.items()})
    return found
