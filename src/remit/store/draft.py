"""A draft: one load being written, sealed as it grows, invisible until its act is over.

Every 50,000 rows, or 32 million characters of them, become sealed draft files, entered in the
state database in one transaction with the counts, so that a load cut off at any moment goes on
after the last of them.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from remit.authority.act import Act
from remit.errors import BadInput, Misuse
from remit.ledger.entry import Entry
from remit.ledger.log import Batch
from remit.store import refusals
from remit.store.archive import fingerprint, keep
from remit.store.catalogue import (
    Load,
    Part,
    add_parts,
    bump,
    drop_parts,
    files_commitment,
    set_load,
)
from remit.store.chunk import Chunk
from remit.store.drafts import LoadPlan, RowDraft
from remit.store.feed import Block, Sealable
from remit.store.keyed import Delta
from remit.store.rejects import HeldRows, Hold, Reject, read_rejects, rejected_rows
from remit.store.room import Room
from remit.store.sealed import SealedWriter
from remit.store.sealing import archive_part, compartment_key, final_parts, held_key
from remit.store.spans import Span, span
from remit.store.successor import archive_of_rows
from remit.store.superseding import supersede

__all__ = [
    "ROWS_PER_CHUNK",
    "SIZE_PER_CHUNK",
    "Draft",
    "Progress",
    "draft_key",
]

ROWS_PER_CHUNK = 50_000
"""Rows received between two moments at which they are kept through a crash."""

SIZE_PER_CHUNK = 32 << 20
"""Characters received between two such moments: long rows are kept sooner."""

_ROWS_PER_CHECK = 256

_DRAFTED = {"final": "draft", "held": "held-draft"}
"""By stage of a final file: the stage of what it is made of."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load has come. What `last_pos` covers is kept through any crash."""

    received: int
    accepted: int
    rejected: int
    held: int
    """Of those rejected: held back until an independent person decides."""
    last_pos: int
    """Every row up to this position is sealed: hand over those after it, in order."""


