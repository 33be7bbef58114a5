"""Pairs, levels and weights on Spark: the statements that DuckDB is given, and nothing else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from remit.identity.engines import paired
from remit.identity.engines.functions import register, spoken
from remit.identity.model import Model
from remit.identity.pairs import Candidates, Rule
from remit.identity.prepared import Prepared
from remit.identity.queried import ordered, statement

__all__ = ["Spark"]

Ints = npt.NDArray[np.int64]
_Found = TypeVar("_Found")

_LOOKED = 0.5
"""Seconds between two looks at whether the work may go on."""


class Spark:
    """An engine on a session of Spark, a local one (`session.py`) or of a cluster.

    While it works, `check` is called twice a second; where it raises, the work is called off.
    Records are handed over in memory, and what comes back is pairs with numbers.
    """

    name = "spark"

    def __init__(self, session: Any, check: Callable[[], None] = lambda: None) -> None:
        self._session, self._check = session, check
        self._ready: pa.Table | None = None
        register(session)

    def pairs(self, ready: Prepared, rule: Rule) -> Candidates:
        """Pairs that share a key which few have."""
        self._given("keyed", paired.given(ready))
        pairs = self._answered(paired.PAIRS, most=rule.most, alone=rule.alone)
        passed = self._answered(paired.PASSED_OVER, most=rule.most)
        self._session.catalog.dropTempView("keyed")
        return paired.found(pairs, passed)

    def levels(self, ready: Prepared, left: Ints, right: Ints) -> dict[str, npt.NDArray[np.int16]]:
        """The level of each comparison of each pair."""
        asked = self._levelled(ready, left, right)
        return ordered(self._watched(lambda: asked.toArrow()), ready.comparisons)

    def weighed(
        self, model: Model, ready: Prepared, left: Ints, right: Ints, least: float | None = None
    ) -> pa.Table:
        """Splink's weights, of levels that never leave Spark."""
        from remit.identity import splinked  # not at the top: Splink takes a second to import

        asked = self._levelled(ready, left, right)
        found = self._watched(
            lambda: splinked.weighed_on_spark(self._session, asked, model, ready.comparisons)
        )
        return splinked.paired(found, left, right, least)

    def processor(self) -> float:
        """Seconds of the processor that Java has used on this machine."""
        java = self._session._jvm.java.lang.ProcessHandle.current()
        return float(java.info().totalCpuDuration().get().toMillis()) / 1000

    def _levelled(self, ready: Prepared, left: Ints, right: Ints) -> Any:
        if self._ready is not ready.table:
            self._given("ready", ready.table)
            self._ready = ready.table
        self._given("pairs", pa.table({"pair": np.arange(len(left)), "a": left, "b": right}))
        return self._session.sql(spoken(statement(ready.table, ready.comparisons)))

    def _given(self, name: str, table: pa.Table) -> None:
        self._watched(lambda: self._session.createDataFrame(table).createOrReplaceTempView(name))

    def _answered(self, sql: str, **values: int) -> pa.Table:
        return self._watched(lambda: self._session.sql(spoken(sql), args=values).toArrow())

    def _watched(self, work: Callable[[], _Found]) -> _Found:
        """What the work gives; called off as soon as `check` raises."""
        with ThreadPoolExecutor(1) as waiting:
            found = waiting.submit(work)
            while True:
                try:
                    return found.result(timeout=_LOOKED)
                except TimeoutError:
                    if found.done():
                        raise
                try:
                    self._check()
                except BaseException:
                    self._session.sparkContext.cancelAllJobs()
                    raise
