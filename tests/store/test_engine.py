"""The engine: it reads the sealed files it was given, and nothing else on the machine."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from remit.store.engine import DuckEngine, Interrupted
from remit.store.files import SealedFile, SealedFiles
from remit.store.sealed import SealedWriter

KEY = bytes(range(32))


def a_file(folder: Path, name: str) -> SealedFile:
    with SealedWriter(folder / name, KEY, f"load-1/{name}") as sealed:
        pq.write_table(pa.table({"n": range(1000), "name": [name] * 1000}), sealed)
    return SealedFile("load-1", name, folder / name, KEY)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    inside, _ = a_file(tmp_path, "inside"), a_file(tmp_path, "outside")
    made = DuckEngine(SealedFiles([inside]), [inside.address])
    made.prepare(f"CREATE VIEW t AS SELECT * FROM read_parquet(['{inside.address}'])")
    made.lock()
    yield made
    made.close()


def test_an_answer_is_an_arrow_table(engine: DuckEngine) -> None:
    answer = engine.run("SELECT n FROM t WHERE n < ? ORDER BY n", [3])
    assert answer.to_pydict() == {"n": [0, 1, 2]}
    named = engine.run("SELECT count(*) AS c FROM t WHERE n IN (SELECT unnest($n))", {"n": [1, 5]})
    assert named.to_pydict() == {"c": [2]}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_parquet('sealed://load-1/outside')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "COPY t TO '/tmp/stolen.csv'",
        "COPY t TO 'sealed://load-1/inside'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET temp_directory = '/tmp'",
        "EXPORT DATABASE '/tmp/stolen'",
    ],
)
def test_a_locked_engine_reaches_nothing_else(engine: DuckEngine, statement: str) -> None:
    with pytest.raises((duckdb.Error, PermissionError)):
        engine.prepare(statement)


def test_python_values_are_not_tables(engine: DuckEngine) -> None:
    secret = pa.table({"n": [1]})
    with pytest.raises(duckdb.Error):
        engine.run("SELECT * FROM secret")
    assert secret.num_rows == 1


def test_a_running_statement_stops_within_a_second(engine: DuckEngine) -> None:
    session = engine.session()
    ended: list[float] = []

    def long() -> None:
        with pytest.raises(Interrupted):
            session.run("SELECT count(*) FROM range(1000000000000) AS r(i) WHERE hash(i) % 7 = 9")
        ended.append(time.monotonic())

    thread = threading.Thread(target=long)
    thread.start()
    time.sleep(0.3)
    told = time.monotonic()
    session.interrupt()
    thread.join(5)
    assert ended
    assert ended[0] - told < 1
    with pytest.raises(Interrupted):
        session.run("SELECT 1")
    assert engine.run("SELECT count(*) AS c FROM t").to_pydict() == {"c": [1000]}


def test_a_closed_engine_has_forgotten_its_keys(tmp_path: Path) -> None:
    file = a_file(tmp_path, "inside")
    files = SealedFiles([file])
    made = DuckEngine(files, [file.address])
    made.close()
    assert not files.exists(file.address)
