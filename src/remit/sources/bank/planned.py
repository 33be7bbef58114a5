"""A statement in a plan, and its lines into a draft a stretch at a time where they can be."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from remit.errors import BadInput
from remit.sources.ahead import ahead
from remit.sources.answers import Answers
from remit.sources.bank.blocks import StatementBlocks
from remit.sources.bank.facts import Facts, look
from remit.sources.bank.layout import Layout
from remit.sources.bank.rows import StatementRows
from remit.sources.profile import Profile
from remit.sources.readers import Limits, Survey, Table
from remit.sources.readers.plain import Stretch, gathered, is_plain, stretches
from remit.store.draft import Draft
from remit.store.drafts import RowDraft
from remit.store.feed import Block
from remit.store.rejects import Reject

__all__ = ["fed", "statement"]

_APART = 2_000
"""Lines in a block below which reading all one by one is as quick: each block is sealed."""

Progress = Callable[[int, float], None]


def statement(
    path: Path, survey: Survey, table: Table, profile: Profile, answers: Answers, today: date
) -> Facts:
    """What a statement shows when it is looked through."""
    layout = Layout.of(profile, table.header)
    return look(table, layout, _stretches(path, survey, table), answers, today)


def _stretches(path: Path, survey: Survey, table: Table) -> Iterator[Stretch]:
    limits = Limits()
    if is_plain(path, table, survey, limits):
        return stretches(path, table, limits)
    return gathered(table.rows(), table.header)


def fed(
    path: Path,
    survey: Survey,
    table: Table,
    rows: StatementRows,
    draft: Draft,
    progress: Progress | None,
) -> bool:
    """Hand over the lines of a statement in blocks; False where they go one by one."""
    blocks, apart = StatementBlocks(rows), rows.facts.apart
    plain = is_plain(path, table, survey, Limits())
    if not plain or not blocks.able or rows.facts.size < _APART * (len(apart) + 1):
        return False
    kept = draft.progress.last_pos
    began, done = time.monotonic(), 0

    def made() -> Iterator[tuple[Block | RowDraft | None, list[Reject]]]:
        for stretch in _stretches(path, survey, table):
            if stretch.last_pos > kept:
                for piece, alone in _pieces(stretch.after(kept), apart):
                    yield _one(blocks, rows, piece) if alone else blocks.block(piece)

    for one, rejects in ahead(made()):
        if isinstance(one, Block):
            draft.flush()
            draft.take(one, rejects)
            done += one.table.num_rows + len(rejects)
        else:
            done += 1
            if one is not None:
                draft.add(one)
            for reject in rejects:
                draft.reject(reject.pos, reject.reason, json.loads(reject.raw))
        if progress is not None:
            progress(done, done / max(time.monotonic() - began, 1e-9))
    draft.flush()
    return True


def _one(
    blocks: StatementBlocks, rows: StatementRows, piece: Stretch
) -> tuple[RowDraft | None, list[Reject]]:
    """A line read by itself, or why it is rejected."""
    pos, raw = int(piece.pos[0]), blocks.raw(piece, 0)
    try:
        return rows.row(pos, raw), []
    except BadInput as wrong:
        return None, [Reject(pos, wrong.reason, json.dumps(raw, ensure_ascii=False))]


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
