"""Kept profiles: how the columns and dates of a layout were read, for the next file like it.

A kept profile holds no content: what it says of a column it says by the column's number, and its
layout is a keyed hash of the header. A change is a new version; the latest one counts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select

from remit.authority.rows import moment, stamp
from remit.ledger.box import Box
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.ids import Ids

__all__ = ["KeptProfile", "KeptProfiles", "drop", "keep"]

_MOST_TITLE = 200
"""Characters of a title."""


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """How a layout was read, by whom and since when."""

    layout: str
    version: int
    source: str
    title: str
    how: Mapping[str, Any]
    """Meanings and readings by number of the column, from 0, as `sources/kept.py` has them."""
    act: str
    kept_by: str
    kept_at: datetime


class KeptProfiles:
    """Reads what was kept. It is no content, and is read without an act."""

    def __init__(self, engine: Engine, ids: Ids, box: Box) -> None:
        self._engine, self._ids, self._box = engine, ids, box

    def of(self, header: Sequence[str]) -> KeptProfile | None:
        """The latest profile kept for a header."""
        layout = self._ids.layout(header)
        return next((one for one in self.all() if one.layout == layout), None)

    def all(self) -> list[KeptProfile]:
        """The latest version of each, the latest kept first."""
        kept = tables.kept_profile.c
        newest = select(kept.layout, func.max(kept.version).label("version")).group_by(kept.layout)
        latest = newest.subquery()
        query = select(tables.kept_profile).join(
            latest, (kept.layout == latest.c.layout) & (kept.version == latest.c.version)
        )
        with self._engine.connect() as conn:
            rows = conn.execute(query.order_by(kept.kept_at.desc(), kept.layout)).mappings().all()
        return [
            KeptProfile(
                row["layout"],
                row["version"],
                row["source"],
                self._box.open_text(row["title_sealed"]),
                json.loads(row["how"]),
                row["act"],
                row["kept_by"],
                moment(row["kept_at"]),
            )
            for row in rows
        ]


def keep(
    batch: Batch,
    box: Box,
    layout: str,
    source: str,
    title: str,
    how: Mapping[str, Any],
    act: str,
    actor: str,
) -> None:
    """Enter the next version, unless the latest says the same."""
    kept, text = tables.kept_profile.c, json.dumps(how, sort_keys=True)
    query = select(kept.version, kept.how, kept.source).where(kept.layout == layout)
    last = batch.conn.execute(query.order_by(kept.version.desc())).first()
    if last is not None and (last.how, last.source) == (text, source):
        return
    batch.conn.execute(
        insert(tables.kept_profile).values(
            layout=layout,
            version=1 if last is None else last.version + 1,
            source=source,
            title_sealed=box.seal_text(title[:_MOST_TITLE]),
            how=text,
            act=act,
            kept_by=actor,
            kept_at=stamp(batch.now),
        )
    )


def drop(batch: Batch, layout: str) -> bool:
    """Forget every version of a layout; whether there was one."""
    table = tables.kept_profile
    return bool(batch.conn.execute(delete(table).where(table.c.layout == layout)).rowcount)
