"""This process, DuckDB and Spark: the same pairs, levels, weights and entities.

One session of Spark for all tests; left out, with the reason, where PySpark or Java is missing.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.identity.people import HEADER, people
from tests.real import real

from remit.errors import Stopped, Unavailable
from remit.identity import resolving
from remit.identity.engines import opened, session
from remit.identity.engines.duck import Duck
from remit.identity.engines.functions import spoken
from remit.identity.engines.process import Process
from remit.identity.engines.spark import Spark
from remit.identity.meanings import meanings
from remit.identity.pairs import Rule
from remit.identity.prepared import prepare
from remit.identity.resolving import Resolved, resolve

TIES = (("alex", "alexandria"), ("aaa", "abaac"), ("smith", "smitt"), ("derby", "derbi"))
"""Jaro-Winkler similarities of exactly 0.88, twice, and 0.92: what a comparison asks for."""

TEXTS = ("a", "b", "anna", "hannah", "brambleworth", "bramblewroth", "bramblworth", "adneh", None)
"""Among them `adneh`, beside `adhnhe` below: half a transposition, which not all round alike."""


pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
"""PySpark leaves a socket to the garbage collector for each table that it is given enciphered."""

QUICKLY = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""Java without what pays off after minutes: its second compiler, collectors side by side."""


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    if lacks := session.missing():
        pytest.skip(lacks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resolving, "_DRAWN", 20_000)  # pairs at random: 600,000 take Spark long
        for name, value in QUICKLY.items():
            patch.setenv(name, value)
        with opened("spark") as engine:
            assert isinstance(engine, Spark)
            yield engine


def every(
    columns: Mapping[str, list[str | None]], meant: Mapping[str, str], spark: Spark
) -> tuple[Resolved, Resolved, Resolved]:
    here, duck, there = (resolve(columns, meant, engine=one) for one in (Process(), Duck(), spark))
    return here, duck, there


def assert_the_same(one: Resolved, other: Resolved) -> None:
    """Pairs, levels, weights, model and entities exactly."""
    assert len(one.left) > len(one.ready)
    assert one.rule == other.rule
    np.testing.assert_array_equal(one.left, other.left)
    np.testing.assert_array_equal(one.right, other.right)
    assert list(one.levels) == list(other.levels)
    for name, levels in one.levels.items():
        np.testing.assert_array_equal(levels, other.levels[name], name)
        assert len(np.unique(levels)) > 2, name
    assert one.model.hash == other.model.hash
    np.testing.assert_array_equal(one.weight, other.weight)
    np.testing.assert_array_equal(one.entity, other.entity)
    assert one.clustered.withheld == other.clustered.withheld


def assert_splink_weighs_the_same(one: Resolved, spark: Spark) -> None:
    """On both engines of SQL, and as this process does: within 1e-9 relative."""
    asked = one.model, one.ready, one.left, one.right
    by_duckdb, by_spark = Duck().weighed(*asked), spark.weighed(*asked)
    assert by_duckdb.num_rows == by_spark.num_rows == len(one.left)
    for told in (by_duckdb, by_spark):
        assert told["l"].to_numpy().tolist() == one.left.tolist()
        assert told["r"].to_numpy().tolist() == one.right.tolist()
        np.testing.assert_allclose(told["weight"].to_numpy(), one.weight, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        by_duckdb["weight"].to_numpy(), by_spark["weight"].to_numpy(), rtol=1e-9, atol=0
    )


def test_the_same_of_made_up_people(spark: Spark) -> None:
    table = people(1_200)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    one, duck, there = every(columns, meanings(list(columns)), spark)
    assert_the_same(one, duck)
    assert_the_same(one, there)
    assert_splink_weighs_the_same(one, spark)
    assert len(np.unique(one.entity)) < len(table)
    least = float(np.median(one.weight))
    asked = one.model, one.ready, one.left[:2_000], one.right[:2_000], least
    by_duckdb, by_spark = Duck().weighed(*asked), spark.weighed(*asked)
    assert 0 < by_duckdb.num_rows < 2_000
    assert by_duckdb.select(["l", "r"]).equals(by_spark.select(["l", "r"]))


def test_the_same_of_febrl_with_addresses_and_places(spark: Spark) -> None:
    from benchmarks.identity_data import labelled

    real("resolution", "febrl3.csv")
    whole = labelled("febrl3")
    given = whole.of(whole.truth < np.sort(whole.truth)[1_000])  # Spark is slow for little
    one, duck, there = every(given.columns, given.meanings, spark)
    assert {comparison.kind for comparison in one.ready.comparisons} >= {"address", "place"}
    assert_the_same(one, duck)
    assert_the_same(one, there)
    assert_splink_weighs_the_same(one, spark)


