"""The verb `resolve.queue`: which two people somebody should look at next, and why.

What a machine may not join by itself comes first by how much hangs on it in this case, times how
uncertain it is: pairs near the threshold, pairs that a rule holds back, and steps that a cap or a
contradiction withheld. One pair stands for two entities: the strongest between them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log2
from typing import Any, Protocol

from remit.errors import NotFound
from remit.identity.adopting import Adopting, supposed_adopted
from remit.identity.held_back import TOLD
from remit.identity.judged import told_mentions
from remit.identity.judging import AGAINST, RESOLVE, Judging, counting, waiting
from remit.ontology.judged import proposed
from remit.store.adoptions import Adopted, in_force
from remit.store.entities import Entities
from remit.store.ids import kind_of
from remit.store.resolutions import Edge

__all__ = ["MOST", "latest", "queue"]

MOST = 100
"""Pairs that one answer shows at most: of so many, both sides are told (`MOST_MENTIONS`)."""

SECOND = "a first person has judged; a second must, who is not told what the first said"

_LOOKED_AT = 60
"""Pairs, by what hangs on them but products, whose products are counted too."""

_LITTLE = 0.2
"""How uncertain a pair is against which something speaks: families come after all others."""

_PRODUCT = 10
"""A product that cites a row weighs as much as so many events and links."""


class Reviewing(Adopting, Judging, Protocol):
    """What the queue, and who is sought, use of a View."""

    def kept(self, name: str, make: Callable[[Any], Any]) -> Any:
        """What `make` builds of the relations, built once for every act of the same scope."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Two entities that may be one, and why no machine says so."""

    edge: Edge
    weight: float
    reason: str
    uncertain: float
    """0 to 1."""


@RESOLVE.verb("queue")
def queue(view: Reviewing, *, limit: int = 20, kind: str = "person") -> dict[str, Any]:
    """Pairs of people, or of another KIND, for a person to judge, the most needed first: by what
    hangs on them in this case times how uncertain they are.

    It rests on the resolution that is adopted, else on the newest. Two of whom a pair was judged
    are left out, unless more speaks for another pair of theirs.
    `backlog` counts all that wait, by reason. Raises `NotFound` where nothing was proposed yet.
    """
    chosen, known = latest(view, proposed(kind))
    waiting = _waiting(view, chosen, known)
    view.check()
    ranked = _ranked(view, waiting, known)
    shown = ranked[: max(1, min(limit, MOST))]
    told = told_mentions(view, sorted({m for one, _ in shown for m in (one.edge.a, one.edge.b)}))
    by = {one["mention"]: one for one in told}
    sizes = _sizes(view, known, by)
    return {
        "kind": chosen.kind,
        "resolution": chosen.adoption.resolution,
        "adopted": chosen.adoption.id != "adoption-supposed",
        "pairs": [
            {
                "a": by[one.edge.a] | sizes[one.edge.a],
                "b": by[one.edge.b] | sizes[one.edge.b],
                "weight": round(one.weight, 2),
                "reason": one.reason,
                "uncertain": round(one.uncertain, 3),
                "use": use,
            }
            for one, use in shown
            if one.edge.a in by and one.edge.b in by
        ],
        "backlog": dict(sorted(Counter(one.reason for one in waiting).items())),
        "waiting": len(waiting),
    }


def latest(view: Adopting, kind: str = "person") -> tuple[Adopted, Entities]:
    """What is adopted of a kind, else the newest resolution as if it were; and the entities of it.

    Raises `NotFound` where there is neither.
    """
    now = in_force(view.proposals.adopted(), kind)
    if now is not None:
        return now, view.entities()
    listed = view.proposals.listed(kind)
    if not listed:
        raise NotFound("nothing was proposed yet for what this act may see: use resolve.propose")
    supposed = supposed_adopted(view, listed[0].id)
    return supposed, view.entities(supposing=(supposed,))


def _waiting(view: Reviewing, chosen: Adopted, known: Entities) -> list[_Waiting]:
    """Everything that waits, one for two entities."""
    review = view.proposals.one(chosen.adoption.resolution).figures["review"]
    every = view.judgements()
    judged = set(counting(every))
    first = waiting(every)
    me = view.act.actor.id
    judged = (judged - set(first)) | {pair for pair, one in first.items() if one.made_by == me}
    answered = _answered(judged, chosen, known)
    withheld = {
        tuple(sorted((known.stands_for(one.one[0]), known.stands_for(one.other[0])))): one
        for one in known.withheld
    }
    best: dict[tuple[str, ...], Edge] = {}
    for edge in chosen.edges:
        ends = tuple(sorted((known.stands_for(edge.a), known.stands_for(edge.b))))
        pair = _pair(edge, known)
        if ends[0] == ends[1] or pair in judged:
            continue
        if edge.weight < review and ends not in withheld:
            continue
        if edge.weight <= answered.get(ends, -inf):
            continue
        strength = pair in first, edge.weight
        if ends not in best or strength > (_pair(best[ends], known) in first, best[ends].weight):
            best[ends] = edge
    found = []
    for ends, edge in sorted(best.items()):
        step = withheld.get(ends)
        if _pair(edge, known) in first:
            found.append(_Waiting(edge, edge.weight, SECOND, 1.0))
        elif step is not None:
            found.append(_Waiting(edge, step.weight, step.reason, 1.0))
        elif edge.held is not None:
            uncertain = _LITTLE if edge.held in AGAINST else 1.0
            found.append(_Waiting(edge, edge.weight, TOLD.get(edge.held, edge.held), uncertain))
        else:
            near = edge.weight - chosen.caps.join
            reason = "near the weight from which two are joined"
            found.append(_Waiting(edge, edge.weight, reason, _entropy(near)))
    return found


