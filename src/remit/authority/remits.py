"""Remits and their states: the force submits, the oversight body decides.

    draft -> submitted -> live <-> suspended
                 |          |          |
              refused    revoked    revoked        (and `superseded` by a new version;
                                                    `expired` once `valid_to` has passed)

Each decision is a public entry with the full document. A remit goes live only by a note signed
with an overseer's key named in genesis, and that signature is checked again whenever the remit
is read for use: an unsigned remit grants nothing.
"""

import builtins  # `list` is a method here, as on every noun
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select

from remit.authority import tables
from remit.authority.actor import FORCE_ROLES, Actor, require
from remit.authority.capability import capability
from remit.authority.conditions import refused
from remit.authority.overseers import genesis, signed_by
from remit.authority.remit_document import Remit, parse, render
from remit.authority.remit_steps import (
    Row,
    check_ready,
    numbered,
    resume_text,
    row_in,
    shown,
    step,
)
from remit.authority.rows import Run, decided, moment, stamp, within
from remit.errors import Damaged, NotFound
from remit.ledger.box import Box
from remit.ledger.log import Batch, Log

__all__ = ["Event", "Held", "LiveRemit", "Remits"]


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of a remit."""

    state: str
    by: str
    at: datetime
    because: str
    seq: int
    """The ledger entry, public."""


@dataclass(frozen=True, slots=True)
class Held:
    """A remit as the workspace holds it."""

    remit: Remit
    state: str
    submitted_by: str
    document: str
    """The exact text that is signed."""
    note: str | None


@dataclass(frozen=True, slots=True)
class LiveRemit:
    """A live remit with what was used of it, inside the deciding transaction."""

    remit: Remit
    acts_so_far: int
    acts_today: int


class Remits:
    """The remits of a workspace."""

    def __init__(self, log: Log, box: Box) -> None:
        self._log = log
        self._box = box
        self._read: dict[tuple[str, int], Remit] = {}

    def draft(self, actor: Actor, text: str) -> Remit:
        """Keep a document as the force's draft, sealed; drafting it again replaces it."""

        def work(batch: Batch) -> Remit:
            run = within(batch)
            require(run, actor, *sorted(FORCE_ROLES))
            remit = numbered(run, text)
            run("DELETE FROM remit_draft WHERE id = ?", (remit.id,))
            batch.conn.execute(
                insert(tables.remit_draft).values(
                    id=remit.id,
                    by=actor.id,
                    at=stamp(batch.now),
                    document_sealed=self._box.seal_text(render(remit)),
                )
            )
            return remit

        return self._decide(work, "draft", "", actor)

    def drafts(self) -> builtins.list[Remit]:
        """The force's drafts, by id."""
        query = select(tables.remit_draft).order_by(tables.remit_draft.c.id)
        with self._log.engine.connect() as conn:
            rows = conn.execute(query).all()
        return [parse(self._box.open_text(row.document_sealed)) for row in rows]

    def submit(self, actor: Actor, text: str) -> Remit:
        """Put a document before the oversight body.

        The id and version may be left out: a new remit gets an id, and a known id its next
        version. Returns the remit as it will be signed; `document` gives its exact text.
        """

        def work(batch: Batch) -> Remit:
            run = within(batch)
            require(run, actor, *sorted(FORCE_ROLES))
            remit = numbered(run, text)
            capability(remit.capability)
            if "exercise" in remit.purposes and genesis(self._log)["kind"] != "exercise":
                raise refused("remit.kind")
            run("DELETE FROM remit_draft WHERE id = ?", (remit.id,))
            row = Row(remit.id, remit.version, render(remit), actor.id)
            batch.conn.execute(
                insert(tables.remit).values(
                    id=remit.id,
                    version=remit.version,
                    capability=remit.capability,
                    supplier=remit.supplier,
                    state="submitted",
                    submitted_by=actor.id,
                    document=row.document,
                    since=stamp(batch.now),
                )
            )
            step(batch, row, "submitted", "remit.submitted", actor.id)
            return remit

        return self._decide(work, "submit", "", actor)

    def approve(self, actor: Actor, remit_id: str, signed_note: str) -> Remit:
        """Make the submitted version live: its exact document, signed with an overseer's key.

        Raises `Refused`: `role.needed`, `remit.self`, `remit.signature`, `remit.state`,
        `remit.vetting`, `remit.dpia`, `remit.expired`.
        """

        def work(batch: Batch) -> Remit:
            run = within(batch)
            require(run, actor, "overseer")
            row = row_in(run, remit_id, "submitted")
            remit = parse(row.document)
            if row.submitted_by == actor.id:
                raise refused("remit.self")
            if not signed_by(self._log, row.document, signed_note):
                raise refused("remit.signature", what="document")
            check_ready(remit, batch.now)
            sql = "UPDATE remit SET state = 'superseded' WHERE id = ? AND state IN (?, ?)"
            run(sql, (remit.id, "live", "suspended"))
            sql = "UPDATE remit SET note = ? WHERE id = ? AND version = ?"
            run(sql, (signed_note, remit.id, remit.version))
            step(batch, row, "live", "remit.approved", actor.id, note=signed_note)
            return remit

        return self._decide(work, "approve", remit_id, actor)

    def refuse(self, actor: Actor, remit_id: str, because: str) -> Remit:
        """Refuse the submitted version, with a reason that is published."""
        return self._overseer_step(actor, remit_id, because, "submitted", "refused")

    def suspend(self, actor: Actor, remit_id: str, because: str) -> Remit:
        """Suspend a live remit: open acts under it stop within a second."""
        return self._overseer_step(actor, remit_id, because, "live", "suspended")

    def revoke(self, actor: Actor, remit_id: str, because: str) -> Remit:
        """End a live or suspended remit for good: open acts under it stop within a second."""
        return self._overseer_step(actor, remit_id, because, "live suspended", "revoked")

    def resume_statement(self, remit_id: str) -> str:
        """The text an overseer signs to bring a suspended remit back.

        It names the suspension, so an old signature brings nothing back.
        """
        held = self.get(remit_id)
        if held.state != "suspended":
            raise refused("remit.state", remit=remit_id, state=held.state)
        return resume_text(held.remit, self.history(remit_id)[-1].seq)

    def resume(self, actor: Actor, remit_id: str, signed_note: str) -> Remit:
        """Bring a suspended remit back: `resume_statement` signed with an overseer's key."""

        def work(batch: Batch) -> Remit:
            run = within(batch)
            require(run, actor, "overseer")
            row = row_in(run, remit_id, "suspended")
            remit = parse(row.document)
            seq = run("SELECT MAX(seq) FROM remit_event WHERE remit = ?", (remit_id,))[0][0]
            if not signed_by(self._log, resume_text(remit, seq), signed_note):
                raise refused("remit.signature", what="statement")
            step(batch, row, "live", "remit.resumed", actor.id, note=signed_note)
            return remit

        return self._decide(work, "resume", remit_id, actor)

    def get(self, remit_id: str, version: int | None = None) -> Held:
        """A remit: the version in force, or else the latest, or the one asked for."""
        versions = [h for h in self._held() if h.remit.id == remit_id]
        if version is not None:
            versions = [h for h in versions if h.remit.version == version]
        if not versions:
            raise NotFound(f"no remit {remit_id}")
        in_force = [h for h in versions if h.state in ("live", "suspended")]
        return in_force[-1] if in_force else versions[-1]

    def list(self) -> builtins.list[Held]:
        """Every version of every remit, by id and version, drafts included."""
        return self._held()

    def history(self, remit_id: str) -> builtins.list[Event]:
        """What was decided about a remit, in the ledger's order."""
        event = tables.remit_event
        query = select(event).where(event.c.remit == remit_id).order_by(event.c.seq)
        with self._log.engine.connect() as conn:
            rows = conn.execute(query).all()
        return [Event(r.state, r.by, moment(r.at), r.because, r.seq) for r in rows]

    def live(self, run: Run, capability_id: str, today: str) -> builtins.list[LiveRemit]:
        """Live remits for a capability inside the running transaction, oldest first."""
        rows = run(
            "SELECT r.id, r.version, u.acts, u.day, u.acts_today FROM remit r "
            "LEFT JOIN remit_use u ON u.remit = r.id "
            "WHERE r.capability = ? AND r.state = 'live' ORDER BY r.since, r.id",
            (capability_id,),
        )
        return [
            LiveRemit(self._signed(run, i, v), acts or 0, used if day == today else 0)
            for i, v, acts, day, used in rows
        ]

    def is_live(self, run: Run, remit_id: str, version: int) -> bool:
        """Whether that version is live inside the running transaction."""
        rows = run("SELECT state FROM remit WHERE id = ? AND version = ?", (remit_id, version))
        return bool(rows) and rows[0][0] == "live"

    def count_act(self, run: Run, remit_id: str, today: str) -> None:
        """Count one act against the remit's limits, in the act's own transaction."""
        run(
            "INSERT INTO remit_use (remit, acts, day, acts_today) VALUES (?, 1, ?, 1) "
            "ON CONFLICT (remit) DO UPDATE SET acts = remit_use.acts + 1, "
            "acts_today = CASE WHEN remit_use.day = excluded.day "
            "THEN remit_use.acts_today + 1 ELSE 1 END, day = excluded.day",
            (remit_id, today),
        )

    def _signed(self, run: Run, remit_id: str, version: int) -> Remit:
        """The parsed document, its signature checked on first reading; it never changes."""
        known = self._read.get((remit_id, version))
        if known is not None:
            return known
        sql = "SELECT document, note FROM remit WHERE id = ? AND version = ?"
        document, note = run(sql, (remit_id, version))[0]
        if not signed_by(self._log, document, note or ""):
            raise Damaged(f"{remit_id} version {version} is not signed by an overseer")
        return self._read.setdefault((remit_id, version), parse(document))

    def _overseer_step(
        self, actor: Actor, remit_id: str, because: str, before: str, after: str
    ) -> Remit:
        def work(batch: Batch) -> Remit:
            run = within(batch)
            require(run, actor, "overseer")
            row = row_in(run, remit_id, before)
            step(batch, row, after, f"remit.{after}", actor.id, because=because)
            return parse(row.document)

        return self._decide(work, after, remit_id, actor)

    def _decide(
        self, work: Callable[[Batch], Remit], asked: str, remit_id: str, actor: Actor
    ) -> Remit:
        asked = f"remit.{asked} {remit_id}".strip()
        return decided(self._log, work, asked=asked, by=actor.id)

    def _held(self) -> builtins.list[Held]:
        query = select(tables.remit).order_by(tables.remit.c.id, tables.remit.c.version)
        with self._log.engine.connect() as conn:
            rows = conn.execute(query).all()
        now = datetime.now(UTC)
        return [
            Held(remit, shown(r.state, remit, now), r.submitted_by, r.document, r.note)
            for r in rows
            for remit in [parse(r.document)]
        ]
