"""What Spark lacks of the SQL that the comparisons are written in.

Two similarities of strings come from RapidFuzz, of which DuckDB has its own: equal to it but for
the last bit of a fraction. Those of the Java archive that Splink brings are not taken: its
Jaro-Winkler counts half transpositions, and is on the other side of a threshold for 3 pairs with
slips in 1,000. Values reach them in columns (Arrow), in processes of Python beside Java.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import sqlglot
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist
from sqlglot import exp

__all__ = ["register", "spoken"]


def spoken(sql: str) -> str:
    """SQL of DuckDB's dialect, an expression or a statement, as Spark reads it.

    >>> spoken("len(list_intersect(a_l, a_r)) // 2")
    'SIZE(ARRAY_INTERSECT(a_l, a_r)) DIV 2'
    """
    return sqlglot.parse_one(sql, read="duckdb").transform(_shared).sql(dialect="spark")


def register(session: Any) -> None:
    """Make the two similarities known to a session of Spark, as SQLGlot names them.

    They are sent to where Spark works as they stand, since only RapidFuzz needs to be there. Null
    where a text is missing; no text that is made ready is empty.
    """
    from pyspark.sql.pandas.functions import arrow_udf

    def jaro_winkler(a: pa.Array, b: pa.Array) -> pa.Array:
        one, two = a.fill_null("").to_pylist(), b.fill_null("").to_pylist()
        found = cpdist(one, two, scorer=JaroWinkler.similarity, dtype=np.float64)
        return pa.array(found, mask=np.asarray(a.is_null()) | np.asarray(b.is_null()))

    def damerau_levenshtein(a: pa.Array, b: pa.Array) -> pa.Array:
        one, two = a.fill_null("").to_pylist(), b.fill_null("").to_pylist()
        found = cpdist(one, two, scorer=DamerauLevenshtein.distance, dtype=np.int32)
        return pa.array(found, mask=np.asarray(a.is_null()) | np.asarray(b.is_null()))

    columnar: Any = arrow_udf  # its types name no function of columns
    session.udf.register("JAROWINKLER_SIMILARITY", columnar(jaro_winkler, "double"))
    session.udf.register("DAMERAU_LEVENSHTEIN", columnar(damerau_levenshtein, "int"))


def _shared(node: exp.Expr) -> exp.Expr:
    """SQLGlot does not know that the length of an intersection is that of a list, not of a text."""
    lists = node.this
    if not isinstance(node, exp.Length) or not isinstance(lists, exp.Anonymous):
        return node
    if lists.name.lower() != "list_intersect":
        return node
    return exp.func("SIZE", exp.func("ARRAY_INTERSECT", *lists.expressions))
