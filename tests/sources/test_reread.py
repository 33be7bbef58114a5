"""A file that was looked through is loaded from what was read then, and only if it is the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.sources.tables import BULK
from tests.sources.test_bank_feed import HSBCNET
from tests.sources.test_communications import LAYOUTS
from tests.sources.test_feed import yards
from tests.store.feeding import answers

from remit.errors import BadInput
from remit.sources import feedload
from remit.sources.bank import delivered
from remit.sources.feedcells import plain_texts
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import Limits, plain, reread
from remit.sources.readers.plain import Stretch, stretches

__all__ = ["yards"]

FILES = {name: text + text.split("\n", 1)[1] * 9 for name, text in LAYOUTS.items()}
FILES["bank"] = "\n".join([*HSBCNET[:2] * 80, *HSBCNET[:6], ""])
KEPT = [0, 2_000, 1 << 20]
"""Bytes kept: none, some of the stretches, all."""


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"{request.param}.csv"
    path.write_text(FILES[request.param], encoding="utf-8")
    return path


@pytest.fixture(params=KEPT)
def some(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(plain, "_BYTES", 700)
    monkeypatch.setattr(reread, "KEPT", request.param)
    kept: int = request.param
    return kept


def _planned(path: Path) -> tuple[Plan, tuple[int, ...]]:
    """A plan whose file was looked through, and the columns that its load has as plain texts."""
    plan = preview(path, sample=0)
    assert not plan.questions
    return plan, () if plan.facts is not None else plain_texts(plan.feed())


def _as_values(found: Iterator[Stretch]) -> list[Any]:
    return [
        (one.pos.tolist(), [(c.type, c.to_pylist(), getattr(c, "dictionary", None))
                            for c in one.cells], list(one.faults), one.last_pos)
        for one in found
    ]  # fmt: skip


def test_what_is_kept_is_what_is_read(file: Path, some: int) -> None:
    plan, texts = _planned(file)
    fresh = _as_values(stretches(file, plan.table, Limits(), texts))
    assert len(fresh) > 1
    assert _as_values(plan.read.again(texts)) == fresh
    assert _as_values(plan.read.again(texts)) == fresh, "kept stretches are given once"


def test_no_more_is_kept_than_may_be_and_what_was_given_is_let_go(
    file: Path, some: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, texts = _planned(file)
    read: list[object] = []
    monkeypatch.setattr(reread, "stretches", lambda *a, **k: read.append(k) or iter(()))
    given = list(plan.read.again(texts))
    assert sum(one.nbytes for one in given) <= some
    assert bool(read) == (some < KEPT[-1]), "of the rest, and only of that, the file is read"


def test_a_file_of_other_bytes_than_the_survey_saw_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(LAYOUTS["comms-connections"], encoding="utf-8")
    plan = preview(path, sample=0)
    texts = plain_texts(plan.feed())
    before = _as_values(stretches(path, plan.table, Limits(), texts))
    path.write_text(LAYOUTS["comms-connections"].replace("900124", "900125"), encoding="utf-8")
    list(plan.read.first(texts))  # reads what the survey did not hash
    path.write_text(LAYOUTS["comms-connections"], encoding="utf-8")
    assert _as_values(plan.read.again(texts)) == before


def test_other_columns_as_plain_texts_are_read_anew(file: Path) -> None:
    plan, texts = _planned(file)
    fewer = (*texts, len(plan.table.header) - 1)
    fresh = _as_values(stretches(file, plan.table, Limits(), fewer))
    assert _as_values(plan.read.again(fewer)) == fresh


def test_rows_that_are_not_plain_are_read_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "_BYTES", 400)
    monkeypatch.setattr(plain, "_ROWS", 3)
    monkeypatch.setattr(reread, "KEPT", 1_000)
    text = LAYOUTS["comms-connections"]
    rows = text.split("\n", 1)[1]
    path = tmp_path / "calls.csv"
    path.write_text(f'{text}{rows}07700 900123,"Ma\nde",,,,,\n{rows}{rows}', encoding="utf-8")
    plan = preview(path, sample=0)
    texts = plain_texts(plan.feed())
    fresh = _as_values(stretches(path, plan.table, Limits(), texts))
    assert fresh[-1][-1] == plan.look.last
    assert _as_values(plan.read.first(texts)) == fresh
    assert _as_values(plan.read.again(texts)) == fresh


@pytest.mark.parametrize("kept", KEPT[1:])
def test_a_load_from_what_was_kept_says_the_same(
    yards: Any, file: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(plain, "_BYTES", 700)
    monkeypatch.setattr(delivered, "_APART", 0)
    found = []
    for (yard, case), size in zip(yards, (kept, 0), strict=True):
        monkeypatch.setattr(reread, "KEPT", size)
        done = yard.load(case, file, **BULK)
        assert done["accepted"]
        with yard.view(case) as view:
            found.append(({**done, "load": None}, answers(view)))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["comms-connections", "bank"])
def test_a_file_that_changes_between_the_look_and_the_load_is_refused(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(delivered, "_APART", 0)
    (yard, case), _ = yards
    path = tmp_path / f"{name}.csv"
    path.write_text(FILES[name], encoding="utf-8")
    sound = path.read_bytes()
    handed_over = feedload._handed_over

    def altered(*given: Any) -> Any:
        path.write_bytes(sound.replace(b"2026", b"2025"))
        return handed_over(*given)

    monkeypatch.setattr(feedload, "_handed_over", altered)
    with pytest.raises(BadInput, match="changed while it was being loaded"):
        yard.load(case, path, **BULK)
    monkeypatch.undo()
    path.write_bytes(sound)
    done = yard.load(case, path, **BULK)
    assert done["accepted"]
    with yard.view(case) as view:
        days = view.run("SELECT DISTINCT year(begin) AS y FROM event_by_time")
    assert days.to_pylist() == [{"y": 2026}]


def test_what_was_kept_is_let_go_when_it_is_not_loaded_in_blocks(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (yard, case), _ = yards
    path = tmp_path / "bank.csv"
    path.write_text(FILES["bank"], encoding="utf-8")
    dropped: list[bool] = []
    drop = reread.Reread.drop
    monkeypatch.setattr(reread.Reread, "drop", lambda self: (dropped.append(True), drop(self)))
    monkeypatch.setattr(delivered, "_APART", 1 << 40)
    yard.load(case, path, **BULK)
    assert len(dropped) > 1
