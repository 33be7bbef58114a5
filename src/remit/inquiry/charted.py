"""A set as a chart: what `around` gives, with a place for each thing and the roles of people."""

from collections.abc import Sequence
from typing import Any

from remit.inquiry.around import CHART_ROWS, around
from remit.inquiry.layout import layout
from remit.inquiry.show import Connected

__all__ = ["charted"]


def charted(
    view: Connected,
    entities: Sequence[str],
    *,
    grow: bool,
    limit: int,
    of: Sequence[str] | None = None,
    rows_each: int = CHART_ROWS,
) -> dict[str, Any]:
    """What `around` gives, each thing with `x` and `y`, pixels from the top left, and `roles`.

    The same things and connections stand in the same places, however many rows are named with
    each. Raises what `around` raises.
    """
    found = around(view, entities, grow=grow, of=of, limit=limit, rows_each=rows_each)
    things, joined = found["things"], found["connections"]
    view.check()
    number = {thing["entity"]: n for n, thing in enumerate(things)}
    places = layout(len(things), [(number[one["a"]], number[one["b"]]) for one in joined])
    view.check()
    roles = _roles(view, [thing["entity"] for thing in things])
    drawn = [
        {**thing, "roles": roles.get(thing["entity"], []), "x": x, "y": y}
        for thing, (x, y) in zip(things, places.tolist(), strict=True)
    ]
    return {**found, "things": drawn}


def _roles(view: Connected, entities: Sequence[str]) -> dict[str, list[str]]:
    rows = view.run(_ROLES, {"ids": list(entities)}).to_pylist()
    return {row["id"]: row["roles"] for row in rows}


_ROLES = """
SELECT coalesce(thing, id) AS id, list(DISTINCT role ORDER BY role) AS roles FROM mention
WHERE kind = 'person' AND role IS NOT NULL AND coalesce(thing, id) IN (SELECT unnest($ids))
GROUP BY coalesce(thing, id)
ORDER BY id
"""
