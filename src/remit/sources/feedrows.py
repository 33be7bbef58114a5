"""What the rows of a feed mean, cell by cell: the same readings for one row and for a block.

A row of a feed is one event of at most eight things, at a place. A filled column that cannot be
read rejects its row; another that cannot be read stays in the record as received.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import coordinate, grid, is_blank
from remit.sources.answers import Reading
from remit.sources.counting import UNREAD, counted
from remit.sources.defects import Defect
from remit.sources.feedcolumns import ABOVE, FeedColumns
from remit.sources.look import NOTHING, Look
from remit.sources.moments import Clock
from remit.sources.profile import Profile, plain_header
from remit.sources.readers.table import Table
from remit.sources.talk import Talk
from remit.sources.things import Named, named
from remit.store.drafts import EventDraft, LinkDraft, MentionDraft, RowDraft

_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
"""What JSON may write in more than one way."""

_PLAIN = "^[0-9][0-9A-Za-z.:/+-]*$"
"""A value that is written in one way only; no word for nothing begins with a figure."""

__all__ = ["FeedRows", "Spot"]


class Spot(NamedTuple):
    """Where a row says that it was; key None where it states no position."""

    key: str | None
    label: str | None
    lon: float | None
    lat: float | None


class FeedRows:
    """Maps the rows of one table by a profile of a feed."""

    def __init__(
        self,
        profile: Profile,
        table: Table,
        readings: Mapping[str, Reading] | None = None,
        look: Look = NOTHING,
    ) -> None:
        self.columns = FeedColumns(profile, table.header)
        self.clock = Clock(self.columns, readings or {})
        self.talk = Talk(profile, table.part)
        self.look = look
        self._within = coordinate.UNITED_KINGDOM if profile.region else None
        self._above = _above(table, profile)
        self._totals = frozenset(plain_header(word) for word in profile.totals)
        self._unread: Counter[str] = Counter()

    @cached_property
    def totals_in(self) -> str | None:
        """The column that says of a row that it is one of totals; None where none is."""
        return self.columns.header[0] if self._totals else None

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """The event of one row. Raises `BadInput` where a cell that must be read cannot be."""
        columns = self.columns
        if self.totals_in and self.is_total(raw.get(self.totals_in)):
            raise BadInput("a row of totals, not an event")
        for column in columns.filled:
            if not raw.get(column):
                raise BadInput(f"{column!r} is empty")
        mentions: list[MentionDraft] = []
        for end, one in columns.ends.items():
            cells = columns.columns(end)
            texts = tuple(raw.get(column) for column in cells) or (self._above,)
            found = self.thing(end, texts)
            if found is not None:
                said = " ".join(text for text in texts if text is not None)
                claim = (one.property, said, found.value, ", ".join(cells) or ABOVE)
                mentions.append(MentionDraft(end, one.kind, found.key, found.label, None, (claim,)))
        things = tuple(mention.slot for mention in mentions)
        kind, way = self.talk.row(*(self._cell(raw, name) for name in ("category", "direction")))
        when = self.clock.when(raw)
        opens = self.look.opens(pos)
        if why := self.look.refused(pos):
            raise BadInput(why)
        spot = self.spot(tuple(raw.get(column) for column in columns.place))
        if spot.key is not None:
            mentions.append(self._place(spot, raw))
        two = {"thing", "other"} <= set(things)
        back = way == "incoming"
        between = ("other", "thing") if back and columns.kind.flips else ("thing", "other")
        subject = "other" if back and not columns.kind.flips else "thing"
        told = {"direction": way, "opens": "yes" if opens else None}
        event = EventDraft(
            kind, self.text(self._cell(raw, "category")),
            when.begin, when.end, when.text, when.zone, when.precision,
            self.talk.means(kind, opens=opens),
            None if spot.key is None else "place", spot.label, spot.lon, spot.lat,
            reference=self.text(self._cell(raw, "reference")),
            attributes=self.said(
                (*(raw.get(column) for column in columns.attributes),
                 *(told[name] for name in columns.told))
            ),
            things=things,
            between=between if two else None,
        )  # fmt: skip
        stated = ((kind, subject if a == "subject" else a, b) for kind, a, b in columns.links)
        links = tuple(LinkDraft(*one) for one in stated if {*one[1:]} <= {*things})
        return RowDraft(pos, raw, tuple(mentions), (event,), links)

    def notes(self) -> list[str]:
        """Values that are not what their column holds; such rows are accepted."""
        return [counted(n, UNREAD, column=column) for column, n in sorted(self._unread.items())]

    def defects(self) -> list[Defect]:
        """What a look through the whole file found wrong with it."""
        return list(self.look.defects)

    def thing(self, end: str, texts: tuple[str | None, ...], rows: int = 1) -> Named | None:
        """The thing that cells name; None for none. Raises `BadInput` where it must be read.

        `rows` is how many rows say so.
        """
        cells = self.columns.columns(end)
        if not cells:
            if self._above is None:
                raise BadInput("no number asked about stands above the header")
            return named("phone", (self._above,))
        column = cells[-1]
        if is_blank(texts[-1]):
            self._none(column, BadInput(f"{column!r} is empty"), 0)
            return None
        try:
            widths = tuple(self.columns.specs[one].width for one in cells)
            return named(self.columns.types[end], texts, widths)
        except BadInput as wrong:
            self._none(column, wrong, rows)
            return None

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

    def spot(self, texts: tuple[str | None, ...]) -> Spot:
        """The place. Raises `BadInput` for a position that cannot be."""
        if not texts:
            return Spot(None, self.text(None), None, None)
        if self.columns.grid:
            metres = grid.pair(texts[0], texts[1])
            point = None if metres is None else grid.to_point(metres)
        else:
            point = coordinate.pair(texts[0], texts[1], within=self._within)
        label = self.text(texts[2]) if len(texts) > 2 else None
        if point is None:
            return Spot(None, label, None, None)
        return Spot(f"{point.lon:.6f}, {point.lat:.6f}", label, point.lon, point.lat)

    def said(self, texts: tuple[str | None, ...]) -> dict[str, str]:
        """Attributes of the event, by name: what cells say, then what is worked out."""
        names = (*self.columns.attributes.values(), *self.columns.told)
        return {
            name: said
            for name, text in zip(names, texts, strict=True)
            if (said := self.text(text)) is not None
        }

    def attributes_json(self, texts: tuple[str | None, ...]) -> str | None:
        """The attributes as a block keeps them: None where they are the cells that are filled."""
        said = self.said(texts)
        names = (*self.columns.attributes.values(), *self.columns.told)
        cells = {n: text for n, text in zip(names, texts, strict=True) if text is not None}
        if said == cells and not any(_ESCAPED.search(text) for text in said.values()):
            return None
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""

    def as_they_are(self, texts: pa.Array) -> bool:
        """Whether attributes may be worked out from cells that hold only these texts."""
        others = texts.filter(pa.array(~self.plain(texts)))
        return all(
            not text or (self.text(text) == text and not _ESCAPED.search(text))
            for text in others.to_pylist()
        )

    def text(self, text: str | None) -> str | None:
        """A text with its spaces collapsed; None where nothing was stated."""
        return None if text is None or is_blank(text) else " ".join(text.split())

    def plain(self, texts: pa.Array) -> np.ndarray:
        """Which texts begin with a figure and have no spaces: `text` leaves them as they are."""
        found: np.ndarray = pc.match_substring_regex(texts, _PLAIN).to_numpy(zero_copy_only=False)
        return found

    def is_total(self, text: str | None) -> bool:
        """Whether the first cell of a row says that it is one of totals."""
        return text is not None and plain_header(text) in self._totals

    def _cell(self, raw: Mapping[str, str | None], reading: str) -> str | None:
        column = self.columns.one(reading)
        return None if column is None else raw.get(column)

    def _place(self, spot: Spot, raw: Mapping[str, str | None]) -> MentionDraft:
        columns = self.columns.place
        key = spot.key or ""
        claims = [("point", key, f"{spot.lon:.7f}, {spot.lat:.7f}", ", ".join(columns[:2]))]
        if spot.label is not None:
            claims.append(("name", raw[columns[2]] or "", spot.label, columns[2]))
        return MentionDraft("place", "place", key, spot.label or key, None, tuple(claims))

    def _none(self, column: str, wrong: BadInput, rows: int) -> None:
        if column in self.columns.filled:
            raise wrong
        if rows:
            self._unread[column] += rows


def _above(table: Table, profile: Profile) -> str | None:
    """What stands above the header as the number asked about."""
    words = {plain_header(word) for word in profile.above}
    for cells in table.above:
        filled = [cell for cell in cells if cell.strip()]
        for label, said in pairwise(filled):
            if plain_header(label) in words:
                return said
    return None
