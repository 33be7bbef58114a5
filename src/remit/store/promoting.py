"""Promotion: what a person found true of a text becomes rows of a load of their own.

Such a load has the source, handling, retention and case of the load it was derived from, so
whoever may not see the one does not see the other, and it goes where that goes.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from remit.authority.act import Act
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.catalogue import Load
from remit.store.drafts import LoadPlan, RowDraft
from remit.store.room import Room
from remit.store.writer import Writer

__all__ = ["PROFILE", "Promotion", "promote"]

PROFILE = "promoted"
"""Profile of a load of promoted candidates."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A row that a promotion makes, and the row it was found in."""

    row: RowDraft
    from_pos: int


def promote(room: Room, act: Act, source: Load, made: Sequence[Promotion]) -> str:
    """Seal the rows of a promotion as a load of their own; its id. Visible with the outcome.

    Raises `Refused` when the act's remit does not admit the source or a handling condition.
    """
    folder = room.home / "tmp"
    folder.mkdir(exist_ok=True)
    lines = [json.dumps(dict(one.row.raw), ensure_ascii=False) + "\n" for one in made]
    handle, name = tempfile.mkstemp(prefix="promoted-", suffix=".jsonl", dir=folder)
    path = Path(name)
    act.on_close(lambda: path.unlink(missing_ok=True))
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(lines)
    draft = Writer(room, act).begin(
        LoadPlan(
            path=path,
            source=source.source,
            profile=PROFILE,
            profile_version=1,
            handling=source.handling,
            retention=source.retention,
            review_due=date.fromisoformat(source.review_due),
            file_name=f"promoted from {source.file_name}",
            of_case=True,
        )
    )
    for one in made:
        draft.add(one.row)
    draft.seal()
    rows = [
        {"load": draft.load, "pos": one.row.pos, "from_load": source.id, "from_pos": one.from_pos}
        for one in made
    ]
    act.at_outcome(lambda batch: _enter(batch, rows))
    return draft.load


def _enter(batch: Batch, rows: Sequence[Mapping[str, Any]]) -> None:
    batch.conn.execute(insert(tables.derived), list(rows))
