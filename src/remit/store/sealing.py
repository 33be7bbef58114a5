"""Sealing: the draft files of a load become its final ones, sorted, one for each table.

The draft's files are joined in the order they were written and, for claims and events, sorted
as `schema.ORDER` says (`runs.py`), in memory that does not grow with the load.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby

import pyarrow as pa

from remit.authority.act import Act
from remit.store.catalogue import Load, Part
from remit.store.room import Room
from remit.store.runs import as_written, ordered
from remit.store.schema import ORDER, ROWS_PER_GROUP, TABLES
from remit.store.stretches import stretches

__all__ = ["archive_part", "compartment_key", "final_parts", "held_key", "superseded_key"]

_BYTES_PER_GROUP = 20 << 20
"""Plain bytes of a row group at most; 60,000 rows of recorded crime are as many. Rows of a phone
download are longer: its groups have some 40,000."""


def compartment_key(load: str, handling: str, version: int) -> str:
    """Name of the key of one compartment of a load. A successor has a key of its own."""
    return f"{load}/{version}/{handling}"


def held_key(load: str, handling: str, version: int) -> str:
    """Name of the key of what is held back of one compartment of a load."""
    return f"{load}/{version}/held/{handling}"


def superseded_key(load: str, handling: str, version: int) -> str:
    """Name of the key of what was corrected or withdrawn upstream of one compartment of a load."""
    return f"{load}/{version}/superseded/{handling}"


def archive_part(load: Load, version: int, *, held: bool = False) -> Part:
    """The sealed file of the bytes as received, not yet written.

    As long as a row of them is held back, they are held back too.
    """
    stage, key_name = "held" if held else "final", f"{load.id}/{version}/archive"
    return Part(load.id, f"{version}-archive", stage, "archive", load.handling, key_name)


def final_parts(
    room: Room, act: Act, load: Load, drafts: list[Part], *, held: bool = False
) -> list[Part]:
    """Write the final files of a load from its draft files; or those of what is `held` back."""
    made: list[Part] = []
    listed = sorted(drafts, key=lambda part: (part.handling, part.relation, part.name))
    for (handling, relation), group in groupby(listed, lambda p: (p.handling, p.relation)):
        here = list(group)
        name = f"{load.version}-{'held-' if held else ''}{len(made)}-{relation}"
        key_name = (held_key if held else compartment_key)(load.id, handling, load.version)
        part = Part(load.id, name, "held" if held else "final", relation, handling, key_name)
        order = ORDER.get(relation)
        rows = ordered(room, act, here, order) if order else as_written(room, act, here)
        with closing(rows):
            made.append(room.seal_tables(act, part, _grouped(rows, relation)))
    return made


def _grouped(tables: Iterable[pa.Table], relation: str) -> Iterator[pa.Table]:
    """The rows of `tables` in tables of one row group each, in the columns of the schema.

    A group has fewer rows where they are long, so that it fits in memory.
    """
    schema = TABLES[relation]
    for table in stretches(tables, _BYTES_PER_GROUP, ROWS_PER_GROUP):
        yield table.cast(schema)
        pa.default_memory_pool().release_unused()
