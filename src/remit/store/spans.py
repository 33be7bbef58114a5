"""When the events of a load were, told from the statistics of its files: no row is read."""

from collections.abc import Iterable
from datetime import datetime

import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.store.catalogue import Part
from remit.store.room import Room

__all__ = ["Span", "span"]

Span = tuple[datetime, datetime] | None
"""First and last; None without any."""

_TIMED = ("event_by_time", "feed", "feed_by_time")


def span(room: Room, act: Act, parts: Iterable[Part]) -> Span:
    """The first and the last time at which an event of some files began."""
    found: list[datetime] = []
    for part in (one for one in parts if one.relation in _TIMED):
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            meta = file.metadata
            if "begin" not in file.schema_arrow.names:
                continue
            at = file.schema_arrow.names.index("begin")
            for group in range(meta.num_row_groups):
                told = meta.row_group(group).column(at).statistics
                if told is not None and told.has_min_max:
                    found += [told.min, told.max]
    return (min(found), max(found)) if found else None
