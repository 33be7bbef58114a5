"""The verb `resolve.propose`: who in view is probably the same as whom, worked out and kept.

Nobody is joined by it. What it gives is a resolution: edges, each with its weight and why, by one
model. A person who adopts it (`adopting.py`) makes it count, in this case and this scope.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from remit.errors import Misuse
from remit.identity.background import FEW, background
from remit.identity.firm_proposing import propose_firms
from remit.identity.holding import capped, held
from remit.identity.judging import RESOLVE, Judging, counting
from remit.identity.people import STRONG, People, by_load, people
from remit.identity.resolving import Resolved, resolve
from remit.ontology.judged import proposed
from remit.store.cluster import cluster
from remit.store.resolutions import Edge, Made

__all__ = ["propose"]

_REVIEW = 0.0
"""Match weight, in bits, from which a pair is kept for a person to look at."""

_FEW_REVIEW = -6.0
"""The same where few are in view: the base rate is that of a town, and a case is narrower."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@RESOLVE.verb("propose")
def propose(view: Judging, *, kind: str = "person") -> dict[str, Any]:
    """Work out who in view is probably the same as whom, and keep it as a resolution.

    It joins nobody: read it, then adopt it with `resolve.adopt`. In one workspace the same data
    gives the same edges. It rests on all people in view, or on all organisations (KIND), and counts
    only where exactly as much is in view. Raises `Misuse` where there are not two of which anything
    is said.
    """
    return propose_firms(view) if proposed(kind) == "organisation" else _people(view)


def _people(view: Judging) -> dict[str, Any]:
    """The same of people."""
    began = time.perf_counter()
    found, loads = people(view), by_load(view)
    if len(found.stands) < 2:
        raise Misuse("there are not two people in view of whom anything can be compared")
    resolved = _resolved(view, found)
    model = resolved.model.named("people in view")
    rules = held(
        resolved.ready, resolved.levels, resolved.left, resolved.right, listed=found.listed
    )
    weight = capped(resolved.weight, rules)
    same, apart = _judged(view, found)
    strong = _strong(found)
    made = cluster(
        len(found.stands),
        resolved.left,
        resolved.right,
        weight,
        same=same,
        apart=apart,
        strong=[dict(values) for values in strong.values()],
        caps=model.caps,
    )
    view.check()
    review = _REVIEW if len(found.stands) >= FEW else _FEW_REVIEW
    kept = _kept(len(found.stands), resolved, weight, model.caps.join, review)
    figures = {
        **_figures(found, resolved, made.entity, rules, kept),
        "caps": asdict(model.caps),
        "review": review,
        "withheld": dict(Counter(step.reason for step in made.withheld)),
        "seconds": round(time.perf_counter() - began, 2),
    }
    ids = [one.mention for one in found.stands]
    name = view.proposals.keep(
        Made(
            model.written(),
            model.hash,
            _edges(resolved, rules, kept, ids),
            {one.mention: one for one in found.stands},
            figures | {"loads": loads},
            {
                identifier: {
                    ids[at]: view.proposals.mark(f"{identifier} {value}") for at, value in v.items()
                }
                for identifier, v in strong.items()
            },
        )
    )
    return {"resolution": name, "model": model.hash, **figures}


def _resolved(view: Judging, found: People) -> Resolved:
    """The people in view weighed; where they are few, by how common values are among others too."""
    size = len(found.stands)
    if size >= FEW:
        return resolve(found.columns, found.means, check=view.check)
    others = background(found.columns)
    columns = {name: [*values, *others[name]] for name, values in found.columns.items()}
    every = resolve(columns, found.means, adapted=False, check=view.check)
    here = np.flatnonzero((every.left < size) & (every.right < size))
    return replace(
        every,
        ready=replace(every.ready, table=every.ready.table.slice(0, size)),
        left=every.left[here],
        right=every.right[here],
        levels={name: level[here] for name, level in every.levels.items()},
        weight=every.weight[here],
    )


def _judged(view: Judging, found: People) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs that persons judged to be one, and to be two."""
    number = {one.mention: at for at, one in enumerate(found.stands)}
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for (a, b), one in sorted(counting(view.judgements()).items()):
        if one.verdict in pairs and a in number and b in number:
            pairs[one.verdict].append((number[a], number[b]))
    return pairs["same"], pairs["different"]


def _strong(found: People) -> dict[str, dict[int, str]]:
    """By strong identifier, its value by number of the mention."""
    return {
        name: {at: value for at, value in enumerate(found.columns[name]) if value}
        for name in STRONG
        if name in found.columns
    }


def _kept(size: int, resolved: Resolved, weight: Floats, join: float, review: float) -> Ints:
    """Pairs to keep: for review, and all that decide what a group comes to."""
    strong = weight >= join
    ends = resolved.left[strong], resolved.right[strong]
    graph = coo_array((np.ones(int(strong.sum()), np.int8), ends), shape=(size, size))
    group = connected_components(graph, directed=False)[1]
    inside = group[resolved.left] == group[resolved.right]
    return np.flatnonzero(inside | (resolved.weight >= review))


def _edges(
    resolved: Resolved, rules: Sequence[str | None], kept: Ints, ids: Sequence[str]
) -> list[Edge]:
    order = [one.name for one in resolved.ready.comparisons]
    levels = [resolved.levels[name][kept].tolist() for name in order]
    by_pair = zip(*levels, strict=True) if levels else ()
    pairs = zip(resolved.left[kept].tolist(), resolved.right[kept].tolist(), strict=True)
    weights = resolved.weight[kept].tolist()
    found = [
        Edge(ids[a], ids[b], round(weight, 6), tuple(level), rules[at])
        for (a, b), weight, level, at in zip(pairs, weights, by_pair, kept.tolist(), strict=True)
    ]
    return sorted(found, key=lambda one: (one.a, one.b))


def _figures(
    found: People, resolved: Resolved, entity: Ints, rules: Sequence[str | None], kept: Ints
) -> dict[str, Any]:
    sizes = np.bincount(entity)
    several = sizes[sizes > 1]
    return {
        "kind": "person",
        "people": len(found.stands),
        "mentions": len(found.stands),
        "compared": len(resolved.left),
        "edges": len(kept),
        "entities": int((sizes > 0).sum()),
        "joined": len(several),
        "mentions_joined": int(several.sum()),
        "largest": int(sizes.max(initial=0)),
        "by_size": {str(n): int(c) for n, c in enumerate(np.bincount(sizes)) if n and c},
        "held": dict(Counter(rule for rule in rules if rule is not None)),
        "columns": dict(found.means),
        "comparisons": [one.name for one in resolved.ready.comparisons],
        "titles": dict(resolved.ready.titles),
    }
