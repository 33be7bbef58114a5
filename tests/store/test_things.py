"""Laws of entities of what has a number: judged on any mention, it is of the whole thing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.building import IDS, Building, a_row
from tests.store.feeding import answers, as_block, as_row, bring_feed, calls
from tests.store.test_judgements import narrow
from tests.store.test_non_interference import ASKED, seen

from remit.store.entities import Entities, entities
from remit.store.judgements import Judged, Judgement, Stands, Verdict
from remit.store.view import View
from remit.store.writer import Writer

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
THINGS = tuple(f"vehicle-{letter * 20}" for letter in "abcd")
MENTIONS = {f"vehicle-{n:020d}": THINGS[n % 4] for n in range(12)}
"""Three mentions of each of four things."""

ALONE = {f"vehicle-{n:020d}": f"vehicle-{n:020d}" for n in range(12, 14)}
"""Two mentions that no number says anything of."""

OF = MENTIONS | ALONE


def judgement(
    number: int, a: str, b: str, verdict: Verdict = "same", withdraws: str | None = None
) -> Judgement:
    one, other = sorted((a, b))
    at, loads = BEGAN + timedelta(days=number), ("load-1", "load-1")
    name = f"judgement-{number}"
    return Judgement(
        name, number, one, other, verdict, None, withdraws, None, False, "act", "me", at, loads
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Judgement]:
    """Judgements on mentions, one after another, some of them taken back."""
    made: list[Judgement] = []
    for number in range(draw(st.integers(0, 12))):
        gone = {one.withdraws for one in made}
        left = [one for one in made if one.withdraws is None and one.id not in gone]
        if left and draw(st.integers(0, 3)) == 0:
            earlier = draw(st.sampled_from(left))
            made.append(judgement(number, *earlier.pair, "withdrawn", earlier.id))
            continue
        pair = draw(
            st.sampled_from([p for p in combinations(sorted(OF), 2) if OF[p[0]] != OF[p[1]]])
        )
        verdict = draw(st.sampled_from(["same", "same", "different", "cannot-tell"]))
        made.append(judgement(number, *pair, verdict))
    return made


def parts(found: Entities) -> set[tuple[str, ...]]:
    return {entity.mentions for entity in found.joined.values()}


@settings(max_examples=200)
@given(judged=histories())
def test_on_whichever_mention_it_stands_it_is_of_the_thing(judged: list[Judgement]) -> None:
    of_things = [
        replace(one, a=min(OF[one.a], OF[one.b]), b=max(OF[one.a], OF[one.b])) for one in judged
    ]
    plain = entities(of_things, set(OF.values()))
    found = entities(judged, OF.keys(), things=OF)
    assert parts(found) == parts(plain)
    assert found.unfollowed == plain.unfollowed
    for mention, thing in OF.items():
        assert found.stands_for(mention) == found.stands_for(thing)


@settings(max_examples=200)
@given(judged=histories(), shown=st.sets(st.sampled_from(sorted(OF))))
def test_what_stands_on_a_hidden_mention_is_as_if_it_had_never_been(
    judged: list[Judgement], shown: set[str]
) -> None:
    known = [one for one in judged if set(one.mentions) <= shown]
    things = {mention: OF[mention] for mention in shown}
    assert entities(judged, shown, things=things) == entities(known, shown, things=things)


@settings(max_examples=100)
@given(judged=histories(), data=st.data())
def test_the_order_in_which_they_are_read_does_not_matter(
    judged: list[Judgement], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(judged))
    assert entities(mixed, OF.keys(), things=OF) == entities(judged, OF.keys(), things=OF)


def test_two_mentions_of_one_thing_are_not_judged_to_be_two() -> None:
    a, b, _ = (mention for mention, thing in MENTIONS.items() if thing == THINGS[0])
    found = entities([judgement(1, a, b, "different")], OF.keys(), things=OF)
    assert found.stands_for(a) == found.stands_for(b) == THINGS[0]


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    made = Building(tmp_path / "workspace")
    yield made
    made.close()


Car = tuple[str, int]


def cars(building: Building, case: str | None, plates: Sequence[str], name: str) -> list[Car]:
    """Cars of one load, one a row, each with somebody."""
    rows = [a_row(pos, plate=plate) for pos, plate in enumerate(plates, 2)]
    load = building.bring(case, name, rows)
    return [(load, row.pos) for row in rows]


def judge(
    building: Building, case: str | None, a: Car, b: Car, verdict: Verdict = "same", gone: str = ""
) -> str:
    ends = [Stands(IDS.mention(*car, "car", "vehicle"), *car, "ordinary") for car in (a, b)]
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        made = Judged(*ends, verdict, "looked at both", False, withdraws=gone or None)
        return act.release(act.hand.judge(made))


def test_everything_that_stands_of_either_number_follows_the_entity(building: Building) -> None:
    case = building.furnish()
    a, b, _, _ = cars(building, case, ["AB12 CDE", "A812 CDE", "AB12 CDE", "ZZ99 ZZZ"], "a.csv")
    before = seen(building, case, [sql for sql in ASKED if "same_as" not in sql])
    name = judge(building, case, a, b)
    one, other = IDS.thing("vehicle", "AB12CDE"), IDS.thing("vehicle", "A812CDE")
    with building.view(case) as view:
        entity = view.entities().stands_for(one)
        assert entity == view.entities().stands_for(other) not in (one, other)
        for relation in ("said", "event_by_thing", "mention"):
            column = "entity" if relation == "said" else "thing"
            asked = f"SELECT count(*) AS n FROM {relation} WHERE {column} = ?"
            assert view.run(asked, [entity])["n"].to_pylist() == [3], relation
            assert view.run(asked, [one])["n"].to_pylist() == [0], relation
        assert view.graph().degree(entity) > 0
        assert view.graph().degree(one) == 0
        marks = view.run("SELECT DISTINCT raw FROM said WHERE entity = ? ORDER BY raw", [entity])
        assert marks["raw"].to_pylist() == ["A812 CDE", "AB12 CDE"], "both as written"
        found = view.mentions_of([one, other])
        assert [len(found[thing]) for thing in (one, other)] == [2, 1]
    judge(building, case, a, b, "withdrawn", name)
    assert seen(building, case, [sql for sql in ASKED if "same_as" not in sql]) == before


def test_it_counts_only_for_who_sees_the_two_mentions_that_it_stands_on(
    building: Building,
) -> None:
    case = building.furnish(handling=frozenset({"ordinary", "sensitive"}))
    (a,) = cars(building, case, ["AB12 CDE"], "a.csv")
    cars(building, case, ["A812 CDE", "A812 CDE"], "b.csv")
    secret = building.bring(case, "c.csv", [a_row(2, plate="A812 CDE")], handling="sensitive")
    ends = [
        Stands(IDS.mention(*car, "car", "vehicle"), *car, held)
        for car, held in ((a, "ordinary"), ((secret, 2), "sensitive"))
    ]
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        act.release(act.hand.judge(Judged(*ends, "same", "seen by somebody else", False)))
    one, other = IDS.thing("vehicle", "AB12CDE"), IDS.thing("vehicle", "A812CDE")
    with building.view(case) as view:
        assert view.entities().stands_for(one) == view.entities().stands_for(other)
    narrow(building)
    with building.view(case) as view:
        assert view.entities().stands_for(one) == one
        assert view.run("SELECT count(*) AS n FROM mention WHERE thing = ?", [other])[
            "n"
        ].to_pylist() == [2]


@pytest.mark.parametrize("compacted", [False, True])
def test_of_a_feed_it_follows_as_of_the_same_rows_taken_one_by_one(
    building: Building, tmp_path: Path, compacted: bool
) -> None:
    some = calls(60)
    other = Building(tmp_path / "two")
    try:
        told = []
        for one, fed in ((building, True), (other, False)):
            case = one.furnish()
            if fed:
                load = bring_feed(one, case, "calls.csv", [as_block(some)])
            else:
                one.bring(case, "calls.csv", [as_row(call) for call in some])
            if fed and compacted:
                with one.act("test-load.any", case) as act:
                    assert isinstance(act.hand, Writer)
                    act.release(act.hand.compact_load(load))
            phones = [IDS.thing("phone", f"+44770090000{n}") for n in (1, 2)]
            with one.view(case) as view:
                before = answers(view)
                ends = [on(view, phone) for phone in phones]
            name = judged(one, case, ends, "same", None)
            with one.view(case) as view:
                entity = view.entities().stands_for(phones[0])
                assert entity == view.entities().stands_for(phones[1]) not in phones
                said = view.run("SELECT entity, kind, label, property, raw FROM said").to_pylist()
                told.append(rows(answers(view) | {"said": said}, entity))
            judged(one, case, ends, "withdrawn", name)
            with one.view(case) as view:
                assert answers(view) == before
        assert told[0] == told[1]
        assert any("ENTITY" in row for row in told[0]["event_by_thing"])
        assert any("ENTITY" in row for row in told[0]["event_by_time"])
    finally:
        other.close()


def on(view: View, thing: str) -> Stands:
    """The first mention of a thing."""
    first = view.mentions_of([thing])[thing][0]
    asked = "SELECT id AS mention, load, pos, handling FROM mention WHERE id = ?"
    (row,) = view.run(asked, [first]).to_pylist()
    return Stands(**row)


def judged(
    building: Building, case: str, ends: Sequence[Stands], verdict: Verdict, gone: str | None
) -> str:
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        made = Judged(ends[0], ends[1], verdict, "looked at both", False, withdraws=gone)
        return act.release(act.hand.judge(made))


def rows(said: dict[str, Any], entity: str) -> dict[str, list[str]]:
    """Rows of each relation, in an order that does not rest on the id of the entity."""
    return {
        name: sorted(repr(row).replace(entity, "ENTITY") for row in found)
        for name, found in said.items()
        if isinstance(found, list)
    }
