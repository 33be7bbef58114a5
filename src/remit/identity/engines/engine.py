"""What every engine answers, and how one is opened by its name.

with opened("spark") as engine:
    found = resolve(columns, meant, engine=engine)
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from remit.errors import Misuse
from remit.identity.engines.duck import Duck
from remit.identity.engines.process import Process
from remit.identity.model import Model
from remit.identity.pairs import Candidates, Rule
from remit.identity.prepared import Prepared

__all__ = ["ENGINES", "Engine", "Sql", "opened"]

Ints = npt.NDArray[np.int64]

ENGINES = ("process", "duckdb", "spark")


class Engine(Protocol):
    """The same records and the same model give the same answers, whichever engine is asked."""

    name: str

    def pairs(self, ready: Prepared, rule: Rule) -> Candidates:
        """Pairs worth comparing by a rule, in order."""

    def levels(
        self, ready: Prepared, left: Ints, right: Ints
    ) -> Mapping[str, npt.NDArray[np.int16]]:
        """The level of each comparison of each pair, in their order; -1 for no evidence."""


class Sql(Engine, Protocol):
    """An engine that is given SQL, and Splink with it."""

    def weighed(
        self, model: Model, ready: Prepared, left: Ints, right: Ints, least: float | None = None
    ) -> pa.Table:
        """Splink's match weight of pairs: `l`, `r`, `weight` in bits, in order of pair.

        With `least`, only pairs of at least that weight.
        """


@contextmanager
def opened(name: str, check: Callable[[], None] = lambda: None) -> Iterator[Engine]:
    """The engine of a name. `check` is called while one works and may stop it by raising.

    Raises `Misuse` for a name that no engine has, `Unavailable` where this machine lacks it.
    """
    if name == "process":
        yield Process()
    elif name == "duckdb":
        yield Duck()
    elif name == "spark":
        from remit.identity.engines.session import local
        from remit.identity.engines.spark import Spark

        with local() as session:
            yield Spark(session, check)
    else:
        raise Misuse(f"no engine is called {name[:40]!r}; there are {', '.join(ENGINES)}")
