"""Feeds: a view shows the same of them as of rows taken one by one, and under the same rules."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.store.building import Building
from tests.store.feeding import answers, as_block, as_row, bring_feed, calls

from remit.errors import Misuse
from remit.store import compact
from remit.store.rejects import Reject
from remit.store.writer import Writer


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    made = Building(tmp_path / "one")
    yield made
    made.close()


BOUNDS: list[dict[str, Any]] = [
    {},
    {"since": date(2026, 3, 2)},
    {"until": date(2026, 3, 3)},
    {"since": date(2026, 3, 2), "until": date(2026, 3, 2)},
    {"place": (-0.35, 51.0, 0.0, 52.0)},
    {"since": date(2026, 3, 2), "place": (-0.35, 51.0, 0.0, 52.0)},
]


@pytest.mark.parametrize("bounds", BOUNDS, ids=str)
def test_a_feed_and_the_same_rows_give_the_same_answers(
    building: Building, tmp_path: Path, bounds: dict[str, Any]
) -> None:
    some = calls(120)
    case = building.furnish(**bounds)
    bring_feed(building, case, "calls.csv", [as_block(some[:50]), as_block(some[50:])])
    with building.view(case) as view:
        fast = answers(view)
    other = Building(tmp_path / "two")
    try:
        there = other.furnish(**bounds)
        other.bring(there, "calls.csv", [as_row(call) for call in some])
        with other.view(there) as view:
            plain = answers(view)
    finally:
        other.close()
    for relation, rows in plain.items():
        assert fast[relation] == rows, relation
    assert plain["event_by_thing"]


def test_received_is_accepted_and_rejected_to_the_row(building: Building) -> None:
    case = building.furnish()
    rejects = [Reject(7, "no number", '{"From":"x"}')]
    some = [call for call in calls(20) if call.pos != 7]
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan("calls.csv", []))
        draft.take(as_block(some), rejects)
        draft.seal()
        done = draft.progress
        assert (done.received, done.accepted, done.rejected) == (20, 19, 1)
        assert draft.rejects() == rejects
        act.release(draft.load)


def test_a_feed_cut_off_goes_on_after_its_last_block(building: Building) -> None:
    case = building.furnish()
    some = calls(60)
    blocks = [as_block(some[:30]), as_block(some[30:])]
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        act.hand.begin(building.plan("calls.csv", [])).take(blocks[0])
        act.release(None)
    with building.view(case) as view:
        assert view.run("SELECT count(*) AS n FROM record")["n"][0].as_py() == 0
    building.store.sweep()
    bring_feed(building, case, "calls.csv", blocks)
    bring_feed(building, case, "calls.csv", blocks)
    with building.view(case) as view:
        assert view.run("SELECT count(*) AS n FROM record")["n"][0].as_py() == 60


def test_a_block_comes_once_and_in_order(building: Building) -> None:
    case = building.furnish()
    block = as_block(calls(10))
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan("calls.csv", []))
        draft.take(block)
        with pytest.raises(Misuse):
            draft.take(block)


@pytest.mark.parametrize("bounds", BOUNDS, ids=str)
def test_compaction_changes_no_answer(
    building: Building, monkeypatch: pytest.MonkeyPatch, bounds: dict[str, Any]
) -> None:
    monkeypatch.setattr(compact, "ROWS_PER_GROUP", 48)
    some = calls(200)
    case = building.furnish(**bounds)
    load = bring_feed(building, case, "calls.csv", [as_block(some[:50]), as_block(some[50:])])
    with building.view(case) as view:
        before = answers(view)
        with building.act("test-load.any", case) as act:
            assert isinstance(act.hand, Writer)
            done = act.hand.compact_load(load)
            assert (done["rows"], done["files"]) == (200, 2)
            assert answers(view) == before, "seen before the outcome"
            act.release(done)
        assert answers(view) == before
    with building.view(case) as view:
        assert answers(view) == before
    kept = [part.relation for part in building.store._room.catalogue.parts([load], "final")]
    assert sorted(kept) == ["archive", "feed_by_thing", "feed_by_time"]
    folder = building.store._room.catalogue.folder(load)
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("compacted", [False, True])
def test_an_erased_row_of_a_feed_is_gone(building: Building, compacted: bool) -> None:
    some = calls(60)
    case = building.furnish()
    load = bring_feed(building, case, "calls.csv", [as_block(some[:30]), as_block(some[30:])])
    if compacted:
        with building.act("test-load.any", case) as act:
            assert isinstance(act.hand, Writer)
            act.release(act.hand.compact_load(load))
    with building.act("erase.record", case, load=load, row=20) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_record(load, 20))
    other = Building(building.home.parent / "two")
    try:
        there = other.furnish()
        other.bring(there, "calls.csv", [as_row(call) for call in some if call.pos != 20])
        with building.view(case) as view, other.view(there) as plain:
            assert answers(view) == answers(plain)
    finally:
        other.close()
    room = building.store._room
    with building.act("test-load.any", case) as act:
        archive = [p for p in room.catalogue.parts([load], "final") if p.relation == "archive"]
        with room.file(act, archive[0]).open() as sealed:
            lines = sealed.read().decode().splitlines()
    assert len(lines) == 59
    assert not any('"row": 20,' in line for line in lines)


def test_what_is_hidden_of_feeds_changes_no_answer(building: Building) -> None:
    case = building.furnish(
        since=date(2026, 3, 2), handling=frozenset({"ordinary"}), place=(-0.35, 51.0, 0.0, 52.0)
    )
    some = calls(120)
    bring_feed(building, case, "seen.csv", [as_block(some)])
    with building.view(case) as view:
        before = answers(view)
    bring_feed(building, case, "hidden.csv", [as_block(calls(90))], handling="sensitive")
    bring_feed(building, case, "early.csv", [as_block(calls(20))])
    with building.view(case) as view:
        assert answers(view) == before
    assert before["record"]
