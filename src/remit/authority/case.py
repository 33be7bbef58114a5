"""Cases: an investigation, its members, and what its people count as.

A case carries a crime or intelligence reference, is opened by a second person and has members
whom a supervisor assigns. To anyone else it does not exist, in the same words as one that
never did.
"""

import builtins  # `list` is a method here, as on every noun
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from remit.authority import tables
from remit.authority.actor import FORCE_ROLES, Actor, require
from remit.authority.categories import CategoryDecisions
from remit.authority.conditions import refused
from remit.authority.decide import CaseStanding
from remit.authority.purposes import legal_bases, purposes, resolve, resolve_legal_basis
from remit.authority.rows import Run, bump, decided, moment, stamp, within
from remit.errors import Misuse, NotFound
from remit.ledger.box import Box
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["Case", "Cases", "involved_in", "is_reference"]

_REFERENCE = re.compile(r"[A-Z0-9]{1,12}(?:[ /.-][A-Z0-9]{1,12}){0,4}")


@dataclass(frozen=True, slots=True)
class Case:
    """One investigation, as a member reads it."""

    id: str
    state: str
    """`proposed`, `open` or `closed`."""
    reference: str
    title: str
    purpose: str
    legal_basis: str
    proposed_by: str
    opened_by: str | None
    opened_at: datetime | None
    members: frozenset[str]


class Cases(CategoryDecisions):
    """The cases of a workspace."""

    def __init__(self, log: Log, box: Box) -> None:
        super().__init__(log)
        self._box = box

    def propose(
        self, actor: Actor, reference: str, title: str, purpose: str, legal_basis: str
    ) -> Case:
        """Propose a case; it serves nobody until a second person opens it.

        Raises `Refused` (`case.reference`, `role.needed`), or `Misuse` on a purpose or legal
        basis that is not on the lists.
        """
        known_purpose, known_basis = resolve(purpose), resolve_legal_basis(legal_basis)
        if known_purpose is None or known_basis is None:
            raise Misuse(
                f"a case needs a purpose ({', '.join(purposes())}) "
                f"and a legal basis ({', '.join(legal_bases())})"
            )
        case_id = f"case-{secrets.token_hex(6)}"

        def work(batch: Batch) -> None:
            require(within(batch), actor, "analyst", "supervisor")
            if not is_reference(reference):
                raise refused("case.reference")
            batch.conn.execute(
                insert(tables.case_file).values(
                    id=case_id,
                    state="proposed",
                    purpose=known_purpose,
                    legal_basis=known_basis,
                    reference_sealed=self._box.seal_text(reference),
                    title_sealed=self._box.seal_text(title),
                    proposed_by=actor.id,
                    proposed_at=stamp(batch.now),
                    decisions=0,
                )
            )
            body = {
                "case": case_id,
                "by": actor.id,
                "purpose": known_purpose,
                "legal_basis": known_basis,
                "reference": batch.annex(reference),
                "title": batch.annex(title),
            }
            batch.append(Entry("case.proposed", body=body))

        decided(self._log, work, asked="case.propose", by=actor.id)
        return self.get(case_id)

    def open(self, actor: Actor, case_id: str) -> Case:
        """Open a proposed case; whoever proposed it becomes its first member.

        Raises `Refused` (`case.second-person`) for the one who proposed it.
        """

        def work(batch: Batch) -> None:
            run = within(batch)
            require(run, actor, "analyst", "supervisor")
            row = _row(batch, case_id)
            if row.state != "proposed":
                standing = self.standing(run, case_id, actor.id)
                members = standing.members if standing else frozenset()
                if actor.id not in members | {row.proposed_by, row.opened_by}:
                    raise NotFound(f"no case {case_id}")
                raise refused("case.open", case=case_id, case_state=row.state)
            if row.proposed_by == actor.id:
                raise refused("case.second-person")
            batch.conn.execute(
                update(tables.case_file)
                .where(tables.case_file.c.id == case_id)
                .values(state="open", opened_by=actor.id, opened_at=stamp(batch.now))
            )
            _add_member(batch, case_id, row.proposed_by, actor.id)
            batch.append(Entry("case.opened", body={"case": case_id, "by": actor.id}))

        decided(self._log, work, asked=f"case.open {case_id}", by=actor.id)
        return self.get(case_id)

    def assign(self, supervisor: Actor, case_id: str, actor: Actor) -> Case:
        """Make `actor` a member. A supervisor assigns; nobody assigns themselves."""

        def work(batch: Batch) -> None:
            run = within(batch)
            require(run, supervisor, "supervisor")
            require(run, actor, *sorted(FORCE_ROLES), "inspector")
            row = _row(batch, case_id)
            if row.state != "open":
                raise refused("case.open", case=case_id, case_state=row.state)
            if supervisor.id == actor.id:
                raise refused("case.self")
            _add_member(batch, case_id, actor.id, supervisor.id)
            body = {"case": case_id, "member": actor.id, "by": supervisor.id}
            batch.append(Entry("case.assigned", body=body))

        decided(self._log, work, asked=f"case.assign {case_id}", by=supervisor.id)
        return self.get(case_id)

    def unassign(self, supervisor: Actor, case_id: str, actor: Actor) -> Case:
        """End a membership; the next act of that person in the case is refused."""

        def work(batch: Batch) -> None:
            require(within(batch), supervisor, "supervisor")
            _row(batch, case_id)
            member = tables.case_member
            batch.conn.execute(
                update(member)
                .where(member.c.case_id == case_id, member.c.actor == actor.id)
                .values(ended_at=stamp(batch.now))
            )
            body = {"case": case_id, "member": actor.id, "by": supervisor.id}
            batch.append(Entry("case.unassigned", body=body))
            bump(within(batch))

        decided(self._log, work, asked=f"case.unassign {case_id}", by=supervisor.id)
        return self.get(case_id)

    def close(self, supervisor: Actor, case_id: str) -> Case:
        """Close an open case: no act is admitted in it from then on."""

        def work(batch: Batch) -> None:
            require(within(batch), supervisor, "supervisor")
            row = _row(batch, case_id)
            if row.state != "open":
                raise refused("case.open", case=case_id, case_state=row.state)
            batch.conn.execute(
                update(tables.case_file)
                .where(tables.case_file.c.id == case_id)
                .values(state="closed", closed_by=supervisor.id, closed_at=stamp(batch.now))
            )
            batch.append(Entry("case.closed", body={"case": case_id, "by": supervisor.id}))
            bump(within(batch))

        decided(self._log, work, asked=f"case.close {case_id}", by=supervisor.id)
        return self.get(case_id)

    def get(self, case_id: str, actor: Actor | None = None) -> Case:
        """A case. With `actor`, only one that they may see; otherwise `NotFound`."""
        found = self._read(actor, tables.case_file.c.id == case_id)
        if not found:
            raise NotFound(f"no case {case_id}")
        return found[0]

    def list(self, actor: Actor | None = None) -> builtins.list[Case]:
        """Cases, newest first. With `actor`, those they are a member of or proposed; a
        supervisor also sees those waiting to be opened or staffed. An overseer sees none.
        """
        return self._read(actor)

    def standing(self, run: Run, case_id: str, actor_id: str) -> CaseStanding | None:
        """The case as it stands for this actor inside the running transaction."""
        rows = run(
            "SELECT c.state, c.purpose, c.legal_basis, c.decisions, c.proposed_by, c.opened_by, "
            "m.actor, m.ended_at FROM case_file c "
            "LEFT JOIN case_member m ON m.case_id = c.id AND m.actor = ? WHERE c.id = ?",
            (actor_id, case_id),
        )
        if not rows:
            return None
        state, purpose, basis, decisions, *part, ended = rows[0]
        members = frozenset([actor_id] if part[-1] and ended is None else ())
        return CaseStanding(
            case_id, state, purpose, basis, members, decisions, involved=actor_id in part
        )

    def _read(self, actor: Actor | None, *where: ColumnElement[bool]) -> builtins.list[Case]:
        file, member = tables.case_file, tables.case_member
        query = select(file).where(*where).order_by(file.c.proposed_at.desc(), file.c.id)
        members: dict[str, set[str]] = {}
        with self._log.engine.connect() as conn:
            rows = conn.execute(query).all()
            for m in conn.execute(select(member).where(member.c.ended_at.is_(None))):
                members.setdefault(m.case_id, set()).add(m.actor)
        cases = [self._case(row, frozenset(members.get(row.id, ()))) for row in rows]
        return [case for case in cases if actor is None or _may_see(actor, case)]

    def _case(self, row: Any, members: frozenset[str]) -> Case:
        return Case(
            id=row.id,
            state=row.state,
            reference=self._box.open_text(row.reference_sealed),
            title=self._box.open_text(row.title_sealed),
            purpose=row.purpose,
            legal_basis=row.legal_basis,
            proposed_by=row.proposed_by,
            opened_by=row.opened_by,
            opened_at=row.opened_at and moment(row.opened_at),
            members=members,
        )


