"""A chunk: accepted and rejected rows on their way into sealed draft files.

Rows are kept as columns of the tables in `schema.py`, apart for each handling condition, so
that a scope without one never opens a file with it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

import pyarrow as pa

from remit.errors import Misuse
from remit.store.drafts import EventDraft, LinkDraft, RowDraft
from remit.store.ids import Ids
from remit.store.schema import TABLES

__all__ = ["Chunk"]

_Row = tuple[object, ...]


class Chunk:
    """Rows of one load since its last sealed files."""

    def __init__(self, load: str, handling: str, ids: Ids) -> None:
        self._load = load
        self._handling = handling
        self._ids = ids
        self._rows: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        self.accepted = 0
        self.rejected = 0

    @property
    def received(self) -> int:
        """Rows taken so far, accepted and rejected."""
        return self.accepted + self.rejected

    def add(self, row: RowDraft) -> None:
        """Take an accepted row. Raises `Misuse` when it points at a slot it does not have."""
        load, pos = self._load, row.pos
        handling, grading = row.handling or self._handling, row.grading

        def put(table: str, *values: object) -> None:
            self._rows[handling, table].append(values)

        mentions: dict[str, tuple[str, str | None]] = {}
        for m in row.mentions:
            if m.kind == "person" and m.key is not None:
                raise Misuse(f"row {pos}: people have no key; equal values make no one the same")
            mention = self._ids.mention(load, pos, m.slot, m.kind)
            thing = None if m.key is None else self._ids.thing(m.kind, m.key)
            mentions[m.slot] = (mention, thing)
            said = (m.slot, m.kind, thing, m.label, m.role, "fact", grading, handling)
            put("mention", mention, load, pos, *said)
            for claim in m.claims:
                put("claim", mention, load, pos, m.kind, *claim)
        try:
            for number, event in enumerate(row.events):
                about = {slot: mentions[slot] for slot in event.things}
                place = mentions[event.place] if event.place else None
                for thing, values in self._event(pos, number, event, about, place):
                    table = "event_by_time" if thing is None else "event_by_thing"
                    put(table, *values, grading, handling)
            for number, one in enumerate(row.links):
                link = one if isinstance(one, LinkDraft) else LinkDraft(*one)
                ends = (mentions[link.a][0], mentions[link.b][0])
                made = self._ids.link(load, pos, number)
                times = (_aware(link.begin), _aware(link.end))
                put("link", made, load, pos, link.kind, *ends, *times, grading, handling)
        except KeyError as error:
            raise Misuse(f"row {pos}: there is no mention in slot {error}") from None
        put("record", load, pos, _json(row.raw), grading, handling)
        self.accepted += 1

    def reject(self, pos: int, reason: str, raw: Mapping[str, str | None]) -> None:
        """Keep a row that was not accepted, with the reason."""
        self._rows[self._handling, "reject"].append((self._load, pos, reason, _json(raw)))
        self.rejected += 1

    def tables(self) -> Iterator[tuple[str, str, pa.Table]]:
        """Handling, name and rows of every table that has any."""
        for (handling, name), rows in sorted(self._rows.items()):
            schema = TABLES[name]
            columns = zip(*rows, strict=True)
            made = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
            yield handling, name, pa.Table.from_arrays(made, schema=schema)

    def _event(
        self,
        pos: int,
        number: int,
        event: EventDraft,
        about: dict[str, tuple[str, str | None]],
        place: tuple[str, str | None] | None,
    ) -> Iterator[tuple[str | None, _Row]]:
        """The event once in order of time, and once for each thing it is about."""
        before = (
            self._ids.event(self._load, pos, number),
            self._load,
            pos,
            event.kind,
            event.category,
            _aware(event.begin),
            _aware(event.end),
            event.time_text,
            event.zone,
            event.precision,
            event.means,
        )
        after = (
            None if place is None else place[1] or place[0],
            event.place_label,
            event.lon,
            event.lat,
            event.area,
            event.outcome,
            event.reference,
            _json(event.attributes) if event.attributes else None,
        )
        yield None, (*before, None, *after)
        for thing in dict.fromkeys(known or mention for mention, known in about.values()):
            yield thing, (*before, thing, *after)


def _aware(when: datetime | None) -> datetime | None:
    if when is not None and when.tzinfo is None:
        raise Misuse("a time without a zone: the profile must say which")
    return when


def _json(value: Mapping[str, str | None]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))
