"""Pairs worth comparing, in SQL: the rule of `pairs.py`, for every engine that reads it."""

from importlib.resources import files

import numpy as np
import pyarrow as pa

from remit.identity.keyed import keyed
from remit.identity.pairs import Candidates
from remit.identity.prepared import Prepared

__all__ = ["PAIRS", "PASSED_OVER", "found", "given"]

PAIRS = files("remit.identity.engines").joinpath("pairs.sql").read_text(encoding="utf-8")
"""Of a table `keyed`, by `$most` and `$alone` of a `Rule`: `l`, `r`, in no order."""

PASSED_OVER = (
    "SELECT count(*) AS keys FROM (SELECT key FROM keyed GROUP BY key HAVING count(*) > $most)"
)
"""How many keys more records have than the rule lets a key have."""


def given(ready: Prepared) -> pa.Table:
    """The table `keyed`: keys that are the same in every table (`keyed.py`), and their records."""
    record, key = keyed(ready)
    return pa.table({"key": key.view(np.int64), "record": record})


def found(pairs: pa.Table, passed: pa.Table) -> Candidates:
    """What both statements gave, in order of pair."""
    left, right = (pairs[side].to_numpy().astype(np.int64) for side in "lr")
    order = np.lexsort((right, left))
    return Candidates(left[order], right[order], passed["keys"][0].as_py())
