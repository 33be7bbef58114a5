"""The log appends, erases, survives threads, processes and kill -9, and never takes back."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.ledger.ledgers import BOX, LOG, an_act, fill, make

from remit.errors import Misuse, NotFound, RemitError, Unavailable
from remit.ledger.check import check
from remit.ledger.database import connect
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log
from remit.ledger.note import Signer
from remit.ledger.publish import publish
from remit.ledger.tables import metadata
from remit.ledger.tree import leaf_hash, root, verify_consistency, verify_inclusion
from remit.ledger.verify import verify

KILLS = 10
PATIENCE = 30.0
"""Seconds after which a work that waits for the test goes on by itself: nothing hangs for ever."""

APPENDER = """
import sys
from remit.ledger.database import connect
from remit.ledger.log import Log
from tests.ledger.ledgers import BOX, LOG, an_act
log = Log.open(connect(sys.argv[1]), LOG, BOX)
for number in range(int(sys.argv[2])):
    print(log.append(an_act(number)), flush=True)
"""

CROWD = """
import sys, threading
from remit.ledger.database import connect
from remit.ledger.log import Log
from tests.ledger.ledgers import BOX, LOG, an_act
log = Log.open(connect(sys.argv[1]), LOG, BOX)
given = []
def append():
    for number in range(int(sys.argv[2])):
        given.append(log.append(an_act(number)))
threads = [threading.Thread(target=append) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*given)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: SQLite in a file, or the server named in TEST_POSTGRES."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'state.sqlite'}"
        return
    address = os.environ.get("TEST_POSTGRES")
    if not address:
        pytest.skip("TEST_POSTGRES names no PostgreSQL server")
    engine = connect(address)
    metadata.drop_all(engine)
    yield address
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def log(url: str, tmp_path: Path) -> Iterator[Log]:
    made = make(tmp_path, url)
    yield made
    made.close()
    made.engine.dispose()


def recomputed(log: Log) -> bytes:
    return root([leaf_hash(log.entry_bytes(seq)) for seq in range(log.head().size)])


def start(url: str, count: int, program: str = APPENDER) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, url, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())


def test_an_entry_and_its_body_read_back(log: Log) -> None:
    seq = log.append(an_act(1))
    assert log.entry(seq)["kind"] == "act.intent"
    assert log.entry(seq)["facts"] == {"act": "act-00000001"}
    assert log.body(seq) == {"actor": "analyst-1", "n": 1}
    with pytest.raises(NotFound):
        log.entry(seq + 1)


def test_an_erased_body_is_gone_and_the_tree_still_verifies(log: Log, tmp_path: Path) -> None:
    seq = log.append(an_act(1))
    digest = log.commit(lambda batch: batch.annex("Aylin Demir"))
    assert log.annex(digest) == "Aylin Demir"
    before = log.head()
    log.erase_body(seq)
    log.erase_annex(digest)
    log.scrub()
    assert (log.body(seq), log.annex(digest)) == (None, None)
    assert log.head() == before
    publish(log, tmp_path / "out")
    assert verify(tmp_path / "out").problems == []


def test_a_failing_work_is_undone_alone_and_raised_to_its_caller(log: Log) -> None:
    def fails(batch: Batch) -> None:
        batch.append(an_act(1))
        batch.annex("never kept")
        raise Misuse("no")

    size = log.head().size
    with pytest.raises(Misuse, match="no"):
        log.commit(fails)
    assert log.head().size == size
    assert log.append(an_act(2)) == size
    assert log.head().root == recomputed(log)


def test_works_of_many_threads_share_commits_and_fail_apart(log: Log) -> None:
    numbers: list[int] = []
    errors: list[Exception] = []

    def one(number: int) -> None:
        def work(batch: Batch) -> int:
            seq = batch.append(an_act(number))
            if number % 5 == 0:
                raise Misuse("every fifth")
            return seq

        try:
            numbers.append(log.commit(work))
        except Misuse as error:
            errors.append(error)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 8
    assert sorted(numbers) == list(range(1, 33))
    assert log.head().root == recomputed(log)


def test_a_commit_inside_a_commit_is_a_mistake(log: Log) -> None:
    with pytest.raises(RuntimeError, match="inside a commit"):
        log.commit(lambda batch: log.append(an_act(1)))


def test_without_its_key_a_log_is_only_read(log: Log) -> None:
    reader = Log.open(log.engine, None, BOX)
    assert reader.head() == log.head()
    with pytest.raises(Unavailable):
        reader.append(an_act(1))


def test_a_second_genesis_and_a_stranger_s_key_are_refused(log: Log) -> None:
    with pytest.raises(RemitError):
        Log.create(log.engine, LOG.name, LOG, BOX, {})
    with pytest.raises(Unavailable):
        Log.open(log.engine, Signer("remit.example/other", bytes(32)), BOX)


def test_proofs_from_the_database_verify_across_a_tile(log: Log) -> None:
    fill(log, 600)
    head = log.head()
    for seq in (0, 255, 256, 511, 512, 599):
        proof = log.inclusion(seq, 600)
        assert verify_inclusion(leaf_hash(log.entry_bytes(seq)), seq, 600, proof, head.root)
    for old in (1, 255, 256, 257, 512, 600):
        hashes = [leaf_hash(log.entry_bytes(n)) for n in range(old)]
        assert verify_consistency(old, 600, root(hashes), head.root, log.consistency(old, 600))


