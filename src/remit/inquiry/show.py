"""One thing with everything recorded of it, and one row as received with what was made of it.

What is shown are the records' statements, each with its rows. Where records differ, the
difference is shown; nothing is averaged and nothing is preferred.
"""

import json
from collections import defaultdict
from typing import Any, Protocol

from remit.authority.capability import Capability
from remit.errors import NotFound
from remit.inquiry.found import Reader

__all__ = ["MOST_EVENTS", "MOST_LINKS", "SHOW", "entity", "record"]

SHOW = Capability(
    id="show",
    title="Read one thing or one record in full",
    risk="standard",
    operation="consultation",
    pages=("/entities", "/records"),
)

MOST_LINKS = 200
MOST_EVENTS = 100
"""Links and events shown with one thing; how many were left out is said."""


class Connected(Reader, Protocol):
    """A view that also has the graph."""

    def graph(self) -> Any:
        """Visible entities and links."""


@SHOW.verb("entity")
def entity(view: Reader, entity: str) -> dict[str, Any]:
    """A person, vehicle, phone, place or address: every value with its rows, links and events.

    Raises `NotFound` where nothing of that id is in view.
    """
    mentions = view.run(_MENTIONS, {"entity": entity}).to_pylist()
    if not mentions:
        raise NotFound(f"nothing called {entity} in what this act may see")
    values = _values(view, entity)
    links, links_in_all = _links(view, entity)
    events = view.run(_EVENTS, {"entity": entity, "most": MOST_EVENTS}).to_pylist()
    events_in_all = view.run(_EVENT_COUNT, {"entity": entity}).to_pylist()[0]["n"]
    first = mentions[0]
    return {
        "entity": entity,
        "kind": first["kind"],
        "label": first["label"],
        "basis": "fact",
        "values": values,
        "conflicts": _conflicts(values) if first["kind"] == "person" else [],
        "links": links,
        "links_left_out": links_in_all - len(links),
        "events": [_event(view, row) for row in events],
        "events_left_out": events_in_all - len(events),
        "rows": view.cite([(row["load"], row["pos"]) for row in mentions]),
    }


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
    cited = view.cite([(load, row)])[0]
    return {
        "record": f"{load}:{row}",
        **cited,
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
        "events": [_event(view, one) for one in view.run(_RECORD_EVENTS, key).to_pylist()],
        "links": view.run(_RECORD_LINKS, key).to_pylist(),
    }


def _values(view: Reader, entity: str) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in view.run(_VALUES, {"entity": entity}).to_pylist():
        grouped[row["property"], row["value"] or row["raw"]].append(row)
    return [
        {
            "property": name,
            "value": value,
            "raw": sorted({row["raw"] for row in rows}),
            "rows": view.cite([(row["load"], row["pos"]) for row in rows]),
        }
        for (name, value), rows in sorted(grouped.items())
    ]


def _conflicts(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Properties of which a person has one, recorded with more than one value."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for value in values:
        if value["property"] in ("name", "date_of_birth"):
            by_name[value["property"]].append(value["value"])
    return [{"property": n, "values": v} for n, v in sorted(by_name.items()) if len(v) > 1]


def _links(view: Reader, entity: str) -> tuple[list[dict[str, Any]], int]:
    rows = view.run(_LINKS, {"entity": entity}).to_pylist()
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["kind"], row["other"]].append(row)
    links = [
        {
            "link": kind,
            "entity": other,
            "kind": some[0]["other_kind"],
            "label": some[0]["label"],
            "direction": some[0]["direction"],
            "rows": view.cite([(row["load"], row["pos"]) for row in some]),
        }
        for (kind, other), some in sorted(grouped.items())[:MOST_LINKS]
    ]
    return links, len(grouped)


def _event(view: Reader, row: dict[str, Any]) -> dict[str, Any]:
    plain = {
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
    return {**plain, "rows": view.cite([(row["load"], row["pos"])])}


_OF = "coalesce(mention.thing, mention.id) = $entity"

_MENTIONS = f"""
SELECT id, kind, label, load, pos FROM mention WHERE {_OF} ORDER BY load, pos, id
"""

_VALUES = f"""
SELECT DISTINCT claim.property, claim.value, claim.raw, claim.load, claim.pos
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE {_OF}
ORDER BY claim.property, claim.value, claim.load, claim.pos, claim.raw
"""

_LINKS = """
WITH ends AS (
    SELECT link.kind, link.load, link.pos,
        coalesce(one.thing, one.id) AS a, coalesce(other.thing, other.id) AS b,
        one.kind AS a_kind, other.kind AS b_kind, one.label AS a_label, other.label AS b_label
    FROM link
    INNER JOIN mention AS one ON one.id = link.a
    INNER JOIN mention AS other ON other.id = link.b
)
SELECT kind, load, pos, b AS other, b_kind AS other_kind, b_label AS label, 'to' AS direction
FROM ends WHERE a = $entity
UNION ALL
SELECT kind, load, pos, a AS other, a_kind AS other_kind, a_label AS label, 'from' AS direction
FROM ends WHERE b = $entity AND a <> $entity
ORDER BY kind, other, load, pos
"""

_EVENTS_OF = """
SELECT DISTINCT id FROM event_by_thing WHERE thing = $entity OR place = $entity
UNION
SELECT DISTINCT id FROM event_by_time WHERE place = $entity
"""

_EVENTS = f"""
SELECT event_by_time.* FROM event_by_time
WHERE id IN ({_EVENTS_OF})
ORDER BY "begin" DESC NULLS LAST, id
LIMIT $most
"""

_EVENT_COUNT = f"SELECT count(*) AS n FROM event_by_time WHERE id IN ({_EVENTS_OF})"

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
SELECT link.kind AS link, coalesce(one.thing, one.id) AS a, one.label AS a_label,
    coalesce(other.thing, other.id) AS b, other.label AS b_label
FROM link
INNER JOIN mention AS one ON one.id = link.a
INNER JOIN mention AS other ON other.id = link.b
WHERE link.load = $load AND link.pos = $pos
ORDER BY link.kind, a, b
"""
