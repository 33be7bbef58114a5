"""A feed into a draft, a stretch at a time."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from remit.sources.feedblocks import blocked
from remit.sources.plan import Plan
from remit.sources.readers import Limits
from remit.sources.readers.plain import Stretch, is_plain, stretches
from remit.store.draft import Draft
from remit.store.schema import RAW

__all__ = ["feed"]


def feed(
    plan: Plan, draft: Draft, progress: Callable[[int, float], None] | None
) -> list[str] | None:
    """Hand over a feed in blocks; what was noticed in it. None where it goes row by row."""
    limits = Limits()
    if not plan.profile.feed or not is_plain(plan.path, plan.table, plan.survey, limits):
        return None
    if len(plan.table.header) > len(RAW):
        return None
    rows = plan.feed()
    began, done = time.monotonic(), 0
    read = stretches(plan.path, plan.table, limits, (rows.kind.time_at - 1,))
    for stretch in _ahead(read):
        done += len(stretch.pos) + len(stretch.faults)
        if stretch.last_pos > (kept := draft.progress.last_pos):
            draft.take(*blocked(stretch.after(kept), rows))
        if progress is not None:
            progress(done, done / max(time.monotonic() - began, 1e-9))
    return rows.notes()


def _ahead(read: Iterator[Stretch]) -> Iterator[Stretch]:
    """The stretches, the next one being read while one is worked on."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, read, None)
        while (stretch := waiting.result()) is not None:
            waiting = pool.submit(next, read, None)
            yield stretch
