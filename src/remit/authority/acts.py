"""Acts as the ledger holds them: what was asked, under which remit, why, and what came of it."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from remit.authority import live, tables
from remit.authority.actor import Actor
from remit.authority.rows import Run, moment, stamp, within
from remit.errors import NotFound
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["ActRecord", "Acts", "close_orphans", "record"]


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One act: enough to answer "why was this allowed", or "why was it not".

    Text that was erased is None, as is what was never there.
    """

    id: str
    actor: str
    verb: str
    case: str | None
    line: str | None
    remit: str | None
    version: int | None
    state: str
    """`open`, `released`, `abandoned`, `stopped`, `refused`, `error`, `orphaned` or `denied`."""
    opened_at: datetime
    closed_at: datetime | None
    intent_seq: int
    outcome_seq: int | None
    purpose: str | None
    operation: str | None
    params: str | None
    """JSON text."""
    justification: str | None
    """Its own, or the one inherited from the line of enquiry."""
    count: int | None
    """What was shown; None when nothing was, or it was not counted."""
    conditions: tuple[Mapping[str, str], ...]
    """What failed, for a denied act."""
    annexes: tuple[str, ...]
    """Digests of the texts kept beside the ledger for this act alone, which erasure removes."""


class Acts:
    """Every act of a workspace. Reading other people's takes the capability `read-ledger`."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def get(self, act_id: str, actor: Actor | None = None) -> ActRecord:
        """One act; with `actor`, only one of their own. Raises `NotFound`.

        What was asked, why, and how much was shown is case content: of a case one is no longer
        a member of, it is left out.
        """
        where = [tables.act.c.id == act_id]
        if actor is not None:
            where.append(tables.act.c.actor == actor.id)
        found = self._records(where, 1)
        if not found:
            raise NotFound(f"no act {act_id}")
        return found[0] if actor is None else self._own(actor, found)[0]

    def of_case(self, case_id: str, limit: int = 100) -> list[ActRecord]:
        """The latest acts in a case, newest first."""
        return self._records([tables.act.c.case_id == case_id], limit)

    def of_actor(self, actor: Actor, limit: int = 100) -> list[ActRecord]:
        """The latest acts of one person, newest first."""
        return self._own(actor, self._records([tables.act.c.actor == actor.id], limit))

    def all(self, limit: int = 100) -> list[ActRecord]:
        """The latest acts, newest first."""
        return self._records([], limit)

    def _own(self, actor: Actor, found: list[ActRecord]) -> list[ActRecord]:
        member = tables.case_member.c
        query = select(member.case_id).where(member.actor == actor.id, member.ended_at.is_(None))
        with self._log.engine.connect() as conn:
            cases = {None, *conn.execute(query).scalars()}
        return [
            one if one.case in cases else replace(one, params=None, justification=None, count=None)
            for one in found
        ]

    def _records(self, where: list[Any], limit: int) -> list[ActRecord]:
        query = select(tables.act).where(*where).order_by(tables.act.c.intent_seq.desc())
        with self._log.engine.connect() as conn:
            rows = conn.execute(query.limit(limit)).all()
        return [self._record(row) for row in rows]

    def _record(self, row: Any) -> ActRecord:
        intent = self._log.body(row.intent_seq) or {}
        outcome = (self._log.body(row.outcome_seq) if row.outcome_seq else None) or {}
        params, justification = intent.get("params"), intent.get("justification")
        inherited = self._inherited(row.line)
        return ActRecord(
            id=row.id,
            actor=row.actor,
            verb=row.verb,
            case=row.case_id,
            line=row.line,
            remit=row.remit,
            version=row.version,
            state=row.state,
            opened_at=moment(row.opened_at),
            closed_at=row.closed_at and moment(row.closed_at),
            intent_seq=row.intent_seq,
            outcome_seq=row.outcome_seq,
            purpose=intent.get("purpose"),
            operation=intent.get("operation"),
            params=self._log.annex(params) if params else None,
            justification=self._log.annex(justification) if justification else None,
            count=outcome.get("count"),
            conditions=tuple(intent.get("conditions", ())),
            annexes=tuple(d for d in (params, justification) if d and d != inherited),
        )

    def _inherited(self, line_id: str | None) -> str | None:
        if line_id is None:
            return None
        line = tables.enquiry_line
        with self._log.engine.connect() as conn:
            query = select(line.c.justification).where(line.c.id == line_id)
            digest: str | None = conn.execute(query).scalar()
        return digest


def record(run: Run, body: Mapping[str, Any], state: str, now: datetime, seq: int) -> None:
    """Index an intent or a denial, in its own transaction, for reading back."""
    run(
        "INSERT INTO act (id, actor, case_id, line, remit, version, verb, state, process, "
        "opened_at, intent_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["act"],
            body["actor"],
            body["case"],
            body["line"],
            body["remit"],
            body["version"],
            body["verb"],
            state,
            _process(os.getpid()),
            stamp(now),
            seq,
        ),
    )


def close_orphans(log: Log) -> list[str]:
    """End the acts of processes that are gone; their ids.

    A process on another machine cannot be seen from here: its acts are left to that machine.
    """

    def work(batch: Batch) -> list[str]:
        run = within(batch)
        orphans = [
            act_id
            for act_id, process in run("SELECT id, process FROM act WHERE state = 'open'", ())
            if _is_gone(process, act_id)
        ]
        for act_id in orphans:
            body = {"act": act_id, "state": "orphaned"}
            seq = batch.append(Entry("act.outcome", {"act": act_id}, body=body))
            run(
                "UPDATE act SET state = 'orphaned', closed_at = ?, outcome_seq = ? WHERE id = ?",
                (stamp(batch.now), seq, act_id),
            )
        return orphans

    return log.commit(work)


def _is_gone(process: str, act_id: str) -> bool:
    host, pid, started = process.rsplit(" ", 2)
    if host != socket.gethostname():
        return False
    if int(pid) == os.getpid():
        return not live.is_open(act_id)
    return _started(int(pid)) != started


@cache
def _process(pid: int) -> str:
    """This process, told from a later one that is given the same number."""
    return f"{socket.gethostname()} {pid} {_started(pid)}"


def _started(pid: int) -> str:
    """When a process started, in the kernel's ticks; `gone` when there is none of that number.

    Without /proc only the number is known: then a live process of that number is taken for it.
    """
    if Path("/proc/self/stat").exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return "gone"
        return stat.rpartition(")")[2].split()[19]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        pass
    return "running"
