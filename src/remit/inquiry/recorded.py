"""Who is recorded with a number, a handset or an account: what records state, and nobody's guess.

Keepers of vehicles are not asked for here: a mark that is cloned belongs to somebody else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from remit.inquiry.finding import Evidence
from remit.inquiry.found import Reader

__all__ = ["EACH", "STATED", "Recorded", "recorded", "told"]

STATED = {
    "uses-phone": "is recorded as using",
    "uses-handset": "is recorded as using",
    "uses-sim": "is recorded as using",
    "holds-account": "is recorded as holding",
    "holds-card": "is recorded as holding",
}
"""Links that say whose a thing is, and how they are said."""

EACH = 3
"""People or organisations told of one thing; with more, that there are more is said."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Somebody whom a record puts with a thing."""

    entity: str
    label: str
    thing: str
    thing_label: str
    kind: str
    """The link."""
    rows: tuple[tuple[str, int], ...]


def recorded(view: Reader, things: Iterable[str]) -> dict[str, list[Recorded]]:
    """By thing, who is recorded with it, those with most records first, ties by id."""
    asked = {"ids": sorted(set(things)), "kinds": sorted(STATED)}
    grouped: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    labels: dict[str, str] = {}
    for row in view.run(_RECORDED, asked).to_pylist():
        grouped[row["thing"], row["entity"], row["kind"]].append((row["load"], row["pos"]))
        for name in ("thing", "entity"):
            if row[f"{name}_label"]:
                labels.setdefault(row[name], row[f"{name}_label"])
    found: dict[str, list[Recorded]] = defaultdict(list)
    for (thing, entity, kind), rows in sorted(
        grouped.items(), key=lambda one: (one[0][0], -len(one[1]), one[0])
    ):
        said = labels.get(entity, "somebody not named"), thing, labels.get(thing, thing)
        found[thing].append(Recorded(entity, *said, kind, tuple(dict.fromkeys(rows))))
    return dict(found)


def told(view: Reader, things: Iterable[str]) -> tuple[tuple[str, ...], list[Evidence]]:
    """Ids of those recorded with the things, and a statement with rows for each."""
    people: dict[str, None] = {}
    said: list[Evidence] = []
    for some in recorded(view, things).values():
        for one in some[:EACH]:
            people[one.entity] = None
            said.append(
                Evidence(f"{one.label} {STATED[one.kind]} {one.thing_label}.", one.rows[:EACH])
            )
        if len(some) > EACH:
            label = some[0].thing_label
            said.append(Evidence(f"{len(some) - EACH:,} more are recorded with {label}."))
    return tuple(people), said


_RECORDED = """
SELECT b AS thing, b_label AS thing_label, a AS entity, a_label AS entity_label, kind, load, pos
FROM linked
WHERE kind IN (SELECT unnest($kinds)) AND b IN (SELECT unnest($ids))
ORDER BY thing, entity, kind, load, pos
"""
