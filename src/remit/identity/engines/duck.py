"""DuckDB beside this process: the statements that every engine of SQL is given."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from remit.identity.engines.paired import PAIRS, PASSED_OVER, found, given
from remit.identity.model import Model
from remit.identity.pairs import Candidates, Rule
from remit.identity.prepared import Prepared
from remit.identity.queried import connected, queried

__all__ = ["Duck"]

Ints = npt.NDArray[np.int64]


class Duck:
    """Pairs, levels and weights by DuckDB; nothing is spilt to disk."""

    name = "duckdb"

    def pairs(self, ready: Prepared, rule: Rule) -> Candidates:
        """Pairs that share a key which few have."""
        with connected() as connection:
            connection.register("keyed", given(ready))
            asked = {"most": rule.most, "alone": rule.alone}
            pairs = connection.execute(PAIRS, asked).to_arrow_table()
            passed = connection.execute(PASSED_OVER, {"most": rule.most}).to_arrow_table()
        return found(pairs, passed)

    def levels(self, ready: Prepared, left: Ints, right: Ints) -> dict[str, npt.NDArray[np.int16]]:
        """The level of each comparison of each pair."""
        return queried(ready.table, ready.comparisons, left, right)

    def weighed(
        self, model: Model, ready: Prepared, left: Ints, right: Ints, least: float | None = None
    ) -> pa.Table:
        """Splink's weights."""
        from remit.identity import splinked  # not at the top: Splink takes a second to import

        return splinked.weighed(model, ready, left, right, least)
