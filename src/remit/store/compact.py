"""Compaction: the blocks of a feed become two sorted files, one by time and one by thing.

Sorted, a question about an hour or about a vehicle reads a few row groups of millions of rows.
The blocks are replaced in the transaction of the act's outcome: until then a view reads them,
from then on the sorted files, never both. Erasing rewrites these files as any others.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from typing import Any

import pyarrow as pa

from remit.authority.act import Act
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store.catalogue import (
    Load,
    Part,
    add_parts,
    bump,
    drop_parts,
    files_commitment,
    set_load,
)
from remit.store.engine import DuckEngine
from remit.store.feed import with_shared
from remit.store.feedsql import resolved, sides, time_columns
from remit.store.feedviews import shared_of
from remit.store.files import SealedFiles
from remit.store.room import Room
from remit.store.schema import ORDER, RAW, ROWS_PER_GROUP, TABLES
from remit.store.sealing import compartment_key

__all__ = ["compact_load", "sorted_feed"]


def compact_load(room: Room, act: Act, load: Load) -> dict[str, Any]:
    """Sort the blocks of a load that this act has claimed; they are replaced with its outcome."""
    before = room.catalogue.parts([load.id], "final")
    blocks = [part for part in before if part.relation == "feed"]
    if not blocks:
        return {"load": load.id, "rows": 0, "files": 0}
    made: list[Part] = []
    ordered = sorted(blocks, key=lambda part: (part.handling, part.name))
    for handling, group in groupby(ordered, lambda part: part.handling):
        made += sorted_feed(room, act, load, handling, list(group), len(made))
    held = room.catalogue.parts([load.id], "held", "superseded")  # they stay as they are
    after = [part for part in before if part.relation != "feed"] + made + held
    salt = secrets.token_bytes(32)
    over = files_commitment(salt, after)

    def work(batch: Batch) -> None:
        drop_parts(batch, load.id, "final", "feed")
        add_parts(batch, made)
        set_load(batch, load.id, salt=salt, commitment=over)
        bump(batch)
        facts = {"load": load.id, "before": load.commitment, "after": over}
        batch.append(Entry("load.compacted", facts, body={"act": act.id}))

    def afterwards() -> None:
        room.views.drop(load.id)
        room.tidy(load.id)

    act.check()
    act.at_outcome(work)
    act.on_close(afterwards)
    rows = sum(part.rows for part in blocks)
    return {"load": load.id, "rows": rows, "files": len(blocks)}


def sorted_feed(
    room: Room, act: Act, load: Load, handling: str, blocks: list[Part], number: int
) -> list[Part]:
    """The two sorted files of the rows of one handling condition: of blocks, or of files that were
    sorted by time."""
    files = {part.name: room.file(act, part) for part in blocks}
    addresses = [file.address for file in files.values()]
    engine = DuckEngine(SealedFiles(files.values()), addresses)
    act.on_stop(engine.interrupt)
    made: list[Part] = []
    with closing(engine):
        shared, held, read = shared_of(engine, addresses)
        engine.lock()
        rows = resolved("feed", shared, held, read, times=False)
        columns = {"feed_by_time": held, "feed_by_thing": _columns(shared, held)}
        for relation, source in (("feed_by_time", read), ("feed_by_thing", sides(shared, rows))):
            names = [name for name in TABLES[relation].names if name in columns[relation]]
            listed = ", ".join(f'"{name}"' for name in names)
            asked = f"SELECT {listed} FROM ({source}) ORDER BY {ORDER[relation]}"
            key = compartment_key(load.id, handling, load.version)
            name = f"{load.version}-sorted-{number + len(made)}-{relation}"
            part = Part(load.id, name, "final", relation, handling, key)
            schema = pa.schema([TABLES[relation].field(name) for name in names])
            tables = _grouped(engine.stream(asked, ROWS_PER_GROUP), with_shared(schema, shared))
            made.append(room.seal_tables(act, part, tables))
    return made


def _columns(shared: dict[str, Any], held: list[str]) -> set[str]:
    """The columns by thing that may have a value."""
    ends = shared["ends"]
    names = {"side", "thing", "part", "value"} | (set(held) & set(TABLES["feed"].names))
    names |= {"other", "other_value"} if {"thing", "other"} <= ends.keys() else set()
    names |= {"attributes"} if shared["attributes"] or shared.get("told") else set()
    names |= {"time_text"} if {RAW[at - 1] for at in time_columns(shared)} & set(held) else set()
    names |= {"label"} if any(f"{end}_label" in held for end in ends) else set()
    cells = [f"raw_{end['columns'][0]}" for end in ends.values() if len(end["columns"]) == 1]
    several = any(len(end["columns"]) > 1 for end in ends.values())
    return names | ({"said"} if several or set(cells) & set(held) else set())


def _grouped(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of `batches` in tables of one row group each."""
    waiting: list[pa.Table] = []
    count = 0
    for batch in batches:
        waiting.append(pa.Table.from_batches([batch]).cast(schema))
        count += batch.num_rows
        if count >= ROWS_PER_GROUP:
            table = pa.concat_tables(waiting)
            whole = count - count % ROWS_PER_GROUP
            yield table.slice(0, whole)
            waiting, count = [table.slice(whole)], count - whole
    if count:
        yield pa.concat_tables(waiting)
