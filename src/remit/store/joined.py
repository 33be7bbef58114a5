"""Entities in a snapshot: what stands of a mention, stands of the entity it belongs to.

People are known by their mentions, so this is the one place where a mention becomes its entity:
`mention.thing`, and `thing` and `other` of events, have the entity's id. All else (claims, links,
search, graph, chart, time and map) follows from these. What is joined is little, so it is kept in
tables of its own, and what is not joined is read as without judgements.
"""

from collections.abc import Sequence

import pyarrow as pa

from remit.store.engine import DuckEngine
from remit.store.entities import Entities, entities
from remit.store.judgements import Judgement
from remit.store.schema import TABLES

__all__ = ["FOLLOWS", "derive", "follow", "visible"]

FOLLOWS = {
    "mention": ("id", {"thing": "id"}, "load, pos, id"),
    "event_by_time": ("thing other", {"thing": "thing", "other": "other"}, '"begin", pos, id'),
    "event_by_thing": (
        "thing other",
        {"thing": "thing", "other": "other"},
        'thing, "begin", pos, id, part',
    ),
}
"""Relations that follow an entity: by which columns, what is replaced by the entity of what, and
the order in which rows come."""


def visible(
    engine: DuckEngine, judged: Sequence[Judgement], shown_mention: str
) -> tuple[Judgement, ...]:
    """The judgements of which both mentions are among those that `shown_mention` gives."""
    named = sorted({mention for one in judged for mention in one.pair})
    if not named:
        return ()
    asked = f"SELECT id FROM ({shown_mention}) WHERE id IN (SELECT unnest($ids)) ORDER BY id"
    there = set(engine.run(asked, {"ids": named})["id"].to_pylist())
    return tuple(one for one in judged if one.a in there and one.b in there)


def derive(engine: DuckEngine, judged: Sequence[Judgement]) -> Entities:
    """The entities that visible judgements make, and the relations that say so."""
    found = entities(judged, {mention for one in judged for mention in one.pair})
    names = pa.schema([("id", pa.string()), ("entity", pa.string())])
    for relation, known in (
        ("sealed.one_with", dict(found.of)),
        ("same_as", {name: found.stands_for(name) for name in {*found.of, *found.now}}),
    ):
        rows = [{"id": name, "entity": entity} for name, entity in sorted(known.items())]
        engine.keep(relation, pa.Table.from_pylist(rows, schema=names))
    return found


def follow(engine: DuckEngine, name: str, shown: str) -> str:
    """What gives the relation `name` with entities in it, of what `shown` gives without them."""
    by, replaced, order = FOLLOWS[name]
    keys = by.split()
    columns = ", ".join(
        f"coalesce({_of(replaced[column])}, t.{column}) AS {column}"
        if column in replaced
        else f't."{column}"'
        for column in TABLES[name].names
    )
    joins = " ".join(
        f"LEFT JOIN sealed.one_with AS of_{key} ON of_{key}.id = t.{key}" for key in keys
    )
    some = " OR ".join(f"{_of(key)} IS NOT NULL" for key in keys)
    engine.prepare(
        f"CREATE TABLE sealed.joined_{name} AS SELECT {columns} FROM ({shown}) AS t {joins} "
        f"WHERE {some} ORDER BY {order}"
    )
    alone = " AND ".join(
        f"coalesce(s.{key}, '') NOT IN (SELECT id FROM sealed.one_with)" for key in keys
    )
    return (
        f"SELECT * FROM ({shown}) AS s WHERE {alone} UNION ALL SELECT * FROM sealed.joined_{name}"
    )


def _of(key: str) -> str:
    return f"of_{key}.entity"
