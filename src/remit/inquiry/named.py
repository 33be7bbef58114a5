"""What things are called: by what records mention, else by what events give as their identifier."""

from collections.abc import Iterable
from dataclasses import dataclass

from remit.inquiry.found import Reader
from remit.store.ids import kind_of

__all__ = ["NAMELESS", "Named", "named", "now"]

NAMELESS = "not named"
"""What a thing is called of which no record says a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """The kind of a thing, and what it is called."""

    kind: str
    label: str


def named(view: Reader, entities: Iterable[str]) -> dict[str, Named]:
    """Kind and label of those of `entities` that are in view, by id."""
    asked = sorted(set(entities))
    rows = view.run(_MENTIONED, {"ids": asked}).to_pylist()
    said = {row["entity"]: (row["kind"], row["label"]) for row in rows}
    left = [one for one in asked if said.get(one, (None, None))[1] is None]
    if left:
        rows = view.run(_IN_EVENTS, {"ids": left}).to_pylist()
        said |= {row["entity"]: (kind_of(row["entity"]), row["label"]) for row in rows}
    return {one: Named(kind, label or NAMELESS) for one, (kind, label) in said.items()}


def now(view: Reader, entity: str) -> str:
    """The id that an id means today: that of the entity which a mention was judged to belong to,
    or which took an entity up that was there before."""
    found: str = view.entities().stands_for(entity)
    return found


_MENTIONED = """
SELECT entity, min(kind) AS kind, min(label) AS label FROM (
    SELECT thing AS entity, kind, label FROM mention WHERE thing IN (SELECT unnest($ids))
    UNION ALL
    SELECT id AS entity, kind, label FROM mention
    WHERE thing IS NULL AND id IN (SELECT unnest($ids))
)
GROUP BY entity
ORDER BY entity
"""

_IN_EVENTS = """
SELECT thing AS entity, min(value) AS label FROM event_by_thing
WHERE thing IN (SELECT unnest($ids))
GROUP BY thing
ORDER BY thing
"""
