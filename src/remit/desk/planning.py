"""The plan of an analysis: readable before anything runs."""

from collections.abc import Iterable, Sequence
from typing import Any

from remit.desk.gathering import Desk
from remit.errors import Misuse
from remit.inquiry.ends import end
from remit.inquiry.material import MOST_SEEDS, material
from remit.inquiry.methods import METHODS
from remit.inquiry.named import named

__all__ = ["meant", "planned"]


def meant(view: Desk, seeds: Sequence[str]) -> list[dict[str, Any]]:
    """The things that seeds mean, each with kind and label.

    Raises `Misuse` where a text says several things, naming them, `NotFound` where it says none.
    """
    if len(seeds) > MOST_SEEDS:
        raise Misuse(f"at most {MOST_SEEDS} seeds; these are {len(seeds):,}")
    found: dict[str, None] = {}
    for text in seeds:
        one = end(view, text)
        if one.entity is None:
            several = "; ".join(f"{c['entity']} ({c['label']})" for c in one.candidates)
            raise Misuse(
                f"{text[:60]} may mean {one.in_all:,} things: name one by its id: {several}"
            )
        found[one.entity] = None
    names = named(view, found)
    return [{"entity": i, "kind": names[i].kind, "label": names[i].label} for i in found]


def planned(view: Desk, seeds: Sequence[str]) -> list[dict[str, Any]]:
    """Each method: what it asks and reads, whether it runs, and if not, why."""
    counted = {row["kind"]: row for row in view.run(_COUNTED).to_pylist()}
    return [_step(view, method, seeds, counted) for method in METHODS]


def _step(view: Desk, method: Any, seeds: Sequence[str], counted: Any) -> dict[str, Any]:
    there = [kind for kind in method.needs if kind in counted]
    read = material(view, seeds, method.needs)
    why_not = None
    if method.needs and not there:
        why_not = f"the case has no {_words(method.needs)} in view"
    elif read.nothing:
        why_not = "what is in view is held for the whole force, and is entered from seeds alone"
    return {
        "method": method.name,
        "version": method.version,
        "line": method.line,
        "asks": method.question,
        "runs": why_not is None,
        "follows": method.follows,
        "why_not": why_not,
        "reads": {kind: counted[kind]["n"] for kind in there},
        "loads": len(read.open),
        "loads_from_seeds_alone": len(read.closed),
    }


def _words(kinds: Iterable[str]) -> str:
    return " or ".join(f"{kind.replace('-', ' ')}s" for kind in kinds)


_COUNTED = "SELECT kind, count(*) AS n FROM event_by_time GROUP BY kind ORDER BY kind"
