"""Millions of rows in a real sealed load, for benchmarks: the tables are made as columns.

The load is begun, archived, sealed and let into view by the Writer; only its tables are written
from Arrow instead of row by row, since ten million drafts would take a quarter of an hour.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from benchmarks.told import told
from tests.store.building import Building, a_row, fill

from remit.store.catalogue import Part, add_parts
from remit.store.schema import ROWS_PER_GROUP, TABLES
from remit.store.sealing import compartment_key
from remit.store.writer import Writer

__all__ = ["brought", "columns", "numbered", "pieces", "told"]


def brought(
    home: Path, make: Callable[[str], dict[str, Iterable[pa.Table]]]
) -> tuple[Building, str]:
    """A building with one load in view that holds the tables of `make(load)`; and its case."""
    building = Building(home)
    case = building.furnish()
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        row = [a_row(2)]
        draft = act.hand.begin(building.plan("bulk.csv", row))
        fill(draft, row)
        draft.seal()
        room = building.store._room
        parts = []
        for relation, made in make(draft.load).items():
            key = compartment_key(draft.load, "ordinary", 1)
            part = Part(draft.load, f"bulk-{relation}", "final", relation, "ordinary", key)
            parts.append(room.seal_tables(act, part, made))
        building.log.commit(lambda batch: add_parts(batch, parts))
        act.release(draft.load)
    return building, case


def columns(load: str, relation: str, first: int, count: int, **given: pa.Array) -> pa.Table:
    """`count` rows of a table from position `first`; what is not given is null."""
    given |= {
        "load": pa.repeat(load, count),
        "pos": pa.array(np.arange(first, first + count)),
        "handling": pa.repeat("ordinary", count),
    }
    made = [
        given[field.name].cast(field.type) if field.name in given else pa.nulls(count, field.type)
        for field in TABLES[relation]
    ]
    return pa.Table.from_arrays(made, schema=TABLES[relation])


def numbered(kind: str, first: int, count: int) -> pa.Array:
    """Ids that look like those of the store, one after another."""
    digits = pa.array(np.arange(first, first + count)).cast(pa.string())
    return pc.binary_join_element_wise(kind, pc.utf8_lpad(digits, 20, "0"), "-")


def pieces(count: int) -> Iterable[tuple[int, int]]:
    """First row and number of rows of each row group."""
    for first in range(0, count, ROWS_PER_GROUP):
        yield first, min(ROWS_PER_GROUP, count - first)
