"""Entities in a snapshot: what stands of a mention, stands of the entity it belongs to.

People are known by their mentions, other things by their numbers where they have one, so this is
the one place where either becomes its entity: `mention.thing`, and `thing` and `other` of events,
have the entity's id. All else (claims, links,
search, graph, chart, time and map) follows from these. What is joined is little, so it is kept in
tables of its own, and what is not joined is read as without judgements.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import pyarrow as pa

from remit.store.adoptions import Adopted
from remit.store.engine import DuckEngine
from remit.store.entities import Entities, entities
from remit.store.ids import kind_of
from remit.store.judgements import Judgement
from remit.store.schema import LINKED, SAID, TABLES

__all__ = ["FED", "FOLLOWS", "Known", "derive", "follow", "follow_feed", "named", "visible"]

FOLLOWS: Mapping[str, tuple[Mapping[str, Sequence[str]], str]] = {
    "mention": ({"thing": ("thing", "id")}, "load, pos, id"),
    "event_by_time": ({"thing": ("thing",), "other": ("other",)}, '"begin", pos, id'),
    "event_by_thing": (
        {"thing": ("thing",), "other": ("other",)},
        'thing, "begin", pos, id, part',
    ),
}
"""Relations that follow an entity: what is replaced by the entity of what, and the order in which
rows come."""


@dataclass(frozen=True)
class Known:
    """What is known in a view of who is who."""

    judged: tuple[Judgement, ...]
    """The judgements of which both mentions are in view."""
    adopted: tuple[Adopted, ...]
    """What was adopted, less edges of mentions that are not."""
    things: Mapping[str, str]
    """The mentions in view that any of these names, each with what it is taken as: the thing that
    it is of where that is known by a number, else itself."""

    @cached_property
    def entities(self) -> Entities:
        """The entities that they make."""
        return self.supposing()

    def supposing(
        self,
        *more: Judgement | Adopted,
        as_at: datetime | None = None,
        things: Mapping[str, str] | None = None,
    ) -> Entities:
        """The same as at an earlier time, or if something more were judged or adopted; `things` has
        the mentions in view that this names."""
        judged = [one for one in more if isinstance(one, Judgement)]
        adopted = [one for one in more if isinstance(one, Adopted)]
        every = (*self.judged, *judged), (*self.adopted, *adopted)
        known = {**self.things, **(things or {})}
        return entities(every[0], known.keys(), as_at, every[1], known)


def named(made: Iterable[Judgement | Adopted]) -> set[str]:
    """The mentions that judgements and adoptions name."""
    found: set[str] = set()
    for one in made:
        if isinstance(one, Judgement):
            found.update(one.mentions)
        else:
            found.update(mention for edge in one.edges for mention in (edge.a, edge.b))
    return found


def visible(
    engine: DuckEngine,
    judged: Sequence[Judgement],
    adopted: Sequence[Adopted],
    shown_mention: str,
    fed_mention: str | None = None,
) -> Known:
    """What is known of those mentions alone that `shown_mention` gives, and `fed_mention` of what a
    feed has, where there is one."""
    said = named((*judged, *adopted))
    if not said:
        return Known((), tuple(adopted), {})
    asked = (
        f"SELECT id, coalesce(thing, id) AS thing FROM ({shown_mention}) "
        "WHERE id IN (SELECT unnest($ids)) ORDER BY id"
    )
    rows = engine.run(asked, {"ids": sorted(said)}).to_pylist()
    there = {row["id"]: row["thing"] for row in rows}
    left = [one for one in judged if not there.keys() >= set(one.mentions)]
    if fed_mention is not None and left:
        # by row: to find an id in a feed, the ids of all its rows would have to be worked out
        asked = (
            f"SELECT id, coalesce(thing, id) AS thing FROM ({fed_mention}) "
            "WHERE load IN (SELECT unnest($loads)) AND pos IN (SELECT unnest($rows)) "
            "AND id IN (SELECT unnest($ids)) ORDER BY id"
        )
        at = {
            "ids": sorted({mention for one in left for mention in one.mentions}),
            "loads": sorted({load for one in left for load in one.loads}),
            "rows": sorted({row for one in left for row in one.rows}),
        }
        there |= {row["id"]: row["thing"] for row in engine.run(asked, at).to_pylist()}
    kept = tuple(
        one.lifted(there) for one in judged if all(mention in there for mention in one.mentions)
    )
    less = tuple(
        replace(one, edges=tuple(e for e in one.edges if e.a in there and e.b in there))
        for one in adopted
    )
    return Known(kept, less, there)


def derive(engine: DuckEngine, found: Entities) -> None:
    """Make the relations that say which mention is of which entity."""
    names = pa.schema([("id", pa.string()), ("entity", pa.string())])
    for relation, known in (
        ("sealed.one_with", dict(found.of)),
        ("same_as", {name: found.stands_for(name) for name in {*found.of, *found.now}}),
    ):
        ids = sorted(known)
        columns = [pa.array(ids, pa.string()), pa.array([known[one] for one in ids], pa.string())]
        engine.keep(relation, pa.Table.from_arrays(columns, schema=names))


def follow(engine: DuckEngine, name: str, shown: str) -> str:
    """What gives the relation `name` with entities in it, of what `shown` gives without them."""
    replaced, order = FOLLOWS[name]
    keys = [key for some in replaced.values() for key in some]
    columns = ", ".join(
        f"coalesce({', '.join(map(_of, replaced[column]))}, t.{column}) AS {column}"
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


def follow_feed(engine: DuckEngine, name: str, shown: str, found: Entities) -> str:
    """The same as `follow` of what a feed has of a relation; as it was where it names none of them.

    The ids stand in the statement: so that only the row groups are read that may have them.
    """
    keys, columns = FED[name]
    listed = ", ".join(f"'{one}'" for one in sorted(found.of) if _ID.fullmatch(one))
    if not any(kind_of(one) != "person" for one in found.of):
        return shown
    told = ", ".join(
        f"coalesce(of_{column}.entity, t.{column}) AS {column}"
        if column in keys
        else f't."{column}"'
        for column in columns
    )
    joins = " ".join(
        f"LEFT JOIN sealed.one_with AS of_{key} ON of_{key}.id = t.{key}" for key in keys
    )
    some = " OR ".join(f"{key} IN ({listed})" for key in keys)
    engine.prepare(
        f"CREATE TABLE sealed.joined_fed_{name} AS SELECT {told} FROM "
        f"(SELECT * FROM ({shown}) WHERE {some}) AS t {joins}"
    )
    alone = " AND ".join(f"coalesce(s.{key}, '') NOT IN ({listed})" for key in keys)
    return (
        f"SELECT * FROM ({shown}) AS s WHERE {alone} "
        f"UNION ALL SELECT * FROM sealed.joined_fed_{name}"
    )


FED: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "mention": (("thing",), TABLES["mention"].names),
    "event_by_time": (("thing", "other"), TABLES["event_by_time"].names),
    "event_by_thing": (("thing", "other"), TABLES["event_by_thing"].names),
    "said": (("entity",), SAID),
    "linked": (("a", "b"), LINKED),
}
"""Relations of a feed that follow an entity: by which columns, and all columns."""

_ID = re.compile(r"[a-z-]+-[0-9a-f]+")


def _of(key: str) -> str:
    return f"of_{key}.entity"
