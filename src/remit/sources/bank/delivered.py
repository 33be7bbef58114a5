"""The lines of a statement into a draft, a stretch at a time where they can be."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from remit.errors import BadInput
from remit.sources.ahead import ahead
from remit.sources.authority import Authority
from remit.sources.bank.blocks import StatementBlocks
from remit.sources.bank.rows import StatementRows
from remit.sources.feedblocks import Blocked
from remit.sources.holding import Holding, reject
from remit.sources.plan import Plan
from remit.sources.privilege import Rules, Watching, watched
from remit.sources.readers import Limits
from remit.sources.readers.plain import Stretch, is_plain
from remit.store.draft import Draft
from remit.store.drafts import RowDraft
from remit.store.rejects import Reject

__all__ = ["fed"]

_APART = 2_000
"""Lines in a block below which reading all one by one is as quick: each block is sealed."""

Progress = Callable[[int, float], None]


def fed(
    plan: Plan,
    rows: StatementRows,
    draft: Draft,
    progress: Progress | None,
    authority: Authority | None,
    signs: Rules,
) -> bool:
    """Hand over the lines of a statement in blocks; False where they go one by one.

    What exceeds the authority or shows a sign is held back, in blocks and of single lines alike.
    """
    path, survey, table = plan.path, plan.survey, plan.table
    blocks, apart = StatementBlocks(rows), rows.facts.apart
    plain = not plan.more and is_plain(path, table, survey, Limits())
    if not plain or not blocks.able or rows.facts.size < _APART * (len(apart) + 1):
        return False
    kept, holding = draft.progress.last_pos, Holding(plan, authority, signs)
    watching = Watching(watched(plan.profile, plan.columns), signs)
    began, done = time.monotonic(), 0

    def made() -> Iterator[Blocked | tuple[RowDraft | Reject, dict[str, str | None]]]:
        for stretch in plan.read.again():
            if stretch.last_pos > kept:
                for piece, alone in _pieces(stretch.after(kept), apart):
                    yield (
                        _one(blocks, rows, piece)
                        if alone
                        else blocks.block(piece, authority, watching)
                    )

    for one in ahead(made()):
        if isinstance(one, Blocked):
            draft.flush()
            draft.take(one.block, one.rejects, one.held)
            done += one.rows
        else:
            said, raw = one
            holding.take(draft, plan, said, holding.sign(plan, raw), rows)
            done += 1
        if progress is not None:
            progress(done, done / max(time.monotonic() - began, 1e-9))
    draft.flush()
    return True


def _one(
    blocks: StatementBlocks, rows: StatementRows, piece: Stretch
) -> tuple[RowDraft | Reject, dict[str, str | None]]:
    """A line read by itself, or why it is rejected; and as it was received."""
    pos, raw = int(piece.pos[0]), blocks.raw(piece, 0)
    try:
        return rows.row(pos, raw), raw
    except BadInput as wrong:
        return reject(pos, wrong.reason, raw), raw


def _pieces(stretch: Stretch, apart: np.ndarray) -> Iterator[tuple[Stretch, bool]]:
    """A stretch in pieces: each line that goes by itself, and those between them."""
    alone = np.flatnonzero(np.isin(stretch.pos, apart))
    begin = 0
    for at in alone.tolist():
        if piece := _between(stretch, begin, at, int(stretch.pos[at]) - 1):
            yield piece, False
        here = int(stretch.pos[at])
        cells = tuple(cell[at : at + 1] for cell in stretch.cells)
        yield Stretch(stretch.pos[at : at + 1], cells, (), here), True
        begin = at + 1
    if piece := _between(stretch, begin, len(stretch.pos), stretch.last_pos):
        yield piece, False


def _between(stretch: Stretch, begin: int, end: int, last: int) -> Stretch | None:
    """Lines `begin` to `end`, and the broken ones among them; None where there are none."""
    after = int(stretch.pos[begin - 1]) if begin else 0
    faults = [fault for fault in stretch.faults if after < fault[0] <= last]
    if begin == end and not faults:
        return None
    if begin == 0 and end == len(stretch.pos):
        return stretch
    cells = tuple(_alone(cell[begin:end]) for cell in stretch.cells)
    return Stretch(stretch.pos[begin:end], cells, faults, last)


def _alone(cells: pa.Array) -> pa.Array:
    """A piece of a column, of which the dictionary holds its own texts only."""
    if not isinstance(cells, pa.DictionaryArray):
        return cells
    codes = cells.indices.to_numpy()
    own = np.zeros(len(cells.dictionary), bool)
    own[codes] = True
    if own.all():
        return cells
    texts = cells.dictionary.filter(pa.array(own))
    return pa.DictionaryArray.from_arrays(pa.array((np.cumsum(own) - 1)[codes], pa.int32()), texts)
