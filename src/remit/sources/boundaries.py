"""Boundary files: each feature a place, with its outline, its course or its point."""

import json
import re
from collections.abc import Mapping, Sequence

from remit.errors import BadInput
from remit.ontology.types import is_blank, shape
from remit.ontology.types.coordinate import Point, pair
from remit.sources.columns import ColumnPlan
from remit.sources.profile import plain_header
from remit.sources.readers.geojson import GEOMETRY, LAYER
from remit.store.drafts import Claim, MentionDraft, RowDraft

__all__ = ["BOUNDARIES", "Boundaries", "columns"]

BOUNDARIES = "boundaries"
"""Id of the profile."""

_AREA = re.compile(r"[A-Z]\d{8}")
"""A nine-character code of the Office for National Statistics."""


def columns(header: Sequence[str]) -> tuple[ColumnPlan, ...]:
    """What each column of a file of features is read as.

    The first that ends in `cd` or `code` is the code of the area, the first that ends in `nm` or
    `name` its name, as the Office for National Statistics writes them.
    """
    found = {LAYER: "layer", GEOMETRY: "outline"}
    for means, ends in (("area", ("cd", "code")), ("area_name", ("nm", "name"))):
        fitting = (c for c in header if c not in found and plain_header(c).endswith(ends))
        if (column := next(fitting, None)) is not None:
            found[column] = means
    said, other = f"profile {BOUNDARIES}", "not in the profile: kept in the record"
    return tuple(
        ColumnPlan(c, found.get(c, "record"), evidence=(said if c in found else other,))
        for c in header
    )


class Boundaries:
    """Maps the features of one file."""

    def __init__(self, planned: Sequence[ColumnPlan]) -> None:
        self._of = {column.means: column.column for column in planned}

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """One place. Raises `BadInput` for a feature without a geometry that can be read."""
        claims: list[Claim] = []
        drawn = raw.get(GEOMETRY)
        if drawn is None:
            raise BadInput("the feature has no geometry")
        key = None
        if (spot := _point(drawn)) is not None:
            key = f"{spot.lon:.6f}, {spot.lat:.6f}"
            claims.append(("point", key, str(spot), GEOMETRY))
        else:
            claims.append(("shape", drawn, str(shape.clean(drawn)), GEOMETRY))
        code, name = self._said(raw, "area"), self._said(raw, "area_name")
        if code and _AREA.fullmatch(code):
            key = code
            claims.append(("area", code, code, self._of["area"]))
        if name:
            claims.append(("name", name, " ".join(name.split()), self._of["area_name"]))
        if layer := raw.get(LAYER):
            claims.append(("layer", layer, layer, LAYER))
        label = name or code or key
        mention = MentionDraft("place", "place", key, label, None, tuple(claims))
        return RowDraft(pos, raw, (mention,))

    def notes(self) -> list[str]:
        """Nothing is noticed that rejects no row."""
        return []

    def _said(self, raw: Mapping[str, str | None], means: str) -> str | None:
        text = raw.get(self._of.get(means, ""))
        return None if text is None or is_blank(text) else " ".join(text.split())


def _point(drawn: str) -> Point | None:
    """The point that a geometry is; None for any other geometry."""
    said = json.loads(drawn)
    corner = said.get("coordinates") if said.get("type") == "Point" else None
    if not isinstance(corner, list) or len(corner) not in (2, 3):
        return None
    return pair(str(corner[0]), str(corner[1]))
