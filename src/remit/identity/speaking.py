"""What speaks for and against two numbers being one thing that was misread: in words, from rows.

Nothing here is weighed or added up: a person reads it. What speaks against makes it two people's
decision.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any, Protocol

__all__ = ["Spoken", "speaking"]

Spoken = dict[str, list[str]]
"""`for` and `against`, in words."""

_AT_ONCE = 30.0
"""Seconds between two reads by one camera in which one vehicle does not pass it twice."""

_FASTEST = 70.0
"""Metres a second (250 km/h) beyond which no vehicle went from one place to the other."""

_NEAR = 1_000.0
"""Metres below which positions are too rough to tell how fast something went."""

_OFTEN = 10
"""Times as many rows from which one number is met often and the other is not."""

_READS = 5_000
"""Events of two numbers that are gone through, the first in time."""

Row = Mapping[str, Any]
Said = Iterator[tuple[str, str]]


class Asking(Protocol):
    """What this uses of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""


def speaking(view: Asking, kind: str, a: str, b: str) -> Spoken:
    """What speaks for and against two entities of a kind being one, of what is in view."""
    found: Spoken = {"for": [], "against": []}
    for rule in (*_RULES.get(kind, ()), _rows):
        for side, words in rule(view, a, b):
            found[side].append(words)
    return found


def _reads(view: Asking, a: str, b: str) -> Said:
    rows: list[Row] = view.run(_EVENTS, {"ids": [a, b]}).to_pylist()
    turns, against = 0, False
    for one, other in pairwise(rows):
        if one["thing"] == other["thing"]:
            continue
        turns += 1
        seconds = (other["begin"] - one["begin"]).total_seconds()
        if _one_place(one, other) and seconds <= _AT_ONCE:
            against = True
            said = f"both stand at one place {seconds:.0f} seconds apart, {_when(one)}"
            yield "against", f"{said}: two vehicles, unless a camera read one twice"
        elif _apart(one, other) > _FASTEST * seconds:
            against = True
            said = f"{_apart(one, other) / 1000:.0f} km apart within {seconds / 60:.0f} minutes"
            yield "against", f"{said}, {_when(one)}: no vehicle goes as fast"
        if against:
            return
    if turns:
        yield "for", f"met in turn {turns} times, and one vehicle could have been at every place"


def _one_place(one: Row, other: Row) -> bool:
    return bool(one["place"] is not None and one["place"] == other["place"])


def _apart(one: Row, other: Row) -> float:
    """Great-circle distance in metres; 0 where a position is missing, or they are too near."""
    if None in (one["lon"], one["lat"], other["lon"], other["lat"]):
        return 0.0
    (x, y), (u, v) = ((radians(r["lon"]), radians(r["lat"])) for r in (one, other))
    part = sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2
    far = 2 * 6_371_000 * asin(sqrt(part))
    return far if far > _NEAR else 0.0


def _when(row: Row) -> str:
    return f"on {row['begin']:%d %B %Y at %H:%M}"


def _values(*properties: tuple[str, str]) -> Callable[[Asking, str, str], Said]:
    """Properties that one thing has one of: the same speaks for, others speak against."""

    def rule(view: Asking, a: str, b: str) -> Said:
        for name, called in properties:
            one, other = (_said(view, name, end) for end in (a, b))
            if one and other:
                same = one & other
                words = sorted(same or one | other)
                how = "the same" if same else "another"
                yield ("for" if same else "against"), f"{how} {called}: {' / '.join(words)}"

    return rule


def _said(view: Asking, name: str, entity: str) -> set[str]:
    rows = view.run(_SAID, {"id": entity, "name": name}).to_pylist()
    return {" ".join(str(row["said"]).lower().split()) for row in rows}


def _linked(
    kind: str, shared: str, apart: str | None = None, one_only: str | None = None
) -> Callable[[Asking, str, str], Said]:
    """Links to others: to the same one speaks for; other words where both, or one, have others."""

    def rule(view: Asking, a: str, b: str) -> Said:
        one, other = (
            {r["end"] for r in view.run(_LINKED, {"id": end, "kind": kind}).to_pylist()}
            for end in (a, b)
        )
        if one & other:
            yield "for", shared
        elif one and other and apart:
            yield "against", apart
        elif (one or other) and one_only:
            yield "for", one_only

    return rule


def _between(view: Asking, a: str, b: str) -> Said:
    (row,) = view.run(_BETWEEN, {"a": a, "b": b}).to_pylist()
    if row["n"]:
        yield "against", f"{row['n']:,} calls or payments between the two: both are in use"


def _common(view: Asking, a: str, b: str) -> Said:
    (row,) = view.run(_COMMON, {"a": a, "b": b}).to_pylist()
    if row["n"] > 1:
        yield "for", f"{row['n']:,} others were in contact with both"


def _rows(view: Asking, a: str, b: str) -> Said:
    rows = {r["entity"]: int(r["n"]) for r in view.run(_ROWS, {"ids": [a, b]}).to_pylist()}
    few, many = sorted((rows.get(a, 0), rows.get(b, 0)))
    if few and many >= _OFTEN * few:
        yield "for", f"one stands in {many:,} rows, the other in {few:,}"


_RULES: Mapping[str, Sequence[Callable[[Asking, str, str], Said]]] = {
    "vehicle": (
        _reads,
        _values(("make", "make"), ("colour", "colour"), ("chassis", "chassis number")),
        _linked(
            "keeper-of-vehicle",
            "one keeper is recorded of both",
            "each has a keeper on record, not the same",
            "one of both has a keeper on record, the other none",
        ),
    ),
    "phone": (_between, _common, _linked("uses-phone", "somebody is recorded as using both")),
    "handset": (_linked("handset-with-sim", "one SIM is recorded in both"),),
    "account": (
        _between,
        _values(("holder", "name on the account")),
        _linked("holds-account", "somebody is recorded as holding both"),
    ),
    "address": (
        _values(("uprn", "property reference")),
        _linked("lives-at", "somebody is recorded as living at both"),
        _linked("based-at", "an organisation is recorded at both"),
    ),
}

_EVENTS = f"""
SELECT thing, "begin", place, lon, lat FROM event_by_thing
WHERE thing IN (SELECT unnest($ids)) AND "begin" IS NOT NULL
ORDER BY "begin", thing, id LIMIT {_READS}
"""

_SAID = """
SELECT DISTINCT coalesce(value, raw) AS said FROM said
WHERE entity = $id AND property = $name AND coalesce(value, raw) IS NOT NULL ORDER BY said
"""

_LINKED = """
SELECT DISTINCT CASE WHEN a = $id THEN b ELSE a END AS "end" FROM linked
WHERE kind = $kind AND (a = $id OR b = $id) ORDER BY "end"
"""

_BETWEEN = """
SELECT count(DISTINCT id) AS n FROM event_by_thing WHERE thing = $a AND other = $b
"""

_COMMON = """
SELECT count(*) AS n FROM (
    SELECT other FROM event_by_thing WHERE thing = $a AND other IS NOT NULL
    INTERSECT
    SELECT other FROM event_by_thing WHERE thing = $b AND other IS NOT NULL
)
"""

_ROWS = """
SELECT thing AS entity, count(DISTINCT (load, pos)) AS n FROM mention
WHERE thing IN (SELECT unnest($ids)) GROUP BY thing ORDER BY thing
"""
