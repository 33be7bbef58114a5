"""A database altered, swapped, cut short or rolled back is noticed."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledgers import BOX, LOG, an_act, fill, make, serving

from remit.errors import Damaged
from remit.ledger.check import check
from remit.ledger.database import connect
from remit.ledger.entry import Entry
from remit.ledger.log import Log
from remit.ledger.note import Signer
from remit.ledger.publish import publish
from remit.ledger.verify import verify
from remit.ledger.witness_client import ask

SIZE = 300


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    made = make(tmp_path)
    fill(made, SIZE)
    yield made
    made.close()
    made.engine.dispose()


def alter(folder: Path, *statements: str) -> None:
    """Change the database behind the ledger's back."""
    with closing(sqlite3.connect(folder / "state.sqlite")) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def swap(columns: str, a: int, b: int) -> list[str]:
    return [
        f"CREATE TABLE kept AS SELECT {columns} FROM leaf WHERE seq = {a}",
        f"UPDATE leaf SET ({columns}) = (SELECT {columns} FROM leaf WHERE seq = {b}) "
        f"WHERE seq = {a}",
        f"UPDATE leaf SET ({columns}) = (SELECT {columns} FROM kept) WHERE seq = {b}",
        "DROP TABLE kept",
    ]


def test_a_log_stands_under_its_head_and_continues_what_was_seen(log: Log) -> None:
    seen = log.checkpoint()
    for _ in range(3):
        log.append(an_act(1))
        assert check(log, LOG.vkey, seen) == log.head().size
    log.erase_body(7)
    assert check(log, LOG.vkey, seen) == SIZE + 3


@pytest.mark.parametrize("statements", [
    swap("sealed", 3, 5),
    swap("entry, sealed", 3, 5),
    swap("entry, sealed", 290, 291),
    ["UPDATE leaf SET entry = CAST(replace(entry, 'act-00000003', 'act-00000004') AS BLOB)"],
    ["UPDATE leaf SET sealed = (SELECT sealed FROM leaf WHERE seq = 9) WHERE seq = 299"],
    ["DELETE FROM leaf WHERE seq = 200"],
    ["DELETE FROM leaf WHERE seq = 299"],
    ["DELETE FROM leaf WHERE seq = 200", "UPDATE leaf SET seq = 200 WHERE seq = 299"],
    ["UPDATE tile SET hashes = zeroblob(8192)"],
    ["UPDATE head SET checkpoint = replace(checkpoint, '300', '299')"],
], ids=["bodies", "rows", "new rows", "facts", "copied body", "missing", "cut short", "moved",
        "tile", "head"])  # fmt: skip
def test_rows_changed_behind_its_back_are_found(
    log: Log, tmp_path: Path, statements: list[str]
) -> None:
    alter(tmp_path, *statements)
    with pytest.raises(Damaged):
        check(log, LOG.vkey)


def test_a_body_does_not_open_in_another_row_nor_an_annex_under_another_digest(
    log: Log, tmp_path: Path
) -> None:
    first, second = log.commit(lambda batch: [batch.annex("Aylin Demir"), batch.annex("nobody")])
    assert log.body(3) != log.body(5)
    alter(tmp_path, *swap("sealed", 3, 5))
    alter(
        tmp_path,
        f"UPDATE annex SET sealed = (SELECT sealed FROM annex WHERE digest = '{second}') "
        f"WHERE digest = '{first}'",
    )
    for read in (lambda: log.body(3), lambda: log.body(5), lambda: log.annex(first)):
        with pytest.raises(Damaged):
            read()
    assert log.annex(second) == "nobody"


def test_publishing_refuses_entries_that_do_not_stand_under_the_head(
    log: Log, tmp_path: Path
) -> None:
    alter(tmp_path, *swap("entry, sealed", 3, 5))
    with pytest.raises(Damaged, match="not those that were appended"):
        publish(log, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_database_rolled_back_is_noticed_by_whoever_kept_a_checkpoint(tmp_path: Path) -> None:
    log = make(tmp_path)
    fill(log, SIZE)
    log.close()
    log.engine.dispose()
    shutil.copy(tmp_path / "state.sqlite", tmp_path / "older.sqlite")
    log = Log.open(connect(f"sqlite:///{tmp_path / 'state.sqlite'}"), LOG, BOX)
    log.append(an_act(1))
    with serving(tmp_path / "witness.sqlite") as witness:
        publish(log, tmp_path / "out", [witness])
        seen = log.checkpoint()
        older = Log.open(connect(f"sqlite:///{tmp_path / 'older.sqlite'}"), LOG, BOX)
        assert check(older, LOG.vkey) == SIZE  # by itself it is good
        with pytest.raises(Damaged, match="an older copy"):
            check(older, LOG.vkey, seen)
        for _ in range(2):  # it goes on, as if nothing had been
            older.append(an_act(2))
            with pytest.raises(Damaged, match="not those that were seen"):
                check(older, LOG.vkey, seen)
            with pytest.raises(Damaged, match="does not continue"):
                publish(older, tmp_path / "out", [witness])
            with pytest.raises(Damaged, match=r"refuses|has seen another history"):
                ask(older, older.checkpoint(), witness)
        publish(older, tmp_path / "other")
    assert verify(tmp_path / "other").ok
    again = verify(tmp_path / "other", seen.encode())
    assert again.problems == [
        f"this ledger does not continue the saved checkpoint of {SIZE + 1} entries"
    ]
    for one in (log, older):
        one.close()
        one.engine.dispose()


def test_a_head_signed_by_another_key_is_refused(log: Log) -> None:
    with pytest.raises(Damaged, match="not signed by"):
        check(log, Signer(LOG.name, bytes([1]) * 32).vkey)


def test_no_two_private_leaves_are_alike_though_they_say_the_same(log: Log) -> None:
    first, second = log.commit(lambda batch: [batch.append(Entry("door.opened")) for _ in "ab"])
    assert log.entry(first)["facts"] == log.entry(second)["facts"] == {}
    assert log.entry(first)["commit"] != log.entry(second)["commit"]
    assert log.body(first) is None
    assert log.entry(0)["kind"] == "genesis"
    assert "commit" not in log.entry(0)


def test_the_database_alone_does_not_let_a_guess_be_tried(log: Log, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as db:
        held = {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
                for name in ("leaf", "annex")}  # fmt: skip
    assert held == {"leaf": ["seq", "entry", "sealed"], "annex": ["digest", "sealed"]}
