"""Actors: the people who use the house, and the roles they hold.

Nobody holds a role of the force and a role of the oversight body, at once or one after the other.
An inspector holds no other role, nor does an independent reviewer, who sees content and so never
was an overseer: enrolment refuses it.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import ColumnElement, insert, select, update

from remit.authority import tables
from remit.authority.conditions import refused
from remit.authority.rows import Run, bump, decided, stamp, within
from remit.errors import Misuse, NotFound
from remit.ledger.box import Box
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["FORCE_ROLES", "INDEPENDENT", "ROLES", "Actor", "Actors", "Role", "require"]

Role = Literal[
    "analyst", "supervisor", "data-engineer", "overseer", "inspector", "independent-reviewer"
]

ROLES: frozenset[str] = frozenset(get_args(Role))
FORCE_ROLES: frozenset[str] = frozenset({"analyst", "supervisor", "data-engineer"})
"""Roles of the force. The overseer, the inspector and the independent reviewer stand outside."""

INDEPENDENT = "independent-reviewer"
"""Decides on what is held back of a case, and has no part in it: such as counsel instructed for it,
or staff of the force who work on other cases and hold this role alone."""

_ALONE = frozenset({"inspector", INDEPENDENT})
"""Roles with which nobody holds another."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One person and the roles held."""

    id: str
    name: str
    roles: frozenset[str]

    @property
    def of_the_force(self) -> bool:
        """Whether the actor holds a role of the force."""
        return not self.roles.isdisjoint(FORCE_ROLES)


class Actors:
    """Everyone enrolled in a workspace."""

    def __init__(self, log: Log, box: Box) -> None:
        self._log = log
        self._box = box

    def enrol(self, actor: Actor, *, by: str = "set-up") -> Actor:
        """Enrol a person, or change the name and roles of one already enrolled.

        Raises `Refused` (`actor.both-sides`) where force and oversight would meet in one
        person, now or by having held the other role before, or where an inspector or an
        independent reviewer would hold another role.
        """
        if not actor.id or not actor.roles or not actor.roles <= ROLES:
            raise Misuse(f"an actor needs an id and roles from {', '.join(sorted(ROLES))}")

        def work(batch: Batch) -> Actor:
            row = batch.conn.execute(
                select(tables.actor.c.roles_held).where(tables.actor.c.id == actor.id)
            ).first()
            held = actor.roles | _set(row.roles_held if row else "")
            judges_own = bool(actor.roles & _ALONE) and len(actor.roles) > 1
            if judges_own or ("overseer" in held and held & (FORCE_ROLES | {INDEPENDENT})):
                raise refused("actor.both-sides", name=actor.id)
            values = {
                "name_sealed": self._box.seal_text(actor.name),
                "roles": _text(actor.roles),
                "roles_held": _text(held),
                "retired_at": None,
            }
            if row is None:
                new = {"id": actor.id, "enrolled_at": stamp(batch.now)}
                batch.conn.execute(insert(tables.actor).values(**values, **new))
            else:
                same = tables.actor.c.id == actor.id
                batch.conn.execute(update(tables.actor).where(same).values(**values))
                bump(within(batch))
            body = {"actor": actor.id, "roles": sorted(actor.roles), "by": by}
            batch.append(Entry("actor.enrolled", body=body))
            return actor

        return decided(self._log, work, asked="actor.enrol", by=by)

    def retire(self, actor_id: str, *, by: str = "set-up") -> None:
        """End a person's access at once: open sessions stop answering, acts are refused."""

        def work(batch: Batch) -> None:
            gone = batch.conn.execute(
                update(tables.actor)
                .where(tables.actor.c.id == actor_id, tables.actor.c.retired_at.is_(None))
                .values(retired_at=stamp(batch.now))
            )
            if gone.rowcount != 1:
                raise NotFound(f"no actor {actor_id}")
            batch.append(Entry("actor.retired", body={"actor": actor_id, "by": by}))
            bump(within(batch))

        self._log.commit(work)

    def get(self, actor_id: str) -> Actor:
        """The actor of that id. Raises `NotFound` when none is enrolled or access has ended."""
        found = self._read(tables.actor.c.id == actor_id)
        if not found:
            raise NotFound(f"no actor {actor_id}")
        return found[0]

    def all(self) -> list[Actor]:
        """Everyone enrolled whose access has not ended, by id."""
        return self._read()

    def roles_now(self, run: Run, actor_id: str) -> frozenset[str] | None:
        """Roles as they stand inside the running transaction; None for nobody enrolled."""
        return _roles_now(run, actor_id)

    def _read(self, *where: ColumnElement[bool]) -> list[Actor]:
        row = tables.actor
        query = select(row).where(row.c.retired_at.is_(None), *where).order_by(row.c.id)
        with self._log.engine.connect() as conn:
            rows = conn.execute(query).all()
        return [Actor(r.id, self._box.open_text(r.name_sealed), _set(r.roles)) for r in rows]


def require(run: Run, actor: Actor, *roles: str) -> None:
    """Refuse unless the actor holds one of `roles` now, in this transaction."""
    held = _roles_now(run, actor.id)
    if held is None:
        raise refused("actor.unknown", actor=actor.id)
    if held.isdisjoint(roles):
        raise refused("role.needed", role=" or ".join(roles))


def _roles_now(run: Run, actor_id: str) -> frozenset[str] | None:
    rows = run("SELECT roles FROM actor WHERE id = ? AND retired_at IS NULL", (actor_id,))
    return _set(rows[0][0]) if rows else None


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split()) if text else frozenset()


def _text(roles: frozenset[str]) -> str:
    return " ".join(sorted(roles))
