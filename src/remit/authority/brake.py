"""The handbrake: the overseer's stop.

It stops everything, a risk class, a capability, a remit or a supplier, never a person or a
case. One overseer's sign-in pulls it, at three in the morning if need be; releasing takes the
release statement signed with two different overseers' keys. Reason, release and the force's
reply are public entries. No intent is admitted after the brake's own entry in the ledger.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import ColumnElement, insert, select, update

from remit.authority import tables
from remit.authority.actor import FORCE_ROLES, Actor, require
from remit.authority.capability import Risk, registered
from remit.authority.conditions import refused
from remit.authority.overseers import signed_by
from remit.authority.rows import Run, bump, decided, moment, stamp, within
from remit.errors import NotFound
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["REVIEW_AFTER", "Brake", "Brakes", "Reply"]

REVIEW_AFTER = timedelta(hours=72)
"""Every pull is reviewed within this time."""

SHORTEST_REASON = 10
SIGNATURES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """What the force answered to a brake, in public."""

    by: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Brake:
    """One pull of the handbrake, engaged until `released_at`."""

    id: str
    scope: str
    by: str
    because: str
    since: datetime
    review_due: datetime
    seq: int
    """The ledger entry of the pull."""
    released_at: datetime | None
    released_because: str | None
    replies: tuple[Reply, ...]

    @property
    def engaged(self) -> bool:
        """Whether it is on."""
        return self.released_at is None


class Brakes:
    """The handbrakes of a workspace."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def pull(self, actor: Actor, scope: str, because: str) -> Brake:
        """Stop `scope` now. Pulling one that is already on gives the one that is on.

        Returns when the stop is durable: from its entry on, nothing it covers is admitted.
        Raises `Refused` (`role.needed`, `brake.scope`, `brake.reason`).
        """

        def work(batch: Batch) -> str:
            run = within(batch)
            require(run, actor, "overseer")
            _check_scope(run, scope)
            _check_reason(because)
            already = _engaged_id(run, scope)
            if already:
                return already
            brake_id = f"brake-{secrets.token_hex(8)}"
            review_due = batch.now + REVIEW_AFTER
            facts = {
                "brake": brake_id,
                "scope": scope,
                "by": actor.id,
                "because": because,
                "review_due": stamp(review_due),
            }
            seq = batch.append(Entry("brake.pulled", facts, public=True))
            batch.conn.execute(
                insert(tables.brake).values(
                    id=brake_id,
                    scope=scope,
                    pulled_by=actor.id,
                    because=because,
                    pulled_at=stamp(batch.now),
                    review_due=stamp(review_due),
                    pulled_seq=seq,
                )
            )
            bump(run)
            return brake_id

        return self.get(decided(self._log, work, asked=f"brake.pull {scope}", by=actor.id))

    def statement(self, scope: str, because: str) -> str:
        """The text two overseers sign to release the brake on `scope`.

        It names the pull it releases, so an old signature releases nothing.
        Raises `Refused` (`brake.not-engaged`, `brake.reason`).
        """
        _check_reason(because)
        on = [brake for brake in self.status() if brake.scope == scope]
        if not on:
            raise refused("brake.not-engaged", scope=scope)
        return _statement(on[0].id, scope, because)

    def release(self, scope: str, because: str, signatures: tuple[str, ...] | list[str]) -> Brake:
        """Release the brake on `scope`: signed notes over `statement`, by two overseers' keys.

        Raises `Refused` (`brake.not-engaged`, `brake.reason`, `brake.signatures`).
        """

        def work(batch: Batch) -> str:
            run = within(batch)
            _check_reason(because)
            brake_id = _engaged_id(run, scope)
            if brake_id is None:
                raise refused("brake.not-engaged", scope=scope)
            text = _statement(brake_id, scope, because)
            keys = frozenset[str]().union(*(signed_by(self._log, text, n) for n in signatures))
            if len(keys) < SIGNATURES_NEEDED:
                raise refused("brake.signatures")
            facts = {
                "brake": brake_id,
                "scope": scope,
                "because": because,
                "notes": [str(note) for note in signatures],
            }
            seq = batch.append(Entry("brake.released", facts, public=True))
            batch.conn.execute(
                update(tables.brake)
                .where(tables.brake.c.id == brake_id)
                .values(released_at=stamp(batch.now), released_because=because, released_seq=seq)
            )
            bump(run)
            return brake_id

        by = "two overseers' signatures"
        return self.get(decided(self._log, work, asked=f"brake.release {scope}", by=by))

    def reply(self, actor: Actor, text: str, *, scope: str | None = None) -> Brake:
        """Put the force's reply to a brake on the public record.

        `scope` may be left out while only one brake is on.
        """

        def work(batch: Batch) -> str:
            run = within(batch)
            require(run, actor, *sorted(FORCE_ROLES))
            _check_reason(text)
            on = run("SELECT id, scope FROM brake WHERE released_at IS NULL", ())
            chosen = [brake_id for brake_id, s in on if scope in (None, s)]
            if len(chosen) != 1:
                raise refused("brake.not-engaged", scope=scope or "the scope you left out")
            facts = {"brake": chosen[0], "by": actor.id, "text": text}
            seq = batch.append(Entry("brake.replied", facts, public=True))
            batch.conn.execute(
                insert(tables.brake_reply).values(
                    seq=seq, brake=chosen[0], by=actor.id, text=text, at=stamp(batch.now)
                )
            )
            return str(chosen[0])

        return self.get(decided(self._log, work, asked="brake.reply", by=actor.id))

    def status(self) -> list[Brake]:
        """The brakes that are on, oldest first."""
        return self._read(tables.brake.c.released_at.is_(None))

    def history(self) -> list[Brake]:
        """Every brake ever pulled, oldest first, with its replies."""
        return self._read()

    def get(self, brake_id: str) -> Brake:
        """The brake of that id. Raises `NotFound`."""
        found = self._read(tables.brake.c.id == brake_id)
        if not found:
            raise NotFound(f"no handbrake {brake_id}")
        return found[0]

    def engaged(self, run: Run) -> frozenset[str]:
        """Scopes that are stopped, as they stand inside the running transaction."""
        rows = run("SELECT scope FROM brake WHERE released_at IS NULL", ())
        return frozenset(row[0] for row in rows)

    def _read(self, *where: ColumnElement[bool]) -> list[Brake]:
        brake, reply = tables.brake, tables.brake_reply
        with self._log.engine.connect() as conn:
            query = select(brake).where(*where).order_by(brake.c.pulled_seq)
            rows = conn.execute(query).all()
            of_these = reply.c.brake.in_([row.id for row in rows])
            replies: dict[str, list[Reply]] = {}
            for r in conn.execute(select(reply).where(of_these).order_by(reply.c.seq)):
                replies.setdefault(r.brake, []).append(Reply(r.by, r.text, moment(r.at)))
        return [_brake(row, tuple(replies.get(row.id, ()))) for row in rows]


