"""A feed into a draft, a stretch at a time."""

import time
from collections.abc import Callable, Iterator

from remit.sources.ahead import ahead
from remit.sources.authority import Authority
from remit.sources.bank.delivered import fed
from remit.sources.bank.rows import StatementRows
from remit.sources.feedblocks import Blocked
from remit.sources.feedcells import plain_texts
from remit.sources.feeddelta import Instruction, compared
from remit.sources.feedrows import FeedRows
from remit.sources.plan import Plan
from remit.sources.privilege import Rules, Watching, watched
from remit.sources.readers import Limits
from remit.sources.readers.plain import is_plain
from remit.store.draft import Draft
from remit.store.schema import RAW

__all__ = ["feed"]


def feed(
    plan: Plan,
    draft: Draft,
    progress: Callable[[int, float], None] | None,
    authority: Authority | None,
    signs: Rules,
) -> FeedRows | StatementRows | None:
    """Hand over a feed in blocks; its mapper afterwards. None where it goes row by row."""
    rows = _handed_over(plan, draft, progress, authority, signs)
    plan.read.drop()
    return rows


def _handed_over(
    plan: Plan,
    draft: Draft,
    progress: Callable[[int, float], None] | None,
    authority: Authority | None,
    signs: Rules,
) -> FeedRows | StatementRows | None:
    limits = Limits()
    if plan.facts is not None and draft.delta is not None:
        return None
    if plan.facts is not None:
        lines = StatementRows(plan.facts, plan.today)
        return lines if fed(plan, lines, draft, progress, authority, signs) else None
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
    watching = Watching(watched(plan.profile, plan.columns), signs)

    def blocks() -> Iterator[tuple[Blocked, list[Instruction]]]:
        for stretch in plan.read.again(plain_texts(rows)):
            if stretch.last_pos > kept:
                yield compared(stretch.after(kept), rows, draft.delta, authority, watching)

    for one, instructions in ahead(blocks()):
        draft.take(one.block, one.rejects, one.held, instructions)
        done += one.rows + len(instructions)
        if progress is not None:
            progress(done, done / max(time.monotonic() - began, 1e-9))
    return rows
