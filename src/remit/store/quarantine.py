"""What is held back of loads: told of, read, released or sealed for good.

Rows beyond the authority of a load, or that may be privileged, are mapped as all others and then
sealed apart, in files of the stage `held` under keys of their own. No view opens these, and
nothing in them is searched, counted or joined. Whoever decides on them does it under an act of
the capability `quarantine`, which is not given to anybody who works on the case.

A decision is one transaction, that of the act's outcome, with a leaf of its own: `load.released`
or `load.sealed-for-good` links the commitments before and after. Rows that are released become
rows like any other. Of those sealed for good the keys are destroyed; that there were some, at
which positions and on what ground, stays.
"""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.authority.acts import Acts
from remit.authority.case import involved_in
from remit.authority.rows import reading
from remit.errors import NotFound
from remit.ledger.database import scrub
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store.catalogue import (
    Load,
    Part,
    add_parts,
    bump,
    drop_parts,
    files_commitment,
    set_load,
)
from remit.store.claim import claim
from remit.store.compact import sorted_feed
from remit.store.rejects import HELD, SEALED, Hold
from remit.store.room import Room
from remit.store.sealing import compartment_key, held_key
from remit.store.shown import Shown, acts_that_showed
from remit.store.successor import archive_of_rows, rows_as_received, successor

__all__ = ["Decision", "HeldLoad", "HeldRow", "Quarantine", "Which"]

Which = Callable[[Hold], bool]
"""Which of the held rows of a load are meant."""


@dataclass(frozen=True, slots=True)
class HeldLoad:
    """A load with rows that are held back, and no content."""

    load: Load
    grounds: dict[str, int]
    """Rows by ground, the most first; a ground with none left is not named."""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row that is held back, as received."""

    pos: int
    ground: str
    reason: str
    raw: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about rows of a load."""

    load: str
    rows: int
    """On how many rows."""
    accepted: int
    """How many of them the load accepts now; the others contradict their profile."""
    held: int
    """How many are still held back."""


