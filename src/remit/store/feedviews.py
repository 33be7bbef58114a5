"""Feeds in a snapshot: their rows within the bounds of the scope, as the relations of a view.

A row of a feed is one event, and names no person, so the rules that hide records are conditions on
the row itself: they need no list of hidden rows, and are asked of the few row groups that a
question touches.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from remit.authority.scope import Scope
from remit.store.engine import DuckEngine
from remit.store.feed import SHARED
from remit.store.feedsql import (
    OWN,
    columns,
    event_by_thing,
    event_by_time,
    relations,
    sides,
)
from remit.store.schema import FEEDS, RAW, TABLES

__all__ = ["prepare", "shared_of", "span"]


def prepare(
    engine: DuckEngine, scope: Scope, files: Sequence[tuple[str, str, str]]
) -> dict[str, str]:
    """By relation of a view, the statement that gives what feeds have of it; none without a feed.

    `files` are load, table and address of each sealed file. Those of one load are read either
    as loaded or as compacted: the one replaces the other.
    """
    by_load: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for load, table, address in files:
        if table in FEEDS:
            by_load[load][table].append(address)
    found: dict[str, list[str]] = defaultdict(list)
    for number, (_, tables) in enumerate(sorted(by_load.items())):
        for relation, statement in _of_load(engine, scope, number, tables).items():
            found[relation].append(statement)
    return {relation: " UNION ALL ".join(said) for relation, said in found.items()}


def _of_load(
    engine: DuckEngine, scope: Scope, number: int, tables: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """By relation of a view, what gives what one load has of it."""
    table = "feed_by_time" if "feed_by_time" in tables else "feed"
    shared, held, read = shared_of(engine, tables[table])
    of = columns(table, shared, held)
    source = f"FROM ({read}) WHERE {_within(scope, of)}"
    name = f"sealed.{table}_{number}"
    rows = _view(engine, name, of, source)
    bare = _view(engine, f"{name}_bare", {n: x for n, x in of.items() if n not in RAW}, source)
    if "feed_by_thing" in tables:
        _, held, read = shared_of(engine, tables["feed_by_thing"])
        sided = columns("feed_by_thing", shared, held)
        beside = f"FROM ({read}) WHERE {_within(scope, sided)}"
        seen = _view(engine, f"sealed.feed_by_thing_{number}", sided, beside)
    else:
        seen = sides(shared, rows)
        sided = {name: f'"{name}"' for name in (*TABLES["feed_by_thing"].names, *OWN)}
        beside = f"FROM ({seen}) WHERE true"
    return relations(shared, rows, seen, bare) | {
        "event_by_time": event_by_time(shared, of, source),
        "event_by_thing": event_by_thing(shared, sided, beside),
    }


def _view(engine: DuckEngine, name: str, of: Mapping[str, str], source: str) -> str:
    """Make a view of the rows within bounds, and give what reads it."""
    listed = ", ".join(f'{x} AS "{column}"' for column, x in of.items())
    engine.prepare(f"CREATE VIEW {name} AS SELECT {listed} {source}")
    return f"SELECT * FROM {name}"


def shared_of(
    engine: DuckEngine, addresses: Sequence[str]
) -> tuple[dict[str, Any], list[str], str]:
    """What rows share, the columns that the files have, and the statement that reads these."""
    key = SHARED.decode()
    asked = f"SELECT value FROM parquet_kv_metadata('{addresses[0]}') WHERE key::VARCHAR = '{key}'"
    shared = json.loads(engine.run(asked)["value"][0].as_py())
    listed = ", ".join(f"'{address}'" for address in addresses)
    several = ", union_by_name = true" if len(addresses) > 1 else ""
    read = f"SELECT * FROM read_parquet([{listed}]{several})"
    held = engine.run(f"DESCRIBE {read}")["column_name"].to_pylist()
    return shared, held, read


def span(scope: Scope) -> tuple[datetime, datetime]:
    """The first instant that a scope admits, and the one after the last."""
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    if scope.since:
        first = datetime(scope.since.year, scope.since.month, scope.since.day, tzinfo=UTC)
    if scope.until:
        last = datetime(scope.until.year, scope.until.month, scope.until.day, tzinfo=UTC)
        last += timedelta(days=1)
    return first, last


def _within(scope: Scope, of: Mapping[str, str]) -> str:
    """What `hidden_times` and `hidden_places` say, as a condition on a row of a feed.

    A row without a time or a position cannot be told to lie within, so it is left out.
    """
    said = ["true"]
    begin, end, lon, lat = (of[name] for name in ("begin", "end", "lon", "lat"))
    if scope.since or scope.until:
        first, last = (f"TIMESTAMPTZ '{moment.isoformat()}'" for moment in span(scope))
        said.append(
            f"{begin} >= {first} AND {begin} < {last} AND coalesce({end}, {begin}) <= {last}"
        )
    if scope.place:
        west, south, east, north = scope.place
        said.append(
            f"{lon} BETWEEN {west!r} AND {east!r} AND {lat} BETWEEN {south!r} AND {north!r}"
        )
    return " AND ".join(said)
