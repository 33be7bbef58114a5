"""What a stretch of a feed says beyond what stands already, as a block."""

import json

import numpy as np
import pyarrow as pa

from remit.sources.feedblocks import blocked
from remit.sources.feedrows import FeedRows
from remit.sources.readers import Fields
from remit.sources.readers.plain import Stretch
from remit.store.feed import Block
from remit.store.keyed import Delta
from remit.store.rejects import Reject

__all__ = ["Instruction", "compared"]

Instruction = tuple[int, Fields]
"""Position of a row that withdraws another, and the row."""


def compared(
    stretch: Stretch, rows: FeedRows, delta: Delta | None
) -> tuple[Block, list[Reject], list[Instruction]]:
    """The block of the rows that are taken, those not accepted, those that withdraw another."""
    if delta is None:
        return *blocked(stretch, rows), []
    taken, instructs = delta.which(stretch.pos)
    rejects = [
        Reject(int(stretch.pos[n]), reason, json.dumps(_row(stretch, rows, n), ensure_ascii=False))
        for n in np.flatnonzero(~taken & ~instructs).tolist()
        if (reason := delta.reasons.get(int(stretch.pos[n]))) is not None
    ]
    says = [
        (int(stretch.pos[n]), _row(stretch, rows, n)) for n in np.flatnonzero(instructs).tolist()
    ]
    keep = pa.array(taken)
    cells = tuple(cell.filter(keep) for cell in stretch.cells)
    left = Stretch(stretch.pos[taken], cells, stretch.faults, stretch.last_pos)
    if taken.any():
        block, refused = blocked(left, rows)
    else:
        nothing = pa.table({"pos": pa.array([], pa.int64())})
        block, refused = Block(rows.columns.kind, nothing, stretch.last_pos), _broken(left)
    return block, sorted([*refused, *rejects], key=lambda one: one.pos), says


def _broken(stretch: Stretch) -> list[Reject]:
    return [
        Reject(pos, fault.reason, json.dumps(fault.raw, ensure_ascii=False))
        for pos, fault in stretch.faults
    ]


def _row(stretch: Stretch, rows: FeedRows, n: int) -> Fields:
    """A row as the reader of all CSV gives it: an empty cell is none."""
    header = rows.columns.header
    return {name: cell[n].as_py() or None for name, cell in zip(header, stretch.cells, strict=True)}
