"""A load sorted in runs is the load sorted at once, and nothing of the runs stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.store.building import Building, a_row, fill

from remit.errors import Damaged
from remit.store import draft as drafts
from remit.store import runs
from remit.store.schema import ORDER
from remit.store.sealed import SealedWriter
from remit.store.writer import RowDraft, Writer


def _row(pos: int) -> RowDraft:
    """A row whose event is of the car alone: its id is the same in every load."""
    row = a_row(pos, plate=f"AB{pos % 7:02d} CDE", name=f"Jo {pos * 37 % 11}")
    return replace(row, events=tuple(replace(event, things=("car",)) for event in row.events))


ROWS = [_row(pos) for pos in range(2, 302)]


@contextmanager
def writing(building: Building, case: str) -> Iterator[Writer]:
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        yield act.hand


def _small(monkeypatch: pytest.MonkeyPatch, chunk: int, at_once: int, merged: int) -> None:
    monkeypatch.setattr(drafts, "ROWS_PER_CHUNK", chunk)
    monkeypatch.setattr(runs, "AT_ONCE", at_once)
    monkeypatch.setattr(runs, "BLOCK", max(1, at_once // 5))
    monkeypatch.setattr(runs, "MERGED", merged)


def _loaded(building: Building, case: str, rows: list[RowDraft], more: str) -> str:
    with writing(building, case) as writer:
        draft = writer.begin(building.plan(f"{more}.csv", rows))
        fill(draft, rows)
        draft.seal()
        writer.act.release(draft.load)
        return draft.load


def _said(building: Building, case: str, load: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the sealed files, without the ids, in which the load is."""
    found: dict[str, list[dict[str, Any]]] = {}
    ids = ("id", "mention", "load", "a", "b")
    with writing(building, case) as writer:
        for part in writer._room.catalogue.parts([load], "final"):
            if part.relation != "archive":
                with writer._room.file(writer.act, part).open() as sealed:
                    rows = pq.read_table(sealed).to_pylist()
                kept = [{k: v for k, v in row.items() if k not in ids} for row in rows]
                found[part.relation] = kept
    return found


@pytest.mark.parametrize(
    ("chunk", "at_once", "merged"),
    [(301, 10_000, 1 << 20), (40, 10_000, 4_000), (7, 1_500, 1), (300, 1, 1)],
)
def test_a_load_sorted_in_runs_is_the_load_sorted_at_once(
    building: Building, monkeypatch: pytest.MonkeyPatch, chunk: int, at_once: int, merged: int
) -> None:
    case = building.furnish()
    given = ROWS if at_once > 1 else ROWS[:80]  # a run for every row
    whole = _said(building, case, _loaded(building, case, given, "at once"))
    _small(monkeypatch, chunk, at_once, merged)
    assert _said(building, case, _loaded(building, case, given, "in runs")) == whole
    for relation, rows in whole.items():
        if relation in ORDER:
            by = [name.strip(' "') for name in ORDER[relation].split(",") if "id" not in name]
            keys = [[(row[name] is None, row[name]) for name in by] for row in rows]
            assert keys == sorted(keys)


def test_what_a_run_says_is_sealed_and_gone_with_the_load(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = building.furnish()
    _small(monkeypatch, 40, 5_000, 8_000)
    seen: list[str] = []
    close = SealedWriter.close

    def looking(self: SealedWriter) -> None:
        close(self)
        if "-run-" in self._path.name:
            seen.append(self._path.name)
            assert b"ARROW" not in (plain := self._path.read_bytes())
            assert b"burglary" not in plain

    monkeypatch.setattr(SealedWriter, "close", looking)
    load = _loaded(building, case, ROWS, "a")
    assert len(seen) > 3
    names = {path.name for path in (building.home / "sealed" / load).iterdir()}
    assert not [name for name in names if "run" in name or not name.endswith(".sealed")]


def test_runs_left_by_a_sealing_cut_off_are_swept_and_it_is_sealed_again(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = building.furnish()
    _small(monkeypatch, 40, 5_000, 8_000)

    def cut_off(*_: object, **__: object) -> Iterator[Any]:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "merged", cut_off)
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # as when the process is killed
        with pytest.raises(KeyboardInterrupt):
            _loaded(building, case, ROWS, "a")
    building.gate.close_orphans()
    (folder,) = (building.home / "sealed").iterdir()
    assert [path for path in folder.iterdir() if "-run-" in path.name]
    building.store.sweep()
    assert not [path for path in folder.iterdir() if "-run-" in path.name]
    load = _loaded(building, case, ROWS, "a")
    assert len(_said(building, case, load)["record"]) == len(ROWS)


def test_an_altered_run_seals_nothing(building: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    case = building.furnish()
    _small(monkeypatch, 40, 5_000, 1 << 20)
    close = SealedWriter.close

    def altering(self: SealedWriter) -> None:
        close(self)
        if self._path.name.endswith("-run-1.sealed"):
            whole = bytearray(self._path.read_bytes())
            whole[60] ^= 1
            self._path.write_bytes(whole)

    monkeypatch.setattr(SealedWriter, "close", altering)
    with pytest.raises(Damaged):
        _loaded(building, case, ROWS, "a")
