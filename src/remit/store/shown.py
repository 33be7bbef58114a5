"""What an act has shown: the rows it cited, kept with it so that an erasure finds it."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence, Set

import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, select

from remit.authority import tables as authority_tables
from remit.authority.act import Act
from remit.ledger.log import Batch
from remit.store import tables

__all__ = ["Shown", "acts_that_showed", "forget", "packed", "shown_in_case", "shown_of", "unpacked"]


class Shown:
    """Rows cited under one act; written with its outcome."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._rows: dict[str, set[int]] = defaultdict(set)

    def add(self, rows: Iterable[tuple[str, int]]) -> None:
        """Note rows as shown."""
        first = not self._rows
        for load, pos in rows:
            self._rows[load].add(pos)
        if first and self._rows:
            self._act.at_outcome(self._keep)

    def _keep(self, batch: Batch) -> None:
        batch.conn.execute(
            insert(tables.shown),
            [
                {"act": self._act.id, "load": load, "positions": packed(sorted(rows))}
                for load, rows in self._rows.items()
            ],
        )


def acts_that_showed(batch: Batch, load: str, rows: Collection[int] | None) -> list[str]:
    """Ids of the acts that showed one of some rows of a load; None means any row."""
    return list(shown_of(batch.conn, load, None if rows is None else set(rows)))


def shown_of(conn: Connection, load: str, rows: Set[int] | None) -> dict[str, int]:
    """By id of an act, in order: how many of some rows of a load it showed, if any; None means
    any row."""
    query = select(tables.shown).where(tables.shown.c.load == load)
    found = conn.execute(query.order_by(tables.shown.c.act)).all()
    counted = {r.act: unpacked(r.positions) for r in found}
    if rows is None:
        return {act: len(shown) for act, shown in counted.items()}
    return {act: n for act, shown in counted.items() if (n := len(rows & set(shown.tolist())))}


def shown_in_case(engine: Engine, case: str | None, load: str, pos: int) -> bool:
    """Whether an act of a case showed a row of a load."""
    act, shown = authority_tables.act.c, tables.shown.c
    query = select(shown.positions).join(authority_tables.act, act.id == shown.act)
    query = query.where(shown.load == load, act.case_id.is_not_distinct_from(case))
    with engine.connect() as conn:
        return any(pos in unpacked(one) for one in conn.execute(query).scalars())


def forget(batch: Batch, load: str) -> None:
    """Forget what was shown of a load that is gone."""
    batch.conn.execute(delete(tables.shown).where(tables.shown.c.load == load))


def packed(numbers: Sequence[int] | np.ndarray) -> bytes:
    """Whole numbers in a few bytes, in the order given."""
    return zlib.compress(np.diff(np.asarray(numbers, dtype=np.int64), prepend=0).tobytes())


def unpacked(packed: bytes) -> np.ndarray:
    """The numbers that `packed` has."""
    return np.cumsum(np.frombuffer(zlib.decompress(packed), dtype=np.int64))
