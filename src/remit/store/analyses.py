"""Analyses: what methods found over exactly what an act may see, and what persons decided of it.

An analysis is kept like a product: sealed, gone with the loads it rests on, flagged when rows that
it cites change. It is read only by acts of its case that may see just what the act that made it
could see, since what was found would tell of the rest. A decision about a finding is never changed:
a later one takes its place, and both stay to be read.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import func, insert, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.errors import Misuse, NotFound
from remit.ledger.entry import Entry, canonical, commitment
from remit.ledger.log import Batch
from remit.store import products, tables
from remit.store.products import Product
from remit.store.room import Room
from remit.store.snapshot import Contents

__all__ = ["Analyses", "Decided", "State", "standing"]

State = Literal["accepted", "rejected", "noted", "withdrawn"]
"""`noted` adds a remark and leaves what was decided; `withdrawn` takes the last decision back."""

_INSIDE = "findings.json"


@dataclass(frozen=True, slots=True)
class Decided:
    """What one person decided of one finding, and why."""

    id: str
    finding: str
    analysis: str
    state: State
    reason: str
    act: str
    made_by: str
    made_at: datetime
    yardstick: str | None = None
    """How likely the person holds it, in the words of the yardstick; None where not said."""
    confidence: str | None = None
    """How sure they are of that: low, moderate or high; None where not said."""


class Analyses:
    """The analyses of an act's case that were made of exactly what the act may see."""

    def __init__(self, room: Room, act: Act, look: Callable[[], Contents]) -> None:
        self._room, self._act, self._look = room, act, look

    def keep(self, kind: str, body: bytes, loads: Sequence[str] | None = None) -> str:
        """Seal an analysis; its id. It rests on `loads`, or on every load in view when None."""
        self._act.check()
        files = {_INSIDE: body}
        return products.save(self._room, self._act, self._look(), kind, files, loads, analysis=True)

    def listed(self, kind: str | None = None) -> list[Product]:
        """The analyses, newest first; of one kind where named."""
        self._act.check()
        found = products.within(self._room, self._act, self._look(), analysis=True)
        return [one for one in found if kind is None or one.kind == kind]

    def read(self, analysis: str) -> bytes:
        """What was kept. Raises `NotFound`."""
        self._act.check()
        files = products.read(self._room, self._act, self._look(), analysis, analysis=True)
        return files[_INSIDE]

    def decided(self) -> tuple[Decided, ...]:
        """Every decision about findings of these analyses, oldest first."""
        self._act.check()
        here = {one.id for one in self.listed()}
        table, scope = tables.finding_decision.c, self._act.scope
        query = select(tables.finding_decision).where(
            table.case_id.is_not_distinct_from(scope.case), table.reach == scope.reach
        )
        box = self._room.catalogue.box
        with self._room.catalogue.engine.connect() as conn:
            rows = conn.execute(query.order_by(table.number)).all()
        return tuple(
            Decided(
                row.id,
                row.finding,
                row.product,
                row.state,
                box.open_text(row.reason_sealed),
                row.act,
                row.made_by,
                moment(row.made_at),
                row.yardstick,
                row.confidence,
            )
            for row in rows
            if row.product in here
        )

    def decide(
        self,
        analysis: str,
        finding: str,
        state: State,
        reason: str,
        yardstick: str | None = None,
        confidence: str | None = None,
    ) -> str:
        """Enter a decision with the act's outcome and its leaf; its id.

        The caller has seen to it that the analysis has such a finding. Raises `NotFound` where
        there is no such analysis.
        """
        if state not in get_args(State):
            raise Misuse(f"a finding is {', '.join(get_args(State))}; not {state[:40]}")
        if analysis not in {one.id for one in self.listed()}:
            raise NotFound(f"no analysis {analysis[:60]} in what this act may see")
        act, box = self._act, self._room.catalogue.box
        name, salt = f"decision-{secrets.token_hex(10)}", secrets.token_bytes(32)
        said: dict[str, str | None] = {"finding": finding, "product": analysis, "state": state}
        said |= {"yardstick": yardstick, "confidence": confidence}
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
            table = tables.finding_decision
            last = batch.conn.execute(select(func.max(table.c.number))).scalar() or 0
            made = {"number": last + 1, "made_at": stamp(batch.now)}
            batch.conn.execute(insert(table).values(**values, **made))
            facts = {"decision": name, "commitment": over}
            batch.append(Entry("finding.decided", facts, body={"act": act.id}))

        act.at_outcome(work)
        return name


def standing(decided: Iterable[Decided]) -> dict[str, Decided]:
    """By finding, the decision that counts: the last that was neither a note nor taken back."""
    found: dict[str, Decided] = {}
    for one in decided:
        if one.state == "withdrawn":
            found.pop(one.finding, None)
        elif one.state != "noted":
            found[one.finding] = one
    return found
