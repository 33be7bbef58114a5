"""Who and what is connected: neighbours, two hops, what several share, and a set as a chart.

All of it is counted on what this act may see. A connection is what a record states or an event
between two; standing in one record together says no more than that. Nobody is ranked as a
person: order is by the number of links, and every answer says what it left out.
"""

from collections.abc import Sequence
from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.inquiry.around import MOST_THINGS, around, in_view, several, told
from remit.inquiry.behind import behind, best, stands
from remit.inquiry.charted import charted
from remit.inquiry.folded import asked
from remit.inquiry.found import page_begins
from remit.inquiry.named import named, now
from remit.inquiry.show import Connected
from remit.store.graph import HUB

__all__ = ["MOST_SHOWN", "NETWORK", "chart", "common", "expand", "neighbours", "two_hops"]

NETWORK = Capability(
    id="network",
    title="See who and what is connected",
    risk="sensitive",
    operation="combination",
    pages=("/chart",),
)

MOST_SHOWN = 500
"""Neighbours on one page at most."""


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
    entity, first = now(view, asked(entity)), page_begins(after)
    _page(limit)
    graph = view.graph()
    here = in_view(view, [entity])[entity]
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
                **told(one.entity, names),
                "degree": one.degree,
                "links_in_all": sum(one.links.values()),
                "grading": best(s.grading for s in statements),
                "links": [s.plain(cited) for s in statements],
            }
        )
    last = first + len(shown)
    return {
        **told(entity, {entity: here}),
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
    entity = now(view, asked(entity))
    _page(limit)
    graph = view.graph()
    here = in_view(view, [entity])[entity]
    found = graph.two_hops(entity, limit)
    names = named(view, [one.entity for one in found.page])
    return {
        **told(entity, {entity: here}),
        "basis": "fact",
        "two_hops": [
            {**told(one.entity, names), "shared": one.middles, "degree": one.degree}
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
    wanted = several(view, entities, 2, 50)
    _page(limit)
    graph = view.graph()
    here = in_view(view, wanted)
    found, total = graph.common(wanted, limit)
    names = named(view, [one.entity for one in found])
    said = behind(view, [(one.entity, of) for one in found for of in one.of])
    cited = stands(view, said)
    return {
        "entities": [told(one, here) for one in wanted],
        "basis": "fact",
        "common": [
            {
                **told(one.entity, names),
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
    view: Connected,
    entities: Sequence[str],
    *,
    grow: bool = False,
    of: Sequence[str] | None = None,
    limit: int = MOST_THINGS,
) -> dict[str, Any]:
    """The things named and every connection among them, for a chart.

    With `grow` their neighbours are added, those joined with most of them first, until there
    are `limit` things; `of` names those whose neighbours are meant, where not of all. What was
    left out is counted.
    """
    return around(view, entities, grow=grow, of=of, limit=limit)


@NETWORK.verb("chart")
def chart(
    view: Connected,
    entities: Sequence[str],
    *,
    grow: bool = False,
    of: Sequence[str] | None = None,
    limit: int = MOST_THINGS,
) -> dict[str, Any]:
    """What `expand` gives, with a place for each thing: `x` and `y` in pixels from the top left.

    The same things and connections stand in the same places. A person has the `roles` that the
    record itself claims (suspect, victim and so on); they are no finding.
    """
    return charted(view, entities, grow=grow, of=of, limit=limit)


def _page(limit: int) -> None:
    if not 1 <= limit <= MOST_SHOWN:
        raise Misuse(f"a page shows from 1 to {MOST_SHOWN} things")