def test_processes_take_turns_and_none_loses_an_entry(log: Log, url: str) -> None:
    runs = [start(url, 40) for _ in range(3)]
    given = [int(line) for run in runs for line in run.communicate(timeout=60)[0].split()]
    mine = [log.append(an_act(n)) for n in range(5)]
    assert sorted(given + mine) == list(range(1, 126))
    assert log.head().root == recomputed(log)


def test_crowds_of_threads_in_several_processes_lose_nothing_and_take_no_number_twice(
    log: Log, url: str
) -> None:
    runs = [start(url, 15, CROWD) for _ in range(3)]
    given = [int(number) for run in runs for number in run.communicate(timeout=60)[0].split()]
    assert sorted(given) == list(range(1, 1 + 3 * 8 * 15))
    assert check(log, LOG.vkey) == 1 + 3 * 8 * 15


def test_those_who_wait_while_one_writes_share_the_next_commit(log: Log) -> None:
    begun, go_on = threading.Event(), threading.Event()
    times: list[datetime] = []

    def slow(batch: Batch) -> None:
        begun.set()
        go_on.wait()
        batch.append(an_act(0))

    def quick(batch: Batch) -> None:
        batch.append(an_act(1))
        times.append(batch.now)

    threads = [threading.Thread(target=log.commit, args=(slow,))]
    threads[0].start()
    begun.wait()
    threads += [threading.Thread(target=log.commit, args=(quick,)) for _ in range(30)]
    for thread in threads[1:]:
        thread.start()
    while len(log._waiting) < 30:
        time.sleep(0.001)
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(times) == 30
    assert len(set(times)) == 1
    assert log.head().size == 32


def test_logs_that_take_turns_carry_on_each_other_s_tree_across_tiles(log: Log, url: str) -> None:
    other = Log.open(connect(url), LOG, BOX)
    both = [log, other, other]
    for turn, count in enumerate((1, 200, 60, 300, 5, 256, 1, 255, 2, 1)):
        both[turn % 3].commit(lambda batch, n=count: [batch.append(an_act(i)) for i in range(n)])  # type: ignore[misc]
    assert check(log, LOG.vkey) == log.head().size == 1082
    for one in (log, other):
        assert one.append(an_act(0)) == one.head().size - 1
    assert check(other, LOG.vkey) == 1084
    other.close()
    other.engine.dispose()


def test_an_interrupted_waiter_leaves_no_work_behind_and_blocks_nobody(log: Log) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(batch: Batch) -> int:
        begun.set()
        go_on.wait(PATIENCE)
        return batch.append(an_act(0))

    leading = threading.Thread(target=log.commit, args=(slow,))
    leading.start()
    begun.wait()
    mine = threading.get_ident()
    interrupt = threading.Timer(0.05, signal.pthread_kill, (mine, signal.SIGINT))
    interrupt.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            log.append(an_act(1))
    finally:
        go_on.set()
    leading.join()
    interrupt.join()
    assert log.append(an_act(2)) == 2


def test_a_killed_appender_leaves_every_acknowledged_entry(log: Log, url: str) -> None:
    for kill in range(KILLS):
        run = start(url, 100_000)
        assert run.stdout is not None
        seen = [int(run.stdout.readline()) for _ in range(1 + kill * 7)]
        os.kill(run.pid, signal.SIGKILL)
        rest = run.stdout.read().splitlines(keepends=True)
        run.wait()
        run.stdout.close()
        seen += [int(line) for line in rest if line.endswith("\n")]
        assert seen == list(range(seen[0], seen[0] + len(seen)))
        assert log.head().size > seen[-1]
    assert log.append(an_act(0)) == log.head().size - 1
    assert log.head().root == recomputed(log)


def test_sqlite_is_set_up_to_be_durable_and_to_forget(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.connect() as conn:
        found = [
            conn.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        ]
    engine.dispose()
    assert found == ["wal", 2, 1, 1]


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://x/y"])
def test_a_database_that_cannot_keep_a_ledger_is_refused(address: str) -> None:
    with pytest.raises(Misuse):
        connect(address)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=1, max_size=5))
def test_law_the_log_only_grows(
    steps: list[tuple[int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    log = make(tmp_path_factory.mktemp("law"))
    kept = {0: log.entry_bytes(0)}
    for count, erase in steps:
        before = log.head()
        new = log.commit(lambda batch, n=count: [batch.append(an_act(i)) for i in range(n)])  # type: ignore[misc]
        if erase and new:
            log.erase_body(new[0])
        after = log.head()
        kept |= {seq: log.entry_bytes(seq) for seq in new}
        assert after.size == before.size + count
        proof = log.consistency(before.size, after.size)
        assert verify_consistency(before.size, after.size, before.root, after.root, proof)
    assert all(log.entry_bytes(seq) == entry for seq, entry in kept.items())
    assert log.head().root == recomputed(log)
    log.close()
    log.engine.dispose()


def test_public_entries_name_the_one_before(log: Log) -> None:
    first = log.append(Entry("remit.approved", {"n": 1}, public=True))
    log.append(an_act(1))
    second = log.append(Entry("remit.approved", {"n": 2}, public=True))
    assert (log.entry(first)["prev"], log.entry(second)["prev"]) == (0, first)
    assert log.checkpoint().split("\n")[3] == f"public 3 {second}"
