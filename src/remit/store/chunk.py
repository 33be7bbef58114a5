"""A chunk: accepted and rejected rows on their way into sealed draft files.

Rows are kept as tuples in the order of the tables in `schema.py`, apart for each handling
condition, so that a scope without one never opens a file with it. What all rows of a table
share is filled in when the tables are made, and the events by thing are made from those by time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from json.encoder import encode_basestring
from operator import itemgetter

import numpy as np
import pyarrow as pa

from remit.errors import Misuse
from remit.store.drafts import EventDraft, LinkDraft, MentionDraft, RowDraft
from remit.store.ids import Ids
from remit.store.rejects import HELD, Hold
from remit.store.schema import TABLES

__all__ = ["Chunk"]

_Row = tuple[object, ...]
_Rows = dict[str, list[_Row]]
_Ends = dict[str, tuple[str, str | None]]
"""Slot → id of its thing, or of its mention where it is no identified one; and the identifier."""

_SEEN = ("thing", "part", "other", "value", "other_value")
"""Columns of an event that depend on which of its things it is seen from."""

_NOBODY: tuple[tuple[str | None, str | None], ...] = ((None, None), (None, None))

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_EACH = 800
"""Bytes of memory that one mention, claim, event or link takes while it waits, measured."""

_THINGS = 20_000
"""Ids of things kept at hand: in one file a place or a number comes again and again."""


class Chunk:
    """Rows of one load since its last sealed files."""

    def __init__(self, load: str, handling: str, ids: Ids) -> None:
        self._load = load
        self._handling = handling
        self._ids = ids
        self._thing = lru_cache(maxsize=_THINGS)(ids.thing)
        self._kept: dict[str, _Rows] = defaultdict(lambda: defaultdict(list))
        self.accepted = 0
        self.rejected = 0
        self.held = 0
        """Of those rejected."""
        self.size = 0
        """Characters of the rows as received, and what is said of them besides: about the bytes
        of memory that they take."""

    @property
    def received(self) -> int:
        """Rows taken so far, accepted and rejected."""
        return self.accepted + self.rejected

    def add(self, row: RowDraft) -> None:
        """Take an accepted row, whole.

        Raises `Misuse`, and keeps nothing of it, when it points at a slot it does not have.
        """
        pos, grading = row.pos, row.grading
        said: list[tuple[str, _Row]] = []
        mentioned: dict[str, str] = {}
        ends: _Ends = {}
        try:
            for mention in row.mentions:
                mentioned[mention.slot] = self._mention(said, ends, pos, grading, mention)
            for number, event in enumerate(row.events):
                self._event(said, ends, pos, grading, number, event)
            for number, one in enumerate(row.links):
                link = one if isinstance(one, LinkDraft) else LinkDraft(*one)
                made = self._ids.link(self._load, pos, number)
                a, b = mentioned[link.a], mentioned[link.b]
                times = _micros(link.begin), _micros(link.end)
                said.append(("link", (made, pos, link.kind, a, b, *times, grading)))
        except KeyError as error:
            raise Misuse(f"row {pos}: there is no mention in slot {error}") from None
        raw = _json(row.raw)
        said.append(("record", (pos, raw, grading)))
        tables = self._kept[row.handling or self._handling]
        for table, values in said:
            tables[table].append(values)
        self.size += len(raw) + _EACH * len(said)
        self.accepted += 1

    def reject(self, pos: int, reason: str, raw: Mapping[str, str | None]) -> None:
        """Keep a row that was not accepted, with the reason."""
        text = _json(raw)
        self._kept[self._handling]["reject"].append((pos, reason, text))
        self.size += len(text)
        self.rejected += 1

    def instruct(self, pos: int, raw: Mapping[str, str | None]) -> None:
        """Keep a row that withdraws another: it says nothing besides."""
        text = _json(raw)
        self._kept[self._handling]["instruction"].append((pos, text))
        self.size += len(text)
        self.accepted += 1

    def hold(self, one: Hold, handling: str | None = None) -> None:
        """Note that a row is held back; what it says is kept elsewhere."""
        values = (one.pos, one.ground, one.reason, HELD)
        self._kept[handling or self._handling]["hold"].append(values)
        self.rejected += 1
        self.held += 1

    def tables(self) -> Iterator[tuple[str, str, pa.Table]]:
        """Handling, name and rows of every table that has any."""
        for handling, tables in sorted(self._kept.items()):
            for name, rows in sorted(tables.items()):
                table = self._table(handling, name, rows)
                yield handling, name, table
                if name == "event_by_time" and (about := _by_thing(table, rows)).num_rows:
                    yield handling, "event_by_thing", about

    def _table(self, handling: str, name: str, rows: Sequence[_Row]) -> pa.Table:
        schema, place = TABLES[name], count()
        shared = {"load": self._load, "handling": handling, "basis": "fact"}
        made = [
            pa.array(list(map(itemgetter(next(place)), rows)), field.type)
            if field.name not in shared
            else pa.repeat(pa.scalar(shared[field.name], field.type), len(rows))
            for field in schema
        ]
        return pa.Table.from_arrays(made, schema=schema)

    def _mention(
        self,
        said: list[tuple[str, _Row]],
        ends: _Ends,
        pos: int,
        grading: str | None,
        m: MentionDraft,
    ) -> str:
        """Take a mention, and give its id."""
        if m.kind == "person" and not (m.key is None and m.thing is None):
            raise Misuse(f"row {pos}: people have no key; equal values make no one the same")
        made = self._ids.mention(self._load, pos, m.slot, m.kind)
        thing = m.thing if m.key is None else self._thing(m.kind, m.key)
        ends[m.slot] = thing or made, m.key
        values = made, pos, m.slot, m.kind, thing, m.label, m.role, grading
        said.append(("mention", values))
        for claim in m.claims:
            said.append(("claim", (made, pos, m.kind, *claim)))
        return made

    def _event(
        self,
        said: list[tuple[str, _Row]],
        ends: _Ends,
        pos: int,
        grading: str | None,
        number: int,
        event: EventDraft,
    ) -> None:
        """One event, and last in its tuple the things that it is about."""
        place = ends[event.place] if event.place else None
        about = dict(ends[slot] for slot in event.things)
        two = tuple(ends[slot] for slot in event.between) if event.between else _NOBODY
        values = (
            self._ids.event(self._load, pos, number),
            pos,
            event.kind,
            event.category,
            _micros(event.begin),
            _micros(event.end),
            event.time_text,
            event.zone,
            event.precision,
            event.means,
            two[0][0],
            "from" if event.between else None,
            two[1][0],
            two[0][1],
            two[1][1],
            None if place is None else place[0],
            event.place_label,
            event.lon,
            event.lat,
            event.area,
            event.outcome,
            event.reference,
            _json(event.attributes) if event.attributes else None,
            grading,
            tuple(about.items()),
        )
        said.append(("event_by_time", values))


def _by_thing(events: pa.Table, rows: Sequence[_Row]) -> pa.Table:
    """Each event once for each thing that it is about, seen from there."""
    about: list[tuple[tuple[str, str | None], ...]] = [row[-1] for row in rows]  # type: ignore[misc]  # they stand last
    which = np.repeat(np.arange(len(rows)), [len(things) for things in about])
    table = events.take(pa.array(which))
    ends = [end for things in about for end in things]
    one, other = table["thing"].to_pylist(), table["other"].to_pylist()
    value, other_value = table["value"].to_pylist(), table["other_value"].to_pylist()
    said: dict[str, list[str | None]] = {name: [] for name in _SEEN}
    for row, (thing, identifier) in enumerate(ends):
        if one[row] is None:
            part, across, across_value = None, None, None
        elif thing == one[row]:
            part, across, across_value = "from", other[row], other_value[row]
        elif thing == other[row]:
            part, across, across_value = "to", one[row], value[row]
        else:  # such as the place of a call
            part, across, across_value = None, None, None
        seen = thing, part, across, identifier, across_value
        for name, cell in zip(_SEEN, seen, strict=True):
            said[name].append(cell)
    for name, cells in said.items():
        field = events.schema.field(name)
        at = events.schema.get_field_index(name)
        table = table.set_column(at, field, pa.array(cells, field.type))
    return table


def _micros(when: datetime | None) -> int | None:
    """Microseconds since 1970: Arrow reads them ten times as fast as aware times."""
    if when is None:
        return None
    if when.tzinfo is None:
        raise Misuse("a time without a zone: the profile must say which")
    return (when - _EPOCH) // _MICROSECOND


def _json(value: Mapping[str, str | None]) -> str:
    """A row as a JSON object: half the time that a `JSONEncoder` takes, which is made anew."""
    cells = [
        f"{_name(k)}:{'null' if v is None else encode_basestring(v)}" for k, v in value.items()
    ]
    return "{" + ",".join(cells) + "}"


_name = lru_cache(maxsize=4096)(encode_basestring)
"""The name of a column, quoted: the same few in every row."""
