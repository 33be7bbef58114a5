"""One thing with everything recorded of it.

What is shown are the records' statements, each with its rows. Where records differ, the
difference is shown; nothing is averaged and nothing is preferred.
"""

from collections import defaultdict
from typing import Any, Protocol

from remit.authority.capability import Capability
from remit.errors import NotFound
from remit.inquiry.event import COLUMNS, event
from remit.inquiry.folded import asked
from remit.inquiry.found import MOST_ROWS, Reader, cited
from remit.inquiry.lacking import lacking
from remit.inquiry.named import now

__all__ = ["MOST_EVENTS", "MOST_LINKS", "SHOW", "Connected", "entity"]

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

    `mentions` are those of a person: more than one where persons judged them to be the same.
    `attention` counts judgements that others contradict and that were not followed.
    Raises `NotFound` where nothing of that id is in view.
    """
    entity = now(view, asked(entity))
    mentions = view.run(_MENTIONS, {"entity": entity}).to_pylist()
    if not mentions:
        raise NotFound(f"nothing called {entity} in what this act may see")
    values = _values(view, entity)
    links, links_in_all = _links(view, entity)
    events = view.run(_EVENTS, {"entity": entity, "most": MOST_EVENTS}).to_pylist()
    events_in_all = view.run(_EVENT_COUNT, {"entity": entity}).to_pylist()[0]["n"]
    view.check()
    stands_in = list(dict.fromkeys((row["load"], row["pos"]) for row in mentions))
    happened = [{**event(row), "_rows": [(row["load"], row["pos"])]} for row in events]
    whole = {"_rows": stands_in}
    said_by = _mentions(mentions)
    named = cited(view, _first_rows([*said_by, *values, *links, *happened, whole]))

    def rows_of(one: dict[str, Any]) -> dict[str, Any]:
        rows = one.pop("_rows")
        shown = [named[row] for row in rows[:MOST_ROWS] if row in named]
        return {**one, "rows": shown, "rows_in_all": len(rows)}

    first = mentions[0]
    labels = [one["label"] for one in mentions if one["label"] is not None]
    return {
        "entity": entity,
        "kind": first["kind"],
        "label": min(labels, default=None),
        "basis": "fact",
        "mentions": [rows_of(one) for one in said_by],
        "attention": len(view.entities().entity(entity).attention),
        "values": [rows_of(value) for value in values],
        "conflicts": _conflicts(values) if first["kind"] == "person" else [],
        "links": [rows_of(link) for link in links],
        "links_left_out": links_in_all - len(links),
        "events": [rows_of(one) for one in happened],
        "events_left_out": events_in_all - len(events),
        "missing": lacking(view, about_people=first["kind"] == "person"),
        **rows_of(whole),
    }


def _first_rows(parts: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [row for part in parts for row in part["_rows"][:MOST_ROWS]]


def _mentions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The mentions of a person, each with its row; none of a thing that its number joins."""
    return [
        {"mention": one["id"], "label": one["label"], "_rows": [(one["load"], one["pos"])]}
        for one in found
        if one["kind"] == "person"
    ][:MOST_ROWS]


def _values(view: Reader, entity: str) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in view.run(_VALUES, {"entity": entity}).to_pylist():
        grouped[row["property"], row["value"] or row["raw"]].append(row)
    return [
        {
            "property": name,
            "value": value,
            "raw": sorted({row["raw"] for row in rows}),
            "_rows": list(dict.fromkeys((row["load"], row["pos"]) for row in rows)),
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
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["kind"], row["other"], row["direction"]].append(row)
    links = [
        {
            "link": kind,
            "entity": other,
            "kind": some[0]["other_kind"],
            "label": some[0]["label"],
            "direction": direction,
            "_rows": list(dict.fromkeys((row["load"], row["pos"]) for row in some)),
        }
        for (kind, other, direction), some in sorted(grouped.items())[:MOST_LINKS]
    ]
    return links, len(grouped)


_OF = "(mention.thing = $entity OR (mention.thing IS NULL AND mention.id = $entity))"

_MENTIONS = f"""
SELECT id, kind, label, load, pos FROM mention WHERE {_OF} ORDER BY load, pos, id
"""

_VALUES = """
SELECT DISTINCT property, value, raw, load, pos FROM said WHERE entity = $entity
ORDER BY property, value, load, pos, raw
"""

_LINKS = """
SELECT kind, load, pos, b AS other, b_kind AS other_kind, b_label AS label, 'to' AS direction
FROM linked WHERE a = $entity
UNION ALL
SELECT kind, load, pos, a AS other, a_kind AS other_kind, a_label AS label, 'from' AS direction
FROM linked WHERE b = $entity AND a <> $entity
ORDER BY kind, other, load, pos
"""

_EVENTS_OF = f"""
SELECT DISTINCT ON (id) {COLUMNS} FROM (
    SELECT {COLUMNS} FROM event_by_thing WHERE thing = $entity
    UNION ALL
    SELECT {COLUMNS} FROM event_by_time WHERE place = $entity
) AS every
"""

_EVENTS = f"""
SELECT * FROM ({_EVENTS_OF}) AS found
ORDER BY "begin" DESC NULLS LAST, id
LIMIT $most
"""

_EVENT_COUNT = f"SELECT count(*) AS n FROM ({_EVENTS_OF}) AS found"
