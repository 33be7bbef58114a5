"""Adoptions: a person takes what a machine proposed as their own decision, with a reason.

One adoption is of one resolution, and so of one kind of thing. It counts in the case and the scope
in which that was worked out, until it is withdrawn or another takes its place; a judgement of two
mentions always comes before it. It is never changed: both the adoption and its withdrawal stay to
be read.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.authority.scope import Scope
from remit.ledger.box import Box
from remit.ledger.entry import Entry, canonical, commitment
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.agglomerate import CAPS, Caps
from remit.store.catalogue import bump
from remit.store.judgements import next_number
from remit.store.resolutions import Edge

__all__ = ["Adopted", "Adoption", "admitted", "adopt", "counts", "in_force", "reasons"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """An adoption as it was entered, less its reason."""

    id: str
    number: int
    """Its place among all judgements and adoptions. Never shown: it would count the others."""
    resolution: str
    withdraws: str | None
    act: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Adopted:
    """An adoption with what it adopts: edges between mentions in view."""

    adoption: Adoption
    edges: tuple[Edge, ...]
    strong: Mapping[str, Mapping[str, str]]
    """By strong identifier and mention, a hash: two that differ are not joined."""
    caps: Caps = CAPS
    kind: str = "person"
    """Of what its edges are."""


def admitted(engine: Engine, scope: Scope) -> tuple[Adoption, ...]:
    """The adoptions that count under a scope, oldest first; withdrawals too."""
    table = tables.adoption.c
    query = select(tables.adoption).where(
        table.case_id.is_not_distinct_from(scope.case), table.reach == scope.reach
    )
    with engine.connect() as conn:
        rows = conn.execute(query.order_by(table.number)).all()
    return tuple(
        Adoption(
            row.id,
            row.number,
            row.resolution,
            row.withdraws,
            row.act,
            row.made_by,
            moment(row.made_at),
        )
        for row in rows
    )


def counts(adoptions: Iterable[Adoption]) -> Adoption | None:
    """The adoption that counts, of those of one kind: the latest that was not withdrawn."""
    ordered = sorted(adoptions, key=lambda one: one.number)
    gone = {one.withdraws for one in ordered}
    left = [one for one in ordered if one.withdraws is None and one.id not in gone]
    return left[-1] if left else None


def in_force(adopted: Iterable[Adopted], kind: str = "person") -> Adopted | None:
    """The adoption that counts for things of one kind, with its edges."""
    every = [one for one in adopted if one.kind == kind]
    now = counts(one.adoption for one in every)
    return next((one for one in every if now is not None and one.adoption.id == now.id), None)


def reasons(engine: Engine, box: Box, adoptions: Iterable[str]) -> dict[str, str]:
    """Why adoptions were made, by id."""
    table = tables.adoption.c
    query = select(table.id, table.reason_sealed).where(table.id.in_(list(adoptions)))
    with engine.connect() as conn:
        return {row.id: box.open_text(row.reason_sealed) for row in conn.execute(query)}


def adopt(box: Box, act: Act, resolution: str, reason: str, withdraws: str | None = None) -> str:
    """Enter an adoption, or take one back, with the act's outcome and its leaf; its id."""
    name = f"adoption-{secrets.token_hex(10)}"
    salt = secrets.token_bytes(32)
    said = {"resolution": resolution, "withdraws": withdraws}
    over = commitment(salt, canonical({**said, "reason": reason, "by": act.actor.id}))
    values = {
        **said,
        "id": name,
        "case_id": act.case,
        "reach": act.scope.reach,
        "act": act.id,
        "made_by": act.actor.id,
        "reason_sealed": box.seal_text(reason),
        "salt": salt,
    }

    def work(batch: Batch) -> None:
        number = next_number(batch.conn)
        batch.conn.execute(
            insert(tables.adoption).values(**values, number=number, made_at=stamp(batch.now))
        )
        bump(batch)
        kind = "adoption.withdrawn" if withdraws else "adoption.made"
        facts = {"adoption": name, "resolution": resolution, "commitment": over}
        batch.append(Entry(kind, facts, body={"act": act.id}))

    act.at_outcome(work)
    return name
