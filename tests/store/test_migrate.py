"""The steps of `migrations/` give the tables the code declares, on both databases."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, text

from remit.errors import Unavailable
from remit.ledger.database import connect
from remit.store.migrate import METADATA, migrate

_IN_A_PROCESS = """
import sys
from remit.ledger.database import connect
from remit.store.migrate import migrate
print("ready", flush=True)
sys.stdin.readline()
migrate(connect(sys.argv[1]))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty state database: a SQLite file, or the server named in TEST_POSTGRES."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'state.sqlite'}"
        return
    server = os.environ.get("TEST_POSTGRES", "")
    if not server:
        pytest.skip("TEST_POSTGRES names no PostgreSQL server")
    _empty(server)
    yield server
    _empty(server)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    made = connect(address)
    yield made
    made.dispose()


def test_the_migrated_schema_is_the_declared_one(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        differences = compare_metadata(context, _declared())
    assert differences == []


def test_every_column_is_as_declared(engine: Engine) -> None:
    """What a comparison of schemas passes over: primary keys, nulls and index columns."""
    migrate(engine)
    found = inspect(engine)
    for table in _declared().tables.values():
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [
            column.name for column in table.primary_key
        ], table.name
        columns = {column["name"]: column for column in found.get_columns(table.name)}
        assert list(columns) == [column.name for column in table.columns], table.name
        for column in table.columns:
            if not column.primary_key:
                assert columns[column.name]["nullable"] == column.nullable, column
        indexes = {str(i["name"]): i["column_names"] for i in found.get_indexes(table.name)}
        assert indexes == {
            str(index.name): [column.name for column in index.columns] for index in table.indexes
        }, table.name


def test_a_missing_column_would_be_noticed(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(text("ALTER TABLE actor DROP COLUMN roles_held"))
    with engine.connect() as conn:
        differences = compare_metadata(MigrationContext.configure(conn), _declared())
    assert [difference[0] for difference in differences] == ["add_column"]


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(text("INSERT INTO authority_generation (name, n) VALUES ('kept', 7)"))
    migrate(engine)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT n FROM authority_generation")).scalar() == 7


def test_a_newer_database_is_refused_and_left_alone(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="newer version of Remit"):
        migrate(engine)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


@pytest.mark.parametrize("begun", [False, True])
def test_processes_may_migrate_at_once(address: str, engine: Engine, *, begun: bool) -> None:
    if begun:  # an older database: its table of steps is there, and a step is missing
        with engine.begin() as conn:
            conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _IN_A_PROCESS, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = []
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        said.append(process.communicate(timeout=120)[1])
    assert [process.returncode for process in started] == [0, 0, 0], "".join(said)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT COUNT(*) FROM alembic_version")).scalar() == 1
        assert compare_metadata(MigrationContext.configure(conn), _declared()) == []


def test_a_step_that_fails_leaves_the_database_as_it_was(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError, match="half way"):
        migrate(engine)
    monkeypatch.undo()
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(engine)


def _declared() -> MetaData:
    """All rooms' tables as one."""
    whole = MetaData()
    for room in METADATA:
        for table in room.tables.values():
            table.to_metadata(whole)
    return whole


def _empty(address: str) -> None:
    engine = connect(address)
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)
    engine.dispose()
