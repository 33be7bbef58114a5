"""The steps a remit takes, inside the ledger's transaction; `remits.py` decides who may."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update

from remit.authority import tables
from remit.authority.capability import capability
from remit.authority.conditions import refused
from remit.authority.remit_document import Remit, granted, load
from remit.authority.rows import Run, bump, stamp, within
from remit.errors import BadInput, NotFound
from remit.ledger.entry import Entry
from remit.ledger.log import Batch

__all__ = ["Row", "check_ready", "numbered", "resume_text", "row_in", "shown", "step"]


@dataclass(frozen=True, slots=True)
class Row:
    """One version of a remit, as the step finds it."""

    id: str
    version: int
    document: str
    submitted_by: str


def numbered(run: Run, text: str) -> Remit:
    """The remit in `text` with its id, its version and what it supersedes filled in.

    Raises `BadInput` where the text claims a version that is not the next one.
    """
    given = load(text)
    remit_id = given.get("id") or f"remit-{secrets.token_hex(6)}"
    rows = run("SELECT version, state FROM remit WHERE id = ? ORDER BY version", (remit_id,))
    following = rows[-1][0] + 1 if rows else 1
    in_force = [version for version, state in rows if state in ("live", "suspended")]
    filled = {
        "id": remit_id,
        "version": following,
        "supersedes": in_force[-1] if in_force else None,
    }
    for name, value in filled.items():
        if given.get(name) not in (None, value):
            raise BadInput(f"{name} is {given[name]}; it should be {value}, or left out")
    return granted(given | filled)


def row_in(run: Run, remit_id: str, states: str) -> Row:
    """The newest version of a remit that is in one of `states` (space between).

    Raises `NotFound`, or `Refused` (`remit.state`) when it is in another state.
    """
    rows = run(
        "SELECT id, version, document, submitted_by, state FROM remit WHERE id = ? "
        "ORDER BY version DESC",
        (remit_id,),
    )
    if not rows:
        raise NotFound(f"no remit {remit_id}")
    for *row, state in rows:
        if state in states.split():
            return Row(*row)
    raise refused("remit.state", remit=remit_id, state=rows[0][4])


def step(
    batch: Batch,
    row: Row,
    state: str,
    kind: str,
    by: str,
    *,
    because: str = "",
    note: str | None = None,
) -> None:
    """Move a version to `state`, in public: the entry carries the document and its signature."""
    facts = {
        "remit": row.id,
        "version": row.version,
        "state": state,
        "by": by,
        "because": because,
        "document": row.document,
        "note": note,
    }
    seq = batch.append(Entry(kind, facts, public=True))
    this = (tables.remit.c.id == row.id) & (tables.remit.c.version == row.version)
    at = stamp(batch.now)
    batch.conn.execute(update(tables.remit).where(this).values(state=state, since=at))
    batch.conn.execute(
        insert(tables.remit_event).values(
            seq=seq,
            remit=row.id,
            version=row.version,
            state=state,
            by=by,
            at=at,
            because=because,
        )
    )
    bump(within(batch))


def check_ready(remit: Remit, now: datetime) -> None:
    """Refuse a remit that could not allow anything: unvetted, ended or with its DPIA overdue."""
    failed = []
    missing = capability(remit.capability).vetting_needed - remit.vetted
    if missing:
        failed.append("remit.vetting")
    if remit.dpia_due is not None and remit.dpia_due <= now:
        failed.append("remit.dpia")
    if remit.valid_to <= now:
        failed.append("remit.expired")
    if failed:
        raise refused(
            failed,
            remit=remit.id,
            vetting=", ".join(sorted(missing)),
            valid_to=stamp(remit.valid_to),
            dpia_due=stamp(remit.dpia_due) if remit.dpia_due else "",
        )


def resume_text(remit: Remit, suspended_seq: int) -> str:
    """What an overseer signs to bring a suspended remit back."""
    return (
        f"Resumption of a remit\n\nremit: {remit.id}\nversion: {remit.version}\n"
        f"suspended by ledger entry: {suspended_seq}\n"
    )


def shown(state: str, remit: Remit, now: datetime) -> str:
    """The state as people read it: a remit past its end is expired."""
    ended = state in ("live", "suspended") and now >= remit.valid_to
    return "expired" if ended else state
