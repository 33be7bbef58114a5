"""A feed into a draft, a stretch at a time."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from remit.sources.feedblocks import plain_texts
from remit.sources.feeddelta import Instruction, compared
from remit.sources.feedrows import FeedRows
from remit.sources.plan import Plan
from remit.sources.readers import Limits
from remit.sources.readers.plain import is_plain, stretches
from remit.store.draft import Draft
from remit.store.feed import Block
from remit.store.rejects import Reject
from remit.store.schema import RAW

__all__ = ["feed"]

T = TypeVar("T")


def feed(
    plan: Plan, draft: Draft, progress: Callable[[int, float], None] | None
) -> FeedRows | None:
    """Hand over a feed in blocks; its mapper afterwards. None where it goes row by row."""
    limits = Limits()
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
    read = stretches(plan.path, plan.table, limits, plain_texts(rows))

    def blocks() -> Iterator[tuple[Block, list[Reject], list[Instruction]]]:
        for stretch in read:
            if stretch.last_pos > kept:
                yield compared(stretch.after(kept), rows, draft.delta)

    for block, rejects, instructions in _ahead(blocks()):
        draft.take(block, rejects, instructions=instructions)
        done += block.table.num_rows + len(rejects) + len(instructions)
        if progress is not None:
            progress(done, done / max(time.monotonic() - began, 1e-9))
    return rows


def _ahead(made: Iterator[T]) -> Iterator[T]:
    """The same one after another, the next being made while one is worked on."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, made, None)
        while (one := waiting.result()) is not None:
            waiting = pool.submit(next, made, None)
            yield one
