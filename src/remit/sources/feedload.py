"""A feed into a draft, a stretch at a time."""

import time
from collections.abc import Callable, Iterator

from remit.sources.ahead import ahead
from remit.sources.bank.planned import fed
from remit.sources.bank.rows import StatementRows
from remit.sources.feedblocks import blocked
from remit.sources.feedrows import FeedRows
from remit.sources.plan import Plan
from remit.sources.readers import Limits
from remit.sources.readers.plain import is_plain, stretches
from remit.store.draft import Draft
from remit.store.feed import Block
from remit.store.rejects import Reject
from remit.store.schema import RAW

__all__ = ["feed"]


def feed(
    plan: Plan, draft: Draft, progress: Callable[[int, float], None] | None
) -> FeedRows | StatementRows | None:
    """Hand over a feed in blocks; its mapper afterwards. None where it goes row by row."""
    limits = Limits()
    if plan.facts is not None:
        lines = StatementRows(plan.facts, plan.today)
        able = not plan.more and fed(plan.path, plan.survey, plan.table, lines, draft, progress)
        return lines if able else None
    if (
        plan.more
        or not plan.profile.feed
        or not is_plain(plan.path, plan.table, plan.survey, limits)
    ):
        return None
    if len(plan.table.header) > len(RAW):
        return None
    rows, kept = plan.feed(), draft.progress.last_pos
    began, done = time.monotonic(), 0
    read = stretches(plan.path, plan.table, limits, (rows.kind.time_at - 1,))

    def blocks() -> Iterator[tuple[Block, list[Reject]]]:
        for stretch in read:
            if stretch.last_pos > kept:
                yield blocked(stretch.after(kept), rows)

    for block, rejects in ahead(blocks()):
        draft.take(block, rejects)
        done += block.table.num_rows + len(rejects)
        if progress is not None:
            progress(done, done / max(time.monotonic() - began, 1e-9))
    return rows