def is_reference(text: str) -> bool:
    """Whether `text` looks like a crime or intelligence reference of a force.

    >>> is_reference("01/123456/26"), is_reference("INT/2026/0042"), is_reference("my case")
    (True, True, False)
    """
    plain = text.strip().upper()
    enough = sum(character.isdigit() for character in plain) >= 4
    return enough and _REFERENCE.fullmatch(plain) is not None


def _may_see(actor: Actor, case: Case) -> bool:
    if actor.id in case.members or actor.id == case.proposed_by:
        return True
    return "supervisor" in actor.roles and case.state != "closed"


def involved_in(run: Run, actor_id: str) -> frozenset[str]:
    """The cases that an actor is or was a member of, proposed or opened."""
    rows = run(
        "SELECT case_id FROM case_member WHERE actor = ? "
        "UNION SELECT id FROM case_file WHERE proposed_by = ? OR opened_by = ?",
        (actor_id, actor_id, actor_id),
    )
    return frozenset(row[0] for row in rows)


def _row(batch: Batch, case_id: str) -> Any:
    found = batch.conn.execute(select(tables.case_file).where(tables.case_file.c.id == case_id))
    row = found.first()
    if row is None:
        raise NotFound(f"no case {case_id}")
    return row


def _add_member(batch: Batch, case_id: str, actor_id: str, by: str) -> None:
    run = within(batch)
    run(
        "INSERT INTO case_member (case_id, actor, since, assigned_by) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (case_id, actor) DO UPDATE SET since = excluded.since, "
        "assigned_by = excluded.assigned_by, ended_at = NULL",
        (case_id, actor_id, stamp(batch.now), by),
    )
