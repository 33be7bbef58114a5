"""What a stretch of a feed says beyond what stands already, as a block."""

import numpy as np
import pyarrow as pa

from remit.sources.authority import Authority
from remit.sources.feedblocks import Blocked, blocked
from remit.sources.feedrows import FeedRows
from remit.sources.privilege import Watching
from remit.sources.readers import Fault, Fields
from remit.sources.readers.plain import Stretch
from remit.store.keyed import Delta

__all__ = ["Instruction", "compared"]

Instruction = tuple[int, Fields]
"""Position of a row that withdraws another, and what of it says so."""


def compared(
    stretch: Stretch,
    rows: FeedRows,
    delta: Delta | None,
    authority: Authority | None,
    watching: Watching,
) -> tuple[Blocked, list[Instruction]]:
    """The block of the rows that are taken, and what of others withdraws rows."""
    if delta is None:
        return blocked(stretch, rows, authority, watching), []
    taken, instructs = delta.which(stretch.pos)
    header = rows.columns.header

    def row(n: int) -> Fields:
        """A row as the reader of all CSV gives it: an empty cell is none."""
        pairs = zip(header, stretch.cells, strict=True)
        return {name: cell[n].as_py() or None for name, cell in pairs}

    faults = [
        *stretch.faults,
        *(
            (int(stretch.pos[n]), Fault(reason, row(n)))
            for n in np.flatnonzero(~taken & ~instructs).tolist()
            if (reason := delta.reasons.get(int(stretch.pos[n]))) is not None
        ),
    ]
    instructions = [
        (int(stretch.pos[n]), {column: row(n)[column] for column in delta.columns})
        for n in np.flatnonzero(instructs).tolist()
    ]
    keep = pa.array(taken)
    cells = tuple(_only(cell.filter(keep)) for cell in stretch.cells)
    left = Stretch(stretch.pos[taken], cells, faults, stretch.last_pos)
    return blocked(left, rows, authority, watching), instructions


def _only(cell: pa.Array) -> pa.Array:
    """A column with no text in its dictionary that none of its rows has: it would be sealed too."""
    if not isinstance(cell, pa.DictionaryArray):
        return cell
    return cell.cast(pa.string()).dictionary_encode()
