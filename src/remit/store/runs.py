"""Sorting more than fits in memory: sorted runs in sealed files, merged as a stream.

Nothing plain may be written to disk, so no engine may spill. A table is therefore sorted a stretch
at a time; each stretch becomes a run, sealed under the key of the drafts, and the runs are read
side by side. The order is that of one stable sort, whatever the memory; a test compares them. Runs
are in no catalogue: those that a crash leaves are swept with the rest, and their key is destroyed.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.store.catalogue import Part
from remit.store.merging import in_order, merged
from remit.store.room import Room
from remit.store.sealed import SealedWriter
from remit.store.stretches import stretches

__all__ = ["AT_ONCE", "BLOCK", "MERGED", "as_written", "ordered"]

AT_ONCE = 8 << 20
"""Bytes of rows sorted at once, about: a run. Sorting takes some three times as much."""

BLOCK = 256 << 10
"""Bytes of rows that are read of a run at once, about."""

MERGED = 16 << 20
"""Bytes that the blocks of the runs merged at once may take: of more, some are merged first."""

_FEWEST = 2
"""Runs that are merged at once however long their rows are."""

_ROWS_READ = 2_048
"""Rows of a draft that are read at once."""

_OPENED = 2
"""Opened chunks of a run that are kept: it is read from its start to its end."""

_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True)
class _Run:
    """A sealed file of sorted rows."""

    part: Part
    widest: int
    """Bytes of its largest block."""


def as_written(room: Room, act: Act, drafts: Iterable[Part]) -> Generator[pa.Table]:
    """The rows of draft files, file by file, as they stand."""
    for part in drafts:
        with room.file(act, part).open(_OPENED) as sealed, pq.ParquetFile(sealed) as file:
            for batch in file.iter_batches(_ROWS_READ):
                act.check()
                yield pa.Table.from_batches([batch])


def ordered(room: Room, act: Act, drafts: Sequence[Part], order: str) -> Generator[pa.Table]:
    """The rows of draft files of one table, sorted, in tables of any size.

    `order` lists columns, separated by commas; a missing value comes last in each. Rows that are
    alike in all of them stay in the order in which they were written.
    """
    by = [column.strip(' "') for column in order.split(",")]
    parted = stretches(as_written(room, act, drafts), AT_ONCE)
    first, second = next(parted, None), next(parted, None)
    if first is None:
        return
    if second is None:
        yield in_order(first, by)
        return
    kept = _Kept(room, act, drafts[0], by)
    try:
        runs = [kept.run([in_order(one, by)]) for one in (first, second)]
        del first, second
        runs += [kept.run([in_order(one, by)]) for one in parted]
        while len(groups := _groups(runs)) > 1:
            runs = [kept.together(group) for group in groups]
        with kept.opened(runs) as streams:
            yield from merged(streams, by)
    finally:
        kept.drop()


class _Kept:
    """The runs of one table while it is sorted."""

    def __init__(self, room: Room, act: Act, like: Part, by: Sequence[str]) -> None:
        self._room, self._act, self._like, self._by = room, act, like, by
        self._made = 0
        self._there: set[str] = set()

    def run(self, tables: Iterable[pa.Table]) -> _Run:
        """Seal sorted rows as a run."""
        like, widest = self._like, 0
        part = replace(like, name=f"{like.name}-run-{self._made}", rows=0, bytes=0, digest="")
        self._made += 1

        def fill(sealed: SealedWriter) -> int:
            nonlocal widest
            blocks = stretches(tables, BLOCK)
            first = next(blocks)
            with pa.ipc.new_stream(sealed, first.schema, options=_PACKED) as stream:
                rows = 0
                for block in _chained(first, blocks):
                    self._act.check()
                    whole = block.combine_chunks()
                    stream.write_table(whole)
                    rows, widest = rows + whole.num_rows, max(widest, whole.nbytes)
            return rows

        self._there.add(part.name)
        made = _Run(self._room.seal(self._act, part, fill), widest)
        pa.default_memory_pool().release_unused()
        return made

    def together(self, runs: Sequence[_Run]) -> _Run:
        """Merge some runs into one; they are dropped."""
        if len(runs) == 1:
            return runs[0]
        with self.opened(runs) as streams:
            made = self.run(merged(streams, self._by))
        self.drop(runs)
        return made

    @contextmanager
    def opened(self, runs: Sequence[_Run]) -> Iterator[list[Iterator[pa.Table]]]:
        """The blocks of each run, until the runs are closed."""
        with ExitStack() as open_:
            yield [self._blocks(run.part, open_) for run in runs]

    def drop(self, runs: Sequence[_Run] | None = None) -> None:
        """Remove the files of some runs, or of all that are there."""
        gone = set(self._there) if runs is None else {run.part.name for run in runs}
        for name in gone:
            self._room.catalogue.path(replace(self._like, name=name)).unlink(missing_ok=True)
        self._there -= gone

    def _blocks(self, part: Part, open_: ExitStack) -> Iterator[pa.Table]:
        sealed = open_.enter_context(self._room.file(self._act, part).open(_OPENED))
        for batch in open_.enter_context(pa.ipc.open_stream(sealed)):
            self._act.check()
            yield pa.Table.from_batches([batch])


def _groups(runs: Sequence[_Run]) -> list[list[_Run]]:
    """The runs, in order, in groups whose blocks fit in memory together."""
    groups: list[list[_Run]] = [[]]
    filled = 0
    for run in runs:
        if len(groups[-1]) >= _FEWEST and filled + run.widest > MERGED:
            groups.append([])
            filled = 0
        groups[-1].append(run)
        filled += run.widest
    return groups


def _chained(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest
