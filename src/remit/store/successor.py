"""Successor files: a load's sealed files written again without one row, under new keys."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

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
from remit.store.sealing import archive_part, compartment_key, held_key, superseded_key

__all__ = ["archive_of_rows", "rewrite", "rows_as_received", "successor"]

_ROWS = ("record", "reject", "instruction", "feed", "feed_by_time")
"""Tables in which each row received stands once."""

_KEYS = {"held": held_key, "superseded": superseded_key}
"""By stage: the name of the key of a compartment; that of the others is `compartment_key`."""

_WITH_RAW = ("record", "reject", "instruction")

_AT_ONCE = 50_000
"""Rows of a feed in memory as text at once, while an archive is rewritten."""


def rewrite(
    room: Room, act: Act, load: Load, parts: list[Part], pos: int
) -> tuple[list[Part], tuple[str, ...]] | None:
    """The files of the load's next version, and among which counts the row was.

    None when no file has a row at `pos`. The compartment that held the row gets successors;
    the others stay as they are. The archive becomes one of rows, as `archive.py` says.
    """
    holding = _holding(room, act, parts, pos)
    if holding is None:
        return None
    version = load.version + 1
    of = [p for p in parts if p.handling == holding.handling or p.relation == "key"]
    kept = [part for part in parts if part not in of and part.relation != "archive"]
    made: list[Part] = []
    for part in of:
        if part.relation != "archive":
            act.check()
            key = _KEYS.get(part.stage, compartment_key)(load.id, part.handling, version)
            next_ = replace(part, name=f"{version}-{len(made)}-{part.relation}", key_name=key)
            made.append(successor(room, act, part, next_, lambda at: pc.not_equal(at, pos)))
    after = [*kept, *made]
    was: tuple[str, ...] = ("accepted",) if holding.relation != "reject" else ("rejected",)
    if holding.stage == "held":
        was = ("rejected", "held")
    if holding.stage == "superseded":
        was = ("accepted", "superseded")
    return [*after, archive_of_rows(room, act, load, after, version)], was


def _holding(room: Room, act: Act, parts: list[Part], pos: int) -> Part | None:
    for part in parts:
        if part.relation in _ROWS:
            with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
                for batch in file.iter_batches(columns=["pos"]):
                    if pc.any(pc.equal(batch["pos"], pos)).as_py():
                        return part
    return None


def successor(
    room: Room,
    act: Act,
    part: Part,
    into: Part,
    keep: Callable[[pa.ChunkedArray], pa.Array],
    groups: Sequence[int] | None = None,
) -> Part:
    """Write the file `into` with those rows of `part` of which `keep` says so by position.

    Only some row groups of it are read where these are named.
    """

    def tables() -> Iterator[pa.Table]:
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            shared = {SHARED: file.metadata.metadata[SHARED]} if part.relation in FEEDS else None
            for group in range(file.num_row_groups) if groups is None else groups:
                table = file.read_row_group(group).replace_schema_metadata(shared)
                yield table.filter(keep(table["pos"]))

    return room.seal_tables(act, into, tables())


def archive_of_rows(room: Room, act: Act, load: Load, parts: Sequence[Part], version: int) -> Part:
    """The archive of a load that is no longer as it was received: its rows, in order.

    It is held back as long as one of them is.
    """
    rows = rows_as_received(room, act, parts)
    part = archive_part(load, version, held=any(p.stage == "held" and p.rows for p in parts))
    return room.seal(act, part, lambda sealed: keep_rows(rows, sealed))


def rows_as_received(room: Room, act: Act, parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
    """Position and JSON of every row that lies in `parts`, in order of position."""
    plain = [_raw(room, act, p) for p in parts if p.relation in _WITH_RAW]
    fed = [p for p in parts if p.relation in ("feed", "feed_by_time")]
    return heapq.merge(*plain, *([_raw_of_feed(room, act, fed)] if fed else []))


def _raw_of_feed(room: Room, act: Act, parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
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
