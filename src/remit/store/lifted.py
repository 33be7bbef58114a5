"""What was adopted of mentions, taken as of the things that their numbers say they are of. Pure."""

from collections.abc import Mapping, Set

from remit.store.adoptions import Adopted

__all__ = ["lifted_edges", "lifted_marks"]

_HELD = 0.0
"""Bits that an edge counts at most where a rule holds it back: it does not join, and the pair was
worth comparing."""

Things = Mapping[str, str]
"""By mention, the thing that it is of, where that is known by a number."""


def lifted_edges(
    adopted: Adopted, visible: Set[str], things: Things
) -> dict[tuple[str, str], float]:
    """By pair of what is joined, the weight of the best edge of two visible mentions of both; one
    that a rule holds back counts only where there is no other."""
    found: dict[tuple[str, str], tuple[bool, float]] = {}
    for edge in adopted.edges:
        if edge.a in visible and edge.b in visible:
            a, b = sorted((things.get(edge.a, edge.a), things.get(edge.b, edge.b)))
            free = edge.held is None
            one = free, edge.weight if free else min(edge.weight, _HELD)
            if a != b:
                found[a, b] = max(one, found.get((a, b), one))
    return {pair: weight for pair, (_, weight) in found.items()}


def lifted_marks(adopted: Adopted, things: Things) -> tuple[dict[str, str], ...]:
    """By strong identifier, what it says of each; of two marks the first in order."""
    return tuple(
        {
            things.get(mention, mention): mark
            for mention, mark in sorted(known.items(), key=lambda one: one[1], reverse=True)
        }
        for _, known in sorted(adopted.strong.items())
    )
