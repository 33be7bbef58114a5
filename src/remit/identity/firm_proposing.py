"""Which organisations in view are probably the same: weighed, and kept as a resolution."""

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
from remit.identity.firm_rules import FIRMS_AGAINST, STRONG_FIRM
from remit.identity.firm_weighing import WeighedFirms, weigh_firms
from remit.identity.judging import Judging
from remit.identity.organisations import organisations
from remit.identity.people import by_load
from remit.store.adoptions import Adopted, Adoption
from remit.store.ids import kind_of
from remit.store.resolutions import Edge, Made

__all__ = ["propose_firms"]

_REVIEW = -2.0
"""Match weight, in bits, from which a pair is kept for a person to look at: names alone, of words
that few have, reach it."""

Ints = npt.NDArray[np.int64]


def propose_firms(view: Judging) -> dict[str, Any]:
    """What `resolve.propose` gives of organisations."""
    began = time.perf_counter()
    found, loads = organisations(view), by_load(view, "organisation")
    if len(found.stands) < 2:
        raise Misuse("there are not two organisations in view of which anything can be compared")
    weighed = weigh_firms(found.columns, found.means, check=view.check)
    ids = [one.mention for one in found.stands]
    things = view.things(ids)
    weighed = replace(weighed, rules=_spread(weighed, [things.get(m, m) for m in ids]))
    strong = {
        name: {at: value for at, value in enumerate(found.columns[name]) if value}
        for name in STRONG_FIRM
        if name in found.columns
    }
    view.check()
    kept = _kept(weighed, [things.get(mention, mention) for mention in ids])
    made = Made(
        weighed.model.written(),
        weighed.model.hash,
        _edges(weighed, kept, ids),
        {one.mention: one for one in found.stands},
        {},
        {
            identifier: {
                ids[at]: view.proposals.mark(f"{identifier} {value}") for at, value in v.items()
            }
            for identifier, v in strong.items()
        },
    )
    whole = set(things.values())
    supposed = view.entities(supposing=(_supposed(view, weighed, made),))
    several = [e for e in supposed.joined.values() if kind_of(e.id) == "organisation"]
    sizes = Counter(len(one.mentions) for one in several)
    withheld = [one for one in supposed.withheld if kind_of(one.one[0]) == "organisation"]
    figures = {
        "kind": "organisation",
        "mentions": len(ids),
        "compared": len(weighed.left),
        "edges": len(kept),
        "entities": len(whole) - sum((size - 1) * n for size, n in sizes.items()),
        "joined": len(several),
        "mentions_joined": sum(size * n for size, n in sizes.items()),
        "largest": max(sizes, default=1),
        "by_size": {str(size): n for size, n in sorted(sizes.items())},
        "held": dict(Counter(rule for rule in weighed.rules if rule is not None)),
        "columns": dict(found.means),
        "comparisons": [one.name for one in weighed.comparisons],
        "titles": dict(weighed.firms.titles),
        "caps": asdict(weighed.model.caps),
        "review": _REVIEW,
        "withheld": dict(Counter(step.reason for step in withheld)),
        "seconds": round(time.perf_counter() - began, 2),
    }
    name = view.proposals.keep(replace(made, figures=figures | {"loads": loads}))
    return {"resolution": name, "model": weighed.model.hash, **figures}


def _spread(weighed: WeighedFirms, things: Sequence[str]) -> list[str | None]:
    """Rules by pair, where what speaks against two mentions being one does so for all mentions that
    have the number of either."""
    pairs = [
        tuple(sorted((things[a], things[b])))
        for a, b in zip(weighed.left.tolist(), weighed.right.tolist(), strict=True)
    ]
    against = {
        pair: rule for pair, rule in zip(pairs, weighed.rules, strict=True) if rule in FIRMS_AGAINST
    }
    return [against.get(pair, rule) for pair, rule in zip(pairs, weighed.rules, strict=True)]


def _supposed(view: Judging, weighed: WeighedFirms, made: Made) -> Adopted:
    """What is proposed, as if it were adopted now."""
    act = view.act
    one = Adoption("adoption-supposed", 1 << 60, "", None, act.id, act.actor.id, act.opened_at)
    caps = weighed.model.caps
    return Adopted(one, tuple(made.edges), made.strong, caps, "organisation")


def _kept(weighed: WeighedFirms, things: Sequence[str]) -> Ints:
    """Pairs to keep: for review, and all that decide what a group comes to; none of what has one
    number."""
    thing = np.unique(things, return_inverse=True)[1]
    one, other = thing[weighed.left], thing[weighed.right]
    strong = weighed.weight >= weighed.model.caps.join
    graph = coo_array(
        (np.ones(int(strong.sum()), np.int8), (one[strong], other[strong])),
        shape=(len(things), len(things)),
    )
    group = connected_components(graph, directed=False)[1]
    worth = (group[one] == group[other]) | (weighed.weight >= _REVIEW)
    return np.flatnonzero(worth & (one != other))


def _edges(weighed: WeighedFirms, kept: Ints, ids: Sequence[str]) -> list[Edge]:
    levels = np.array([weighed.levels[one.name] for one in weighed.comparisons]).reshape(
        len(weighed.comparisons), -1
    )
    found = [
        Edge(
            ids[int(weighed.left[at])],
            ids[int(weighed.right[at])],
            round(float(weighed.weight[at]), 6),
            tuple(levels[:, at].tolist()),
            weighed.rules[at],
        )
        for at in kept.tolist()
    ]
    return sorted(found, key=lambda one: (one.a, one.b))
