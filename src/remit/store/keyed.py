"""Keyed rows: what a delivery adds, changes, withdraws and repeats of what its feed brought before.

Rows are compared by two keyed hashes of 128 bits, of the cells that say what a row is about and of
all that it says, so a million rows take some 50 MB here whatever stands in them. A row that is
unchanged stays where it is: it is counted, and not stored again.

    arriving = Arriving(ids)
    arriving.add(pos, ("7781",), [("name", "Barclay"), ("id", "7781")])
    delta = compare(in_force(room, act, loads), arriving, "snapshot")
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.store.catalogue import Load
from remit.store.ids import ROW_BYTES, Ids
from remit.store.room import Room
from remit.store.schema import ROWS_PER_GROUP, TABLES

__all__ = ["Arriving", "Delta", "Gone", "InForce", "Mode", "compare", "in_force"]

Mode = Literal["append", "snapshot", "changes"]
"""What a delivery is: more rows, the whole state, or what changed of it."""

_HASH = f"S{ROW_BYTES}"
_TAKEN, _UNCHANGED, _REFUSED, _INSTRUCTION = range(4)


class Arriving:
    """The rows of a delivery on their way, by hashes, in order of position."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._keys, self._said = bytearray(), bytearray()
        self._pos = array("q")
        self._withdraws, self._expects = bytearray(), bytearray()
        self.unreadable = 0
        """Rows of which nobody can tell what they are about."""
        self.without_key: dict[int, str] = {}
        """By position of a row that cannot be compared: why."""

    def add(
        self,
        pos: int,
        key: Sequence[str | None],
        cells: Sequence[tuple[str, str | None]],
        *,
        withdraws: bool = False,
        expects: bool = False,
    ) -> None:
        """Take a row: the cells of its key, and all that it says.

        It `withdraws` the row of that key, or `expects` that one was brought before.
        """
        self._pos.append(pos)
        self._keys += self._ids.row(repr(tuple(key)))
        self._said += self._ids.row(repr(tuple(cells)))
        self._withdraws.append(withdraws)
        self._expects.append(expects)

    def refuse(self, pos: int, reason: str) -> None:
        """Note a row that cannot be compared, and why."""
        self.without_key[pos] = reason
        self.unreadable += 1

    @cached_property
    def pos(self) -> np.ndarray:
        """Positions, rising."""
        return np.frombuffer(self._pos, np.int64)

    @cached_property
    def keys(self) -> np.ndarray:
        """Hashes of what each row is about."""
        return np.frombuffer(bytes(self._keys), _HASH)

    @cached_property
    def said(self) -> np.ndarray:
        """Hashes of what each row says."""
        return np.frombuffer(bytes(self._said), _HASH)

    @cached_property
    def withdraws(self) -> np.ndarray:
        """Which rows withdraw another."""
        return np.frombuffer(bytes(self._withdraws), np.uint8).astype(bool)

    @cached_property
    def expects(self) -> np.ndarray:
        """Which rows say that they change one brought before."""
        return np.frombuffer(bytes(self._expects), np.uint8).astype(bool)


@dataclass(frozen=True)
class InForce:
    """What a feed has brought so far and what stands of it, sorted by key."""

    loads: tuple[tuple[str, int], ...]
    """Id and version of each load, when it was looked at."""
    load: np.ndarray
    """Number of the load of each row, in `loads`."""
    pos: np.ndarray
    keys: np.ndarray
    said: np.ndarray


@dataclass(frozen=True)
class Gone:
    """Rows of one load that were superseded, and by which rows."""

    load: str
    version: int
    positions: np.ndarray
    """Rising."""
    by: np.ndarray
    """Row for row, the position in the new load; 0 where no row says so."""


