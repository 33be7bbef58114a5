"""Erasure of feeds: what was erased is in no file, before and after compaction."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.building import Building
from tests.store.feeding import as_block, bring_feed, calls
from tests.store.test_erasure import VALUE, holders

from remit.store.writer import Writer


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    made = Building(tmp_path / "workspace")
    yield made
    made.close()


def brought(building: Building, case: str, *, compacted: bool) -> str:
    """A feed in two blocks, one row of which holds the value."""
    some = [replace(c, said=VALUE) if c.pos == 20 else c for c in calls(60)]
    name = "calls.csv"
    load = bring_feed(building, case, name, [as_block(some[:30]), as_block(some[30:])])
    if compacted:
        with building.act("test-load.any", case) as act:
            assert isinstance(act.hand, Writer)
            act.release(act.hand.compact_load(load))
    (building.home.parent / "incoming" / name).unlink()
    return load


@pytest.mark.parametrize("compacted", [False, True])
def test_an_erased_row_is_nowhere(building: Building, compacted: bool) -> None:
    case = building.furnish()
    load = brought(building, case, compacted=compacted)
    assert holders(building)
    with building.act("erase.record", case, load=load, row=20) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_record(load, 20))
    assert not holders(building)


@pytest.mark.parametrize("compacted", [False, True])
def test_an_erased_load_is_nowhere(building: Building, compacted: bool) -> None:
    case = building.furnish()
    load = brought(building, case, compacted=compacted)
    with building.act("erase.load", case, load=load) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_load(load))
    assert not holders(building)
    with building.view(case) as view:
        assert not view.run("SELECT * FROM event_by_thing").num_rows


def test_what_compaction_replaced_is_gone(building: Building) -> None:
    case = building.furnish()
    load = brought(building, case, compacted=True)
    names = {path.stem for path in building.store._room.catalogue.folder(load).iterdir()}
    assert not {name for name in names if name.startswith("feed-")}


def test_a_retracted_feed_is_out_of_view_and_comes_back(building: Building) -> None:
    case = building.furnish()
    load = brought(building, case, compacted=False)
    for verb, there in (("retract_load", 0), ("restore_load", 60)):
        with building.act("erase.retract", case, load=load) as act:
            act.release(getattr(act.hand, verb)(load))
        with building.view(case) as view:
            assert view.run("SELECT * FROM record").num_rows == there