class Quarantine:
    """The hand of acts that decide on what is held back. Bound to one act."""

    def __init__(self, room: Room, act: Act) -> None:
        self.act = act
        self._room = room
        self._shown = Shown(act)

    def held(self) -> list[HeldLoad]:
        """Loads in view with rows that wait for a decision, by id.

        In an act without a case, those of every case that the actor has no part in.
        """
        room, act = self._room, self.act
        act.check()
        loads = room.catalogue.loads(act.scope, "visible", every_case=act.case is None)
        if act.case is None:
            with reading(room.catalogue.engine) as run:
                own = involved_in(run, act.actor.id)
            loads = [load for load in loads if load.case not in own]
        told = []
        for load in loads:
            if load.held and (counted := Counter(one.ground for one in self._holds(load))):
                told.append(HeldLoad(load, dict(counted.most_common())))
        return told

    def rows(self, load_id: str, after: int = 0, limit: int = 100) -> tuple[Load, list[HeldRow]]:
        """Held rows of one load after a position, the first `limit`, in order of position.

        That they were shown is kept with the act. Raises `NotFound`.
        """
        room, act = self._room, self.act
        act.check()
        load = room.require(load_id, act, "visible")
        waiting = (one for one in self._holds(load) if one.pos > after)
        wanted = {one.pos: one for one in islice(waiting, limit)}
        last = max(wanted, default=after)
        found = []
        for pos, raw in rows_as_received(room, act, self._parts(load, "held")):
            if pos > last:
                break
            if (hold := wanted.get(pos)) is not None:
                found.append(HeldRow(pos, hold.ground, hold.reason, json.loads(raw)))
        self._shown.add((load.id, row.pos) for row in found)
        return load, found

    def release(self, load_id: str, which: Which) -> Decision:
        """Let held rows in; they are in view with the act's outcome.

        Raises `NotFound` where none such is held.
        """
        return self._decide(load_id, which, release=True)

    def seal(self, load_id: str, which: Which) -> Decision:
        """Destroy what held rows say, for good, with the act's outcome.

        Raises `NotFound` where none such is held.
        """
        return self._decide(load_id, which, release=False)

    def _decide(self, load_id: str, which: Which, *, release: bool) -> Decision:
        room, act = self._room, self.act
        act.check()
        room.require(load_id, act, "visible")
        room.log.commit(lambda batch: claim(batch, load_id, act))
        load = room.require(load_id, act, "visible")
        chosen = [one.pos for one in self._holds(load) if which(one)]
        if not chosen:
            room.tidy(load.id)
            raise NotFound(f"no such row is held back in {load.id}")
        next_ = _Next(room, act, load, frozenset(chosen))
        after, accepted = next_.released() if release else next_.sealed()
        return self._at_outcome(load, chosen, after, accepted, release=release)

    def _at_outcome(
        self, load: Load, chosen: list[int], after: list[Part], accepted: int, *, release: bool
    ) -> Decision:
        """Replace the files of a load by those `after` the decision, when the act is released."""
        room, act = self._room, self.act
        salt, before = secrets.token_bytes(32), room.catalogue.parts([load.id], "final", "held")
        stay = room.catalogue.parts([load.id], "superseded")
        over = files_commitment(salt, [*after, *stay])
        gone = {part.key_name for part in before} - {part.key_name for part in after}
        decision = Decision(load.id, len(chosen), accepted, load.held - len(chosen))

        def work(batch: Batch) -> None:
            for name in sorted(gone):
                room.keys.destroy(batch, name)
            for stage in ("final", "held"):
                drop_parts(batch, load.id, stage)
            add_parts(batch, after)
            counts = {
                "accepted": load.accepted + accepted,
                "rejected": load.rejected - accepted,
                "held": decision.held,
            }
            version = load.version + 1
            set_load(batch, load.id, salt=salt, commitment=over, version=version, **counts)
            if not release:  # what was noticed in the file may repeat a row of it
                set_load(batch, load.id, noticed_sealed=None)
                _forget_what_was_said(room, batch, load.id, chosen)
            bump(batch)
            facts = {"load": load.id, "before": load.commitment, "after": over}
            kind = "load.released" if release else "load.sealed-for-good"
            batch.append(Entry(kind, facts, body={"act": act.id, "rows": len(chosen)}))

        def afterwards() -> None:
            room.views.drop(load.id)
            room.tidy(load.id)
            if not release:
                scrub(room.catalogue.engine)

        act.check()
        act.at_outcome(work)
        act.on_close(afterwards)
        return decision

    def _parts(self, load: Load, stage: str) -> list[Part]:
        handling = self.act.scope.handling
        return self._room.catalogue.parts([load.id], stage, handling=handling)

    def _holds(self, load: Load) -> list[Hold]:
        """The rows of a load that wait for a decision, in order of position."""
        parts = [part for part in self._parts(load, "final") if part.relation == "hold"]
        found = []
        for part in parts:
            with self._room.file(self.act, part).open() as sealed, pq.ParquetFile(sealed) as file:
                for batch in file.iter_batches(columns=["pos", "ground", "reason", "state"]):
                    rows = batch.filter(pc.equal(batch["state"], HELD)).drop_columns("state")
                    found += [Hold(**row) for row in rows.to_pylist()]
        return sorted(found, key=lambda one: one.pos)


