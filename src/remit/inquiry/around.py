"""Some things with all that joins them: what a chart draws."""

from collections.abc import Mapping, Sequence
from typing import Any

from remit.errors import Misuse, NotFound
from remit.inquiry.behind import behind, best, stands
from remit.inquiry.folded import asked
from remit.inquiry.found import Reader
from remit.inquiry.named import NAMELESS, Named, named, now
from remit.inquiry.show import Connected

__all__ = ["CHART_ROWS", "MOST_EDGES", "MOST_THINGS", "around", "in_view", "several", "told"]

MOST_THINGS = 1_000
"""Things in one chart at most: beyond that nobody reads it."""

MOST_EDGES = 5_000
"""Connections in one chart at most, those with most links first."""

CHART_ROWS = 3
"""Rows named with one kind of connection of a chart; how many there are in all is said."""


def around(
    view: Connected,
    entities: Sequence[str],
    *,
    grow: bool,
    limit: int,
    of: Sequence[str] | None = None,
    rows_each: int = CHART_ROWS,
) -> dict[str, Any]:
    """The things named, with `grow` their neighbours, and every connection among them.

    `of` are those whose neighbours are added, all where it is None; `rows_each` rows are named
    with each kind of connection.
    """
    wanted = several(view, entities, 1, MOST_THINGS)
    if not len(wanted) <= limit <= MOST_THINGS:
        raise Misuse(f"a chart has at most {MOST_THINGS:,} things, and those named")
    from_ = several(view, of, 1, MOST_THINGS) if of else wanted
    graph = view.graph()
    here = in_view(view, wanted)
    reached, beyond = graph.around_all(from_, limit - len(wanted), wanted) if grow else ((), 0)
    things = [*wanted, *reached]
    names = {**here, **named(view, reached)}
    pairs = sorted(graph.among(things), key=lambda p: (-sum(p.links.values()), p.a, p.b))
    shown = pairs[:MOST_EDGES]
    said = behind(view, [(p.a, p.b) for p in shown], rows_each)
    cited = stands(view, said)
    return {
        "things": [{**told(one, names), "degree": graph.degree(one)} for one in things],
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


def in_view(view: Reader, entities: Sequence[str]) -> dict[str, Named]:
    """What the things asked about are called. Raises `NotFound` for one that is not in view."""
    found = named(view, entities)
    for one in entities:
        if one not in found:
            raise NotFound(f"nothing called {one} in what this act may see")
    return found


def several(view: Reader, entities: Sequence[str], least: int, most: int) -> list[str]:
    """Ids of different things, as asked, each as it is known today.

    Raises `Misuse` for fewer than `least` or more than `most`.
    """
    wanted = list(dict.fromkeys(now(view, asked(one)) for one in entities))
    if not least <= len(wanted) <= most:
        raise Misuse(f"name from {least} to {most:,} different things")
    return wanted


def told(entity: str, names: Mapping[str, Named]) -> dict[str, Any]:
    """A thing as an answer shows it: id, kind and what it is called."""
    known = names.get(entity, Named("", NAMELESS))
    return {"entity": entity, "kind": known.kind, "label": known.label}
