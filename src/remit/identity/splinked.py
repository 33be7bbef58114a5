"""Splink, behind two calls: the one place where it is named.

It is pinned together with DuckDB, of which it is given a connection of its own. What it gets is a
table that is ready (`prepared.py`), the pairs worth comparing (`keys.py`) and a model; what it
gives is the match weight of each pair. The same settings run on every engine that it knows.
"""

import logging
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker

from remit.identity.comparisons import Comparison
from remit.identity.model import Model
from remit.identity.prepared import Prepared
from remit.identity.queried import connected

__all__ = ["settings", "weighed"]

Ints = npt.NDArray[np.int64]


def settings(model: Model, ready: Prepared, dialect: str = "duckdb") -> dict[str, Any]:
    """A model as Splink reads it: of each level, m and u."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "sql_dialect": dialect,
        "blocking_rules_to_generate_predictions": ["l.unique_id = r.unique_id"],
        "comparisons": [_comparison(one, model) for one in ready.comparisons],
    }


def weighed(
    model: Model, ready: Prepared, left: Ints, right: Ints, least: float | None = None
) -> pa.Table:
    """Pairs of at least the match weight `least`: `l`, `r`, `weight` in bits, in order of pair."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    with connected() as connection:
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register(ready.table, table_name="ready"), settings(model, ready))
        pairs = pa.table(
            {
                "match_key": pa.array(np.zeros(len(left), np.int8)),
                "join_key_l": pa.array(left.astype(np.int32)),
                "join_key_r": pa.array(right.astype(np.int32)),
            }
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
        found = linker.inference.predict(threshold_match_weight=least)
        return connection.sql(
            "SELECT unique_id_l AS l, unique_id_r AS r, match_weight AS weight "
            f"FROM {found.physical_name} ORDER BY l, r"
        ).to_arrow_table()


def _comparison(one: Comparison, model: Model) -> dict[str, Any]:
    """The null level first: no evidence. The last level is any other."""
    known = model.columns[one.name]
    order = sorted(one.levels, key=lambda level: -known.u[level])
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"{one.sql} = -1", "is_null_level": True, "label_for_charts": "missing"}
    ]
    for at, level in enumerate(order):
        last = at == len(order) - 1
        levels.append(
            {
                "sql_condition": "ELSE" if last else f"{one.sql} = {level}",
                "label_for_charts": one.levels[level],
                "m_probability": known.m[level],
                "u_probability": known.u[level],
            }
        )
    return {"output_column_name": one.name, "comparison_levels": levels}
