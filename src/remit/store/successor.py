"""Successor files: a load's sealed files written again without one row, under new keys."""

import heapq
from collections.abc import Iterator
from contextlib import closing

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.store.archive import keep_rows
from remit.store.catalogue import Load, Part
from remit.store.engine import DuckEngine
from remit.store.feed import SHARED
from remit.store.feedsql import relations, resolved
from remit.store.feedviews import shared_of
from remit.store.files import SealedFiles
from remit.store.room import Room
from remit.store.schema import FEEDS
from remit.store.sealing import archive_part, compartment_key

__all__ = ["rewrite"]

_ROWS = ("record", "reject", "feed", "feed_by_time")
"""Tables in which each row received stands once."""

_AT_ONCE = 50_000
"""Rows of a feed in memory as text at once, while an archive is rewritten."""


def rewrite(
    room: Room, act: Act, load: Load, parts: list[Part], pos: int
) -> tuple[list[Part], bool] | None:
    """The files of the load's next version, and whether the row had been accepted.

    None when no file has a row at `pos`. The compartment that held the row gets successors;
    the others stay as they are. The archive becomes one of rows, as `archive.py` says.
    """
    holding = _holding(room, act, parts, pos)
    if holding is None:
        return None
    version = load.version + 1
    kept = [p for p in parts if p.handling != holding.handling and p.relation != "archive"]
    made: list[Part] = []
    for part in parts:
        if part.handling == holding.handling and part.relation != "archive":
            act.check()
            made.append(_without(room, act, part, version, len(made), pos))
    after = [*kept, *made]
    return [*after, _archive(room, act, load, after, version)], holding.relation != "reject"


def _holding(room: Room, act: Act, parts: list[Part], pos: int) -> Part | None:
    for part in parts:
        if part.relation in _ROWS:
            with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
                for batch in file.iter_batches(columns=["pos"]):
                    if pc.any(pc.equal(batch["pos"], pos)).as_py():
                        return part
    return None


def _without(room: Room, act: Act, part: Part, version: int, number: int, pos: int) -> Part:
    def tables() -> Iterator[pa.Table]:
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            shared = {SHARED: file.metadata.metadata[SHARED]} if part.relation in FEEDS else None
            for group in range(file.num_row_groups):
                table = file.read_row_group(group).replace_schema_metadata(shared)
                yield table.filter(pc.not_equal(table["pos"], pos))

    name = f"{version}-{number}-{part.relation}"
    key_name = compartment_key(part.load, part.handling, version)
    successor = Part(part.load, name, "final", part.relation, part.handling, key_name)
    return room.seal_tables(act, successor, tables())


def _archive(room: Room, act: Act, load: Load, parts: list[Part], version: int) -> Part:
    plain = [_raw(room, act, p) for p in parts if p.relation in ("record", "reject")]
    fed = [p for p in parts if p.relation in ("feed", "feed_by_time")]
    rows = heapq.merge(*plain, *([_raw_of_feed(room, act, fed)] if fed else []))
    part = archive_part(load, version)
    return room.seal(act, part, lambda sealed: keep_rows(rows, sealed))


def _raw_of_feed(room: Room, act: Act, parts: list[Part]) -> Iterator[tuple[int, str]]:
    files = [room.file(act, part) for part in parts]
    engine = DuckEngine(SealedFiles(files), [file.address for file in files])
    act.on_stop(engine.interrupt)
    with closing(engine):
        shared, held, read = shared_of(engine, [file.address for file in files])
        engine.lock()
        rows = resolved("feed", shared, held, read)
        record = relations(shared, rows, rows, rows)["record"]
        for batch in engine.stream(f"SELECT pos, raw FROM ({record}) ORDER BY pos", _AT_ONCE):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _raw(room: Room, act: Act, part: Part) -> Iterator[tuple[int, str]]:
    with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
        for batch in file.iter_batches(columns=["pos", "raw"]):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
