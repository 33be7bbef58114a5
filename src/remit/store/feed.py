"""Feeds: rows of plate reads, calls and payments, kept as columns and shown as everything else.

A row of a feed says one event, at most four things that it is about and the place it was at, and
names no person. Ten of its cells are kept as received. What a view shows of it (an event, a
mention and a claim of each thing, the record) is worked out from these columns when it is asked
for, so five million rows are not turned into thirty million when they are loaded.

    block = Block(FeedKind("plate-read", ("VRM", "Captured"), 2, {"thing": End(...)}), table)
    draft.take(block, rejects)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import Misuse
from remit.store.ids import Ids
from remit.store.schema import ENDS, RAW, TABLES

__all__ = ["FEED_PACKED", "MARK", "STAMP", "Block", "End", "FeedKind", "Sealable"]

MARK = "\x1f"
"""Stands between the parts of a text that holds several; a header that has it is no feed."""

STAMP = "%Y-%m-%dT%H:%M:%SZ"
"""How a time is written that need not be kept as text: it can be written again from the instant."""


FEED_PACKED: dict[str, Any] = {
    "compression": "lz4",
    "use_dictionary": [
        name for name in TABLES["feed"].names if name not in ("pos", "begin", "end")
    ],
    "dictionary_pagesize_limit": 64 << 20,
    "store_schema": False,  # a dictionary is how it is written, not what it is
    "write_statistics": ["pos", "begin", "end", "lon", "lat", *ENDS],
}
"""How a block is written as Parquet: one row group with the dictionaries that it came with."""


@dataclass(frozen=True, slots=True)
class End:
    """What one of the things of a row is, and the cells that say so."""

    kind: str
    property: str
    columns: tuple[int, ...]
    """Numbers of the columns, from 1; their texts, with a space between, are what was received."""


@dataclass(frozen=True)
class FeedKind:
    """What all rows of one feed share."""

    event: str
    header: tuple[str, ...]
    time_at: int
    """Number of the column of the time, from 1."""
    ends: Mapping[str, End]
    """By name of `schema.ENDS`."""
    place: tuple[int, ...] = ()
    """Numbers of the columns of longitude, latitude and, where there is one, the name."""

    def says(self, columns: tuple[int, ...], prop: str) -> str:
        """Property, name of the columns, and their numbers, as one text."""
        named = ", ".join(self.header[n - 1] for n in columns)
        return MARK.join([prop, named, *map(str, columns)])


@dataclass(frozen=True)
class Block:
    """Accepted rows of a feed, in order of `pos`.

    `table` has `pos` and `begin`, and of the columns of `schema.TABLES["feed"]` those that are
    not null throughout; in place of ids it has the normalised identifiers, `thing_value` and so
    on, and `place_value`. Texts may be dictionaries.
    """

    kind: FeedKind
    table: pa.Table
    last_pos: int
    """Position of the last row that was looked at, accepted or not."""


@dataclass
class Sealable:
    """Makes blocks into the tables that are sealed: adds ids and what all rows share."""

    load: str
    handling: str
    ids: Ids
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def table(self, block: Block) -> pa.Table:
        """The sealed table of a block. Raises `Misuse` when it is not one of a feed."""
        kind, given, count = block.kind, block.table, block.table.num_rows
        if len(kind.header) > len(RAW) or any(MARK in name for name in kind.header):
            raise Misuse(
                f"a feed has at most {len(RAW)} columns, and none with a control character"
            )
        if any(end.kind == "person" for end in kind.ends.values()):
            raise Misuse("a feed names no people: equal values make no one the same")
        shared: dict[str, object] = {
            "seed": self.ids.feed(self.load),
            "load": self.load,
            "header": MARK.join(kind.header),
            "time_at": kind.time_at,
            "kind": kind.event,
            "handling": self.handling,
        }
        made: dict[str, pa.Array] = {}
        for name, end in kind.ends.items():
            shared[f"{name}_says"] = kind.says(end.columns, end.property)
            if f"{name}_value" in given.column_names:
                made[name] = self._things(end.kind, given[f"{name}_value"])
        if kind.place and "place_value" in given.column_names:
            shared["place_says"] = kind.says(kind.place, "point")
            made["place"] = self._things("place", given["place_value"])
        schema = TABLES["feed"]
        columns = []
        for one in schema:
            if one.name in made:
                columns.append(made[one.name])
            elif one.name in shared:
                columns.append(_same(shared[one.name], one.type, count))
            elif one.name in given.column_names:
                columns.append(given[one.name])
            else:
                columns.append(pa.nulls(count, one.type))
        return pa.table(columns, names=schema.names)

    def _things(self, kind: str, values: pa.ChunkedArray) -> pa.Array:
        """The ids of identifiers, worked out once for each."""
        coded = values.combine_chunks()
        if not isinstance(coded, pa.DictionaryArray):
            coded = coded.dictionary_encode()
        known, thing = self._known, self.ids.thing
        made = []
        for value in coded.dictionary.to_pylist():
            found = known.get((kind, value))
            if found is None:
                found = known[kind, value] = thing(kind, value)
            made.append(found)
        if len(known) > _KNOWN:
            known.clear()
        return pa.DictionaryArray.from_arrays(coded.indices, pa.array(made, pa.string()))


_KNOWN = 1_000_000
"""Ids kept at hand: about 200 MB."""


def _same(value: object, kind: pa.DataType, count: int) -> pa.Array:
    if kind != pa.string():
        return pa.repeat(pa.scalar(value, kind), count)
    nought = pc.cast(pa.repeat(pa.scalar(0, pa.int8()), count), pa.int32())
    return pa.DictionaryArray.from_arrays(nought, pa.array([value], pa.string()))
