"""Who and what is connected: neighbours, two hops, what several share, and a set as a chart.

All of it is counted on what this act may see. A connection is what a record states or an event
between two; standing in one record together says no more than that. Nobody is ranked as a
person: order is by the number of links, and every answer says what it left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse, NotFound
from remit.inquiry.behind import Statement, behind, best, stands
from remit.inquiry.folded import asked
from remit.inquiry.found import page_begins
from remit.inquiry.named import NAMELESS, Named, named
from remit.inquiry.show import Connected
from remit.store.graph import HUB

__all__ = ["MOST_EDGES", "MOST_SHOWN", "MOST_THINGS", "NETWORK", "common", "expand", "neighbours"]

NETWORK = Capability(
    id="network",
    title="See who and what is connected",
    risk="sensitive",
    operation="combination",
)

MOST_SHOWN = 500
"""Neighbours on one page at most."""

MOST_THINGS = 1_000
"""Things in one chart at most: beyond that nobody reads it."""

MOST_EDGES = 5_000
"""Connections in one chart at most, those with most links first."""

_CHART_ROWS = 3

Ends = Mapping[tuple[str, str], tuple[Statement, ...]]


@NETWORK.verb("neighbours")
def neighbours(
    view: Connected,
    entity: str,
    *,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
    after: str | None = None,
) -> dict[str, Any]:
    """What is one link away from a thing, each with its links by kind, times, grading and rows.

    `kinds` names kinds of link or event; left out, every kind counts. `degree` says how many
    things a neighbour is joined with itself. Raises `NotFound` where the thing is not in view.
    """
    entity, first = asked(entity), page_begins(after)
    _page(limit)
    graph = view.graph()
    here = _here(view, [entity])[entity]
    wanted = None if kinds is None else [asked(kind) for kind in kinds]
    found = graph.neighbours(entity, wanted, first=first, limit=limit)
    names = named(view, [one.entity for one in found.page])
    said = behind(view, [(entity, one.entity) for one in found.page])
    cited = stands(view, said)
    shown = []
    for one in found.page:
        statements = [s for s in said.get((entity, one.entity), ()) if s.kind in one.links]
        shown.append(
            {
                **_thing(one.entity, names),
                "degree": one.degree,
                "links_in_all": sum(one.links.values()),
                "grading": best(s.grading for s in statements),
                "links": [s.plain(cited) for s in statements],
            }
        )
    last = first + len(shown)
    return {
        **_thing(entity, {entity: here}),
        "basis": "fact",
        "degree": graph.degree(entity),
        "neighbours": shown,
        "shown": len(shown),
        "total_visible": found.total,
        "by_kind": dict(found.by_kind),
        "ranked_by": "number of links, then id",
        "next": str(last) if shown and last < found.total else None,
    }


@NETWORK.verb("two_hops")
def two_hops(view: Connected, entity: str, *, limit: int = 50) -> dict[str, Any]:
    """What is two links away from a thing, and how many things stand between.

    Things that join almost everybody are not walked through; how many were passed over is said.
    """
    entity = asked(entity)
    _page(limit)
    graph = view.graph()
    here = _here(view, [entity])[entity]
    found = graph.two_hops(entity, limit)
    names = named(view, [one.entity for one in found.page])
    return {
        **_thing(entity, {entity: here}),
        "basis": "fact",
        "two_hops": [
            {**_thing(one.entity, names), "shared": one.middles, "degree": one.degree}
            for one in found.page
        ],
        "shown": len(found.page),
        "total_visible": found.total,
        "neighbours": found.neighbours,
        "passed_over": found.passed_over,
        "hubs": found.hubs,
        "rule": f"neighbours with more than {HUB:,} neighbours of their own are not walked through",
        "ranked_by": "things in between, then fewest neighbours, then id",
    }


@NETWORK.verb("common")
def common(view: Connected, entities: Sequence[str], *, limit: int = 50) -> dict[str, Any]:
    """What several things are all, or at least two of them, joined with.

    Each with the statements that join it. Raises `NotFound` where one of them is not in view.
    """
    wanted = _several(entities, 2, 50)
    _page(limit)
    graph = view.graph()
    here = _here(view, wanted)
    found, total = graph.common(wanted, limit)
    names = named(view, [one.entity for one in found])
    said = behind(view, [(one.entity, of) for one in found for of in one.of])
    cited = stands(view, said)
    return {
        "entities": [_thing(one, here) for one in wanted],
        "basis": "fact",
        "common": [
            {
                **_thing(one.entity, names),
                "degree": one.degree,
                "with": [
                    {
                        "entity": of,
                        "links": [s.plain(cited) for s in said.get((one.entity, of), ())],
                    }
                    for of in one.of
                ],
            }
            for one in found
        ],
        "shown": len(found),
        "total_visible": total,
        "ranked_by": "how many of them it is joined with, then fewest neighbours, then id",
    }


@NETWORK.verb("expand")
def expand(
    view: Connected, entities: Sequence[str], *, grow: bool = False, limit: int = MOST_THINGS
) -> dict[str, Any]:
    """The things named and every connection among them, for a chart.

    With `grow` their neighbours are added, those joined with most of them first, until there
    are `limit` things. What was left out is counted.
    """
    wanted = _several(entities, 1, MOST_THINGS)
    if not len(wanted) <= limit <= MOST_THINGS:
        raise Misuse(f"a chart has at most {MOST_THINGS:,} things, and those named")
    graph = view.graph()
    here = _here(view, wanted)
    reached, beyond = graph.around_all(wanted, limit - len(wanted)) if grow else ((), 0)
    things = [*wanted, *reached]
    names = {**here, **named(view, reached)}
    pairs = sorted(graph.among(things), key=lambda p: (-sum(p.links.values()), p.a, p.b))
    shown = pairs[:MOST_EDGES]
    said = behind(view, [(p.a, p.b) for p in shown], _CHART_ROWS)
    cited = stands(view, said)
    return {
        "things": [{**_thing(one, names), "degree": graph.degree(one)} for one in things],
        "basis": "fact",
        "connections": [
            {
                "a": p.a,
                "b": p.b,
                "links_in_all": sum(p.links.values()),
                "grading": best(s.grading for s in said.get((p.a, p.b), ())),
                "links": [s.plain(cited) for s in said.get((p.a, p.b), ())],
            }
            for p in shown
        ],
        "things_left_out": beyond - len(reached),
        "connections_left_out": len(pairs) - len(shown),
        "ranked_by": "things: how many of those named they are joined with, then fewest "
        "neighbours; connections: number of links",
    }


def _here(view: Connected, entities: Sequence[str]) -> dict[str, Named]:
    """What the things asked about are called. Raises `NotFound` for one that is not in view."""
    found = named(view, entities)
    for one in entities:
        if one not in found:
            raise NotFound(f"nothing called {one} in what this act may see")
    return found


def _several(entities: Sequence[str], least: int, most: int) -> list[str]:
    wanted = list(dict.fromkeys(asked(one) for one in entities))
    if not least <= len(wanted) <= most:
        raise Misuse(f"name from {least} to {most:,} different things")
    return wanted


def _page(limit: int) -> None:
    if not 1 <= limit <= MOST_SHOWN:
        raise Misuse(f"a page shows from 1 to {MOST_SHOWN} things")


def _thing(entity: str, names: Mapping[str, Named]) -> dict[str, Any]:
    known = names.get(entity, Named("", NAMELESS))
    return {"entity": entity, "kind": known.kind, "label": known.label}
