"""How two things are connected, by the shortest ways through what this act may see."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.inquiry.behind import behind, best, stands
from remit.inquiry.ends import end
from remit.inquiry.folded import asked
from remit.inquiry.named import NAMELESS, Named, named
from remit.inquiry.show import Connected
from remit.store.graph import HUB
from remit.store.paths import path, short_paths

__all__ = ["LONGEST", "MOST_PATHS", "PATH", "between"]

PATH = Capability(
    id="path",
    title="Find how two things are connected",
    risk="sensitive",
    operation="combination",
    pages=("/paths",),
)

LONGEST = 6
"""Links in a path at most: a longer one connects almost anything with anything."""

MOST_PATHS = 20
"""Paths shown at most, the shortest first."""


@PATH.verb("between")
def between(
    view: Connected, a: str, b: str, *, max_hops: int = LONGEST, all_short: bool = False
) -> dict[str, Any]:
    """The shortest connection between two things, each link with its rows and grading.

    `a` and `b` are ids, or texts that say exactly one thing in view; where one says several they
    are listed. With `all_short` every shortest path is shown and every one that is a link longer.
    A path is as strong as its weakest link. "No connection" means none of at most `max_hops`
    links in what this act may see. Raises `NotFound` where one of the two is not in view.
    """
    if not 1 <= max_hops <= LONGEST:
        raise Misuse(f"a path has from 1 to {LONGEST} links")
    texts = {"a": asked(a), "b": asked(b)}
    ends = {name: end(view, text) for name, text in texts.items()}
    one, other = ends["a"].entity, ends["b"].entity
    found: dict[str, Any] = {"from": one or texts["a"], "to": other or texts["b"]}
    found |= {"max_hops": max_hops, "basis": "fact"}
    if one is None or other is None:
        candidates = {
            name: {"text": texts[name], "things": list(meant.candidates), "in_all": meant.in_all}
            for name, meant in ends.items()
            if meant.entity is None
        }
        return {**found, **_NOTHING, "connected": None, "candidates": candidates}
    if one == other:
        return {**found, **_NOTHING, "connected": True}
    graph = view.graph()
    if all_short:
        many = short_paths(graph, one, other, max_hops, MOST_PATHS, view.check)
        ways, total, more, hubs = many.found, many.total, many.more, many.hubs
    else:
        single = path(graph, one, other, max_hops, view.check)
        ways = () if single.entities is None else (single.entities,)
        total, more, hubs = len(ways), False, single.hubs
    paths = _told(view, ways)
    first: dict[str, Any] = paths[0] if paths else _NOTHING
    found |= {"connected": bool(paths), "links": first["links"]}
    found |= {"weakest_grading": first["weakest_grading"], "hubs": hubs, "rule": _RULE}
    if all_short:
        found |= {
            "paths": paths,
            "shown": len(paths),
            "total_visible": total,
            "more": more,
            "ranked_by": "number of links, then through things with fewer neighbours, then id",
        }
    return found


def _told(view: Connected, ways: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
    """Each way link by link, with what stands behind each."""
    view.check()
    pairs = [pair for way in ways for pair in pairwise(way)]
    said = behind(view, pairs)
    names = named(view, [entity for way in ways for entity in way])
    rows = stands(view, said)
    told = []
    for way in ways:
        links: list[dict[str, Any]] = []
        for here, there in pairwise(way):
            used = said.get((here, there), ())
            stand = dict.fromkeys(row for one in used for row in one.rows)
            links.append(
                {
                    "from": here,
                    "from_label": names.get(here, _UNKNOWN).label,
                    "to": there,
                    "to_label": names.get(there, _UNKNOWN).label,
                    "to_kind": names.get(there, _UNKNOWN).kind,
                    "links": sorted({one.kind for one in used}),
                    "statements": [one.plain(rows) for one in used],
                    "grading": best(one.grading for one in used),
                    "rows": [rows[row] for row in stand if row in rows],
                    "rows_in_all": sum(one.rows_in_all for one in used),
                }
            )
        gradings: list[str | None] = [link["grading"] for link in links]
        graded = [grade for grade in gradings if grade is not None]
        weakest = max(graded) if len(graded) == len(gradings) else None
        told.append({"links": links, "weakest_grading": weakest})
    return told


_UNKNOWN = Named("", NAMELESS)

_NOTHING: dict[str, Any] = {"links": [], "weakest_grading": None}

_RULE = f"no path goes through a thing with more than {HUB:,} visible neighbours"