@dataclass(frozen=True)
class Delta:
    """How a delivery differs from what stands."""

    base: tuple[tuple[str, int], ...]
    """What it was compared with: loads and their versions."""
    pos: np.ndarray
    fate: np.ndarray
    """Of each row: whether it is taken, unchanged, refused, or withdraws another."""
    gone_load: np.ndarray
    gone_pos: np.ndarray
    gone_by: np.ndarray
    """What is superseded: number of its load in `base`, position, and position of what does."""
    keys: np.ndarray
    said: np.ndarray
    standing: int
    """How many rows stood before."""
    reasons: Mapping[int, str] = field(default_factory=dict)
    """By position of a row that is refused: why."""
    kept_back: int = 0
    """Rows that were not found and are not withdrawn, since some rows cannot be read."""
    never_brought: int = 0
    """Rows that say they change a row which no delivery had brought."""
    columns: tuple[str, ...] = ()
    """What is kept of a row that withdraws another: its key and its operation."""

    def takes(self, pos: int) -> bool:
        """Whether the row at a position is to be handed over."""
        return self._fate_of(pos) == _TAKEN

    def instructs(self, pos: int) -> bool:
        """Whether the row at a position withdraws another."""
        return self._fate_of(pos) == _INSTRUCTION

    def which(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of some positions, rising: which are taken, and which withdraw another."""
        at = np.minimum(np.searchsorted(self.pos, positions), max(len(self.pos) - 1, 0))
        if not len(self.pos):
            none = np.zeros(len(positions), bool)
            return none, none
        there = self.pos[at] == positions
        fate = self.fate[at]
        return there & (fate == _TAKEN), there & (fate == _INSTRUCTION)

    @property
    def fingerprint(self) -> str:
        """What it was compared with, as one text."""
        return sha256(repr(self.base).encode()).hexdigest()[:16]

    @property
    def unchanged(self) -> int:
        """Rows that stand already."""
        return int((self.fate == _UNCHANGED).sum())

    @property
    def taken(self) -> int:
        """Rows that are new or changed."""
        return int((self.fate == _TAKEN).sum())

    @property
    def changed(self) -> int:
        """Rows that are superseded by another."""
        return int(np.isin(self.gone_by, self.pos[self.fate == _TAKEN]).sum())

    @property
    def removed(self) -> int:
        """Rows that are withdrawn."""
        return len(self.gone_by) - self.changed

    @property
    def counts(self) -> dict[str, int]:
        """Added, changed, removed, unchanged."""
        changed = self.changed
        return {
            "added": self.taken - changed,
            "changed": changed,
            "removed": len(self.gone_by) - changed,
            "unchanged": self.unchanged,
        }

    def without(self, rejected: Iterable[int]) -> "Delta":
        """The same where some rows taken were rejected: what they would have changed stays."""
        bad = np.array(sorted(rejected), np.int64)
        out = np.isin(self.pos, bad) & (self.fate == _TAKEN)
        if not out.any():
            return self
        stays = ~np.isin(self.gone_by, self.pos[out])
        return replace(
            self,
            fate=np.where(out, _REFUSED, self.fate),
            gone_load=self.gone_load[stays],
            gone_pos=self.gone_pos[stays],
            gone_by=self.gone_by[stays],
        )

    def gone(self) -> Iterator[Gone]:
        """What is superseded, load by load."""
        for number in np.unique(self.gone_load).tolist():
            here = self.gone_load == number
            order = np.argsort(self.gone_pos[here], kind="stable")
            load, version = self.base[number]
            yield Gone(load, version, self.gone_pos[here][order], self.gone_by[here][order])

    def tables(self) -> Iterator[pa.Table]:
        """The rows taken, as the table `key` of their load."""
        taken = np.flatnonzero(self.fate == _TAKEN)
        for first in range(0, len(taken), ROWS_PER_GROUP):
            at = taken[first : first + ROWS_PER_GROUP]
            hashes = [_hashes(column[at]) for column in (self.keys, self.said)]
            yield pa.table([pa.array(self.pos[at]), *hashes], schema=TABLES["key"])

    def _fate_of(self, pos: int) -> int:
        at = int(np.searchsorted(self.pos, pos))
        there = at < len(self.pos) and self.pos[at] == pos
        return int(self.fate[at]) if there else _REFUSED


def in_force(room: Room, act: Act, loads: Sequence[Load]) -> InForce:
    """What stands of some loads, by key."""
    number = {load.id: n for n, load in enumerate(loads)}
    found: list[tuple[np.ndarray, ...]] = []
    parts = [p for p in room.catalogue.parts(number, "final") if p.relation == "key"]
    for part in parts:
        act.check()
        with room.file(act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            for batch in file.iter_batches():
                at = np.full(batch.num_rows, number[part.load], np.int32)
                hashes = (_unpacked(batch[name]) for name in ("key", "content"))
                found.append((at, batch["pos"].to_numpy(), *hashes))
    empty = (np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, _HASH), np.empty(0, _HASH))
    columns = [np.concatenate(one) for one in zip(empty, *found, strict=True)]
    order = np.argsort(columns[2], kind="stable")
    at, pos, keys, said = (column[order] for column in columns)
    return InForce(tuple((load.id, load.version) for load in loads), at, pos, keys, said)


def compare(stands: InForce, arriving: Arriving, mode: Mode) -> Delta:
    """How what arrives differs from what stands."""
    fate = np.full(len(arriving.pos), _TAKEN, np.int8)
    reasons = dict(arriving.without_key)
    (_twice if mode == "snapshot" else _overtaken)(arriving, fate, reasons)
    found, at = _among(stands, arriving.keys)
    live = fate != _REFUSED
    same = np.zeros(len(fate), bool)
    if len(stands.said):
        same = found & (stands.said[at] == arriving.said)
    withdraws = arriving.withdraws & live
    fate[live & same & ~withdraws] = _UNCHANGED
    fate[withdraws] = _INSTRUCTION
    for n in np.flatnonzero(withdraws & ~found).tolist():
        fate[n] = _REFUSED
        reasons[int(arriving.pos[n])] = "withdraws a row that is not held"
    over = np.flatnonzero(found & ((fate == _TAKEN) | (fate == _INSTRUCTION)))
    gone, by = at[over], arriving.pos[over]
    kept_back = 0
    if mode == "snapshot":
        missing = np.flatnonzero(~np.isin(stands.keys, arriving.keys))
        if arriving.unreadable and len(missing):
            kept_back, missing = len(missing), missing[:0]
        gone = np.concatenate([gone, missing])
        by = np.concatenate([by, np.zeros(len(missing), np.int64)])
    return Delta(
        stands.loads,
        arriving.pos,
        fate,
        stands.load[gone],
        stands.pos[gone],
        by,
        arriving.keys,
        arriving.said,
        len(stands.pos),
        reasons,
        kept_back,
        int((arriving.expects & ~found & (fate == _TAKEN)).sum()),
    )


def _among(stands: InForce, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each key: whether it stands, and where."""
    if not len(stands.keys):
        return np.zeros(len(keys), bool), np.zeros(len(keys), np.int64)
    at = np.minimum(np.searchsorted(stands.keys, keys), len(stands.keys) - 1)
    return stands.keys[at] == keys, at


def _twice(arriving: Arriving, fate: np.ndarray, reasons: dict[int, str]) -> None:
    """Refuse rows of a whole state whose key comes more than once.

    The first of rows that are the same is taken. Which of rows that differ is right nobody can
    tell: none is taken, and what stood of that key stays.
    """
    for group in _groups(arriving.keys):
        first = int(arriving.pos[group[0]])
        alike = bool((arriving.said[group] == arriving.said[group[0]]).all())
        for n in group[1:] if alike else group:
            fate[n] = _REFUSED
            said = f"repeats row {first}" if alike else "its key comes with differing rows"
            reasons[int(arriving.pos[n])] = f"{said}: rows {_listed(arriving.pos[group])}"


def _overtaken(arriving: Arriving, fate: np.ndarray, reasons: dict[int, str]) -> None:
    """Refuse rows of changes that a later row of the same delivery takes the place of."""
    for group in _groups(arriving.keys):
        by = int(arriving.pos[group[-1]])
        for n in group[:-1]:
            fate[n] = _REFUSED
            reasons[int(arriving.pos[n])] = f"overtaken by row {by} of the same delivery"


def _groups(keys: np.ndarray) -> Iterator[np.ndarray]:
    """The places of each key that comes more than once, in order."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(keys)])
    ends = np.append(begins[1:], len(keys))
    for n in np.flatnonzero(ends[: len(begins)] - begins > 1).tolist():
        yield order[begins[n] : ends[n]]


def _listed(positions: np.ndarray) -> str:
    some = ", ".join(str(one) for one in positions[:5].tolist())
    return f"{some} and {len(positions) - 5:,} more" if len(positions) > 5 else some


def _hashes(column: np.ndarray) -> pa.Array:
    return pa.Array.from_buffers(
        pa.binary(ROW_BYTES), len(column), [None, pa.py_buffer(np.ascontiguousarray(column))]
    )


def _unpacked(column: pa.Array) -> np.ndarray:
    first = column.offset * ROW_BYTES
    data = column.buffers()[1].slice(first, len(column) * ROW_BYTES)
    return np.frombuffer(data, _HASH)
