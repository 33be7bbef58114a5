"""How two things are connected, by the shortest way through what this act may see."""

from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse, NotFound
from remit.inquiry.folded import asked
from remit.inquiry.show import Connected

__all__ = ["LONGEST", "PATH", "between"]

PATH = Capability(
    id="path",
    title="Find how two things are connected",
    risk="sensitive",
    operation="combination",
    pages=("/paths",),
)

LONGEST = 6
"""Links in a path at most: a longer one connects almost anything with anything."""


@PATH.verb("between")
def between(view: Connected, a: str, b: str, *, max_hops: int = LONGEST) -> dict[str, Any]:
    """The shortest connection between two things, each link with its rows and grading.

    `a` and `b` are ids as search shows them. A path is as strong as its weakest link. "No
    connection" means none of at most `max_hops` links in what this act may see. Raises
    `NotFound` where one of the two is not in view.
    """
    a, b = asked(a), asked(b)
    if not 1 <= max_hops <= LONGEST:
        raise Misuse(f"a path has from 1 to {LONGEST} links")
    named = {row["entity"]: row for row in view.run(_NAMES, {"ids": [a, b]}).to_pylist()}
    for end in (a, b):
        if end not in named:
            raise NotFound(f"nothing called {end} in what this act may see")
    path = None if a == b else view.graph().path(a, b, max_hops)
    found = {"from": a, "to": b, "max_hops": max_hops, "basis": "fact"}
    if path is None:
        return {**found, "connected": a == b, "links": [], "weakest_grading": None}
    view.check()
    label = {
        row["entity"]: row for row in view.run(_NAMES, {"ids": list(path.entities)}).to_pylist()
    }
    ids = [one for links in path.links for one in links]
    rows = {row["id"]: row for row in view.run(_LINKS, {"ids": ids}).to_pylist()}
    steps = []
    for here, there, links in zip(path.entities, path.entities[1:], path.links, strict=False):
        used = [rows[one] for one in links if one in rows]
        steps.append(
            {
                "from": here,
                "from_label": label[here]["label"],
                "to": there,
                "to_label": label[there]["label"],
                "to_kind": label[there]["kind"],
                "links": sorted({row["kind"] for row in used}),
                "grading": _best([row["grading"] for row in used]),
                "rows": view.cite([(row["load"], row["pos"]) for row in used]),
            }
        )
    gradings = [step["grading"] for step in steps]
    weakest = None if None in gradings else max(gradings)
    return {**found, "connected": True, "links": steps, "weakest_grading": weakest}


def _best(gradings: list[str | None]) -> str | None:
    """The strongest grading of several statements of one link; None where none is graded.

    3x5x2 grades run from 1A (reliable, known directly) upwards, so the least is the best.
    """
    graded = [grade for grade in gradings if grade is not None]
    return min(graded) if graded else None


_NAMES = """
SELECT coalesce(thing, id) AS entity, min(kind) AS kind, min(label) AS label FROM mention
WHERE coalesce(thing, id) IN (SELECT unnest($ids))
GROUP BY ALL
ORDER BY entity
"""

_LINKS = """
SELECT id, kind, load, pos, grading FROM link WHERE id IN (SELECT unnest($ids)) ORDER BY id
"""
