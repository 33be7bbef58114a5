"""The verb `resolve.misread`: numbers in view that may be one thing, misread or mistyped.

They are candidates and nothing more: no machine joins them, whatever speaks for it, and nothing can
be adopted. A person judges two of them, and what was written stays as it was.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from remit.identity.judged import told_mentions
from remit.identity.judging import RESOLVE, counting
from remit.identity.likeness import LIKE, alike, likeness
from remit.identity.reviewing import Reviewing
from remit.identity.speaking import speaking
from remit.ontology.judged import misread as kind_misread

__all__ = ["how_alike", "misread"]

MOST = 50
"""Pairs that one answer shows at most."""

Pair = tuple[str, str, str]


@RESOLVE.verb("misread")
def misread(view: Reviewing, *, kind: str = "vehicle", limit: int = 20) -> dict[str, Any]:
    """Numbers in view of one KIND that may be one, misread or mistyped; none is joined by it.

    Registration marks that look alike, telephone numbers with a digit lost or two changed places,
    IMEIs of which one has no check digit, accounts with two digits changed places, addresses
    written otherwise. Each pair has how it is alike and what speaks `for` and `against` it;
    look-alikes come first, then those of which one is met hardly and the other often. Judge two
    with `resolve.judge`. Pairs that were judged are left out.
    """
    of = kind_misread(kind)
    pairs = view.kept(f"misread {of}", lambda asked: _pairs(asked, of))
    known = view.entities()
    judged = {
        frozenset((known.stands_for(a), known.stands_for(b)))
        for a, b in counting(view.judgements())
    }
    entity = {value: name for name, value in _numbers(view, of, _ends(pairs))}
    waiting = [
        pair
        for pair in pairs
        if entity[pair[0]] != entity[pair[1]]
        and frozenset((entity[pair[0]], entity[pair[1]])) not in judged
    ]
    view.check()
    shown = waiting[: max(1, min(limit, MOST))]
    first = _first(view, of, _ends(shown))
    told = {one["mention"]: one for one in told_mentions(view, sorted(set(first.values())))}
    return {
        "kind": of,
        "pairs": [
            {
                "a": told[first[a]] | {"entity": entity[a], "value": a},
                "b": told[first[b]] | {"entity": entity[b], "value": b},
                "how": how,
                **speaking(view, of, entity[a], entity[b]),
            }
            for a, b, how in shown
            if first[a] in told and first[b] in told
        ],
        "waiting": len(waiting),
        "basis": "assessment",
    }


def how_alike(view: Reviewing, kind: str, a: str, b: str) -> dict[str, Any] | None:
    """How the numbers of two entities are alike, and what speaks for and against their being one;
    None for kinds that have no number to misread."""
    if kind not in LIKE:
        return None
    values = {end: [v for name, v in _numbers(view, kind, None, (end,))] for end in (a, b)}
    how = (likeness(kind, one, other) for one in values[a] for other in values[b])
    return {"how": next((one for one in how if one), None), **speaking(view, kind, a, b)}


def _pairs(asked: Any, kind: str) -> list[Pair]:
    """Pairs of numbers that are alike: look-alikes first, then those of which one is met hardly
    and the other often, as a slip is."""
    rows = asked.run(_MET[kind == "address"], _asked(kind)).to_pylist()
    met = {row["value"]: int(row["n"]) for row in rows}
    found = alike(kind, met)

    def order(one: Pair) -> tuple[bool, int, int, Pair]:
        few, many = sorted((met[one[0]], met[one[1]]))
        return "look-alikes" not in one[2], few, -many, one

    return sorted(found, key=order)


def _numbers(
    view: Any, kind: str, values: Iterable[str] | None, of: Iterable[str] | None = None
) -> list[tuple[str, str]]:
    """Entities with their normalised numbers: of some numbers, or of some entities."""
    wanted = sorted(set(values)) if values is not None else []
    entities = sorted(set(of)) if of is not None else []
    asked = {**_asked(kind), "values": wanted, "ids": entities}
    rows = view.run(_OF[kind == "address"], asked).to_pylist()
    return [(row["entity"], row["value"]) for row in rows]


def _first(view: Any, kind: str, values: Iterable[str]) -> Mapping[str, str]:
    """The first mention of each number."""
    asked = {**_asked(kind), "values": sorted(set(values))}
    rows = view.run(_FIRST[kind == "address"], asked).to_pylist()
    return {row["value"]: row["mention"] for row in rows}


def _asked(kind: str) -> dict[str, Any]:
    return {"kind": kind, "property": LIKE[kind]}


def _ends(pairs: Iterable[Pair]) -> set[str]:
    return {value for a, b, _ in pairs for value in (a, b)}


_PLAIN = """
SELECT entity, value, load, pos FROM said
WHERE kind = $kind AND property = $property AND value IS NOT NULL
"""

_ADDRESSES = """
SELECT
    line.entity,
    line.value || coalesce(', ' || code.value, '') AS value,
    line.load,
    line.pos
FROM said AS line
LEFT JOIN said AS code
    ON code.entity = line.entity AND code.load = line.load AND code.pos = line.pos
        AND code.property = 'postcode'
WHERE line.kind = $kind AND line.property = $property AND line.value IS NOT NULL
"""
"""An address with the postcode that stands beside it."""

_MET = tuple(
    f"SELECT value, count(DISTINCT (load, pos)) AS n FROM ({one}) GROUP BY value ORDER BY value"
    for one in (_PLAIN, _ADDRESSES)
)

_OF = tuple(
    f"SELECT DISTINCT entity, value FROM ({one}) WHERE value IN (SELECT unnest($values)) "
    "OR entity IN (SELECT unnest($ids)) ORDER BY entity, value"
    for one in (_PLAIN, _ADDRESSES)
)

_FIRST = tuple(
    f"SELECT numbers.value, min(mention.id) AS mention FROM ({one}) AS numbers "
    "INNER JOIN mention ON mention.thing = numbers.entity AND mention.load = numbers.load "
    "AND mention.pos = numbers.pos "
    "WHERE numbers.value IN (SELECT unnest($values)) GROUP BY numbers.value ORDER BY numbers.value"
    for one in (_PLAIN, _ADDRESSES)
)
