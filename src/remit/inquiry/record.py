"""One row as received, beside what was made of it."""

import json
from typing import Any

from remit.errors import NotFound
from remit.inquiry.event import event
from remit.inquiry.found import Reader
from remit.inquiry.show import SHOW

__all__ = ["record"]


@SHOW.verb("record")
def record(view: Reader, load: str, row: int) -> dict[str, Any]:
    """One row as received, beside what was made of it.

    `row` counts from 1 in the file as received, header included. Raises `NotFound`.
    """
    key = {"load": load, "pos": row}
    found = view.run(_RECORD, key).to_pylist()
    if not found:
        raise NotFound(f"no row {row} of {load} in what this act may see")
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
