"""The engine seam: one statement and its values in, one Arrow table out.

`DuckEngine` is the embedded one: DuckDB in memory over sealed files, locked to exactly the
addresses it was given. Every other engine that comes is one more class with these verbs.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Protocol
from warnings import filterwarnings

import duckdb
import pyarrow as pa

from remit.store.files import SCHEME, SealedFiles

filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)

__all__ = ["DuckEngine", "Engine", "Interrupted", "Params"]

Params = Sequence[Any] | Mapping[str, Any]
"""Values for `?` in order, or for `$name` by name. A list may be bound and unnested."""

_BATCH = 1 << 20
_MOST_IDLE = 16
"""Cursors kept for the next statement."""

_PATIENCE = 0.9
"""Seconds that `interrupt` keeps trying: stopped work must be gone within one."""


class Interrupted(Exception):
    """The engine was told to stop while it was answering."""


class Engine(Protocol):
    """Answers statements written in DuckDB's dialect."""

    def run(self, sql: str, params: Params = ()) -> pa.Table:
        """The answer to one statement. Its order is only what ORDER BY says."""

    def interrupt(self) -> None:
        """Stop whatever is running; what is asked afterwards is refused."""

    def close(self) -> None:
        """Let go of everything held."""


class DuckEngine:
    """DuckDB in memory, reading the sealed files it was given and nothing else on the machine."""

    def __init__(self, files: SealedFiles, addresses: Sequence[str]) -> None:
        self._files = files
        self._connection = duckdb.connect(":memory:")
        self._connection.register_filesystem(files)
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self._lock = Lock()
        self._stopped = False
        for statement in _SETTINGS:
            self._connection.execute(statement)
        allowed = ", ".join("'" + address.replace("'", "''") + "'" for address in addresses)
        self._connection.execute(f"SET allowed_paths = [{allowed}]")
        self._connection.execute("SET enable_external_access = false")

    def lock(self) -> None:
        """Refuse every later change of settings."""
        self._connection.execute("SET lock_configuration = true")

    def keep(self, name: str, table: pa.Table) -> None:
        """Keep `table` in memory under `name`."""
        self._connection.register("incoming", table)
        self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def prepare(self, statement: str) -> None:
        """Run a statement that gives no answer, such as CREATE VIEW."""
        with self._telling():
            self._connection.execute(statement)

    def session(self) -> "DuckEngine":
        """Another engine over the same memory, to be interrupted apart from this one."""
        other = object.__new__(DuckEngine)
        other._files, other._connection = self._files, self._connection
        other._idle = self._idle
        other._running, other._lock, other._stopped = set(), Lock(), False
        return other

    def run(self, sql: str, params: Params = ()) -> pa.Table:
        """The answer to one statement. Raises `Interrupted` when told to stop."""
        with self._cursor() as cursor:
            if not params:
                return cursor.sql(sql).to_arrow_table()
            # `sql` would look at every view twice: a second copy of a few rows costs less
            found: pa.RecordBatchReader = cursor.execute(sql, params).to_arrow_reader(_BATCH)
            return found.read_all()

    def stream(self, sql: str, rows: int) -> Iterator[pa.RecordBatch]:
        """The answer in batches of at most `rows` rows."""
        with self._cursor() as cursor:
            yield from cursor.sql(sql).to_arrow_reader(rows)

    def interrupt(self) -> None:
        """Stop whatever is running; what is asked afterwards is refused."""
        self._stopped = True
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:  # a statement may start between two looks
            with self._lock:
                running = list(self._running)
            if not running:
                return
            for cursor in running:
                cursor.interrupt()
            time.sleep(0.005)

    def close(self) -> None:
        """Close the memory and forget the keys. Sessions over it end too."""
        self._files.forget()
        while self._idle:
            self._idle.pop().close()
        self._connection.unregister_filesystem(SCHEME)
        self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own: one that is idle, since making one takes a millisecond."""
        try:
            cursor = self._idle.pop()
        except IndexError:
            cursor = self._connection.cursor()
        with self._lock:
            self._running.add(cursor)
        sound = False
        try:
            if self._stopped:
                raise Interrupted
            with self._telling():
                yield cursor
            sound = True
        finally:
            with self._lock:
                self._running.discard(cursor)
                sound = sound and not self._stopped
            if sound and len(self._idle) < _MOST_IDLE:
                self._idle.append(cursor)
            else:
                cursor.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say an interrupt and a damaged file by their own names."""
        try:
            yield
        except duckdb.InterruptException:
            raise Interrupted from None
        except duckdb.Error:
            self._files.raise_damage()
            raise


_SETTINGS = (
    "SET GLOBAL TimeZone = 'UTC'",  # without GLOBAL, those who ask do not have it
    "SET temp_directory = ''",  # spilling would write plain bytes to disk
    "SET GLOBAL python_enable_replacements = false",
    "SET GLOBAL parquet_metadata_cache = true",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
)