def _statement(brake_id: str, scope: str, because: str) -> str:
    return f"Release of the handbrake\n\nbrake: {brake_id}\nscope: {scope}\nbecause: {because}\n"


def _engaged_id(run: Run, scope: str) -> str | None:
    rows = run("SELECT id FROM brake WHERE scope = ? AND released_at IS NULL", (scope,))
    return str(rows[0][0]) if rows else None


def _check_reason(because: str) -> None:
    one_line = because.isprintable() and because == because.strip()
    if len(because) < SHORTEST_REASON or not one_line:
        raise refused("brake.reason")


def _check_scope(run: Run, scope: str) -> None:
    """Only what exists can be stopped: a misspelt brake would stop nothing."""
    kind, _, name = scope.partition(":")
    known: set[str] = set()
    if kind == "class":
        known = set(get_args(Risk))
    elif kind == "capability":
        known = {verb.capability.id for verb in registered().values()}
        known |= {row[0] for row in run("SELECT DISTINCT capability FROM remit", ())}
    elif kind == "remit":
        known = {row[0] for row in run("SELECT id FROM remit WHERE id = ?", (name,))}
    elif kind == "supplier":
        known = {row[0] for row in run("SELECT DISTINCT supplier FROM remit", ())}
    if scope != "all" and name not in known:
        raise refused("brake.scope", scope=scope)


def _brake(row: Any, replies: tuple[Reply, ...]) -> Brake:
    return Brake(
        id=row.id,
        scope=row.scope,
        by=row.pulled_by,
        because=row.because,
        since=moment(row.pulled_at),
        review_due=moment(row.review_due),
        seq=row.pulled_seq,
        released_at=row.released_at and moment(row.released_at),
        released_because=row.released_because,
        replies=replies,
    )
