"""The verb `resolve.edges`: what a machine says for and against two mentions being one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from remit.errors import NotFound
from remit.identity.comparisons import Comparison
from remit.identity.ends import mentions_of, stands, thing
from remit.identity.firm_levels import COMPARISONS
from remit.identity.held_back import TOLD
from remit.identity.judged import told_mentions
from remit.identity.judging import RESOLVE, counting
from remit.identity.model import Model
from remit.identity.prepared import prepare
from remit.identity.reviewing import Reviewing, latest
from remit.identity.waterfall import waterfall
from remit.ontology.judged import proposed
from remit.store.adoptions import Adopted
from remit.store.entities import Entities
from remit.store.ids import kind_of
from remit.store.resolutions import Edge, Resolution

__all__ = ["between", "comparisons_of", "edges"]

MOST = 50
"""Edges that one answer shows at most; how many there are in all is said."""


@RESOLVE.verb("edges")
def edges(view: Reviewing, entity: str, *, other: str | None = None) -> dict[str, Any]:
    """The scored reasons to think the mentions of ENTITY one with others, the strongest first.

    Each edge has its match weight in bits and the parts that add up to it, in words, by one model,
    and whether a rule holds it back or a person judged the two. It is an assessment and joins
    nobody by itself. `other` asks for the edges between two. Raises `NotFound`.
    """
    one = thing(view, stands(view, entity).mention)
    chosen, known = latest(view, proposed(kind_of(one)))
    mentions = set(mentions_of(view, known.entity(one).mentions))
    asked: set[str] = set()
    if other:
        there = thing(view, stands(view, other).mention)
        asked = set(mentions_of(view, known.entity(there).mentions))
    found = [
        edge
        for edge in chosen.edges
        if (edge.a in mentions or edge.b in mentions)
        and (not asked or edge.a in asked or edge.b in asked)
    ]
    named = told_mentions(view, sorted(mentions))
    found.sort(key=lambda edge: (-edge.weight, edge.a, edge.b))
    if other and not found:
        raise NotFound("these two were not worth comparing: they share too little")
    return {
        "entity": known.stands_for(one),
        "kind": kind_of(one),
        "label": min((one["label"] for one in named if one["label"] is not None), default=None),
        "resolution": chosen.adoption.resolution,
        "adopted": chosen.adoption.id != "adoption-supposed",
        "edges": _told(view, chosen, found[:MOST], known),
        "edges_in_all": len(found),
    }


def between(
    view: Reviewing, kind: str, ones: Collection[str], others: Collection[str]
) -> dict[str, Any] | None:
    """The strongest edge between two sets of mentions of one kind, as `edges` tells it; None where
    none is."""
    try:
        chosen, known = latest(view, kind)
    except NotFound:
        return None
    found = [
        edge
        for edge in chosen.edges
        if (edge.a in ones and edge.b in others) or (edge.b in ones and edge.a in others)
    ]
    if not found:
        return None
    best = min(found, key=lambda edge: (-edge.weight, edge.a, edge.b))
    return _told(view, chosen, [best], known)[0]


def _told(
    view: Reviewing, chosen: Adopted, found: Sequence[Edge], known: Entities
) -> list[dict[str, Any]]:
    resolution = view.proposals.one(chosen.adoption.resolution)
    model = Model.read(view.proposals.model(resolution.id))
    comparisons = comparisons_of(resolution)
    titles = resolution.figures["titles"]
    named = told_mentions(view, sorted({m for edge in found for m in (edge.a, edge.b)}))
    by = {one["mention"]: one for one in named}
    verdicts = {pair: one.verdict for pair, one in counting(view.judgements()).items()}

    def judged(edge: Edge) -> str | None:
        a, b = sorted((known.thing(edge.a), known.thing(edge.b)))
        return verdicts.get((a, b))

    return [
        {
            "a": by.get(edge.a),
            "b": by.get(edge.b),
            "one_entity": known.stands_for(edge.a) == known.stands_for(edge.b),
            "weight": round(edge.weight, 2),
            "held": TOLD.get(edge.held, edge.held) if edge.held else None,
            "judged": judged(edge),
            "model": model.hash,
            "basis": "assessment",
            "why": [
                {
                    "feature": step.feature,
                    "columns": step.columns,
                    "weight": round(step.weight, 2),
                    "words": step.words,
                    "silent": step.silent,
                }
                for step in waterfall(
                    model,
                    comparisons,
                    titles,
                    dict(zip((c.name for c in comparisons), edge.levels, strict=True)),
                    resolution.kind,
                )
            ],
        }
        for edge in found
    ]


def comparisons_of(resolution: Resolution) -> tuple[Comparison, ...]:
    """What was compared, in the order of an edge's levels."""
    means: Mapping[str, str] = resolution.figures["columns"]
    if resolution.kind == "organisation":
        return tuple(COMPARISONS[name] for name in resolution.figures["comparisons"])
    every = prepare({column: [] for column in means}, means, {}).comparisons
    return tuple(one for one in every if one.name in resolution.figures["comparisons"])