def test_the_same_pairs_by_the_rule_of_a_large_table(spark: Spark) -> None:
    table = people(600)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    ready = prepare(columns, meanings(list(columns)))
    few, many = Process().pairs(ready, Rule(50, 3)), Process().pairs(ready, Rule(50, 50))
    assert 0 < len(few.left) < len(many.left)
    for engine in (Duck(), spark):
        found = engine.pairs(ready, Rule(50, 3))
        assert found.left.tolist() == few.left.tolist()
        assert found.right.tolist() == few.right.tolist()
        assert found.passed_over == few.passed_over > 0


def test_similarities_are_the_same_at_the_threshold_and_where_a_text_is_missing(
    spark: Spark,
) -> None:
    import duckdb

    pairs = [*TIES, ("adneh", "adhnhe"), *((a, b) for a in TEXTS for b in TEXTS)]
    given = pa.table(
        {"number": range(len(pairs)), "a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    )
    sql = (
        "SELECT number, jaro_winkler_similarity(a, b) >= 0.88 AS near, "
        "jaro_winkler_similarity(a, b) >= 0.92 AS alike, "
        "round(jaro_winkler_similarity(a, b), 12) AS how, "
        "damerau_levenshtein(a, b) AS slips, levenshtein(a, b) AS edits FROM given ORDER BY number"
    )
    with duckdb.connect() as connection:
        connection.register("given", given)
        by_duckdb = connection.execute(sql).to_arrow_table().to_pylist()
    spark._given("given", given)
    by_spark = spark._answered(sql).to_pylist()
    assert [row["near"] for row in by_duckdb[: len(TIES)]] == [True] * len(TIES)
    assert [row["alike"] for row in by_duckdb[: len(TIES)]] == [False, False, True, True]
    assert by_spark == by_duckdb


def test_work_is_called_off_while_it_runs(spark: Spark) -> None:
    began = time.monotonic()

    def check() -> None:
        if time.monotonic() - began > 1:
            raise Stopped([])

    stopped = Spark(spark._session, check)
    endless = (
        "SELECT count(*) FROM range(10000000) a CROSS JOIN range(10000000) b WHERE a.id = -b.id"
    )
    with pytest.raises(Stopped):
        stopped._watched(lambda: spark._session.sql(endless).collect())
    assert time.monotonic() - began < 20
    assert spark._answered("SELECT 1 AS c").to_pylist() == [{"c": 1}]


def test_another_session_is_refused_while_one_is_open(spark: Spark) -> None:
    with pytest.raises(Unavailable, match="one at a time"), opened("spark"):
        pass


def test_it_listens_to_this_machine_alone_and_enciphers_what_it_puts_aside(spark: Spark) -> None:
    conf = spark._session.sparkContext.getConf()
    assert conf.get("spark.driver.host") == conf.get("spark.driver.bindAddress") == "127.0.0.1"
    assert conf.get("spark.io.encryption.enabled") == "true"
    assert conf.get("spark.ui.enabled") == "false"
    folder = Path(conf.get("spark.local.dir"))
    assert folder.is_dir()
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"quillfeather" in one.lower() for one in kept)


CHILD = """
import sys, time
from remit.identity.engines.session import local

with local() as session:
    session.range(100_000).selectExpr("id % 1000 AS k").groupBy("k").count().collect()
    jvm = session._jvm.java.lang.ProcessHandle.current().pid()
    print(jvm, session.conf.get("spark.local.dir"), flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(session.missing() is not None, reason=session.missing() or "")
def test_whoever_is_killed_leaves_no_java_and_no_files(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
        | QUICKLY,
        text=True,
    )
    with child:
        assert child.stdout is not None
        java, folder = child.stdout.readline().split()
        assert Path(folder).is_dir()
        child.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until and (Path(folder).exists() or alive(int(java))):
        time.sleep(0.2)
    assert not Path(folder).exists()
    assert not alive(int(java))
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_java_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unavailable, match="Java 17"), opened("spark"):
        pass


def test_lengths_of_texts_stay_and_lengths_of_lists_are_sizes() -> None:
    assert spoken("length(a_l) >= 6") == "LENGTH(a_l) >= 6"
    assert "SIZE(ARRAY_INTERSECT(m_l, m_r))" in spoken("least(len(list_intersect(m_l, m_r)), 20)")


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
