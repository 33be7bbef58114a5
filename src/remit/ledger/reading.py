"""Reading a log: head, entries, bodies that were not erased, and proofs."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, select

from remit.errors import NotFound, Unavailable
from remit.ledger import tables
from remit.ledger.box import Box
from remit.ledger.growth import TILE, tile_root
from remit.ledger.note import Checkpoint, parse_note
from remit.ledger.salted import ANNEX, body_place, unseal
from remit.ledger.tree import EMPTY, consistency, inclusion, leaf_hash, root

__all__ = ["Head", "LogReader"]


@dataclass(frozen=True, slots=True)
class Head:
    """How long the log is and what its root is. Not proof of anything until it is signed."""

    size: int
    root: bytes
    at: datetime | None
    """Time of the last commit; None for an empty log."""


class LogReader:
    """Reads the log in one database."""

    def __init__(self, engine: Engine, box: Box) -> None:
        self.engine = engine
        self._box = box

    @property
    def origin(self) -> str:
        """The name of the log."""
        return Checkpoint.parse(parse_note(self.checkpoint())[0]).origin

    def head(self) -> Head:
        """The head as it stands."""
        with self.engine.connect() as conn:
            row = conn.execute(select(tables.head)).first()
        if row is None:
            return Head(0, EMPTY, None)
        return Head(row.size, bytes(row.root), datetime.fromisoformat(row.at))

    def checkpoint(self) -> str:
        """The signed checkpoint over the head, without cosignatures."""
        with self.engine.connect() as conn:
            note = conn.execute(select(tables.head.c.checkpoint)).scalar()
        if note is None:
            raise Unavailable("the database holds no ledger")
        return str(note)

    def entry_bytes(self, seq: int) -> bytes:
        """The leaf as hashed. Raises `NotFound`."""
        with self.engine.connect() as conn:
            found = conn.execute(
                select(tables.leaf.c.entry).where(tables.leaf.c.seq == seq)
            ).scalar()
        if found is None:
            raise NotFound(f"the ledger has no entry {seq}")
        return bytes(found)

    def entry(self, seq: int) -> dict[str, Any]:
        """What the leaf says. Raises `NotFound`."""
        leaf: dict[str, Any] = json.loads(self.entry_bytes(seq))
        return leaf

    def entries(self, first: int, last: int) -> list[tuple[int, dict[str, Any]]]:
        """Number and content of the leaves from `first` to `last`, both included."""
        leaf = tables.leaf
        with self.engine.connect() as conn:
            rows = conn.execute(
                select(leaf.c.seq, leaf.c.entry)
                .where(leaf.c.seq.between(first, last))
                .order_by(leaf.c.seq)
            ).all()
        return [(row.seq, json.loads(bytes(row.entry))) for row in rows]

    def public_entries(self, most: int = 100) -> list[tuple[int, dict[str, Any]]]:
        """The newest public entries, newest first."""
        query = (
            select(tables.leaf.c.seq, tables.leaf.c.entry)
            .join(tables.public_entry, tables.public_entry.c.seq == tables.leaf.c.seq)
            .order_by(tables.leaf.c.seq.desc())
            .limit(most)
        )
        with self.engine.connect() as conn:
            return [(row.seq, json.loads(bytes(row.entry))) for row in conn.execute(query)]

    def body(self, seq: int) -> dict[str, Any] | None:
        """The body an entry commits to; None when it has none or it was erased.

        Raises `NotFound`, and `Damaged` where it is not the one committed to at that place.
        """
        query = select(tables.leaf.c.entry, tables.leaf.c.sealed).where(tables.leaf.c.seq == seq)
        with self.engine.connect() as conn:
            row = conn.execute(query).first()
        if row is None:
            raise NotFound(f"the ledger has no entry {seq}")
        if row.sealed is None:
            return None
        return self.unseal(seq, json.loads(bytes(row.entry)), bytes(row.sealed))

    def unseal(self, seq: int, entry: dict[str, Any], sealed: bytes) -> dict[str, Any] | None:
        """What is sealed beside `entry`: its body, None where only a salt is. Raises `Damaged`."""
        plain = unseal(self._box, sealed, body_place(seq), str(entry.get("commit")))
        body: dict[str, Any] | None = json.loads(plain) if plain else None
        return body

    def annex(self, digest: str) -> str | None:
        """The annexed text of that digest; None when it was erased. Raises `Damaged`."""
        query = select(tables.annex.c.sealed).where(tables.annex.c.digest == digest)
        with self.engine.connect() as conn:
            sealed = conn.execute(query).scalar()
        return None if sealed is None else unseal(self._box, bytes(sealed), ANNEX, digest).decode()

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """Proof that entry `seq` is in the tree of `size`. Raises `ValueError` out of range."""
        return inclusion(self._hashes(), seq, size)

    def consistency(self, old: int, size: int) -> list[bytes]:
        """Proof that the tree of `size` continues that of `old`, which is not zero."""
        return consistency(self._hashes(), old, size)

    def tile(self, level: int, number: int, width: int = TILE) -> bytes:
        """The first `width` hashes of a tile, complete or not, 32 bytes each."""
        with self.engine.connect() as conn:
            whole = conn.execute(
                select(tables.tile.c.hashes).where(
                    tables.tile.c.level == level, tables.tile.c.number == number
                )
            ).scalar()
            if whole is not None:
                return bytes(whole)[: 32 * width]
            first = number * TILE
            if level == 0:
                leaf = tables.leaf
                rows = conn.execute(
                    select(leaf.c.entry)
                    .where(leaf.c.seq >= first, leaf.c.seq < first + width)
                    .order_by(leaf.c.seq)
                )
                return b"".join(leaf_hash(bytes(row.entry)) for row in rows)
            below = conn.execute(
                select(tables.tile.c.hashes)
                .where(
                    tables.tile.c.level == level - 1,
                    tables.tile.c.number >= first,
                    tables.tile.c.number < first + width,
                )
                .order_by(tables.tile.c.number)
            )
            return b"".join(tile_root(bytes(row.hashes)) for row in below)

    def _hashes(self) -> Any:
        """Roots of complete subtrees, read tile by tile; each tile once for one proof."""
        tile = lru_cache(maxsize=64)(self.tile)

        def hashes(level: int, index: int) -> bytes:
            above, within = divmod(level, 8)
            first = index << within
            number, start = divmod(first, TILE)
            end = start + (1 << within)
            held = tile(above, number)
            if len(held) < 32 * end:
                raise ValueError("that subtree is not in the log")
            return root([held[i * 32 : i * 32 + 32] for i in range(start, end)])

        return hashes