def _answered(
    judged: Collection[tuple[str, str]], chosen: Adopted, known: Entities
) -> dict[tuple[str, ...], float]:
    """The most that speaks for two entities of whom a person judged a pair, in bits, of what was
    judged: they wait again only where more has come. Without bound where it was never weighed."""
    weighed: dict[tuple[str, ...], float] = {}
    for edge in chosen.edges:
        pair = _pair(edge, known)
        weighed[pair] = max(edge.weight, weighed.get(pair, -inf))
    found: dict[tuple[str, ...], float] = {}
    for a, b in judged:
        ends = tuple(sorted((known.stands_for(a), known.stands_for(b))))
        found[ends] = max(found.get(ends, -inf), weighed.get((a, b), inf))
    return found


def _ranked(
    view: Reviewing, waiting: Sequence[_Waiting], known: Entities
) -> list[tuple[_Waiting, int]]:
    """What waits with how much hangs on it, the most needed first."""
    things = sorted({m for one in waiting for end in _ends(one, known) for m in end})
    of = _mentions(view, things)
    named = sorted({m for some in of.values() for m in some})
    hangs = {row["mention"]: int(row["n"]) for row in view.run(_HANGS, {"ids": named}).to_pylist()}

    def use(one: _Waiting) -> int:
        return sum(hangs.get(m, 0) for end in _ends(one, known) for t in end for m in of[t])

    def order(item: tuple[_Waiting, int]) -> tuple[float, str, str]:
        one, used = item
        return -one.uncertain * log2(2 + used), one.edge.a, one.edge.b

    first = sorted(((one, use(one)) for one in waiting), key=order)
    rows = view.run(_ROWS, {"ids": named}).to_pylist()
    at = {row["id"]: (row["load"], row["pos"]) for row in rows}
    cited = [
        (one, used + _PRODUCT * len(_products(view, _ends(one, known), of, at)))
        for one, used in first[:_LOOKED_AT]
    ]
    return sorted(cited, key=order) + first[_LOOKED_AT:]


def _products(
    view: Reviewing,
    ends: Iterable[Sequence[str]],
    of: Mapping[str, Sequence[str]],
    at: Mapping[str, tuple[str, int]],
) -> Mapping[str, int]:
    return view.resting(at[m] for end in ends for one in end for m in of[one] if m in at)


def _ends(one: _Waiting, known: Entities) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return known.entity(one.edge.a).mentions, known.entity(one.edge.b).mentions


def _entropy(bits: float) -> float:
    """How uncertain odds of so many bits are: 1 for even odds, near 0 for clear ones.

    >>> _entropy(0.0), round(_entropy(4.75), 3)
    (1.0, 0.223)
    """
    p: float = 1 / (1 + 2.0**-bits)
    return sum((-x * log2(x) for x in (p, 1 - p) if 0 < x < 1), 0.0)


def _pair(edge: Edge, known: Entities) -> tuple[str, str]:
    """The two that an edge is of, as they are judged."""
    a, b = sorted((known.thing(edge.a), known.thing(edge.b)))
    return a, b


def _mentions(view: Reviewing, things: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The mentions in view of each of some things; a person's mention stands for itself."""
    if all(kind_of(one) == "person" for one in things):
        return {one: (one,) for one in things}
    return dict.fromkeys(things, ()) | dict(view.mentions_of(things))


def _sizes(view: Reviewing, known: Entities, mentions: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Of each mention its entity, and how many mentions that has."""
    entities = {mention: known.entity(mention) for mention in mentions}
    of = _mentions(view, sorted({m for one in entities.values() for m in one.mentions}))
    return {
        mention: {"entity": one.id, "mentions": sum(len(of[m]) for m in one.mentions)}
        for mention, one in entities.items()
    }


_HANGS = """
SELECT mention, count(*) AS n FROM (
    SELECT link.a AS mention FROM link WHERE link.a IN (SELECT unnest($ids))
    UNION ALL
    SELECT link.b AS mention FROM link WHERE link.b IN (SELECT unnest($ids))
    UNION ALL
    SELECT here.id AS mention FROM event_by_time AS event
    INNER JOIN (
        SELECT id, load, pos FROM mention WHERE id IN (SELECT unnest($ids))
    ) AS here ON here.load = event.load AND here.pos = event.pos
) GROUP BY mention
"""

_ROWS = "SELECT id, load, pos FROM mention WHERE id IN (SELECT unnest($ids)) ORDER BY id"
