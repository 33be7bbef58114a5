"""Splink: the one place where it is named.

It is pinned together with DuckDB, of which it is given a connection of its own. What it gets is
pairs with their levels, worked out by the engine (`queried.py`), and a model; what it gives is the
match weight of each pair. The same settings run on every engine that it knows.

A pair is one row there, compared with itself: settings that held the SQL of the comparisons would
repeat it for every level, 600,000 characters that Splink, SQLGlot and Spark each read for half a
minute, whatever the number of pairs.
"""

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI, Linker

from remit.identity.comparisons import Comparison
from remit.identity.model import Model
from remit.identity.prepared import Prepared
from remit.identity.queried import connected, queried

__all__ = ["paired", "settings", "weighed", "weighed_on_spark"]

Ints = npt.NDArray[np.int64]

_LEVELS, _ITSELF = "remit_levels", "remit_itself"


def settings(model: Model, comparisons: Sequence[Comparison], dialect: str) -> dict[str, Any]:
    """A model as Splink reads it: of each level, m and u."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "sql_dialect": dialect,
        "blocking_rules_to_generate_predictions": ["l.unique_id = r.unique_id"],
        "comparisons": [_comparison(one, model) for one in comparisons],
    }


def weighed(
    model: Model, ready: Prepared, left: Ints, right: Ints, least: float | None = None
) -> pa.Table:
    """Pairs of at least the match weight `least`: `l`, `r`, `weight` in bits, in order of pair."""
    told = queried(ready.table, ready.comparisons, left, right)
    pair = np.arange(len(left))
    itself = {"match_key": np.zeros(len(left), np.int8), "join_key_l": pair, "join_key_r": pair}
    with connected() as connection:
        api = DuckDBAPI(connection=connection)
        given = pa.table({"unique_id": pair, **told}), pa.table(itself)
        return paired(_predicted(api, model, ready.comparisons, *given), left, right, least)


def weighed_on_spark(
    session: Any, levelled: Any, model: Model, comparisons: Sequence[Comparison]
) -> pa.Table:
    """The weights of pairs whose levels stand in Spark: `pair` and a column for each comparison.

    What comes back is `pair` and `weight`, in no order.
    """
    from splink import SparkAPI  # PySpark is not everywhere

    api = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
    )
    given = levelled.withColumnRenamed("pair", "unique_id").persist()
    itself = given.selectExpr(
        "CAST(0 AS TINYINT) AS match_key", "unique_id AS join_key_l", "unique_id AS join_key_r"
    )
    try:
        return _predicted(api, model, comparisons, given, itself)
    finally:
        session.catalog.clearCache()
        for name in (_LEVELS, _ITSELF):
            session.catalog.dropTempView(name)


def paired(found: pa.Table, left: Ints, right: Ints, least: float | None) -> pa.Table:
    """Weights by number of pair as `l`, `r`, `weight`, in order of pair, from `least` on.

    Not by Splink: Spark plans its threshold for two minutes, every level within every level.
    """
    if least is not None:
        found = found.filter(pc.greater_equal(found["weight"], least))
    pair = found["pair"].to_numpy()
    made = pa.table({"l": left[pair], "r": right[pair], "weight": found["weight"]})
    return made.sort_by([("l", "ascending"), ("r", "ascending")])


def _predicted(
    api: Any, model: Model, comparisons: Sequence[Comparison], levelled: Any, itself: Any
) -> pa.Table:
    logging.getLogger("splink").setLevel(logging.ERROR)
    said = settings(model, comparisons, api.sql_dialect.sql_dialect_str)
    linker: Any = Linker(api.register(levelled, table_name=_LEVELS), said)
    linker.table_management.register_blocked_pairs_for_predict(
        api.register(itself, table_name=_ITSELF)
    )
    found = linker.inference.predict().as_pyarrow_table()
    return pa.table([found["unique_id_l"], found["match_weight"]], ["pair", "weight"])


def _comparison(one: Comparison, model: Model) -> dict[str, Any]:
    """The null level first: no evidence. The last level is any other."""
    known = model.columns[one.name]
    sql = f"{one.name}_l"
    order = sorted(one.levels, key=lambda level: -known.u[level])
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"{sql} = -1", "is_null_level": True, "label_for_charts": "missing"}
    ]
    for at, level in enumerate(order):
        last = at == len(order) - 1
        levels.append(
            {
                "sql_condition": "ELSE" if last else f"{sql} = {level}",
                "label_for_charts": one.levels[level],
                "m_probability": known.m[level],
                "u_probability": known.u[level],
            }
        )
    return {"output_column_name": one.name, "comparison_levels": levels}