class _Next:
    """The files of a load after a decision on some of its held rows."""

    def __init__(self, room: Room, act: Act, load: Load, chosen: frozenset[int]) -> None:
        self._room, self._act, self._load = room, act, load
        self._version = load.version + 1
        self._chosen = pa.array(sorted(chosen), pa.int64())
        parts = room.catalogue.parts([load.id], "final", "held")
        decided = act.scope.handling  # what else is held stays as it is
        self._archive = next(part for part in parts if part.relation == "archive")
        self._held = [
            part
            for part in parts
            if part.stage == "held" and part.relation != "archive" and part.handling in decided
        ]
        self._holds = [
            part for part in parts if part.relation == "hold" and part.handling in decided
        ]
        others = (*self._held, *self._holds, self._archive)
        self._kept = [part for part in parts if part not in others]

    def released(self) -> tuple[list[Part], int]:
        """The files, and how many rows the load accepts more."""
        let_in = list(self._written(self._held, "released", chosen=True))
        rows = [part.rows for part in let_in if part.relation in ("record", "feed")]
        rest = list(self._written(self._held, "held", chosen=False))
        holds = list(self._written(self._holds, "hold", chosen=False))
        after = [*self._with_feeds(let_in), *rest, *holds]
        stage = "held" if any(part.stage == "held" for part in after) else "final"
        return [*after, replace(self._archive, stage=stage)], sum(rows)

    def sealed(self) -> tuple[list[Part], int]:
        """The files, and that the load accepts no row more."""
        rest = list(self._written(self._held, "held", chosen=False))
        after = [*self._kept, *rest, *map(self._marked, self._holds)]
        archive = archive_of_rows(self._room, self._act, self._load, after, self._version)
        return [*after, archive], 0

    def _written(self, parts: Iterable[Part], what: str, *, chosen: bool) -> Iterator[Part]:
        """Successors of files with the rows that are chosen, or with the others."""
        load, version = self._load.id, self._version
        for number, part in enumerate(parts):
            self._act.check()
            stage, key = part.stage, part.key_name
            if what == "released":
                stage, key = "final", compartment_key(load, part.handling, version)
            elif what == "held":
                key = held_key(load, part.handling, version)
            name = f"{version}-{what}-{number}-{part.relation}"
            into = replace(part, name=name, stage=stage, key_name=key)

            def keep(at: pa.ChunkedArray) -> pa.Array:
                there = pc.is_in(at, self._chosen)
                return there if chosen else pc.invert(there)

            made = successor(self._room, self._act, part, into, keep)
            if made.rows:
                yield made

    def _with_feeds(self, let_in: list[Part]) -> list[Part]:
        """The final files with those let in. Where a feed was sorted it is sorted anew with them:
        a view reads blocks or sorted files, never both."""
        final = [*self._kept, *let_in]
        fed = [part for part in final if part.relation in ("feed", "feed_by_time")]
        if not any(part.relation == "feed_by_time" for part in fed):
            return final
        load = replace(self._load, version=self._version)
        made: list[Part] = []
        by_handling = sorted(fed, key=lambda part: (part.handling, part.name))
        for handling, group in groupby(by_handling, lambda part: part.handling):
            made += sorted_feed(self._room, self._act, load, handling, list(group), len(made))
        replaced = ("feed", "feed_by_time", "feed_by_thing")
        return [part for part in final if part.relation not in replaced] + made

    def _marked(self, part: Part) -> Part:
        """The list of what is held with the chosen rows marked as sealed for good."""

        def tables() -> Iterator[pa.Table]:
            with self._room.file(self._act, part).open() as sealed, pq.ParquetFile(sealed) as file:
                for batch in file.iter_batches():
                    table = pa.Table.from_batches([batch])
                    state = pc.if_else(pc.is_in(table["pos"], self._chosen), SEALED, table["state"])
                    at = table.schema.get_field_index("state")
                    yield table.set_column(at, table.schema.field(at), state)

        name = f"{self._version}-hold-{self._holds.index(part)}-hold"
        return self._room.seal_tables(self._act, replace(part, name=name), tables())


def _forget_what_was_said(room: Room, batch: Batch, load: str, rows: Collection[int]) -> None:
    """Drop what the acts that read the rows were asked and why: it may repeat them."""
    acts = Acts(room.log)
    for act_id in acts_that_showed(batch, load, rows):
        for digest in acts.get(act_id).annexes:
            batch.erase_annex(digest)
