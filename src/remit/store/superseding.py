"""Superseding: rows that were corrected or withdrawn upstream leave every view.

They leave it in the transaction in which the delivery that says so appears, whole or not at all.
Their load gets successor files without them, and they move into sealed files of the stage
`superseded`, under keys of their own, which no view opens. What cited them is flagged, and rows
derived from them go with them. Their place stays empty; an old citation can be told what became
of it.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Engine, delete, insert, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store import refusals, tables
from remit.store.catalogue import (
    SEALED,
    Load,
    Part,
    add_parts,
    bump,
    drop_parts,
    files_commitment,
    set_load,
)
from remit.store.claim import claim
from remit.store.keyed import Gone
from remit.store.rejects import HELD
from remit.store.rests import Resting, flag, rests_on
from remit.store.room import Room
from remit.store.sealing import compartment_key, held_key, superseded_key
from remit.store.shown import packed, unpacked
from remit.store.successor import successor

__all__ = ["Superseded", "earlier_versions", "forget", "supersede", "superseded"]

_MOVED = ("record", "mention", "claim", "event_by_time", "link", "feed", "feed_by_time")
"""Tables of which the rows superseded are kept; by thing there is nothing else in them."""

_STAY = ("archive", "reject", "instruction")
"""What a correction leaves alone."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """What became of a row that is no longer in view."""

    at: datetime
    by: tuple[str, int] | None
    """The row that took its place; None where it was withdrawn, or went with what it was derived
    from."""
    act: str


def supersede(room: Room, act: Act, gone: Iterable[Gone], by: str) -> None:
    """Take rows out of every view with the act's outcome, for rows of the load `by`.

    Writes the successor files now. Raises `Refused` when one of the loads is being written by
    another act, or has changed since it was compared.
    """
    for one in [*gone]:
        act.check()
        _claim(room, act, one.load)
        load = room.catalogue.load(one.load)
        if (
            load is None
            or load.version != one.version
            or load.state not in ("visible", "retracted")
        ):
            raise refusals.busy(one.load, act.id)
        _take(room, act, load, one, by)
        with room.catalogue.engine.connect() as conn:
            derived = rests_on(conn, load.id, one.positions.tolist()).derived
        supersede(room, act, list(_of_derived(room, derived)), by)


def _claim(room: Room, act: Act, load: str) -> None:
    room.log.commit(lambda batch: claim(batch, load, act))


def _of_derived(room: Room, derived: Sequence[tuple[str, int]]) -> Iterator[Gone]:
    """Rows derived from rows that are superseded, which no row takes the place of."""
    by_load: dict[str, list[int]] = defaultdict(list)
    for load, pos in derived:
        by_load[load].append(pos)
    for load, positions in sorted(by_load.items()):
        found = room.catalogue.load(load)
        if found is not None and found.state in ("visible", "retracted"):
            at = np.array(sorted(positions), np.int64)
            yield Gone(load, found.version, at, np.zeros(len(at), np.int64))


def _take(room: Room, act: Act, load: Load, gone: Gone, by: str) -> None:
    """Write the next files of one load, and put them in the place of the last with the outcome."""
    before = room.catalogue.parts([load.id], *SEALED)
    next_ = _Next(room, act, load, gone)
    after = next_.files(before)
    salt = secrets.token_bytes(32)
    over = files_commitment(salt, after)
    unused = {part.key_name for part in before} - {part.key_name for part in after}

    def work(batch: Batch) -> None:
        for name in sorted(unused):
            room.keys.destroy(batch, name)
        for stage in SEALED:
            drop_parts(batch, load.id, stage)
        add_parts(batch, after)
        counts = {  # on a row that was held back nobody decides any more: it is no reject either
            "accepted": load.accepted + next_.held,
            "rejected": load.rejected - next_.held,
            "superseded": load.superseded + len(gone.positions),
            "held": load.held - next_.held,
        }
        version = load.version + 1
        set_load(batch, load.id, salt=salt, commitment=over, version=version, **counts)
        bump(batch)
        _enter(batch, act, gone, next_.places, by)
        resting = rests_on(batch.conn, load.id, gone.positions.tolist())
        flagged = flag(batch, act, load.id, resting)
        facts = {"load": load.id, "before": load.commitment, "after": over}
        body = {"act": act.id, "by": by, **_counted(gone), **_resting(resting, flagged)}
        batch.append(Entry("load.superseded", facts, body=body))

    def afterwards() -> None:
        room.views.drop(load.id)
        room.tidy(load.id)

    act.at_outcome(work)
    act.on_close(afterwards)


def _counted(gone: Gone) -> dict[str, int]:
    corrected = int((gone.by > 0).sum())
    return {"rows": len(gone.positions), "with_a_row_that_says_so": corrected}


def _resting(resting: Resting, flagged: Sequence[str]) -> dict[str, object]:
    return {"products": list(flagged), "acts": len(resting.acts)}


class _Next:
    """The files of a load without some of its rows, and those of these rows."""

    def __init__(self, room: Room, act: Act, load: Load, gone: Gone) -> None:
        self._room, self._act, self._load = room, act, load
        self._gone = pa.array(gone.positions)
        self._version = load.version + 1
        self.held = 0
        """Rows among them on which nobody had decided yet."""
        self.places: dict[str, np.ndarray] = {}
        """By handling condition: positions of those that are gone."""

    def files(self, before: Sequence[Part]) -> list[Part]:
        """Every sealed file of the load from now on."""
        after: list[Part] = []
        for part in before:
            self._act.check()
            if part.stage == "superseded" or part.relation in _STAY:
                after.append(part)
                continue
            groups = self._groups(part)
            if not groups:
                after.append(part)
                continue
            after.append(self._rewritten(part, len(after)))
            if part.relation in _MOVED:
                after.append(self._moved(part, groups, len(after)))
        return after

    def _groups(self, part: Part) -> list[int]:
        """The row groups of a file with one of the rows; what is noted of them by the way."""
        groups: list[int] = []
        rows = part.relation in ("record", "feed", "feed_by_time")
        with self._room.file(self._act, part).open() as sealed, pq.ParquetFile(sealed) as file:
            for group in range(file.num_row_groups):
                names = ["pos", "state"] if part.relation == "hold" else ["pos"]
                table = file.read_row_group(group, columns=names)
                table = table.filter(pc.is_in(table["pos"], self._gone))
                if not table.num_rows:
                    continue
                groups.append(group)
                if rows:
                    found = table["pos"].to_numpy()
                    known = self.places.get(part.handling, np.empty(0, np.int64))
                    self.places[part.handling] = np.union1d(known, found)
                if part.relation == "hold":
                    self.held += pc.sum(pc.equal(table["state"], HELD)).as_py() or 0
        return groups

    def _rewritten(self, part: Part, number: int) -> Part:
        key = held_key if part.stage == "held" else compartment_key
        into = replace(
            part,
            name=f"{self._version}-{number}-{part.relation}",
            key_name=key(self._load.id, part.handling, self._version),
        )
        stays: Callable[[pa.ChunkedArray], pa.Array] = lambda at: pc.invert(  # noqa: E731
            pc.is_in(at, self._gone)
        )
        return successor(self._room, self._act, part, into, stays)

    def _moved(self, part: Part, groups: Sequence[int], number: int) -> Part:
        into = replace(
            part,
            name=f"{self._version}-superseded-{number}-{part.relation}",
            stage="superseded",
            key_name=superseded_key(self._load.id, part.handling, self._version),
        )
        return successor(
            self._room, self._act, part, into, lambda at: pc.is_in(at, self._gone), groups
        )


def _enter(batch: Batch, act: Act, gone: Gone, places: dict[str, np.ndarray], by: str) -> None:
    """Enter which rows are gone and by which, apart for each handling condition."""
    rows = []
    for handling, positions in sorted(places.items()):
        here = np.isin(gone.positions, positions)
        rows.append(
            {
                "load": gone.load,
                "handling": handling,
                "act": act.id,
                "by_load": by if (gone.by[here] > 0).any() else None,
                "at": stamp(batch.now),
                "positions": packed(gone.positions[here]),
                "by_positions": packed(gone.by[here]),
            }
        )
    if rows:
        batch.conn.execute(insert(tables.superseded), rows)


def superseded(engine: Engine, load: str, pos: int, handling: Iterable[str]) -> Superseded | None:
    """What became of a row in one of some compartments of a load; None where it stands."""
    table = tables.superseded
    query = select(table).where(table.c.load == load, table.c.handling.in_(list(handling)))
    with engine.connect() as conn:
        rows = conn.execute(query.order_by(table.c.at)).all()
    for row in rows:
        at = np.searchsorted(positions := unpacked(row.positions), pos)
        if at < len(positions) and positions[at] == pos:
            by = int(unpacked(row.by_positions)[at])
            return Superseded(
                moment(row.at), (row.by_load, by) if by and row.by_load else None, row.act
            )
    return None


def earlier_versions(engine: Engine, load: str, pos: int) -> list[tuple[str, int]]:
    """The rows that a row took the place of: load and position."""
    table = tables.superseded
    with engine.connect() as conn:
        rows = conn.execute(select(table).where(table.c.by_load == load)).all()
    return [
        (row.load, int(at))
        for row in rows
        for at in unpacked(row.positions)[unpacked(row.by_positions) == pos]
    ]


def forget(batch: Batch, load: str) -> None:
    """Forget what was superseded of a load that is gone."""
    table = tables.superseded
    batch.conn.execute(delete(table).where(table.c.load == load))
