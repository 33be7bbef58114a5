"""The state database: SQLite in the workspace, or PostgreSQL for many users.

`connect` sets either up so that a commit is on disk when it returns. What differs between
the two is in this file and nowhere else in the ledger.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from remit.errors import Misuse, Unavailable
from remit.ledger.turns import NAP, Turns

__all__ = ["Writer", "connect", "scrub", "statement"]

PATIENCE = 30.0
"""Seconds to wait for another process's write before giving up."""

_PAGE = 2048
"""Bytes of a page of a new SQLite database: an append changes two pages, and what is written to the
write-ahead file is most of what it waits for (5 % less than with pages of 4 KiB)."""

_WAL_PAGES = 256
"""Pages after which the write-ahead file is used again from its start."""

_WAL_BYTES = _WAL_PAGES * (_PAGE + 24) + 32
"""Length that the write-ahead file is given at once: a commit that writes over it costs 0.3 ms
where one that lengthens it costs 0.4 to 0.6 ms (ext4, median of 1,000)."""

_BEGIN = "BEGIN IMMEDIATE"

_ORDER = 0x52454D4954  # "REMIT": PostgreSQL's advisory lock on the right to append


def connect(url: str) -> Engine:
    """The database at a SQLAlchemy address, safe for threads and for several processes.

    SQLite: write-ahead log, synchronous FULL, secure_delete, foreign keys; `Engine.connect`
    reads one snapshot. Raises `Misuse` on an address without a file: a ledger in memory is none.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        durable = {"options": "-c synchronous_commit=on -c timezone=UTC"}
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            connect_args=durable,
            pool_pre_ping=True,
            hide_parameters=True,  # an error is printed: values stay out of it
        )
    if address.get_backend_name() != "sqlite":
        raise Misuse(f"{address.get_backend_name()}: the state database is SQLite or PostgreSQL")
    if address.database in (None, "", ":memory:"):
        raise Misuse("the state database needs a file: sqlite:////path/state.sqlite")
    engine = create_engine(address, connect_args={"timeout": PATIENCE}, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def statement(engine: Engine, sql: str) -> str:
    """`sql`, written with `?` for each value, as the driver wants it."""
    return sql if engine.dialect.paramstyle == "qmark" else sql.replace("?", "%s")


def scrub(engine: Engine) -> None:
    """Leave no erased bytes in the write-ahead file or in dead rows.

    SQLite overwrites freed pages at once (secure_delete) and the write-ahead file is cut to
    nothing here. PostgreSQL frees dead rows; their pages are overwritten as they are reused.
    Raises `Unavailable` where a reader holds an old snapshot open for longer than `PATIENCE`.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if engine.dialect.name != "sqlite":
            conn.exec_driver_sql("VACUUM leaf, annex")
        elif conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            raise Unavailable("a reader holds the write-ahead file open; erase again later")


class Writer:
    """The connection this process appends with, held open; used by one thread at a time.

    Transactions are begun and ended on the driver itself: this is the ledger's hot path.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: tuple[Connection, Any] | None = None
        self._turns: Turns | None = None

    @contextmanager
    def transaction(self) -> Iterator[tuple[Connection, Any]]:
        """A write transaction that holds the right to append: the connection and its raw cursor.

        On disk when the block ends, undone when it raises. Raises `Unavailable` where another
        process does not let go within `PATIENCE`.
        """
        fresh = self._held is None
        if self._held is None:
            conn = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._held = conn, conn.connection.cursor()
            if self._engine.dialect.name == "sqlite":
                self._held[1].execute("PRAGMA busy_timeout=0")  # waits by turns instead
        conn, cursor = self._held
        try:
            self._begin(cursor)
            if fresh and self._engine.dialect.name == "sqlite":
                _lengthen(f"{self._engine.url.database}-wal")
            yield conn, cursor
            cursor.execute("COMMIT")
        except BaseException:
            self._undo(cursor)
            raise

    def close(self) -> None:
        """Give the connection back."""
        if self._held is not None:
            (conn, cursor), self._held = self._held, None
            cursor.close()
            conn.close()
        if self._turns is not None:
            self._turns.close()
            self._turns = None

    def _begin(self, cursor: Any) -> None:
        if self._engine.dialect.name != "sqlite":
            cursor.execute("BEGIN ISOLATION LEVEL READ COMMITTED")  # sees what its lock waited for
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ORDER,))
            return
        if self._turns is None:
            self._turns = Turns(str(self._engine.url.database))
        self._turns.let_others_go_first()
        if not _try(cursor, _BEGIN):
            with self._turns.waiting():
                _patiently(cursor, _BEGIN)

    def _undo(self, cursor: Any) -> None:
        try:
            if self._engine.dialect.name != "sqlite" or cursor.connection.in_transaction:
                cursor.execute("ROLLBACK")
        except Exception:  # broken: the next transaction opens another
            held, self._held = self._held, None
            if held is not None:
                held[0].invalidate()
                held[0].close()


def _try(cursor: Any, sql: str) -> bool:
    try:
        cursor.execute(sql)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _lengthen(wal: str) -> None:
    """Fill a short write-ahead file up with zeros, which are no frames of it.

    Only by whoever holds the right to write: nobody else lengthens it meanwhile.
    """
    with suppress(OSError):  # without it, commits are slower and no more
        file = os.open(wal, os.O_WRONLY)
        try:
            size = os.fstat(file).st_size
            if size < _WAL_BYTES:
                os.pwrite(file, bytes(_WAL_BYTES - size), size)
                os.fsync(file)
        finally:
            os.close(file)


def _patiently(cursor: Any, sql: str) -> None:
    until = time.monotonic() + PATIENCE
    while not _try(cursor, sql):
        if time.monotonic() > until:
            raise Unavailable("another process holds the ledger and keeps it")
        time.sleep(NAP)


def _set_up(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver begins nothing by itself; `_begin` does
    cursor = raw.cursor()
    # SQLite waits for nobody here, whatever its timeout: a database that is new, or whose last
    # process died, is for a moment one connection's alone.
    _patiently(cursor, f"PRAGMA page_size={_PAGE}")
    _patiently(cursor, "PRAGMA journal_mode=WAL")
    for pragma in (
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        f"wal_autocheckpoint={_WAL_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(conn: Connection) -> None:
    if conn.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        conn.exec_driver_sql("BEGIN")
