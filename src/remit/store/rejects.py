"""Rows of a load that were not accepted: rejected, or held back until somebody decides.

A held row counts as rejected. What it says lies apart, under a key of its own (`quarantine.py`);
here stands only that it is held, on what ground and why, in words that tell nothing of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.errors import Misuse
from remit.store.feed import Block
from remit.store.room import Room

__all__ = [
    "HELD",
    "SEALED",
    "HeldRows",
    "Hold",
    "Reject",
    "read_rejects",
    "rejected_rows",
]

HELD, SEALED = "held", "sealed"
"""States of a held row: waiting for a decision, or sealed for good. One released is a row like
any other."""

_SEALED = "sealed for good by an independent person: "


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a row is held back. Whoever loads a file reads this, so it tells nothing of the row."""

    pos: int
    ground: str
    """A word by which rows are counted and decided on, such as `legal-privilege`."""
    reason: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not accepted."""

    pos: int
    reason: str
    raw: str
    """JSON object, column → text as received; an empty one of a row that is held."""
    ground: str | None = None
    """Of a row that is held back or was sealed for good: on what ground. None of any other."""


@dataclass(frozen=True)
class HeldRows:
    """The rows of one stretch of a feed that are held back."""

    block: Block
    """What they say."""
    holds: Sequence[Hold]
    """Why, for each row of the block and after them for each of `rejects`."""
    rejects: Sequence[Reject] = ()
    """Those that contradict their profile, and are rejected if they are let in."""

    def __post_init__(self) -> None:
        if len(self.holds) != self.block.table.num_rows + len(self.rejects):
            raise Misuse("each row that is held back needs its reason")


def read_rejects(room: Room, act: Act, load: str, limit: int, after: int = 0) -> list[Reject]:
    """Rows of a load that were not accepted, the first after a position, in order of it."""
    catalogue, found = room.catalogue, dict[str, list[Reject]](reject=[], hold=[])
    parts = catalogue.parts([load], "final") or catalogue.parts([load], "draft")
    for part in sorted(parts, key=lambda one: one.name):
        of = found.get(part.relation)
        if of is None or (part.stage == "draft" and len(of) >= limit):  # drafts come in order
            continue
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            beyond = (row for row in _rows(file) if row.pos > after)
            of.extend(islice(beyond, limit - len(of) if part.stage == "draft" else limit))
    both = found["reject"] + found["hold"]
    return sorted(both, key=lambda reject: reject.pos)[:limit]


def rejected_rows(room: Room, act: Act, load: str) -> frozenset[int]:
    """Positions of all rows of a load that contradict their profile, held back or not."""
    catalogue, found = room.catalogue, set[int]()
    parts = catalogue.parts([load], "final", "held")
    parts = parts or catalogue.parts([load], "draft", "held-draft")
    for part in (one for one in parts if one.relation == "reject"):
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            for batch in file.iter_batches(columns=["pos"]):
                found.update(batch["pos"].to_pylist())
    return frozenset(found)


def _rows(file: pq.ParquetFile) -> Iterator[Reject]:
    for batch in file.iter_batches():
        yield from map(_read, batch.to_pylist())


def _read(row: dict[str, str | int]) -> Reject:
    pos, reason = int(row["pos"]), str(row["reason"])
    if "raw" in row:
        return Reject(pos, reason, str(row["raw"]))
    said = _SEALED + reason if row["state"] == SEALED else reason
    return Reject(pos, said, "{}", str(row["ground"]))
