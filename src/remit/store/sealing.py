"""Sealing: the draft files of a load become its final ones, sorted, one for each table.

The draft's files are joined in the order they were written and, for claims and events, sorted
as `schema.ORDER` says, by an engine that may open these files alone.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby

import pyarrow as pa

from remit.authority.act import Act
from remit.store.catalogue import Load, Part
from remit.store.engine import DuckEngine
from remit.store.files import SealedFiles
from remit.store.ranges import ordered
from remit.store.room import Room
from remit.store.schema import ORDER, ROWS_PER_GROUP, TABLES

__all__ = ["archive_part", "compartment_key", "final_parts", "held_key", "superseded_key"]

_ROWS_AT_ONCE = 2_048
"""Rows asked of the engine at once: what it works with itself."""

_SPARING = (
    "SET allocator_flush_threshold = '8MB'",  # what a range took is given back before the next
    "SET enable_external_file_cache = false",  # each draft is read through and not asked again
)
"""Settings of the engine that sorts: a load may be many times what is in memory at once."""

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
    key = room.key(act, drafts[0].key_name) if drafts else b""
    files = {part.name: room.file(act, part) for part in drafts} if key else {}
    engine = DuckEngine(SealedFiles(files.values()), [file.address for file in files.values()])
    act.on_stop(engine.interrupt)
    made: list[Part] = []
    with closing(engine):
        for setting in _SPARING:
            engine.prepare(setting)
        engine.lock()
        listed_parts = sorted(drafts, key=lambda part: (part.handling, part.relation, part.name))
        for (handling, relation), group in groupby(
            listed_parts, lambda p: (p.handling, p.relation)
        ):
            here = list(group)
            listed = ", ".join(f"'{files[part.name].address}'" for part in here)
            if relation in ORDER:
                count = sum(part.rows for part in here)
                rows = ordered(engine, listed, ORDER[relation], count, _ROWS_AT_ONCE)
            else:
                rows = engine.stream(f"SELECT * FROM read_parquet([{listed}])", _ROWS_AT_ONCE)
            name = f"{load.version}-{'held-' if held else ''}{len(made)}-{relation}"
            key_name = (held_key if held else compartment_key)(load.id, handling, load.version)
            stage = "held" if held else "final"
            part = Part(load.id, name, stage, relation, handling, key_name)
            made.append(room.seal_tables(act, part, _grouped(rows, relation)))
    return made


def _grouped(batches: Iterator[pa.RecordBatch], relation: str) -> Iterator[pa.Table]:
    """The rows of `batches` in tables of one row group each, in the columns of the schema.

    A group has fewer rows where they are long, so that it fits in memory.
    """
    schema = TABLES[relation]
    waiting = schema.empty_table()
    for batch in batches:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch]).cast(schema)])
        while waiting.num_rows >= ROWS_PER_GROUP:
            yield waiting.slice(0, ROWS_PER_GROUP)
            waiting = waiting.slice(ROWS_PER_GROUP)
            pa.default_memory_pool().release_unused()
        if waiting.nbytes >= _BYTES_PER_GROUP:
            yield waiting
            waiting = schema.empty_table()
    if waiting.num_rows:
        yield waiting
