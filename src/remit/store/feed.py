"""Feeds: rows of plate reads, calls and payments, kept as columns and shown as everything else.

A row of a feed says one event, at most eight things that it is about and the place it was at, and
names no person. At most 48 cells are kept as received. What a view shows of it (an event, a
mention and a claim of each thing, the record) is worked out from these columns when it is asked
for, so five million rows are not turned into thirty million when they are loaded.

    kind = FeedKind("plate-read", header, (2,), {"thing": End("vehicle", "vrm", (1,))})
    draft.take(Block(kind, table, last_pos), rejects)

What all rows of a file share stands once in the Parquet file's own metadata, and a column without
any value is left out of it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import Misuse
from remit.store.ids import Ids
from remit.store.schema import RAW, TABLES

__all__ = [
    "PACKED",
    "SHARED",
    "TOLD",
    "Block",
    "End",
    "FeedKind",
    "Sealable",
    "with_shared",
]

SHARED = b"remit"
"""Key of the metadata of a Parquet file that has what all its rows share, as JSON."""

PACKED: dict[str, Any] = {
    "compression": "lz4",
    "dictionary_pagesize_limit": 64 << 20,
    "store_schema": False,  # a dictionary is how it is written, not what it is
    "write_statistics": ["pos", "begin", "end"],
}
"""How a block is written as Parquet: one row group with the dictionaries that it came with. Texts
that came without one, since hardly any comes twice, are written as they are."""


TOLD = {
    "feed_by_time": ["pos", "begin", "end", "lon", "lat"],
    "feed_by_thing": ["begin", "thing"],
}
"""Columns of the sorted files of which each row group tells its least and greatest value: an engine
reads these of every group before it answers, so the others would only be read in vain."""


IN_ORDER = {"pos": "DELTA_BINARY_PACKED", "begin": "DELTA_BINARY_PACKED"}
"""How numbers are written that come nearly in order: as their differences."""


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
    """The kind of event; where rows differ, the column `kind` says which each of them is."""
    header: tuple[str, ...]
    time_at: tuple[int, ...]
    """Numbers of the columns of the time, from 1: one, or that of the day and that of the clock."""
    ends: Mapping[str, End]
    """By name of `schema.ENDS`."""
    place: tuple[int, ...] = ()
    """Numbers of the columns of longitude, latitude and, where there is one, the name."""
    attributes: Mapping[str, int] = field(default_factory=dict)
    """Names of what the event has besides, and numbers of their columns."""
    links: tuple[tuple[str, str, str], ...] = ()
    """Kinds of link that each row states, from which of its things to which. `subject` is `thing`,
    and where rows do not flip, `other` of a row whose direction is incoming."""
    means: str = "at"
    """What the time of a row means; where rows differ, the column `means` says it."""
    grid: bool = False
    """Whether the place is written as easting and northing: its cells are then kept as they are."""
    flips: bool = False
    """Whether a row whose direction is incoming runs from `other` to `thing`."""
    told: tuple[str, ...] = ()
    """Columns of `schema.TABLES["feed"]` that are also attributes of the event, by their name."""

    def __post_init__(self) -> None:
        if len(self.header) > len(RAW):
            raise Misuse(f"a feed has at most {len(RAW)} columns")
        if any(end.kind == "person" for end in self.ends.values()):
            raise Misuse("a feed names no people: equal values make no one the same")


@dataclass(frozen=True)
class Block:
    """Accepted rows of a feed, in order of `pos`.

    `table` has `pos` and `begin`, and of the columns of `schema.TABLES["feed"]` those that are
    not null throughout; in place of ids it has the normalised identifiers, `thing_value` and so
    on, and `place_value`. Texts may be dictionaries. What may be null stands in `feedsql.py`.
    """

    kind: FeedKind
    table: pa.Table
    last_pos: int
    """Position of the last row that was looked at, accepted or not."""


class Sealable:
    """Makes blocks of one load into the tables that are sealed: adds ids and what rows share."""

    def __init__(self, load: str, handling: str, ids: Ids) -> None:
        self._load, self._handling, self._ids = load, handling, ids
        self._known: dict[str, _Known] = {}

    def table(self, block: Block) -> pa.Table:
        """The sealed table of a block."""
        kind, given = block.kind, block.table
        made: dict[str, pa.Array] = {name: given[name] for name in given.column_names}
        for name, of in (*((n, end.kind) for n, end in kind.ends.items()), ("place", "place")):
            values = made.get(f"{name}_value")
            if values is not None:
                known = self._known.setdefault(of, _Known(of, self._ids))
                made[name] = known.ids_of(values.combine_chunks())
        shared = asdict(kind) | {
            "seed": self._ids.feed(self._load),
            "load": self._load,
            "handling": self._handling,
        }
        names = [name for name in TABLES["feed"].names if name in made]
        table = pa.table([made[name] for name in names], names=names)
        return table.replace_schema_metadata(with_shared(table.schema, shared).metadata)


def with_shared(schema: pa.Schema, shared: Mapping[str, Any]) -> pa.Schema:
    """The schema of a file of a feed, with what all its rows share."""
    return schema.with_metadata({SHARED: json.dumps(shared).encode()})


class _Known:
    """The ids of one kind of thing, each worked out once."""

    def __init__(self, kind: str, ids: Ids) -> None:
        self._kind, self._ids = kind, ids
        self._values = pa.array([], pa.string())
        self._found = pa.array([], pa.string())

    def ids_of(self, values: pa.Array) -> pa.DictionaryArray:
        """The ids of identifiers."""
        coded = values if isinstance(values, pa.DictionaryArray) else values.dictionary_encode()
        texts = coded.dictionary
        at = pc.index_in(texts, self._values)
        if at.null_count:
            if len(self._values) > _KEPT:
                self._values = self._found = pa.array([], pa.string())
                at = pa.nulls(len(texts), pa.int32())
            new = texts.filter(at.is_null())
            made = [self._ids.thing(self._kind, text) for text in new.to_pylist()]
            first = len(self._values)
            self._values = pa.concat_arrays([self._values, new])
            self._found = pa.concat_arrays([self._found, pa.array(made, pa.string())])
            codes = at.fill_null(-1).to_numpy().copy()
            codes[codes < 0] = np.arange(first, first + len(new))
            at = pa.array(codes)
        return pa.DictionaryArray.from_arrays(coded.indices, self._found.take(at))


_KEPT = 1_000_000
"""Things whose ids are kept at hand: some 50 MB."""
