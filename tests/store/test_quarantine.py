"""What is held back: in no view until it is released, nowhere once it is sealed for good."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.store.building import Building, a_row, plain_rows
from tests.store.feeding import answers as feed_answers
from tests.store.feeding import as_block, bring_feed, calls
from tests.store.test_erasure import FILE, VALUE, holders, seen
from tests.store.test_non_interference import answers

from remit.errors import NotFound, Refused, Stopped
from remit.store.catalogue import Load
from remit.store.feed import Block
from remit.store.quarantine import Decision, Quarantine
from remit.store.rejects import HeldRows, Hold
from remit.store.writer import RowDraft, Writer

HELD = {40: "legal-privilege", 42: "legal-privilege", 43: "authority"}


def rows() -> list[RowDraft]:
    return [*plain_rows(30), a_row(40, name=VALUE), a_row(43, name="Beyond The Dates")]


def load_with_holds(building: Building) -> tuple[str, str]:
    """A case, and a load of 34 rows: 30 accepted, 1 rejected, 3 held, one of those unreadable."""
    case = building.furnish()
    rejects = [(41, "not a plate"), (42, f"{VALUE}, not a plate either")]
    load = building.bring(case, FILE, rows(), rejects, HELD)
    shutil.rmtree(building.home.parent / "incoming")
    return case, load


def row_of(building: Building, load: str) -> Load:
    found = building.store._room.catalogue.load(load)
    assert found is not None
    return found


def counts(building: Building, load: str) -> tuple[int, int, int, int]:
    row = row_of(building, load)
    assert row.received == row.accepted + row.rejected
    return row.received, row.accepted, row.rejected, row.held


def decide(
    building: Building, case: str, verb: str, load: str, which: Callable[[Hold], bool]
) -> Decision:
    with building.quarantine(verb, case) as act:
        hand = act.hand
        assert isinstance(hand, Quarantine)
        return act.release(getattr(hand, verb)(load, which))


def leaves(building: Building, kind: str) -> list[Any]:
    entries = (building.log.entry(seq) for seq in range(building.log.head().size))
    return [entry["facts"] for entry in entries if entry["kind"] == kind]


def every(one: Hold) -> bool:
    return True


def test_a_held_row_counts_as_rejected_and_is_told_of_without_its_content(
    building: Building,
) -> None:
    case, load = load_with_holds(building)
    assert counts(building, load) == (34, 30, 4, 3)
    assert seen(building, case) == list(range(2, 32))
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        told = [(one.pos, one.reason, one.ground) for one in act.hand.rejects(load)]
        raw = {one.pos: one.raw for one in act.hand.rejects(load)}
    assert told == [
        (40, "held: legal-privilege", "legal-privilege"),
        (41, "not a plate", None),
        (42, "held: legal-privilege", "legal-privilege"),
        (43, "held: authority", "authority"),
    ]
    assert raw[40] == raw[42] == raw[43] == "{}"


def test_what_is_held_changes_no_answer_of_a_view(tmp_path: Path) -> None:
    """The same file, so that ids are the same; what of it is held back differs."""
    twin = [a_row(50, name="Person Number 3", plate="AB03 CDE")]
    many = [a_row(pos, name="Person Number 4", role="victim") for pos in range(50, 90)]
    said = []
    for name, held in (("none", []), ("one", twin), ("many", many)):
        building = Building(tmp_path / name / "workspace")
        case = building.furnish()
        with building.act("test-load.any", case) as act:
            assert isinstance(act.hand, Writer)
            draft = act.hand.begin(building.plan("sheds.csv", plain_rows(30), of_case=False))
            for row in plain_rows(30):
                draft.add(row)
            for row in held:
                draft.hold(row, "test", "held")
            draft.seal()
            act.release(draft.load)
        said.append(answers(building, case))
        building.close()
    assert said[0] == said[1] == said[2]


def test_the_reviewer_is_told_what_is_held_and_reads_it(building: Building) -> None:
    case, load = load_with_holds(building)
    for where in (None, case):
        with building.quarantine("list", where) as act:
            assert isinstance(act.hand, Quarantine)
            told = act.hand.held()
        assert [(one.load.id, one.grounds) for one in told] == [
            (load, {"legal-privilege": 2, "authority": 1})
        ]
    with building.quarantine("read", case) as act:
        assert isinstance(act.hand, Quarantine)
        found = act.release(act.hand.rows(load))[1]
    assert [(row.pos, row.ground) for row in found] == list(HELD.items())
    assert found[0].raw["name"] == VALUE
    assert found[1].raw["plate"] == f"{VALUE}, not a plate either"
    with building.quarantine("read", case) as act:
        assert isinstance(act.hand, Quarantine)
        assert [row.pos for row in act.hand.rows(load, after=40, limit=1)[1]] == [42]


def test_nobody_who_has_a_part_in_the_case_decides(building: Building) -> None:
    case, load = load_with_holds(building)
    with pytest.raises(Refused) as refused, building.quarantine("read", case, "analyst-1"):
        pass
    assert {c.code for c in refused.value.conditions} == {"remit.role", "case.independent"}
    with pytest.raises(Refused) as refused, building.quarantine("read", "case-x", "analyst-1"):
        pass
    assert {c.code for c in refused.value.conditions} == {"remit.role", "case.unknown"}
    supervisor, analyst = building["supervisor-1"], building["analyst-2"]
    building.cases.unassign(supervisor, case, analyst)
    reviewer = type(analyst)("analyst-2", analyst.name, frozenset({"independent-reviewer"}))
    building.actors.enrol(reviewer)
    for verb in ("read", "release", "seal"):
        with pytest.raises(Refused) as refused, building.quarantine(verb, case, "analyst-2"):
            pass
        condition = refused.value.conditions[0]
        assert condition.code == "case.independent"
        assert condition.who_can_change_it == "A supervisor of the force"
    with building.quarantine("list", None, "analyst-2") as act:
        assert isinstance(act.hand, Quarantine)
        assert act.hand.held() == []
    with building.quarantine("list", None) as act:
        assert isinstance(act.hand, Quarantine)
        assert [one.load.id for one in act.hand.held()] == [load]


def test_the_reviewer_sees_nothing_else_of_the_case(building: Building) -> None:
    case, _ = load_with_holds(building)
    with (
        pytest.raises(Refused) as refused,
        building.gate.act(
            building["reviewer-1"],
            "test-read.any",
            case=case,
            purpose="investigation",
            justification="Looking where I may not",
        ),
    ):
        pass
    assert "case.unknown" in {c.code for c in refused.value.conditions}
    with pytest.raises(Refused):
        building.cases.assign(building["supervisor-1"], case, building["reviewer-1"])


def test_released_rows_are_rows_like_any_other(building: Building) -> None:
    case, load = load_with_holds(building)
    done = decide(building, case, "release", load, lambda one: one.pos in (40, 42))
    assert done == Decision(load, 2, 1, 1)
    assert seen(building, case) == [*range(2, 32), 40]
    assert counts(building, load) == (34, 31, 3, 1)
    with building.view(case) as view:
        found = view.run("SELECT value FROM claim WHERE pos = 40 ORDER BY value")["value"]
        assert found.to_pylist() == ["AB40CDE", VALUE.lower()]
        assert view.run("SELECT * FROM event_by_thing WHERE pos = 40").num_rows == 2
        assert view.run("SELECT * FROM claim WHERE pos = 43").num_rows == 0
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        told = {one.pos: (one.reason, one.ground) for one in act.hand.rejects(load)}
    assert told[42] == ("not a plate", None)
    assert told[43] == ("held: authority", "authority")
    decide(building, case, "release", load, every)
    assert seen(building, case) == [*range(2, 32), 40, 43]
    assert _stages(building, load) == {"final"}
    (first, second) = leaves(building, "load.released")
    assert first["after"] == second["before"] != second["after"]


def test_a_load_wholly_released_shows_what_one_never_held_shows(building: Building) -> None:
    case, load = load_with_holds(building)
    decide(building, case, "release", load, every)
    after = _relations(building, case)
    other = building.open_case().id
    building.bring(other, FILE, rows(), [(41, "not a plate"), (42, f"{VALUE}, not a plate either")])
    assert _relations(building, other) == after


def _relations(building: Building, case: str) -> dict[str, list[str]]:
    """All that a view shows, less the ids of people, which are another in every load."""
    with building.view(case) as view:
        said = feed_answers(view)
    said["graph"] = [one for one in said["graph"] if not one.startswith("person-")]
    return {name: sorted(re.sub("person-[0-9a-f]+", "", r) for r in said[name]) for name in said}


def test_of_what_is_sealed_for_good_nothing_is_left_but_that_it_was(building: Building) -> None:
    case, load = load_with_holds(building)
    with building.quarantine("read", case) as act:
        assert isinstance(act.hand, Quarantine)
        act.release(act.hand.rows(load))
    assert holders(building)
    done = decide(building, case, "seal", load, lambda one: one.ground == "legal-privilege")
    assert done == Decision(load, 2, 0, 1)
    assert holders(building) == []
    assert holders(building, "Beyond The Dates")
    assert holders(building, "Person Number 7")
    assert counts(building, load) == (34, 30, 4, 1)
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        told = {one.pos: one.reason for one in act.hand.rejects(load)}
    assert told[40] == "sealed for good by an independent person: held: legal-privilege"
    (leaf,) = leaves(building, "load.sealed-for-good")
    assert leaf["before"] != leaf["after"] == row_of(building, load).commitment
    with pytest.raises(NotFound):
        decide(building, case, "release", load, lambda one: one.pos == 40)
    decide(building, case, "seal", load, every)
    assert holders(building, "Beyond The Dates") == []
    assert _stages(building, load) == {"final"}
    assert seen(building, case) == list(range(2, 32))


def test_what_is_sealed_for_good_does_not_come_back_with_its_file(building: Building) -> None:
    case, load = load_with_holds(building)
    decide(building, case, "seal", load, every)
    rejects = [(41, "not a plate"), (42, f"{VALUE}, not a plate either")]
    assert building.bring(case, FILE, rows(), rejects, HELD) == load
    shutil.rmtree(building.home.parent / "incoming")
    assert holders(building) == []


def test_a_decision_that_is_not_released_changes_nothing(building: Building) -> None:
    case, load = load_with_holds(building)
    files = sorted(path.name for path in (building.home / "sealed" / load).iterdir())
    for verb in ("release", "seal"):
        with pytest.raises(Stopped):
            _braked(building, case, verb, load)
        building.release("capability:quarantine")
        assert sorted(p.name for p in (building.home / "sealed" / load).iterdir()) == files
        assert row_of(building, load).held == 3
    decide(building, case, "release", load, every)
    assert seen(building, case) == [*range(2, 32), 40, 43]


def _braked(building: Building, case: str, verb: str, load: str) -> None:
    with building.quarantine(verb, case) as act:
        done = getattr(act.hand, verb)(load, every)
        building.brakes.pull(building["overseer-1"], "capability:quarantine", "Under review")
        act.release(done)


def test_what_a_killed_decision_left_is_removed_at_the_next_start(building: Building) -> None:
    case, load = load_with_holds(building)
    folder = building.home / "sealed" / load
    files = sorted(path.name for path in folder.iterdir())
    with building.quarantine("seal", case) as act:
        assert isinstance(act.hand, Quarantine)
        act.hand.seal(load, every)
        assert len(list(folder.iterdir())) > len(files)
        act._on_close.clear()  # as if the process had died here
    building.store.sweep()
    assert sorted(path.name for path in folder.iterdir()) == files
    with building.quarantine("seal", case) as act:
        assert isinstance(act.hand, Quarantine)
        done = act.hand.seal(load, every)
        act._on_close.clear()
        act.release(done)  # died after its outcome, before it could tidy
    assert holders(building) == []  # what is left on the disk is noise
    building.store.sweep()
    assert _stages(building, load) == {"final"}
    named = {part.name for part in building.store._room.catalogue.parts([load], "final")}
    assert {path.stem for path in folder.iterdir()} == named


def test_the_original_is_held_back_with_its_rows(building: Building) -> None:
    case, load = load_with_holds(building)
    assert _archive(building, load) == "held"
    decide(building, case, "release", load, lambda one: one.pos == 40)
    assert _archive(building, load) == "held"
    decide(building, case, "release", load, every)
    assert _archive(building, load) == "final"


def test_erasing_takes_what_is_held_along(building: Building) -> None:
    case, load = load_with_holds(building)
    with building.act("erase.record", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_record(load, 40))
    assert counts(building, load) == (33, 30, 3, 2)
    assert holders(building)  # row 42 names them too
    with building.act("erase.record", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_record(load, 42))
    assert holders(building) == []
    decide(building, case, "release", load, every)
    assert seen(building, case) == [*range(2, 32), 43]
    with building.act("erase.load", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_load(load))
    assert holders(building, "Beyond The Dates") == []


def test_an_erased_load_takes_what_it_holds_back(building: Building) -> None:
    case, load = load_with_holds(building)
    with building.act("erase.load", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.erase_load(load))
    assert holders(building) == []
    with building.quarantine("list", case) as act:
        assert isinstance(act.hand, Quarantine)
        assert act.hand.held() == []


def _stages(building: Building, load: str) -> set[str]:
    parts = building.store._room.catalogue.parts([load], "draft", "held-draft", "final", "held")
    return {part.stage for part in parts}


def _archive(building: Building, load: str) -> str:
    parts = building.store._room.catalogue.parts([load], "final", "held")
    return next(part.stage for part in parts if part.relation == "archive")


# Feeds


def feed_blocks() -> list[tuple[Block, HeldRows]]:
    """Two stretches of 30 calls; every seventh of them is held."""
    some, made = calls(60), []
    for stretch in (some[:30], some[30:]):
        last = stretch[-1].pos
        inside = [call for call in stretch if call.pos % 7]
        beyond = [call for call in stretch if call.pos % 7 == 0]
        holds = [Hold(call.pos, "authority", "outside authority X") for call in beyond]
        made.append((as_block(inside, last), HeldRows(as_block(beyond, last), holds)))
    return made


def bring_held_feed(building: Building, case: str) -> str:
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan("calls.csv", []))
        for block, held in feed_blocks():
            draft.take(block, (), held)
        draft.seal()
        return act.release(draft.load, draft.progress.received)


@pytest.mark.parametrize("compacted", ["never", "before", "after"])
def test_a_feed_wholly_released_is_the_feed_never_held(building: Building, compacted: str) -> None:
    case, other = building.furnish(), building.open_case().id
    load = bring_held_feed(building, case)
    held = [pos for pos in range(2, 62) if pos % 7 == 0]
    assert seen(building, case) == [pos for pos in range(2, 62) if pos % 7]
    with building.quarantine("read", case) as act:
        assert isinstance(act.hand, Quarantine)
        found = act.hand.rows(load)[1]
        assert [row.pos for row in found] == held
        assert found[0].raw["To"] == "+447700900001"
    if compacted == "before":
        _compact(building, case, load)
    decide(building, case, "release", load, lambda one: one.pos < 20)
    decide(building, case, "release", load, every)
    if compacted == "after":
        _compact(building, case, load)
    assert row_of(building, load).held == 0
    bring_feed(building, other, "calls.csv", [as_block(calls(60)[:30]), as_block(calls(60)[30:])])
    assert _relations(building, case) == _relations(building, other)


def test_held_rows_of_a_feed_are_sealed_for_good(building: Building) -> None:
    case = building.furnish()
    load = bring_held_feed(building, case)
    shutil.rmtree(building.home.parent / "incoming")
    before = seen(building, case)
    decide(building, case, "seal", load, lambda one: one.pos == 7)
    with building.quarantine("read", case) as act:
        assert isinstance(act.hand, Quarantine)
        assert [row.pos for row in act.hand.rows(load)[1]] == [14, 21, 28, 35, 42, 49, 56]
    decide(building, case, "seal", load, every)
    assert seen(building, case) == before
    assert _stages(building, load) == {"final"}


def _compact(building: Building, case: str, load: str) -> None:
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.compact_load(load))
