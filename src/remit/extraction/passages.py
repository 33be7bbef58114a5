"""Texts of a load in view, row by row, with what is known of their day and their zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from remit.errors import BadInput
from remit.extraction.candidate import Candidate
from remit.extraction.extract import extract
from remit.ontology.types import date as dates

__all__ = ["Row", "proposed", "rows_of"]

_BETWEEN = "\n\n"


class Asked(Protocol):
    """What is used of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with text in it."""

    pos: int
    text: str
    document: str
    """Entity of the document."""
    label: str | None
    grading: str | None
    handling: str
    dated: datetime | date | None
    zone: str | None
    """Zone (IANA) in which the times of the row, or all times of the load, were read."""


def rows_of(view: Asked, load: str, after: int, limit: int) -> Iterator[Row]:
    """Rows of a load with text, after a row."""
    asked = {"load": load, "after": after, "limit": limit}
    for one in view.run(_ROWS, asked).to_pylist():
        zone, happened = one["zone"], one["happened"]
        yield Row(
            one["pos"],
            _BETWEEN.join(one["texts"]),
            one["document"],
            one["label"],
            one["grading"],
            one["handling"],
            _day(one["dated"]) if happened is None else happened if zone else happened.date(),
            zone,
        )


def proposed(row: Row, rules_only: bool = False) -> list[Candidate]:
    """What a row may name, in order of place."""
    return extract(row.text, dated=row.dated, zone=row.zone, rules_only=rules_only)


def _day(text: str | None) -> date | None:
    """The day that a document states; None where it can be read in two ways."""
    if text is None:
        return None
    try:
        day = dates.clean(text)
    except BadInput:
        return None
    return day.first if day is not None and day.precision == "day" else None


_ROWS = """
SELECT claim.pos, list(claim.raw ORDER BY mention.slot, claim.raw) AS texts,
  min(coalesce(mention.thing, mention.id)) AS document, min(mention.label) AS label,
  min(record.grading) AS grading, min(record.handling) AS handling,
  (SELECT min(event."begin") FROM event_by_time AS event
   WHERE event.load = $load AND event.pos = claim.pos) AS happened,
  coalesce(
    (SELECT min(event.zone) FROM event_by_time AS event
     WHERE event.load = $load AND event.pos = claim.pos AND contains(event.zone, '/')),
    (SELECT CASE WHEN count(DISTINCT event.zone) = 1 AND contains(min(event.zone), '/')
       THEN min(event.zone) END FROM event_by_time AS event WHERE event.load = $load)
  ) AS zone,
  (SELECT min(stated.raw) FROM claim AS stated
   WHERE stated.load = $load AND stated.pos = claim.pos
     AND stated.kind = 'document' AND stated.property = 'date') AS dated
FROM mention
INNER JOIN claim ON claim.mention = mention.id
INNER JOIN record ON record.load = claim.load AND record.pos = claim.pos
WHERE claim.load = $load AND claim.pos > $after
  AND claim.property = 'text' AND claim.kind = 'document'
GROUP BY claim.pos ORDER BY claim.pos LIMIT $limit
"""
