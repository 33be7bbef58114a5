"""One row on its way: its mentions and links, and where they are."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from remit.errors import BadInput
from remit.ontology.types import TYPES, address, coordinate, grid, is_blank
from remit.store.drafts import Claim, LinkDraft, MentionDraft

__all__ = ["Building", "Columns", "put_address", "put_place", "slot_of"]

Columns = Mapping[str, Sequence[str]]
"""Meaning → columns that have it."""


@dataclass(slots=True)
class Building:
    """One row as it is being read."""

    raw: Mapping[str, str | None]
    unread: Counter[str]
    """Values by column that are not what the column holds; shared by all rows of a file."""
    mentions: dict[str, MentionDraft] = field(default_factory=dict)
    links: list[LinkDraft] = field(default_factory=list)

    def add(self, slot: str, kind: str, *rest: Any) -> str:
        """Add a mention; a slot taken already gets a number."""
        free, number = slot, 1
        while free in self.mentions:
            number += 1
            free = f"{slot}-{number}"
        self.mentions[free] = MentionDraft(free, kind, *rest)
        return free

    def link(self, kind: str, a: str | None, b: str) -> None:
        """Add a link from `a` to `b`, unless `a` is nobody."""
        if a is not None and a != b:
            self.links.append(LinkDraft(kind, a, b))

    def claim(
        self, prop: str, kind: str, column: str, read: Callable[[str], object] | None = None
    ) -> Claim | None:
        """The claim that a cell makes, its value None where it cannot be read; None for nothing.

        `read` reads the cell where the type alone does not know enough, such as today's date.
        """
        raw = self.raw.get(column)
        if raw is None or is_blank(raw):
            return None
        try:
            value = (read or TYPES[kind].clean)(raw)
        except BadInput:
            self.unread[column] += 1
            return prop, raw, None, column
        return None if value is None else (prop, raw, str(value), column)


def slot_of(group: str, kind: str) -> str:
    """Name of a slot: the group itself for its person, `group-kind` for its things.

    >>> slot_of("victim 2", "person"), slot_of("victim 2", "phone"), slot_of("", "phone")
    ('victim-2', 'victim-2-phone', 'phone')
    """
    mark = group.replace(" ", "-")
    return (mark or kind) if kind == "person" else f"{mark}-{kind}" if mark else kind


def put_address(
    row: Building,
    group: str,
    columns: Columns,
    owner: str | None,
    *,
    timed: bool,
    link: str = "lives-at",
) -> str | None:
    """Add the address or postcode of a group, linked to its person or organisation; its slot, or
    None.

    In a table of events (`timed`) an address need not be anyone's home: the two merely stand
    in the same record.
    """
    lines = [(c, row.raw.get(c) or "") for c in columns.get("address", ())]
    lines = [(c, text) for c, text in lines if not is_blank(text)]
    codes = (row.claim("postcode", "postcode", c) for c in columns.get("postcode", ()))
    code = next((c for c in codes if c), None)
    raw = ", ".join(text for _, text in lines)
    line = address.clean(raw) if lines else None
    if line is not None:
        claims: list[Claim] = [("address", raw, line, ", ".join(c for c, _ in lines))]
        claims += [code] if code else []
        uprns = (row.claim("uprn", "uprn", c) for c in columns.get("uprn", ()))
        claims += [claim for claim in uprns if claim]
        stated = code[2] or code[1] if code else ""
        label = line if stated in line else f"{line}, {stated}"
        key = address.key(line, code[2] if code else None)
        slot = row.add(slot_of(group, "address"), "address", key, label, None, tuple(claims))
    elif code and code[2]:
        slot = row.add(slot_of(group, "place"), "place", code[2], code[2], None, (code,))
    else:
        return None
    row.link("recorded-with" if timed else link, owner, slot)
    return slot


def put_place(row: Building, columns: Columns, swapped: bool | None) -> str | None:
    """Add the place of the row, by position and name; its slot, or None where none is stated.

    Raises `BadInput` for a position that cannot be.
    """
    point, column = _point(row.raw, columns, swapped)
    named = [c for c in columns.get("place", ()) if not is_blank(row.raw.get(c))]
    texts = [(row.raw[c] or "", c) for c in named]
    claims: list[Claim] = [("name", text, " ".join(text.split()), c) for text, c in texts]
    if point is None and not claims:
        return None
    label = claims[0][2] if claims else None
    key = None
    if point is not None:
        key = f"{point.lon:.6f}, {point.lat:.6f}"
        claims.insert(0, ("point", key, str(point), column))
    slot = row.add("place", "place", key, label or key, None, tuple(claims))
    if point is not None:
        stands = (s for s, m in row.mentions.items() if m.kind in ("address", "cell-site"))
        row.link("at-place", next(stands, None), slot)
    return slot


def _point(
    raw: Mapping[str, str | None], columns: Columns, swapped: bool | None
) -> tuple[coordinate.Point | None, str]:
    get = columns.get
    if (lon := get("longitude")) and (lat := get("latitude")):
        x, y = raw.get(lon[0]), raw.get(lat[0])
        if swapped:
            x, y = y, x
        within = coordinate.UNITED_KINGDOM if swapped is None else None
        return coordinate.pair(x, y, within=within), f"{lon[0]}, {lat[0]}"
    if (east := get("easting")) and (north := get("northing")):
        spot = grid.pair(raw.get(east[0]), raw.get(north[0]))
        return spot and grid.to_point(spot), f"{east[0]}, {north[0]}"
    if reference := get("grid"):
        spot = grid.clean(raw.get(reference[0]) or "")
        return spot and grid.to_point(spot), reference[0]
    return None, ""
