"""Splink, behind five calls: the one place where it is named.

It is pinned with DuckDB, of which it uses a connection of its own, with a limit of memory and no
place to spill to. What it is given is a table that is ready (`prepared.py`) and the pairs worth
comparing (`keys.py`); it gives the level of every comparison of each pair, or the match weight.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker

from remit.identity.comparisons import Comparison

__all__ = ["levels", "settings", "weighed"]

Ints = npt.NDArray[np.int64]

MEMORY = "1600MB"
THREADS = 2


def settings(
    comparisons: Sequence[Comparison],
    weights: Mapping[str, Mapping[str, tuple[float, float]]],
    prior: float,
    dialect: str = "duckdb",
) -> dict[str, Any]:
    """A Splink model: of each level how likely it is among matches (m) and others (u)."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "sql_dialect": dialect,
        "blocking_rules_to_generate_predictions": ["l.unique_id = r.unique_id"],
        "comparisons": [_comparison(one, weights.get(one.name, {})) for one in comparisons],
    }


def _comparison(one: Comparison, weights: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.missing, "is_null_level": True, "label_for_charts": "missing"}
    ]
    for at, level in enumerate(one.levels):
        last = at == len(one.levels) - 1
        m, u = weights.get(level.name, (0.5, 0.5))
        levels.append(
            {
                "sql_condition": "ELSE" if last else level.sql,
                "label_for_charts": level.says,
                "m_probability": m,
                "u_probability": u,
            }
        )
    return {"output_column_name": one.name, "comparison_levels": levels}


def levels(
    table: pa.Table, comparisons: Sequence[Comparison], left: Ints, right: Ints
) -> dict[str, npt.NDArray[np.int8]]:
    """The level of each comparison of each pair, in the order of the pairs."""
    with connected() as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE ready AS SELECT * FROM given")
        connection.register("pairs", pa.table({"pair": np.arange(len(left)), "a": left, "b": right}))
        sides = ", ".join(
            f'l."{n}" AS "{n}_l", r."{n}" AS "{n}_r"' for n in table.column_names
        )
        said = ", ".join(f'CAST({one.sql} AS SMALLINT) AS "{one.name}"' for one in comparisons)
        got = connection.execute(
            f"SELECT pair, {said} FROM (SELECT pair, {sides} FROM pairs "
            "JOIN ready l ON l.unique_id = a JOIN ready r ON r.unique_id = b)"
        ).to_arrow_table()
        order = np.argsort(got["pair"].to_numpy())
        return {one.name: got[one.name].to_numpy()[order] for one in comparisons}


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, that spills nothing to disk."""
    limits = {"memory_limit": MEMORY, "threads": THREADS, "temp_directory": ""}
    connection = duckdb.connect(config=limits)  # type: ignore[arg-type]
    try:
        yield connection
    finally:
        connection.close()


def weighed(
    table: pa.Table, model: Mapping[str, Any], left: Ints, right: Ints, least: float
) -> pa.Table:
    """Pairs of at least the match weight `least`: `l`, `r`, `weight` (log2), in order of pair."""
    with _predicted(table, model, left, right, least=least) as found:
        got = found("SELECT unique_id_l AS l, unique_id_r AS r, match_weight AS weight FROM {}")
        return got.sort_by([("l", "ascending"), ("r", "ascending")])


@contextmanager
def _predicted(table, model, left, right, *, gammas=False, least=None) -> Iterator[Any]:
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": ""})
    try:
        api = DuckDBAPI(connection=connection)
        said = dict(model)
        if gammas:
            said["retain_intermediate_calculation_columns"] = True
        linker = Linker(api.register(table, table_name="ready"), said)
        pairs = pa.table(
            {
                "match_key": pa.array(np.zeros(len(left), np.int8)),
                "join_key_l": pa.array(left.astype(np.int32)),
                "join_key_r": pa.array(right.astype(np.int32)),
            }
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
        got = linker.inference.predict(threshold_match_weight=least)
        yield lambda sql: connection.execute(sql.format(got.physical_name)).to_arrow_table()
    finally:
        connection.close()
