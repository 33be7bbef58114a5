"""DuckDB and numpy in this process: the engine unless another is asked for."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from remit.identity import levelled
from remit.identity.keys import Candidates, candidates, keys
from remit.identity.model import Model
from remit.identity.prepared import Prepared

__all__ = ["Duck"]

Ints = npt.NDArray[np.int64]


class Duck:
    """Pairs by sorting in memory, levels and weights by DuckDB; nothing is spilt to disk."""

    name = "duckdb"

    def pairs(self, ready: Prepared) -> Candidates:
        """Pairs that share a key which few have."""
        return candidates(keys(ready), len(ready))

    def levels(self, ready: Prepared, left: Ints, right: Ints) -> dict[str, npt.NDArray[np.int16]]:
        """The level of each comparison of each pair."""
        return levelled.levels(ready.table, ready.comparisons, left, right)

    def weighed(
        self, model: Model, ready: Prepared, left: Ints, right: Ints, least: float | None = None
    ) -> pa.Table:
        """Splink's weights."""
        from remit.identity import splinked  # not at the top: Splink takes a second to import

        return splinked.weighed(model, ready, left, right, least)
