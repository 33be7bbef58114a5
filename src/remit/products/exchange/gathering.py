"""What is written out of an act's own view: a chart with the rows, grading and handling of all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any, Protocol

from remit.authority.act import Act
from remit.inquiry.behind import ROWS_EACH
from remit.inquiry.charted import charted
from remit.inquiry.found import cited
from remit.inquiry.show import Connected
from remit.products.document import Header
from remit.products.exchange.graph import Graph, Link, Node, SourceRow

__all__ = ["View", "gathered"]

_BARE = {"grading": None, "handling": (), "stands": (), "rows_in_all": 0}


class View(Connected, Protocol):
    """What writing a chart out uses of a View."""

    act: Act

    @property
    def exercise(self) -> bool:
        """Whether the workspace is for training and evaluation."""


def gathered(
    view: View,
    entities: Sequence[str],
    *,
    grow: bool,
    of: Sequence[str] | None = None,
    limit: int,
) -> Graph:
    """The chart that `network.chart` draws of the same things, with ten rows for each thing and
    for each kind of link; how many there are in all is said. Raises what `around` raises.
    """
    found = charted(view, entities, grow=grow, of=of, limit=limit, rows_each=ROWS_EACH)
    view.check()
    stands = _stands(view, [one["entity"] for one in found["things"]])
    wanted = [row for one in stands.values() for row in _pairs(one["stands"])]
    named = cited(view, wanted)
    handled = _handled(view, [(one["a"], one["b"]) for one in found["connections"]])
    view.check()
    nodes = tuple(_node(one, stands.get(one["entity"], _BARE), named) for one in found["things"])
    return Graph(
        header=_header(view),
        nodes=nodes,
        links=tuple(_links(found["connections"], handled)),
        nodes_left_out=found["things_left_out"],
        links_left_out=found["connections_left_out"],
    )


def _header(view: View) -> Header:
    act = view.act
    made_at = act.opened_at.astimezone(UTC).isoformat(timespec="seconds")
    return Header(act.case or "none", act.remit, act.id, act.purpose, made_at, view.exercise)


def _stands(view: View, entities: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Grading, handling and rows of each thing: of its mentions, else of the events it is in."""
    asked = {"ids": sorted(entities), "most": ROWS_EACH}
    said = {row["entity"]: row for row in view.run(_MENTIONED, asked).to_pylist()}
    left = [one for one in asked["ids"] if one not in said]  # type: ignore[attr-defined]
    if left:
        rows = view.run(_IN_EVENTS, {"ids": left, "most": ROWS_EACH}).to_pylist()
        said |= {row["entity"]: row for row in rows}
    return said


def _handled(
    view: View, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every handling code of the records that join each pair, also of those not named."""
    if not pairs:
        return {}
    a, b = (list(ends) for ends in zip(*pairs, strict=True))
    rows = view.run(_HANDLED, {"a": a, "b": b}).to_pylist()
    return {(row["a"], row["b"]): tuple(row["handling"]) for row in rows}


def _node(one: Mapping[str, Any], stands: Mapping[str, Any], named: Mapping[Any, Any]) -> Node:
    rows = [named[row] for row in _pairs(stands["stands"]) if row in named]
    return Node(
        id=one["entity"],
        kind=one["kind"],
        label=one["label"],
        roles=tuple(one["roles"]),
        x=one["x"],
        y=one["y"],
        degree=one["degree"],
        grading=stands["grading"],
        handling=tuple(stands["handling"]),
        rows=_rows(rows),
        rows_in_all=stands["rows_in_all"],
    )


def _links(
    connections: Iterable[Mapping[str, Any]], handled: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterable[Link]:
    for pair in connections:
        a, b = pair["a"], pair["b"]
        for said in pair["links"]:
            outward = said["direction"] == "to"
            yield Link(
                id=_id(a, b, said["link"], said["direction"]),
                source=a if outward else b,
                target=b if outward else a,
                kind=said["link"],
                count=said["count"],
                first=said["first"],
                last=said["last"],
                means=said["means"],
                grading=said["grading"],
                handling=handled.get((a, b), ()),
                rows=_rows(said["rows"]),
                rows_in_all=said["rows_in_all"],
            )


def _id(*parts: str) -> str:
    """The same for the same link in every act; the ids it is made of are keyed already."""
    return f"link-{sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"


def _pairs(stands: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    return [(one["load"], one["pos"]) for one in stands]


def _rows(found: Iterable[Mapping[str, Any]]) -> tuple[SourceRow, ...]:
    return tuple(SourceRow(one["source"], one["file"], one["row"], one["load"]) for one in found)


_SAID = """
    min(grading) AS grading,
    list(DISTINCT handling ORDER BY handling) FILTER (handling IS NOT NULL) AS handling,
    list_slice(
        list(DISTINCT {'load': load, 'pos': pos} ORDER BY {'load': load, 'pos': pos}), 1, $most
    ) AS stands,
    count(DISTINCT {'load': load, 'pos': pos}) AS rows_in_all
"""

_MENTIONED = f"""
SELECT entity, {_SAID} FROM (
    SELECT thing AS entity, load, pos, grading, handling FROM mention
    WHERE thing IN (SELECT unnest($ids))
    UNION ALL
    SELECT id AS entity, load, pos, grading, handling FROM mention
    WHERE thing IS NULL AND id IN (SELECT unnest($ids))
)
GROUP BY entity
ORDER BY entity
"""

_IN_EVENTS = f"""
SELECT thing AS entity, {_SAID} FROM event_by_thing
WHERE thing IN (SELECT unnest($ids))
GROUP BY thing
ORDER BY thing
"""

_HANDLED = """
WITH asked AS (SELECT unnest($a) AS a, unnest($b) AS b),
every AS (
    SELECT a, b, load, pos FROM linked
    WHERE a IN (SELECT unnest($a)) AND b IN (SELECT unnest($b))
    UNION ALL
    SELECT b AS a, a AS b, load, pos FROM linked
    WHERE b IN (SELECT unnest($a)) AND a IN (SELECT unnest($b))
    UNION ALL
    SELECT thing AS a, other AS b, load, pos FROM event_by_thing
    WHERE thing IN (SELECT unnest($a)) AND other IN (SELECT unnest($b)) AND part IS NOT NULL
)
SELECT every.a, every.b,
    list(DISTINCT record.handling ORDER BY record.handling)
        FILTER (record.handling IS NOT NULL) AS handling
FROM every
INNER JOIN asked ON asked.a = every.a AND asked.b = every.b
INNER JOIN record ON record.load = every.load AND record.pos = every.pos
GROUP BY every.a, every.b
ORDER BY every.a, every.b
"""
