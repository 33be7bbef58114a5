"""What answers the statements of one who builds something of a view, to be kept for others."""

from collections.abc import Callable

import pyarrow as pa

from remit.store.dialect import admit
from remit.store.engine import DuckEngine, Params
from remit.store.schema import VIEWED

__all__ = ["RELATIONS", "Asked"]

RELATIONS = frozenset({*VIEWED, "load", "said", "linked", "same_as"})
"""The relations that a statement may name."""


class Asked:
    """What answers the statements of one who builds something to be kept."""

    def __init__(self, engine: DuckEngine, check: Callable[[], None]) -> None:
        self._engine = engine
        self._check = check

    def check(self) -> None:
        """As `View.check`."""
        self._check()

    def run(self, sql: str, params: Params = ()) -> pa.Table:
        """As `View.run`."""
        admit(sql, RELATIONS)
        self._check()
        return self._engine.run(sql, params)
