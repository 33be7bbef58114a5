"""One row as received, beside what was made of it."""

import json
from typing import Any, Protocol

from remit.errors import NotFound
from remit.inquiry.event import event
from remit.inquiry.found import Reader
from remit.inquiry.show import SHOW

__all__ = ["record"]


class Recorded(Reader, Protocol):
    """A view that also knows what became of rows."""

    def became(self, load_id: str, pos: int) -> Any:
        """What became of a row that this case was shown; None where there is nothing to say."""

    def load(self, load_id: str) -> Any:
        """A load in view."""


@SHOW.verb("record")
def record(view: Recorded, load: str, row: int) -> dict[str, Any]:
    """One row as received, beside what was made of it.

    `row` counts from 1 in the file as received, header included. Of a row that this case was
    shown and that was corrected or withdrawn upstream since, `superseded` says when and by which
    row; it says nothing more. Raises `NotFound`.
    """
    key = {"load": load, "pos": row}
    found = view.run(_RECORD, key).to_pylist()
    if not found:
        return _superseded(view, load, row)
    claims = view.run(_RECORD_CLAIMS, key).to_pylist()
    mentions = view.run(_RECORD_MENTIONS, key).to_pylist()
    here = view.cite([(load, row)])
    return {
        "record": f"{load}:{row}",
        **here[0],
        "grading": found[0]["grading"],
        "handling": found[0]["handling"],
        "received": [
            {"column": column, "text": text} for column, text in json.loads(found[0]["raw"]).items()
        ],
        "things": [
            {
                "entity": mention["entity"],
                "kind": mention["kind"],
                "label": mention["label"],
                "role": mention["role"],
                "values": [
                    {k: claim[k] for k in ("property", "raw", "value", "column")}
                    for claim in claims
                    if claim["mention"] == mention["id"]
                ],
            }
            for mention in mentions
        ],
        "events": [
            {**event(one), "rows": here} for one in view.run(_RECORD_EVENTS, key).to_pylist()
        ],
        "links": view.run(_RECORD_LINKS, key).to_pylist(),
        "superseded": None,
    }


def _superseded(view: Recorded, load: str, row: int) -> dict[str, Any]:
    """What is said of a row that stood and does not stand any more.

    A row that took its place and lies outside the scope is not told from none.
    """
    became = view.became(load, row)
    if became is None:
        raise NotFound(f"no row {row} of {load} in what this act may see")
    by = view.cite([became.by]) if became.by is not None else []
    stood = view.load(load)
    return {
        "record": f"{load}:{row}",
        "source": stood.source,
        "file": stood.file_name,
        "row": row,
        "load": load,
        "grading": None,
        "handling": None,
        "received": [],
        "things": [],
        "events": [],
        "links": [],
        "superseded": {
            "at": became.at.isoformat(),
            "how": "corrected" if by else "corrected or withdrawn",
            "by": by[0] if by else None,
        },
    }


_RECORD = "SELECT raw, grading, handling FROM record WHERE load = $load AND pos = $pos"

_RECORD_MENTIONS = """
SELECT id, coalesce(thing, id) AS entity, kind, label, role FROM mention
WHERE load = $load AND pos = $pos ORDER BY slot
"""

_RECORD_CLAIMS = """
SELECT mention, property, raw, value, "column" FROM claim
WHERE load = $load AND pos = $pos ORDER BY mention, property, raw
"""

_RECORD_EVENTS = "SELECT * FROM event_by_time WHERE load = $load AND pos = $pos ORDER BY id"

_RECORD_LINKS = """
SELECT kind AS link, a, a_label, b, b_label FROM linked
WHERE load = $load AND pos = $pos
ORDER BY link, a, b
"""
