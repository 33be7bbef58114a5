"""What an act has shown: the rows it cited, kept with it so that an erasure finds it."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np
from sqlalchemy import delete, insert, select

from remit.authority.act import Act
from remit.ledger.log import Batch
from remit.store import tables

__all__ = ["Shown", "acts_that_showed", "forget"]


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
                {"act": self._act.id, "load": load, "positions": _pack(rows)}
                for load, rows in self._rows.items()
            ],
        )


def acts_that_showed(batch: Batch, load: str, rows: Collection[int] | None) -> list[str]:
    """Ids of the acts that showed one of some rows of a load; None means any row."""
    query = select(tables.shown).where(tables.shown.c.load == load)
    found = batch.conn.execute(query.order_by(tables.shown.c.act)).all()
    wanted = None if rows is None else set(rows)
    return [r.act for r in found if wanted is None or not wanted.isdisjoint(_unpack(r.positions))]


def forget(batch: Batch, load: str) -> None:
    """Forget what was shown of a load that is gone."""
    batch.conn.execute(delete(tables.shown).where(tables.shown.c.load == load))


def _pack(rows: set[int]) -> bytes:
    return zlib.compress(np.diff(np.array(sorted(rows), dtype=np.int64), prepend=0).tobytes())


def _unpack(packed: bytes) -> set[int]:
    return set(np.cumsum(np.frombuffer(zlib.decompress(packed), dtype=np.int64)).tolist())
