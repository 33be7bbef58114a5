"""What the rows of a feed mean, cell by cell: the same readings for one row and for a block.

A row of a feed is one event of at most four things, at a place. A filled column that cannot be
read rejects its row; another that cannot be read stays in the record as received.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from remit.errors import BadInput
from remit.ontology.types import TYPES, bankaccount, coordinate, duration, is_blank
from remit.ontology.types import time as times
from remit.sources.answers import Reading
from remit.sources.profile import Profile
from remit.sources.things import THINGS
from remit.store.drafts import EventDraft, LinkDraft, MentionDraft, RowDraft
from remit.store.feed import End, FeedKind
from remit.store.schema import ENDS

_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
"""What JSON may write in more than one way."""

__all__ = ["FeedRows", "Named", "Spot", "When"]


class Named(NamedTuple):
    """A thing that cells name."""

    key: str
    label: str
    value: str


class When(NamedTuple):
    """When a row says that it was."""

    begin: datetime
    end: datetime | None
    text: str
    zone: str | None
    precision: str


class Spot(NamedTuple):
    """Where a row says that it was; key None where it states no position."""

    key: str | None
    label: str | None
    lon: float | None
    lat: float | None


class FeedRows:
    """Maps the rows of one file by a profile of a feed."""

    def __init__(self, profile: Profile, header: tuple[str, ...], reading: Reading) -> None:
        self._reading = reading
        self._within = coordinate.UNITED_KINGDOM if profile.region else None
        found = profile.match(header)
        specs = {found[name]: spec for name, spec in profile.columns.items() if name in found}
        self.column: dict[str, str] = {
            spec.reading: column for column, spec in specs.items() if spec.reading != "attribute"
        }
        """By reading: the column that has it."""
        self.attributes = {
            column: spec.name or column
            for column, spec in specs.items()
            if spec.reading == "attribute"
        }
        self.filled = tuple(column for column, spec in specs.items() if spec.filled)
        self._types = {
            end: specs[self.column[end]].type or "" for end in ENDS if end in self.column
        }
        at = {column: number for number, column in enumerate(header, 1)}
        self.ends = {
            end: End(*_named(kind), tuple(at[column] for column in self.columns(end)))
            for end, kind in self._types.items()
        }
        self.links = tuple(
            (one.kind, one.a, one.b)
            for one in profile.links
            if one.a in self.ends and one.b in self.ends
        )
        self._profile, self._header, self._at = profile, header, at
        self._unread: Counter[str] = Counter()

    @property
    def kind(self) -> FeedKind:
        """What all rows of the feed share."""
        at = self._at
        return FeedKind(
            self._profile.event,
            self._header,
            at[self.column["time"]],
            self.ends,
            tuple(at[column] for column in self.place),
            {name: at[column] for column, name in self.attributes.items()},
            self.links,
        )

    def columns(self, end: str) -> tuple[str, ...]:
        """The columns that name a thing: sort code and number, or its only one."""
        code = self.column.get(f"{end}_code")
        return (code, self.column[end]) if code else (self.column[end],)

    @property
    def place(self) -> tuple[str, ...]:
        """The columns of longitude, latitude and name; none without a position."""
        if "longitude" not in self.column or "latitude" not in self.column:
            return ()
        three = ("longitude", "latitude", "place")
        return tuple(self.column[one] for one in three if one in self.column)

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """The event of one row. Raises `BadInput` where a cell that must be read cannot be."""
        for column in self.filled:
            if not raw.get(column):
                raise BadInput(f"{column!r} is empty")
        mentions: list[MentionDraft] = []
        for end, one in self.ends.items():
            columns = self.columns(end)
            texts = tuple(raw.get(column) for column in columns)
            named = self.thing(end, texts)
            if named is not None:
                said = " ".join(text or "" for text in texts)
                claim = (one.property, said, named.value, ", ".join(columns))
                mentions.append(MentionDraft(end, one.kind, named.key, named.label, None, (claim,)))
        things = tuple(mention.slot for mention in mentions)
        when = self.when(raw.get(self.column["time"]), raw.get(self.column.get("duration", "")))
        spot = self.spot(tuple(raw.get(column) for column in self.place))
        if spot.key is not None:
            claims = [
                ("point", spot.key, f"{spot.lon:.7f}, {spot.lat:.7f}", ", ".join(self.place[:2]))
            ]
            if spot.label is not None:
                claims.append(("name", raw[self.place[2]] or "", spot.label, self.place[2]))
            label = spot.label or spot.key
            mentions.append(MentionDraft("place", "place", spot.key, label, None, tuple(claims)))
        event = EventDraft(
            self._profile.event, self.text(raw.get(self.column.get("category", ""))),
            when.begin, when.end, when.text, when.zone, when.precision, "at",
            None if spot.key is None else "place", spot.label, spot.lon, spot.lat,
            reference=self.text(raw.get(self.column.get("reference", ""))),
            attributes=self.said(tuple(raw.get(column) for column in self.attributes)),
            things=things,
            between=("thing", "other") if {"thing", "other"} <= set(things) else None,
        )  # fmt: skip
        links = (LinkDraft(*one) for one in self.links if {*one[1:]} <= {*things})
        return RowDraft(pos, raw, tuple(mentions), (event,), tuple(links))

    def notes(self) -> list[str]:
        """Values that are not what their column holds; such rows are accepted."""
        return [
            f"{n:,} values of {column!r} are not of its kind: kept as received"
            for column, n in sorted(self._unread.items())
        ]

    def thing(self, end: str, texts: tuple[str | None, ...], rows: int = 1) -> Named | None:
        """The thing that cells name; None for none. Raises `BadInput` where it must be read.

        `rows` is how many rows say so.
        """
        column = self.column[end]
        if is_blank(texts[-1]):
            self._none(column, BadInput(f"{column!r} is empty"), 0)
            return None
        try:
            return _read(self._types[end], texts)
        except BadInput as wrong:
            self._none(column, wrong, rows)
            return None

    def when(self, text: str | None, lasted: str | None) -> When:
        """The time, and its end where it lasted. Raises `BadInput` for what cannot be read."""
        how = self._reading
        fold: Any = how.fold
        found = times.clean(
            text or "", zone=how.zone, day_first=how.day_first, fold=fold, serials=how.serials
        )
        if found is None:
            raise BadInput(f"{self.column['time']!r} is empty")
        end = found.end if found.end != found.begin else None
        if end is None and (seconds := self.seconds(lasted)):
            end = found.begin + timedelta(seconds=seconds)
        return When(found.begin, end, found.text, found.zone, found.precision)

    def seconds(self, lasted: str | None) -> int:
        """How long it lasted, in seconds; 0 where nothing was stated."""
        took = duration.clean(lasted or "", unit="seconds")
        return duration.seconds(took) if took else 0

    def why(self, pos: int, raw: Mapping[str, str | None]) -> str | None:
        """Why a row that was counted already is not accepted; None when it is."""
        counted = self._unread.copy()
        try:
            self.row(pos, raw)
        except BadInput as wrong:
            return wrong.reason
        finally:
            self._unread = counted
        return None

    def type_of(self, end: str) -> str:
        """The type of value by which a thing is named."""
        return self._types[end]

    def spot(self, texts: tuple[str | None, ...]) -> Spot:
        """The place. Raises `BadInput` for a position that cannot be."""
        if not texts:
            return Spot(None, self.text(None), None, None)
        point = coordinate.pair(texts[0], texts[1], within=self._within)
        label = self.text(texts[2]) if len(texts) > 2 else None
        if point is None:
            return Spot(None, label, None, None)
        return Spot(f"{point.lon:.6f}, {point.lat:.6f}", label, point.lon, point.lat)

    def said(self, texts: tuple[str | None, ...]) -> dict[str, str]:
        """Attributes of the event, by name."""
        return {
            name: said
            for name, text in zip(self.attributes.values(), texts, strict=True)
            if (said := self.text(text)) is not None
        }

    def attributes_json(self, texts: tuple[str | None, ...]) -> str | None:
        """The attributes as a block keeps them: None where they are the cells that are filled."""
        said = self.said(texts)
        pairs = zip(self.attributes.values(), texts, strict=True)
        cells = {name: text for name, text in pairs if text is not None}
        if said == cells and not any(_ESCAPED.search(text) for text in said.values()):
            return None
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""

    def as_they_are(self, texts: Iterable[str | None]) -> bool:
        """Whether attributes may be worked out from cells that hold only these texts."""
        return all(
            not text or (self.text(text) == text and not _ESCAPED.search(text)) for text in texts
        )

    def text(self, text: str | None) -> str | None:
        """A text with its spaces collapsed; None where nothing was stated."""
        return None if text is None or is_blank(text) else " ".join(text.split())

    def _none(self, column: str, wrong: BadInput, rows: int) -> None:
        if column in self.filled:
            raise wrong
        if rows:
            self._unread[column] += rows


def _named(kind: str) -> tuple[str, str]:
    """Kind and property of a thing of that type of value."""
    if kind == "account":
        return "account", "bank_account"
    return THINGS[kind].kind, THINGS[kind].prop


def _read(kind: str, texts: tuple[str | None, ...]) -> Named | None:
    if kind == "account":
        whole = bankaccount.pair(texts[0], texts[-1]) if len(texts) > 1 else None
        return None if whole is None else Named(whole, whole, whole)
    thing = THINGS[kind]
    value = TYPES[thing.type].clean(texts[-1] or "")
    if value is None or (kind == "phone" and not value.startswith("+")):
        return None  # a short code is shared: it identifies nobody
    key = thing.key(value)
    return None if key is None else Named(key, thing.label(value), value)
