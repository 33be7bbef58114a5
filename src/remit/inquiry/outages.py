"""Cameras that gave nothing in a time: where they stood, and that no read there says nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from remit.inquiry.event import said
from remit.inquiry.found import Reader, cited
from remit.inquiry.span import Box

__all__ = ["MOST", "outages"]

MOST = 20
"""Outages told with one answer; how many there are in all is said."""


def outages(
    view: Reader, since: datetime | None, until: datetime | None, edges: Box | None
) -> tuple[list[dict[str, Any]], int]:
    """Outages of cameras in view that reach into a time and a box, and how many there are.

    One without an end goes on as far as is known.
    """
    params: dict[str, Any] = {}
    rules = ["kind = 'outage'"]
    if since:
        params["since"] = since
        rules.append('("end" IS NULL OR "end" > $since)')
    if until:
        params["until"] = until
        rules.append('"begin" < $until')
    if edges:
        rules.append("lon BETWEEN $west AND $east AND lat BETWEEN $south AND $north")
        params |= {"west": edges.west, "east": edges.east}
        params |= {"south": edges.south, "north": edges.north}
    rows = view.run(_OUTAGES.format(rules=" AND ".join(rules)), params).to_pylist()
    shown = rows[:MOST]
    sources = cited(view, [(row["load"], row["pos"]) for row in shown])
    return [_told(row, sources) for row in shown], len(rows)


def _told(
    row: Mapping[str, Any], sources: Mapping[tuple[str, int], dict[str, Any]]
) -> dict[str, Any]:
    where = (row["load"], row["pos"])
    rows: Sequence[dict[str, Any]] = [sources[where]] if where in sources else []
    when = said(row)
    span = f"from {when}" if row["end"] else f"from {when} on, as far as is known"
    return {
        "camera": row["place_label"],
        "from": row["begin"].isoformat(),
        "to": row["end"].isoformat() if row["end"] else None,
        "when": when,
        "reason": row["category"],
        "point": [row["lon"], row["lat"]] if row["lon"] is not None else None,
        "note": f"camera {row['place_label']} gave nothing {span}: no read there says nothing",
        "rows": rows,
    }


_OUTAGES = """
SELECT load, pos, category, "begin", "end", time_text, zone, means, place_label, lon, lat
FROM event_by_time WHERE {rules}
ORDER BY "begin", place_label, load, pos
"""
