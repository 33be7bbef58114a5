"""Reading and deciding in the ledger's transaction: the few shapes every file here shares."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine

from remit.errors import Refused
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["Run", "bump", "decided", "generation_in", "moment", "reading", "stamp", "within"]

T = TypeVar("T")

Run = Callable[[str, tuple[Any, ...]], list[Any]]
"""Runs one statement, `?` for each value, and gives its rows."""

_STANDING = "standing"


def within(batch: Batch) -> Run:
    """Statements straight on the driver, inside the write transaction of `batch`."""
    cursor, engine = batch.cursor, batch.conn.engine

    def run(sql: str, values: tuple[Any, ...]) -> list[Any]:
        cursor.execute(_for(engine, sql), values)
        return list(cursor.fetchall()) if cursor.description else []

    return run


@contextmanager
def reading(engine: Engine) -> Iterator[Run]:
    """Statements on a connection of their own that only reads, as the database stands now."""
    with engine.connect() as conn:

        def run(sql: str, values: tuple[Any, ...]) -> list[Any]:
            return list(conn.exec_driver_sql(_for(engine, sql), values))

        yield run


def generation_in(run: Run) -> int:
    """The generation of brakes, remits, cases and actors as the transaction finds it."""
    rows = run("SELECT n FROM authority_generation WHERE name = ?", (_STANDING,))
    return int(rows[0][0]) if rows else 0


def bump(run: Run) -> None:
    """Move the generation on: every watcher asks again about every open act."""
    run(
        "INSERT INTO authority_generation (name, n) VALUES (?, 1) "
        "ON CONFLICT (name) DO UPDATE SET n = authority_generation.n + 1",
        (_STANDING,),
    )


def stamp(when: datetime) -> str:
    """ISO 8601 in UTC, whole seconds, as it stands in the tables.

    >>> stamp(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    '2026-11-23T18:00:00Z'
    """
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The aware UTC time that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def decided(log: Log, work: Callable[[Batch], T], *, asked: str, by: str) -> T:
    """Commit a decision. A refusal is recorded like the decision would have been, then raised."""
    try:
        return log.commit(work)
    except Refused as refused:
        failed = [{"code": c.code, "condition": c.condition} for c in refused.conditions]
        body = {"asked": asked, "by": by, "conditions": failed}
        log.append(Entry("decision.denied", body=body))
        raise


def _for(engine: Engine, sql: str) -> str:
    """The statement as the driver wants its values marked."""
    return sql if engine.dialect.paramstyle == "qmark" else sql.replace("?", "%s")
