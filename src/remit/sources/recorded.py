"""Rows that are events at published places: recorded crime, outcomes, stop and search.

A snap point is a place that many rows share, so what it says is worked out once for each.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from remit.errors import BadInput
from remit.ontology.types import coordinate
from remit.ontology.types import time as times
from remit.sources.counting import counted
from remit.sources.mapping import month_span
from remit.sources.profile import Profile
from remit.store.drafts import Claim, EventDraft, LinkDraft, MentionDraft, RowDraft

__all__ = ["RecordedEvents"]

_AREA = re.compile(r"[A-Z0-9]{8,9}")
_NO_STREET = frozenset({"on or near", "no location", ""})
_WITHIN = (LinkDraft("within", "place", "area"),)
_REMEMBERED = 1_000_000
"""References remembered to tell repeats; beyond, repeats are not counted."""

_KEPT = 200_000
"""Readings kept for cells that come again; then they are worked out anew."""

_FEW = 5
"""Rows of one force in a district below which the district is named as unusual."""


@dataclass(frozen=True, slots=True)
class _Where:
    """What the columns of place say, worked out once for each combination."""

    mentions: tuple[MentionDraft, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    slot: str | None = None
    label: str | None = None
    lon: float | None = None
    lat: float | None = None
    area: str | None = None
    things: tuple[str, ...] = ()


class RecordedEvents:
    """Maps the rows of one file by a profile whose rows are events."""

    def __init__(self, profile: Profile, header: tuple[str, ...], today: date) -> None:
        self._profile = profile
        self._today = today
        self._within = coordinate.UNITED_KINGDOM if profile.region else None
        found = profile.match(header)
        one: dict[str, str | None] = {
            spec.reading: found.get(name) for name, spec in profile.columns.items()
        }
        self._reference = one.get("reference")
        self._month, self._time = one.get("month"), one.get("time")
        self._category, self._outcome = one.get("category"), one.get("outcome")
        place = ("longitude", "latitude", "place", "area", "area_name")
        self._place = tuple(one.get(reading) or "" for reading in place)
        specs = {found[name]: spec for name, spec in profile.columns.items() if name in found}
        said = {c: spec.name or c for c, spec in specs.items() if spec.reading == "attribute"}
        self._attribute_columns, self._attribute_names = tuple(said), tuple(said.values())
        self._filled = tuple(column for column, spec in specs.items() if spec.filled)
        self._times: dict[str, times.Instant] = {}
        self._where: dict[tuple[str | None, ...], _Where] = {}
        self._areas: dict[tuple[str, str | None], MentionDraft] = {}
        self._said: dict[tuple[str | None, ...], dict[str, str]] = {}
        self._seen: set[int] = set()
        self._districts: Counter[tuple[str, str]] = Counter()
        self._counts: Counter[str] = Counter()

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """One event, at its place if it has one. Raises `BadInput`."""
        get = raw.get
        for column in self._filled:
            if not get(column):
                raise BadInput(f"{column!r} is empty")
        key = tuple(map(get, self._place))
        where = self._where.get(key)
        if where is None:
            _bound(self._where)
            where = self._where[key] = self._read_place(*key)
        when = self._when(get(self._month or self._time or "") or "")
        said = tuple(map(get, self._attribute_columns))
        attributes = self._said.get(said)
        if attributes is None:
            _bound(self._said)
            attributes = self._said[said] = self._attributes_of(said)
        reference = get(self._reference) if self._reference else None
        self._count(reference, where, attributes, key[4])
        event = EventDraft(
            self._profile.event,
            get(self._category) if self._category else None,
            when.begin,
            when.end if when.precision != "instant" else None,
            when.text,
            when.zone,
            when.precision,
            "at",
            where.slot,
            where.label,
            where.lon,
            where.lat,
            where.area,
            get(self._outcome) if self._outcome else None,
            reference,
            attributes,
            where.things,
        )
        return RowDraft(pos, raw, where.mentions, (event,), where.links)

    def notes(self) -> list[str]:
        """Gaps and repeats as published; such rows are accepted."""
        found = [f"{self._counts[what]:,} rows {what}" for what in sorted(self._counts)]
        forces: Counter[str] = Counter()
        for (force, _), n in self._districts.items():
            forces[force] += n
        odd = [
            (district, n)
            for (force, district), n in self._districts.items()
            if n < _FEW and n < forces[force] / 200
        ]
        if odd:
            names = ", ".join(name for name, _ in sorted(odd)[:5])
            total = sum(n for _, n in odd)
            found.append(
                counted(
                    total,
                    "row|rows lies|lie in districts where a force records next to nothing "
                    "({names}): kept as published",
                    names=names + (" and others" if len(odd) > 5 else ""),
                )
            )
        return found

    def _when(self, text: str) -> times.Instant:
        when = self._times.get(text)
        if when is None:
            if self._month is not None:
                when = month_span(text, self._profile.zone, self._today)
            else:
                read = times.clean(text, zone=self._profile.zone)
                if read is None:
                    raise BadInput(f"{self._time!r} is empty")
                when = read
            _bound(self._times)
            self._times[text] = when
        return when

    def _read_place(self, *cells: str | None) -> _Where:
        lon, lat, label, area, area_name = cells
        point = coordinate.pair(lon, lat, within=self._within)
        if area and not _AREA.fullmatch(area or ""):
            raise BadInput(f"{(area or '')[:40]!r} is not an area code")
        columns = self._place
        mentions: list[MentionDraft] = []
        name = " ".join((label or "").split())
        name = "" if name.casefold() in _NO_STREET else name
        if point is not None:
            text = f"{point.lon:.6f}, {point.lat:.6f}"
            claims: list[Claim] = [("point", text, str(point), f"{columns[0]}, {columns[1]}")]
            if name and label:
                claims.append(("name", label, name, columns[2]))
            mentions.append(MentionDraft("place", "place", text, name or text, None, tuple(claims)))
        if area:
            mentions.append(self._read_area(area, area_name))
        return _Where(
            mentions=tuple(mentions),
            links=_WITHIN if len(mentions) == 2 else (),
            slot="place" if point is not None else None,
            label=mentions[0].label if point is not None else None,
            lon=point.lon if point is not None else None,
            lat=point.lat if point is not None else None,
            area=area,
            things=("place",) if point is not None else (),
        )

    def _read_area(self, area: str, name: str | None) -> MentionDraft:
        known = self._areas.get((area, name))
        if known is None:
            claims: list[Claim] = [("area", area, area, self._place[3])]
            if name:
                claims.append(("name", name, " ".join(name.split()), self._place[4]))
            known = MentionDraft("area", "place", area, name or area, None, tuple(claims))
            self._areas[area, name] = known
        return known

    def _attributes_of(self, cells: tuple[str | None, ...]) -> dict[str, str]:
        return {n: cell for n, cell in zip(self._attribute_names, cells, strict=True) if cell}

    def _count(
        self,
        reference: str | None,
        where: _Where,
        attributes: Mapping[str, str],
        area_name: str | None,
    ) -> None:
        if where.slot is None:
            self._counts["have no coordinates"] += 1
        if self._reference is not None:
            if not reference:
                self._counts[f"have no {self._reference}"] += 1
            elif hash(reference) in self._seen:
                self._counts[f"repeat a {self._reference} of an earlier row"] += 1
            elif len(self._seen) < _REMEMBERED:
                self._seen.add(hash(reference))
        if area_name:
            force = attributes.get("falls_within") or ""
            self._districts[force, area_name.rpartition(" ")[0]] += 1


def _bound(kept: dict[Any, Any]) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
