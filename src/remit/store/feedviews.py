"""Feeds in a snapshot: their rows within the bounds of the scope, as the relations of a view.

A row of a feed is one event, and names no person, so the rules that hide records are conditions on
the row itself: they need no list of hidden rows, and are asked of the few row groups that a
question touches.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from remit.authority.scope import Scope
from remit.store.engine import DuckEngine
from remit.store.feedsql import PIECES, ROWS, SIDES, sides
from remit.store.schema import TABLES

__all__ = ["prepare", "span"]


def prepare(engine: DuckEngine, scope: Scope, listed: Mapping[str, str]) -> dict[str, str]:
    """Make what the statements on feeds read, and give them by relation; none without a feed.

    `listed` has, by table, the statement that reads its sealed files.
    """
    where = _within(scope)
    rows = [f"{listed[name]}{where}" for name in ("feed", "feed_by_time") if name in listed]
    if not rows:
        return {}
    engine.prepare(f"CREATE VIEW {ROWS} AS {' UNION ALL '.join(rows)}")
    seen = []
    if "feed" in listed:
        engine.prepare(f"CREATE VIEW sealed.feed_loaded AS {listed['feed']}{where}")
        seen.append(sides("sealed.feed_loaded"))
    if "feed_by_thing" in listed:
        columns = ", ".join(f'"{name}"' for name in TABLES["feed_by_thing"].names)
        sorted_ = listed["feed_by_thing"].replace("SELECT *", f"SELECT {columns}", 1)
        seen.append(f"{sorted_}{where}")
    engine.prepare(f"CREATE VIEW {SIDES} AS {' UNION ALL '.join(seen)}")
    return {relation: make() for relation, make in PIECES.items()}


def span(scope: Scope) -> tuple[datetime, datetime]:
    """The first instant that a scope admits, and the one after the last."""
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    if scope.since:
        first = datetime(scope.since.year, scope.since.month, scope.since.day, tzinfo=UTC)
    if scope.until:
        last = datetime(scope.until.year, scope.until.month, scope.until.day, tzinfo=UTC)
        last += timedelta(days=1)
    return first, last


def _within(scope: Scope) -> str:
    """What `hidden_times` and `hidden_places` say, as a condition on a row of a feed.

    A row without a time or a position cannot be told to lie within, so it is left out.
    """
    said = []
    if scope.since or scope.until:
        first, last = (f"TIMESTAMPTZ '{moment.isoformat()}'" for moment in span(scope))
        said.append(
            f'"begin" >= {first} AND "begin" < {last} AND coalesce("end", "begin") <= {last}'
        )
    if scope.place:
        west, south, east, north = scope.place
        said.append(f"lon BETWEEN {west!r} AND {east!r} AND lat BETWEEN {south!r} AND {north!r}")
    return f" WHERE {' AND '.join(said)}" if said else ""
