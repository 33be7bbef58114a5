"""Sorting more than fits in memory: a range of the key at a time.

Rows lie in unsorted draft files, and nothing plain may be written to disk, so an engine that sorts
must hold what it sorts. A large table is therefore sorted in ranges of its key, one after the
other, each read from all the drafts: more reading, a bounded memory. The order is the same as that
of one sort; a test compares them.
"""

from collections.abc import Iterator

import pyarrow as pa

from remit.store.engine import DuckEngine

__all__ = ["AT_ONCE", "ordered"]

AT_ONCE = 12 << 20
"""Bytes of rows sorted at once, about; the engine takes some four times as much to sort them."""

_FEW = 30_000
"""Rows that are sorted at once however long they are."""

_SAMPLED = 20_000
"""Keys from which the ranges are drawn."""

_BOUNDS = "range_bound"


def ordered(
    engine: DuckEngine, files: str, order: str, rows: int, batch: int
) -> Iterator[pa.RecordBatch]:
    """The rows of the draft files in order, in batches. `rows` is how many there are.

    `order` lists columns, separated by commas; a missing value comes last in each.
    """
    source = f"SELECT * FROM read_parquet([{files}])"
    for where in _ranges(engine, files, order, rows) if rows > _FEW else [""]:
        yield from engine.stream(f"{source} {where} ORDER BY {order}", batch)


def _ranges(engine: DuckEngine, files: str, order: str, rows: int) -> list[str]:
    """Conditions that part the rows, lowest keys first.

    Keys compare as rows of values do, column by column, a missing value after all others.
    """
    step = max(1, rows // _SAMPLED)
    whole = engine.run(f"SELECT * FROM read_parquet([{files}]) WHERE pos % {10 * step} = 0")
    if not whole.num_rows:
        return [""]
    wide = whole.nbytes / whole.num_rows
    names = [column.strip() for column in order.split(",")]
    sample = engine.run(
        f"SELECT {order} FROM read_parquet([{files}]) WHERE pos % {step} = 0 ORDER BY {order}"
    )
    count = min(int(rows * wide / AT_ONCE) + 1, sample.num_rows)
    cuts = sorted({sample.num_rows * n // count for n in range(1, count)})
    if not cuts:
        return [""]
    engine.prepare(f"DROP TABLE IF EXISTS {_BOUNDS}")
    numbered = sample.take(pa.array(cuts)).append_column("range", pa.array(range(len(cuts))))
    engine.keep(_BOUNDS, numbered)
    key = f"row({', '.join(names)})"

    def bound(number: int) -> str:
        return f"(SELECT {key} FROM {_BOUNDS} WHERE range = {number})"

    found = [f"WHERE {key} < {bound(0)}"]
    found += [f"WHERE {key} >= {bound(n)} AND {key} < {bound(n + 1)}" for n in range(len(cuts) - 1)]
    return [*found, f"WHERE {key} >= {bound(len(cuts) - 1)}"]