class Draft:
    """One load being written under one act. Made by `Writer.begin`."""

    def __init__(
        self, room: Room, act: Act, load: Load, plan: LoadPlan, sha256: str, left: int | None
    ) -> None:
        self.load = load.id
        self._room = room
        self._act = act
        self._row = load
        self._plan = plan
        self._sha256 = sha256
        self._left = left
        self._seen_pos = load.last_pos
        self._chunk, self._held = self._fresh(), self._fresh()
        self._feed = Sealable(load.id, load.handling, room.ids)
        self._archiving: Future[Part] | None = None
        self._noticed: dict[str, Any] = {}
        self._delta: Delta | None = None

    @property
    def done(self) -> bool:
        """Whether the load is visible already: there is nothing to do."""
        return self._row.state == "visible"

    @property
    def file_name(self) -> str | None:
        """The name under which these bytes were first received."""
        return self._row.file_name

    @property
    def progress(self) -> Progress:
        """Rows so far, and the position after which to go on."""
        row, chunk = self._row, self._chunk
        return Progress(
            row.received + chunk.received,
            row.accepted + chunk.accepted,
            row.rejected + chunk.rejected,
            row.held + chunk.held,
            row.last_pos,
        )

    def add(self, row: RowDraft) -> None:
        """Take an accepted row. Rows come in order of position.

        Raises `Refused` when its handling is not in the remit, or the workspace is full.
        """
        self._admitted(row)
        self._next(row.pos)
        self._chunk.add(row)
        self._flush_when_full()

    def reject(self, pos: int, reason: str, raw: Mapping[str, str | None]) -> None:
        """Keep a row that was not accepted, with the reason."""
        self._next(pos)
        self._chunk.reject(pos, reason, raw)
        self._flush_when_full()

    def hold(self, row: RowDraft | Reject, ground: str, reason: str) -> None:
        """Keep a row back until an independent person decides: what it says, or why it would be
        rejected if it were let in.

        It counts as rejected, and no view shows it. `reason` is told to whoever loads the file,
        so it must tell nothing of the row.
        """
        handling = self._row.handling
        if isinstance(row, RowDraft):
            handling = self._admitted(row)
            self._next(row.pos)
            self._held.add(row)
        else:
            self._next(row.pos)
            self._held.reject(row.pos, row.reason, json.loads(row.raw))
        self._chunk.hold(Hold(row.pos, ground, reason), handling)
        self._flush_when_full()

    def compared(self, delta: Delta) -> None:
        """Take the delivery as what differs from what its feed brought before.

        Hand over the rows that `delta` takes, and those that withdraw another to `instruct`. What
        they supersede goes out of every view as these rows come in. Of the file the rows handed
        over are kept and no others: those that are unchanged stand where they were.
        """
        self._delta = delta

    @property
    def delta(self) -> Delta | None:
        """How the delivery differs, as far as its rows were accepted; None if nobody compared."""
        if self._delta is None or self._row.state == "loading":
            return self._delta
        self._delta = self._delta.without(rejected_rows(self._room, self._act, self.load))
        return self._delta

    def span(self) -> Span:
        """The first and the last time of its events, once it is sealed; None where it has none."""
        parts = self._room.catalogue.parts([self.load], "final")
        return span(self._room, self._act, parts)

    def instruct(self, pos: int, raw: Mapping[str, str | None]) -> None:
        """Keep of a row that withdraws another what says so: it is accepted, and never viewed."""
        self._next(pos)
        self._chunk.instruct(pos, raw)
        self._flush_when_full()

    def take(
        self,
        block: Block,
        rejects: Sequence[Reject] = (),
        held: HeldRows | None = None,
        instructions: Sequence[tuple[int, Mapping[str, str | None]]] = (),
    ) -> None:
        """Take and keep a block of a feed, with the rows of its stretch that were not accepted.

        `held` has the rows of the same stretch that are held back. The whole of it is sealed at
        once, as it will stay. Raises `Refused` when the workspace is full, `Misuse` for blocks
        that are out of order.
        """
        blocks = {"final": block} | ({"held": held.block} if held is not None else {})
        holds = held.holds if held is not None else ()
        starts = [one.table["pos"][0].as_py() for one in blocks.values() if one.table.num_rows]
        first = min(starts, default=block.last_pos)
        if self._chunk.received or self._row.state != "loading" or first <= self._seen_pos:
            raise Misuse(f"a block of {self.load} is out of order, or was taken already")
        self._spend(block.table.num_rows + len(rejects) + len(holds) + len(instructions))
        self._act.check()
        if self._archiving is None and self._delta is None:  # the disk has time for it meanwhile
            pool = ThreadPoolExecutor(1)
            self._archiving = pool.submit(self._keep_archive)
            pool.shutdown(wait=False)
        for one in rejects:
            self._chunk.reject(one.pos, one.reason, json.loads(one.raw))
        for pos, raw in instructions:
            self._chunk.instruct(pos, raw)
        for why in sorted(holds, key=lambda why: why.pos):
            self._chunk.hold(why)
        for one in sorted(held.rejects, key=lambda one: one.pos) if held is not None else ():
            self._held.reject(one.pos, one.reason, json.loads(one.raw))
        self._chunk.accepted += block.table.num_rows
        self._seen_pos = block.last_pos
        self._keep([self._block(one, to) for to, one in blocks.items() if one.table.num_rows])

    def _block(self, block: Block, to: str) -> Part:
        """Seal a block of a feed as it will stay, in the stage that it will have."""
        load, handling, version = self.load, self._row.handling, self._row.version
        drafted, name, key = "draft", "feed", compartment_key(load, handling, version)
        if to == "held":
            drafted, name, key = "held-draft", "held-feed", held_key(load, handling, version)
        part = Part(load, f"{name}-{block.last_pos:012d}", drafted, "feed", handling, key)
        return self._room.seal_tables(self._act, part, [self._feed.table(block)])

    @property
    def authority(self) -> str | None:
        """JSON of the authority that the load is held under; None where none was needed."""
        return self._row.authority

    def notice(self, notes: Sequence[str], defects: Sequence[Mapping[str, Any]]) -> None:
        """Keep what was noticed in the file as a whole; it is entered as the load is sealed."""
        self._noticed = {"notes": list(notes), "defects": list(defects)}

    @property
    def noticed(self) -> Mapping[str, Any]:
        """What was noticed, now or when it was loaded."""
        return self._noticed or self._row.noticed

    def rejects(self, limit: int = 1000) -> list[Reject]:
        """The rows rejected so far, the first `limit` of them, in order."""
        self.flush()
        return read_rejects(self._room, self._act, self.load, limit)

    def flush(self) -> None:
        """Seal the rows at hand: from here on no crash loses them."""
        if not self._chunk.received:
            return
        self._act.check()
        self._keep([])

    def _keep(self, made: list[Part]) -> None:
        """Seal the rows at hand, and enter their files and those `made` with the counts."""
        chunk, row = self._chunk, self._row
        for stage, of in (("draft", chunk), ("held-draft", self._held)):
            for number, (handling, relation, table) in enumerate(of.tables()):
                name = f"{stage}-{self._seen_pos:012d}-{number}"
                part = Part(self.load, name, stage, relation, handling, draft_key(self.load))
                made.append(self._room.seal_tables(self._act, part, [table]))
        counts = {
            "received": row.received + chunk.received,
            "accepted": row.accepted + chunk.accepted,
            "rejected": row.rejected + chunk.rejected,
            "held": row.held + chunk.held,
            "last_pos": self._seen_pos,
        }

        def work(batch: Batch) -> None:
            add_parts(batch, made)
            set_load(batch, self.load, **counts)

        self._room.log.commit(work)
        self._reread()
        self._chunk, self._held = self._fresh(), self._fresh()

    def _fresh(self) -> Chunk:
        return Chunk(self.load, self._row.handling, self._room.ids)

    def seal(self) -> None:
        """Make the load final. It becomes visible with the act's outcome, whole or not at all."""
        if self.done:
            return
        self.flush()
        if self._row.state == "loading":
            self._finish()
        if (delta := self.delta) is not None:
            supersede(self._room, self._act, delta.gone(), self.load)
        self._act.at_outcome(self._appear)
        self._act.on_close(lambda: self._room.tidy(self.load))

    def _admitted(self, row: RowDraft) -> str:
        """The handling condition of a row, if the remit admits it."""
        handling = row.handling or self._row.handling
        if handling not in self._act.scope.handling:
            raise refusals.handling(handling, self._act.id)
        return handling

    def _next(self, pos: int) -> None:
        if self._row.state != "loading" or pos <= self._seen_pos:
            raise Misuse(f"row {pos} of {self.load} is out of order, or was taken already")
        self._spend(1)
        if pos % _ROWS_PER_CHECK == 0:
            self._act.check()
        self._seen_pos = pos

    def _spend(self, rows: int) -> None:
        """Count rows against what the workspace may still receive."""
        if self._left is not None:
            if self._left < rows:
                raise refusals.cap(self._room.max_rows or 0, self._act.id)
            self._left -= rows

    def _flush_when_full(self) -> None:
        size = self._chunk.size + self._held.size
        if self._chunk.received >= ROWS_PER_CHUNK or size >= SIZE_PER_CHUNK:
            self.flush()

    def _finish(self) -> None:
        room, act, row = self._room, self._act, self._row
        parts: list[Part] = []
        for stage in ("final", "held"):
            held = stage == "held"
            drafts = room.catalogue.parts([self.load], _DRAFTED[stage])
            rows = [part for part in drafts if part.relation != "feed"]
            parts += final_parts(room, act, row, rows, held=held) if rows or not held else []
            parts += [replace(part, stage=stage) for part in drafts if part.relation == "feed"]
        rejected = rejected_rows(room, act, self.load) if self._delta else ()
        delta = self._delta.without(rejected) if self._delta else None
        if delta is not None:
            parts.append(self._keys(delta))
            parts.append(self._archive_of_rows(parts))
        else:
            parts.append(replace(self._archive(), stage="held" if row.held else "final"))
        salt = secrets.token_bytes(32)
        over = files_commitment(salt, parts)

        def work(batch: Batch) -> None:
            for stage in ("final", "held"):
                drop_parts(batch, self.load, stage)
                drop_parts(batch, self.load, _DRAFTED[stage], "feed")
            add_parts(batch, parts)
            noticed = room.catalogue.box.seal_text(json.dumps(self._noticed))
            sealed: dict[str, Any] = {"salt": salt, "commitment": over, "noticed_sealed": noticed}
            if delta is not None:
                n = delta.unchanged
                sealed |= {"unchanged": n, "received": row.received + n}
                sealed |= {"accepted": row.accepted + n}
            set_load(batch, self.load, state="sealed", **sealed)

        act.check()
        room.log.commit(work)
        self._reread()

    def _keys(self, delta: Delta) -> Part:
        """By hashes, what the rows taken are about and what they say."""
        row = self._row
        key = compartment_key(row.id, row.handling, row.version)
        part = Part(row.id, f"{row.version}-key", "final", "key", row.handling, key)
        return self._room.seal_tables(self._act, part, delta.tables())

    def _archive_of_rows(self, parts: Sequence[Part]) -> Part:
        """The rows handed over: what is unchanged would outlive its erasure in the whole file."""
        if fingerprint(self._plan.path) != self._sha256:
            raise BadInput("the file changed while it was being loaded", file=self._plan.path.name)
        return archive_of_rows(self._room, self._act, self._row, parts, self._row.version)

    def _archive(self) -> Part:
        """The sealed archive: the one being written beside a feed, or one written now."""
        if self._archiving is None:
            return self._keep_archive()
        waiting, self._archiving = self._archiving, None
        part = waiting.result()
        return replace(part, rows=self._row.received)

    def _keep_archive(self) -> Part:
        row, act = self._row, self._act

        def fill(sealed: SealedWriter) -> int:
            keep(self._plan.path, self._sha256, sealed, act.check)
            return row.received

        return self._room.seal(act, archive_part(row, row.version), fill)

    def _appear(self, batch: Batch) -> None:
        """Turn the load visible, in the transaction of the outcome."""
        for stage in _DRAFTED.values():
            drop_parts(batch, self.load, stage)
        self._room.keys.destroy(batch, draft_key(self.load))
        set_load(batch, self.load, state="visible")
        bump(batch)
        row = self._row
        counts = {"received": row.received, "accepted": row.accepted, "rejected": row.rejected}
        counts |= {"held": row.held} if row.held else {}
        counts |= {"unchanged": row.unchanged} if row.unchanged else {}
        facts = {"load": self.load, "commitment": row.commitment}
        batch.append(Entry("load.visible", facts, body={"act": self._act.id, **counts}))

    def _reread(self) -> None:
        self._row = self._room.catalogue.load(self.load) or self._row


def draft_key(load: str) -> str:
    """Name of the key of a load's draft files; it is destroyed when the load is visible."""
    return f"{load}/draft"
