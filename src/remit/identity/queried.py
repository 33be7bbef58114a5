"""The level of every comparison of given pairs, by DuckDB: the SQL that every engine is given.

It is what any engine of SQL finds (`engines/`), and what the levels worked out in this process
(`levelled.py`) are tested against. A connection of its own, with a limit of memory and nothing
spilt to disk.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from remit.identity.columns import THREADS
from remit.identity.comparisons import Comparison

__all__ = ["MEMORY", "connected", "ordered", "queried", "statement"]

Ints = npt.NDArray[np.int64]

MEMORY = "1600MB"


def queried(
    table: pa.Table, comparisons: Sequence[Comparison], left: Ints, right: Ints
) -> dict[str, npt.NDArray[np.int16]]:
    """The level of each comparison of each pair, in the order of the pairs; -1 for no evidence."""
    with connected() as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE ready AS SELECT * FROM given")
        pairs = pa.table({"pair": np.arange(len(left)), "a": left, "b": right})
        connection.register("pairs", pairs)
        found = connection.sql(statement(table, comparisons)).to_arrow_table()
    return ordered(found, comparisons)


def statement(table: pa.Table, comparisons: Sequence[Comparison]) -> str:
    """The levels as a statement over `ready` (that table) and `pairs` (`pair`, `a`, `b`)."""
    sides = ", ".join(f'l."{n}" AS "{n}_l", r."{n}" AS "{n}_r"' for n in table.column_names)
    said = ", ".join(f'CAST({one.sql} AS SMALLINT) AS "{one.name}"' for one in comparisons)
    return (
        f"SELECT pair, {said} FROM (SELECT pair, {sides} FROM pairs "
        "JOIN ready l ON l.unique_id = a JOIN ready r ON r.unique_id = b)"
    )


def ordered(found: pa.Table, comparisons: Sequence[Comparison]) -> dict[str, npt.NDArray[np.int16]]:
    """What the statement gave, in the order of the pairs."""
    order = np.argsort(found["pair"].to_numpy())
    return {one.name: found[one.name].to_numpy()[order] for one in comparisons}


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, that spills nothing to disk."""
    limits = {"memory_limit": MEMORY, "threads": THREADS, "temp_directory": ""}
    connection = duckdb.connect(config=limits)  # type: ignore[arg-type]
    try:
        yield connection
    finally:
        connection.close()
