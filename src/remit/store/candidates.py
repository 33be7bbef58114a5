"""Decisions on what texts were proposed to name, and the rows that a promotion makes.

What is proposed is not kept: it is worked out again from the text, the same each time. Kept is
what a person decided, and for what was promoted a load of its own, whose rows say where in which
row it was found. Such a load has the source, handling, retention and case of the load it was
derived from, so whoever may not see the one does not see the other, and it goes where that goes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.room import Room

__all__ = [
    "Decided",
    "Decision",
    "decide",
    "decisions",
    "derived_from",
    "derived_rows",
    "withdrawn",
]

Place = tuple[int, int, int, str]
"""Where a candidate stands: row, first character, the one after the last, type."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One candidate, decided on."""

    pos: int
    begin: int
    end: int
    type: str
    by: str
    """The rule or the model that proposed it."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.pos, self.begin, self.end, self.type


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, by whom and when."""

    state: str
    """promoted or rejected"""
    decided_by: str
    decided_at: datetime
    act: str


def decisions(room: Room, load: str) -> dict[Place, Decided]:
    """What was decided about the texts of a load, by place."""
    with room.catalogue.engine.connect() as conn:
        rows = conn.execute(select(tables.candidate).where(tables.candidate.c.load == load)).all()
    return {
        (row.pos, row.at_begin, row.at_end, row.kind): Decided(
            row.state, row.decided_by, moment(row.decided_at), row.act
        )
        for row in rows
    }


def decide(act: Act, load: str, made: Sequence[Decision], state: str) -> None:
    """Enter decisions with the act's outcome; a later one takes the place of an earlier one."""

    def work(batch: Batch) -> None:
        table = tables.candidate
        for one in made:
            at = {
                "load": load,
                "pos": one.pos,
                "at_begin": one.begin,
                "at_end": one.end,
                "kind": one.type,
            }
            there = [table.c[name] == value for name, value in at.items()]
            batch.conn.execute(delete(table).where(*there))
            batch.conn.execute(
                insert(table).values(
                    **at,
                    state=state,
                    made_by=one.by,
                    decided_by=act.actor.id,
                    decided_at=stamp(batch.now),
                    act=act.id,
                )
            )

    act.at_outcome(work)


def derived_from(room: Room, load: str) -> list[str]:
    """Loads whose rows were derived from rows of a load."""
    table = tables.derived.c
    query = select(table.load).where(table.from_load == load).distinct().order_by(table.load)
    with room.catalogue.engine.connect() as conn:
        return list(conn.execute(query).scalars())


def derived_rows(conn: Connection, load: str, positions: Iterable[int]) -> list[tuple[str, int]]:
    """Rows derived from some rows of a load: load and position of each."""
    table = tables.derived.c
    query = select(table.load, table.pos).where(
        table.from_load == load, table.from_pos.in_(list(positions))
    )
    return [(row.load, row.pos) for row in conn.execute(query.order_by(table.load, table.pos))]


def withdrawn(batch: Batch, load: str, pos: int | None = None) -> None:
    """Forget the decisions about a load that is gone, or about one row of it."""
    for table, of, at in (
        (tables.candidate, tables.candidate.c.load, tables.candidate.c.pos),
        (tables.derived, tables.derived.c.from_load, tables.derived.c.from_pos),
        (tables.derived, tables.derived.c.load, tables.derived.c.pos),
    ):
        query = delete(table).where(of == load)
        batch.conn.execute(query if pos is None else query.where(at == pos))
