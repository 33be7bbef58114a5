"""Checks a log's database against itself and against a checkpoint saved outside it.

The head is signed; what stands under it is rows that anyone with the file can change. This
recomputes the tree from the entries and opens what is sealed beside them, so that an entry or
a body altered, swapped, removed or put back from another copy is found. A whole database rolled
back agrees with itself: only a checkpoint kept elsewhere shows that.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from remit.errors import BadInput, Damaged
from remit.ledger import tables
from remit.ledger.growth import TILE
from remit.ledger.note import Checkpoint, Verifier, open_note
from remit.ledger.reading import LogReader
from remit.ledger.tree import Frontier, leaf_hash

__all__ = ["check"]


def check(log: LogReader, vkey: str, saved: str | None = None, *, bodies: bool = True) -> int:
    """How many entries stand, every one of them, under a head that `vkey` signed.

    Raises `Damaged` at the first thing that does not fit: the signature, an entry, a finished
    tile, the checkpoint `saved`, and with `bodies` what is sealed beside the entries.
    """
    now = _signed(log.checkpoint(), vkey)
    before = None if saved is None else _signed(saved, vkey)
    if before is not None and before.size > now.size:
        raise Damaged(f"{before.size} entries were seen and {now.size} are here: an older copy")
    tree = Frontier()
    for number, rows in enumerate(_tiles(log, now.size)):
        hashes = [leaf_hash(bytes(row.entry)) for row in rows]
        first = number * TILE
        if before is not None and first < before.size <= first + len(rows):
            seen = tree.copy()
            seen.extend(hashes[: before.size - first])
            if seen.root() != before.root:
                raise Damaged(f"the first {before.size} entries are not those that were seen")
        if len(rows) == TILE and log.tile(0, number) != b"".join(hashes):
            raise Damaged(f"entries {first} to {rows[-1].seq} are not those that were appended")
        if [row.seq for row in rows] != list(range(first, first + len(rows))):
            raise Damaged(f"an entry after {first} is missing")
        tree.extend(hashes)
        for row in rows if bodies else ():
            if row.sealed is not None:
                log.unseal(row.seq, json.loads(bytes(row.entry)), bytes(row.sealed))
    if (tree.size, tree.root()) != (now.size, now.root):
        raise Damaged(f"the {tree.size} entries here do not give the signed head of {now.size}")
    return tree.size


def _tiles(log: LogReader, size: int) -> Iterator[Any]:
    leaf = tables.leaf
    query = select(leaf.c.seq, leaf.c.entry, leaf.c.sealed).where(leaf.c.seq < size)
    with log.engine.connect() as conn:
        streamed = conn.execution_options(yield_per=TILE).execute(query.order_by(leaf.c.seq))
        yield from streamed.partitions(TILE)


def _signed(note: str, vkey: str) -> Checkpoint:
    try:
        text, names = open_note(note, [Verifier(vkey)])
        checkpoint = Checkpoint.parse(text)
    except BadInput as error:
        raise Damaged(f"not a checkpoint of this log: {error}") from error
    if not names:
        raise Damaged("the checkpoint is not signed by this log's key")
    return checkpoint
