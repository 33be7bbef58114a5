"""Processes that append to one file take turns: who waits is let in."""

import time
from pathlib import Path

import pytest
from tests.ledger.ledgers import an_act, make

from remit.errors import Unavailable
from remit.ledger import database
from remit.ledger.turns import Turns


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long anyone has slept, instead of sleeping."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def test_one_alone_is_not_held_up(tmp_path: Path, naps: list[float]) -> None:
    Turns(str(tmp_path / "state")).let_others_go_first()
    assert naps == []


def test_one_who_finds_others_waiting_lets_them_go_first(tmp_path: Path, naps: list[float]) -> None:
    mine, first, second = (Turns(str(tmp_path / "state")) for _ in range(3))
    with first.waiting(), second.waiting():
        mine.let_others_go_first()
        assert len(naps) == 1
    mine.let_others_go_first()
    assert len(naps) == 1


def test_a_lock_that_is_never_let_go_is_reported_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = make(tmp_path)
    monkeypatch.setattr(database, "PATIENCE", 0.01)
    with log.engine.connect() as holder:
        holder.exec_driver_sql("PRAGMA user_version = 7")
        with pytest.raises(Unavailable, match="keeps it"):
            log.append(an_act(1))
        holder.rollback()
    assert log.append(an_act(1)) == 1
