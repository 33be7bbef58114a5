"""The state database waits where SQLite itself would not."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from remit.errors import Unavailable
from remit.ledger import database
from remit.ledger.database import connect


class _Busy(sqlite3.Cursor):
    """Says the database is locked, `left` times, when the write-ahead log is asked for."""

    left = 0

    def execute(self, sql: str, *values: Any) -> "sqlite3.Cursor":
        if "journal_mode" in sql and _Busy.left:
            _Busy.left -= 1
            locked = sqlite3.OperationalError("database is locked")
            locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise locked
        return super().execute(sql, *values)


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Busy) -> Any:
        return super().cursor(factory)


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> type[_Busy]:
    opened = partial(sqlite3.connect, factory=_Connection)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", opened)
    return _Busy


def _mode(path: Path) -> str:
    engine = connect(f"sqlite:///{path}")
    try:
        with engine.connect() as conn:
            return str(conn.exec_driver_sql("PRAGMA journal_mode").scalar())
    finally:
        engine.dispose()


def test_a_database_that_another_opens_at_the_same_moment_is_waited_for(
    tmp_path: Path, busy: type[_Busy]
) -> None:
    busy.left = 3
    assert _mode(tmp_path / "state.sqlite") == "wal"
    assert busy.left == 0


def test_a_database_that_is_never_let_go_is_said_to_be_held(
    tmp_path: Path, busy: type[_Busy], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    busy.left = 1_000_000
    try:
        with pytest.raises(Unavailable, match="another process holds"):
            _mode(tmp_path / "state.sqlite")
    finally:
        busy.left = 0


def test_many_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    for number in range(40):
        with ThreadPoolExecutor(6) as pool:
            modes = list(pool.map(_mode, [tmp_path / f"{number}.sqlite"] * 6))
        assert modes == ["wal"] * 6
