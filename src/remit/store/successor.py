"""Successor files: a load's sealed files written again without one row, under new keys."""

import heapq
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.store.archive import keep_rows
from remit.store.catalogue import Load, Part
from remit.store.room import Room
from remit.store.sealing import archive_part, compartment_key

__all__ = ["rewrite"]


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
    return [*after, _archive(room, act, load, after, version)], holding.relation == "record"


def _holding(room: Room, act: Act, parts: list[Part], pos: int) -> Part | None:
    for part in parts:
        if part.relation in ("record", "reject"):
            with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
                for batch in file.iter_batches(columns=["pos"]):
                    if pc.any(pc.equal(batch["pos"], pos)).as_py():
                        return part
    return None


def _without(room: Room, act: Act, part: Part, version: int, number: int, pos: int) -> Part:
    def tables() -> Iterator[pa.Table]:
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                yield table.filter(pc.not_equal(table["pos"], pos))

    name = f"{version}-{number}-{part.relation}"
    key_name = compartment_key(part.load, part.handling, version)
    successor = Part(part.load, name, "final", part.relation, part.handling, key_name)
    return room.seal_tables(act, successor, tables())


def _archive(room: Room, act: Act, load: Load, parts: list[Part], version: int) -> Part:
    rows = heapq.merge(*(_raw(room, act, p) for p in parts if p.relation in ("record", "reject")))
    part = archive_part(load, version)
    return room.seal(act, part, lambda sealed: keep_rows(rows, sealed))


def _raw(room: Room, act: Act, part: Part) -> Iterator[tuple[int, str]]:
    with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
        for batch in file.iter_batches(columns=["pos", "raw"]):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
