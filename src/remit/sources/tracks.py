"""Files of tracks: where a device was, as it recorded it; places that somebody marked.

A fix is a position of the device that the file states, or that somebody said it is of; of the
track alone where nobody knows. It is never the position of a person. Planned routes and marked
places are not where anybody was.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from remit.errors import BadInput
from remit.ontology.types import coordinate, is_blank, shape
from remit.ontology.types import time as times
from remit.sources.answers import Reading
from remit.sources.building import Building
from remit.sources.columns import ColumnPlan
from remit.sources.counting import UNREAD, counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.readers.track import FIX, LINE, PLACE, ROUTE
from remit.sources.trackcolumns import DEVICE, roles
from remit.sources.trackdevice import asked, device_of
from remit.store.drafts import Claim, EventDraft, RowDraft

__all__ = ["TRACK", "TrackRows", "asked", "columns"]

TRACK = "track"
"""Id of the profile."""

_SAID = ("accuracy", "speed", "course", "altitude", "satellites")
_AN_HOUR = timedelta(hours=1)


def columns(header: Sequence[str]) -> tuple[ColumnPlan, ...]:
    """What each column of a file of tracks is read as."""
    found = {column: means for means, column in roles(header).items()}
    said, other = f"profile {TRACK}", "not in the profile: kept in the record"
    return tuple(
        ColumnPlan(c, "record", evidence=(f"{said}: {found[c]}" if c in found else other,))
        for c in header
    )


class TrackRows:
    """Maps the rows of one file of tracks."""

    def __init__(
        self, header: Sequence[str], readings: Mapping[str, Reading], sha256: str, zone: str | None
    ) -> None:
        self._of = roles(header)
        self._readings, self._zone = readings, zone
        self._file = sha256[:16]
        answer = readings.get(DEVICE, Reading()).serials
        self._answered = device_of(answer) if answer else None
        self._unread: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._before: list[tuple[int, str, datetime]] = []
        self._wrong: list[int] = []
        self._again: list[int] = []
        self._last: tuple[str | None, ...] = ()

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """A fix, a place or a line. Raises `BadInput` for a position or time that cannot be."""
        row = Building(raw, self._unread)
        kind = raw.get("kind") or FIX
        when = self._time(raw, "time")
        if kind == LINE:
            event = self._line(row, when)
        elif kind in (PLACE, ROUTE):
            event = self._place(row, kind, when)
        else:
            event = self._fix(pos, row, when)
        events = (event,) if event is not None else ()
        return RowDraft(pos, raw, tuple(row.mentions.values()), events, tuple(row.links))

    def extent(self, raw: Mapping[str, str | None]) -> tuple[str, datetime | None, datetime | None]:
        """Kind of a row, its first and last moment. Raises `BadInput`."""
        when, until = self._time(raw, "time"), self._time(raw, "until")
        last = until or when
        return raw.get("kind") or FIX, when.begin if when else None, last.end if last else None

    def notes(self) -> list[str]:
        """What was noticed that rejects no row."""
        found = [f"{n:,} {what}" for what, n in sorted(self._counts.items())]
        return found + [
            counted(n, UNREAD, column=column) for column, n in sorted(self._unread.items())
        ]

    def defects(self) -> list[Defect]:
        """What is wrong with the file as a whole."""
        self._settle()
        texts = {
            "wrong-zone": (
                self._wrong,
                "{n:,} fixes lie whole hours off those before and after them: their times are in "
                "another zone; kept as written",
            ),
            "repeated": (self._again, "{n:,} fixes come twice, one after the other"),
        }
        return [
            Defect(name, text.format(n=len(rows)), tuple(rows[:ROWS_NAMED]))
            for name, (rows, text) in texts.items()
            if rows
        ]

    def _get(self, raw: Mapping[str, str | None], means: str) -> str | None:
        column = self._of.get(means)
        text = raw.get(column) if column else None
        return None if text is None or is_blank(text) else text

    def _time(self, raw: Mapping[str, str | None], means: str) -> times.Instant | None:
        column = self._of.get(means)
        text = raw.get(column) if column else None
        if column is None or text is None:
            return None
        if (clock := self._get(raw, "clock")) and means == "time":
            text = f"{text} {clock}"
        how = self._readings.get(column, Reading(zone=self._zone))
        fold = how.fold if how.fold in ("earlier", "later") else None
        return times.clean(
            text,
            zone=how.zone or self._zone,
            day_first=how.day_first,
            fold=fold,  # type: ignore[arg-type]  # one of its two words, or None
            serials=how.serials,
        )

    def _point(self, raw: Mapping[str, str | None]) -> coordinate.Point | None:
        return coordinate.pair(
            raw.get(self._of.get("longitude", "")), raw.get(self._of.get("latitude", ""))
        )

    def _fix(self, pos: int, row: Building, when: times.Instant | None) -> EventDraft | None:
        point = self._point(row.raw)
        if point is None:
            raise BadInput("the fix has no position")
        track = self._track(row)
        seen = self._device(row, track)
        if when is None:
            self._counts["fixes have no time: kept as records"] += 1
            return None
        self._notice(pos, row.raw, when)
        said = {name: text for name in _SAID if (text := self._get(row.raw, name))}
        if (named := self._get(row.raw, "track")) is not None:
            said["track"] = named
        said["origin"] = "stated in the file" if seen != track else "of the track"
        if seen != track and self._answered is not None and not self._get(row.raw, "device"):
            said["origin"] = "answered when it was loaded"
        return _event("position", None, when, said, (seen, track), point)

    def _track(self, row: Building) -> str:
        named = self._get(row.raw, "track")
        number = (named or "").partition(":")[0] or "1"
        title = (named or "").partition(": ")[2] or None
        claims: tuple[Claim, ...] = ()
        if title and named:
            claims = (("name", named, title, self._of["track"]),)
        key = f"{self._file} {number}"
        label = title or f"track {number} of file {self._file[:8]}"
        return row.add("track", "track", key, label, None, claims)

    def _device(self, row: Building, track: str) -> str:
        """Who recorded it, linked to its track; the track itself where nobody knows."""
        found, column = self._answered, DEVICE
        if (said := self._get(row.raw, "device")) is not None:
            column = self._of["device"]
            try:
                found = device_of(said if ":" in said else f"{self._of_kind()}: {said}")
            except BadInput:
                self._unread[column] += 1
                found = None
        if found is None:
            return track
        claims: tuple[Claim, ...] = ((found.prop, found.raw, found.value, column),)
        slot = row.add("device", found.kind, found.key, found.raw, None, claims)
        row.link("recorded-by", track, slot)
        return slot

    def _of_kind(self) -> str:
        """What a bare number in the column of devices is, by the column's name."""
        plain = self._of["device"].casefold()
        return next((one for one in ("imei", "vrm") if one in plain), "serial")

    def _place(self, row: Building, kind: str, when: times.Instant | None) -> EventDraft | None:
        point = self._point(row.raw)
        if point is None:
            raise BadInput("the place has no position")
        if kind == ROUTE:
            self._counts["points of a planned route: kept as records"] += 1
            return None
        key = f"{point.lon:.6f}, {point.lat:.6f}"
        where = f"{self._of['longitude']}, {self._of['latitude']}"
        claims: list[Claim] = [("point", key, str(point), where)]
        claims += self._named(row)
        label = claims[1][2] if len(claims) > 1 else key
        slot = row.add("place", "place", key, label, None, tuple(claims))
        if when is None:
            return None
        until = self._time(row.raw, "until")
        return _event("event", "Place marked", when, {}, (slot,), point, until, slot, label)

    def _line(self, row: Building, when: times.Instant | None) -> EventDraft | None:
        drawn = self._get(row.raw, "geometry") or ""
        claims: list[Claim] = [("shape", drawn, str(shape.clean(drawn)), self._of["geometry"])]
        claims += self._named(row)
        label = claims[1][2] if len(claims) > 1 else None
        slot = row.add("place", "place", None, label, None, tuple(claims))
        if when is None:
            return None
        until = self._time(row.raw, "until")
        return _event("event", "Line marked", when, {}, (slot,), None, until, slot, label)

    def _named(self, row: Building) -> list[Claim]:
        claims = []
        for means in ("name", "description"):
            if (column := self._of.get(means)) and (claim := row.claim("name", "text", column)):
                claims.append(claim)
        return claims

    def _notice(self, pos: int, raw: Mapping[str, str | None], when: times.Instant) -> None:
        same = tuple(raw.get(self._of.get(m, "")) for m in ("time", "longitude", "latitude"))
        if same == self._last:
            self._again.append(pos)
        self._last = same
        self._before.append((pos, self._get(raw, "track") or "", when.begin))
        if len(self._before) == 3:
            self._settle()
            self._before.pop(0)

    def _settle(self) -> None:
        """Whether the middle one of three fixes lies whole hours off its neighbours."""
        if len(self._before) != 3:
            return
        (_, a, first), (pos, b, middle), (_, c, last) = self._before
        if not (a == b == c) or not timedelta(0) <= last - first <= timedelta(minutes=20):
            return
        off = middle - first
        whole = round(off / _AN_HOUR)
        near = abs(off - whole * _AN_HOUR) <= last - first + timedelta(minutes=1)
        if whole and near and pos not in self._wrong[-1:]:
            self._wrong.append(pos)


def _event(
    kind: str,
    category: str | None,
    when: times.Instant,
    said: Mapping[str, str],
    things: Sequence[str],
    point: coordinate.Point | None,
    until: times.Instant | None = None,
    place: str | None = None,
    label: str | None = None,
) -> EventDraft:
    end = until or when
    if end.begin < when.begin:
        raise BadInput(f"it ends ({end.text}) before it begins ({when.text})")
    return EventDraft(
        kind=kind,
        category=category,
        begin=when.begin,
        end=None if end.end == when.begin else end.end,
        time_text=when.text if until is None else f"{when.text} to {end.text}",
        zone=when.zone,
        precision=when.precision,
        means="at",
        place=place,
        place_label=label or (str(point) if point else None),
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        attributes=dict(said),
        things=tuple(dict.fromkeys(things)),
    )
