"""A load row by row: each is accepted, rejected with its reason, or held back."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from remit.errors import BadInput
from remit.sources.agreed import Agreed
from remit.sources.holding import Holding, reject
from remit.sources.mapping import Checking, Mapper, Withheld
from remit.sources.plan import Plan
from remit.sources.privilege import Sign
from remit.sources.readers import Fault
from remit.store.draft import Draft
from remit.store.drafts import RowDraft
from remit.store.keyed import Delta
from remit.store.rejects import Reject

__all__ = ["Progress", "handed_over"]

_BETWEEN = 5_000
"""Rows between two calls of `progress`."""

Progress = Callable[[int, float], None]
"""Called with rows done and rows a second."""


def handed_over(
    plan: Plan,
    draft: Draft,
    progress: Progress | None,
    terms: Agreed | None,
    holding: Holding,
) -> list[Mapper]:
    """Hand over every row after those kept already; the mappers, which have seen every row.

    Of a delivery with terms, every row that was agreed.
    """
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    after, began, done = draft.progress.last_pos, time.monotonic(), 0
    delta = draft.delta
    for part, pos, row in plan.rows():
        done += 1
        if progress is not None and done % _BETWEEN == 0:
            progress(done, done / max(time.monotonic() - began, 1e-9))
        mapper = mappers[part.table.part]
        if terms is not None and not terms.takes(mapper, row, count=False):
            continue
        cells = row.raw if isinstance(row, Fault) else part.kept(row)
        if delta is not None and not isinstance(row, Fault) and not delta.takes(pos):
            if pos > after:
                _stands(draft, delta, holding, part, pos, cells, mapper)
            if isinstance(mapper, Checking):
                with suppress(BadInput):  # shown every row; this one is kept elsewhere
                    mapper.row(pos, cells)
            continue
        sign = holding.sign(part, cells) if pos > after else None
        said: RowDraft | Reject
        if isinstance(row, Fault):
            said = reject(pos, row.reason, cells)
        else:
            try:
                said = mapper.row(pos, cells)
            except BadInput as wrong:
                said = reject(pos, wrong.reason, cells)
                if sign is None and isinstance(wrong, Withheld):
                    sign = Sign(wrong.ground, wrong.reason)
        if pos > after:
            holding.take(draft, part, said, sign, mapper)
    if progress is not None:
        progress(done, done / max(time.monotonic() - began, 1e-9))
    return list(mappers.values())


def _stands(
    draft: Draft,
    delta: Delta,
    holding: Holding,
    part: Plan,
    pos: int,
    cells: Mapping[str, str | None],
    mapper: Mapper,
) -> None:
    """Hand over a row that says nothing new: refused, withdrawing another, or standing already."""
    if (reason := delta.reasons.get(pos)) is not None:
        said = reject(pos, reason, cells)
        holding.take(draft, part, said, holding.sign(part, cells), mapper)
    elif delta.instructs(pos):
        draft.instruct(pos, {column: cells[column] for column in delta.columns})
