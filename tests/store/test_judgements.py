"""Judgements: who is one in a view follows from them, and from nothing that is out of it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.authority.office import signed
from tests.store.building import Building, a_row
from tests.store.judging import Who, judge, mention, withdraw
from tests.store.test_non_interference import ASKED, seen

from remit.errors import NotFound
from remit.store import tables
from remit.store.view import View
from remit.store.writer import Writer

HANDLING = frozenset({"ordinary", "sensitive"})


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    made = Building(tmp_path / "workspace")
    yield made
    made.close()


def people(building: Building, case: str | None, count: int = 4, **changes: Any) -> list[Who]:
    """People of one load, one a row, each with a car of their own."""
    rows = [a_row(pos, plate=f"AB{pos:02d} CDE") for pos in range(2, 2 + count)]
    load = building.bring(case, f"people-{len(changes)}-{count}.csv", rows, **changes)
    return [(load, row.pos) for row in rows]


def entities(building: Building, case: str | None, *who: Who) -> list[str]:
    """What each is known as now."""
    with building.view(case) as view:
        return [view.entities().stands_for(mention(one)) for one in who]


def narrow(building: Building) -> None:
    """A new version of the remit that reads: ordinary handling alone."""
    held = building.remits.get("remit-read")
    document = yaml.safe_load(held.document) | {"handling": ["ordinary"]}
    document.pop("version", None)
    submitted = building.remits.submit(building["supervisor-1"], yaml.safe_dump(document))
    text = building.remits.get("remit-read", submitted.version).document
    building.remits.approve(building["overseer-1"], "remit-read", signed(text, "overseer-1"))


def test_everything_that_stands_of_a_mention_follows_its_entity(building: Building) -> None:
    case = building.furnish()
    a, b, c, _ = people(building, case)
    judge(building, case, a, b)
    (one, two, three) = entities(building, case, a, b, c)
    assert one == two != three == mention(c)
    with building.view(case) as view:
        for relation in ("said", "event_by_thing", "mention"):
            column = "entity" if relation == "said" else "thing"
            asked = f"SELECT count(*) AS n FROM {relation} WHERE {column} = ?"
            assert view.run(asked, [one])["n"].to_pylist() == [2], relation
            assert view.run(asked, [mention(a)])["n"].to_pylist() == [0], relation
        assert view.run("SELECT DISTINCT a FROM linked WHERE a = ?", [one]).num_rows == 1
        assert view.graph().degree(one) == 2
        assert view.graph().degree(mention(a)) == 0
        known = view.run("SELECT id, entity FROM same_as ORDER BY id").to_pylist()
        assert known == [{"id": m, "entity": one} for m in sorted((mention(a), mention(b)))]


def test_judged_and_withdrawn_is_the_view_before(building: Building) -> None:
    case = building.furnish()
    a, b, c, d = people(building, case)
    judge(building, case, a, b)
    asked = [sql for sql in ASKED if "same_as" not in sql]  # an id that was there leads on
    before = seen(building, case, asked)
    for verdict in ("same", "different", "cannot-tell"):
        for pair in ((b, c), (a, b), (c, d)):
            name = judge(building, case, *pair, verdict)  # type: ignore[arg-type]
            withdraw(building, case, *pair, name)
            assert seen(building, case, asked) == before


def test_two_that_meet_only_in_one_out_of_view_are_not_joined(building: Building) -> None:
    case = building.furnish(handling=HANDLING)
    (a, b) = people(building, case, 2)
    (hidden,) = people(building, case, 1, handling="sensitive")
    judge(building, case, a, hidden)
    judge(building, case, hidden, b)
    wide = entities(building, case, a, b)
    assert wide[0] == wide[1]
    narrow(building)
    assert entities(building, case, a, b) == [mention(a), mention(b)]
    with building.view(case) as view:
        assert view.judgements() == ()
        assert view.run("SELECT * FROM same_as").num_rows == 0


def test_one_for_a_case_alone_counts_in_no_other(building: Building) -> None:
    case = building.furnish()
    a, b, c, _ = people(building, case, of_case=False, source="test-crime")
    judge(building, case, a, b, of_case=True)
    judge(building, case, b, c)
    other = building.open_case().id
    assert len(set(entities(building, case, a, b, c))) == 1
    assert entities(building, other, a)[0] == mention(a)
    one, two = entities(building, other, b, c)
    assert one == two


def test_a_reason_is_told_in_its_case_and_lies_sealed(building: Building) -> None:
    case = building.furnish()
    a, b, *_ = people(building, case, of_case=False)
    name = judge(building, case, a, b)
    other = building.open_case().id
    with building.view(case) as view:
        assert view.reasons(view.judgements()) == {name: f"why {a} {b}"}
    with building.view(other) as view:
        assert [one.id for one in view.judgements()] == [name]
        assert view.reasons(view.judgements()) == {}
    with building.engine.connect() as conn:
        (sealed,) = conn.execute(select(tables.judgement.c.reason_sealed)).scalars()
    assert b"why" not in sealed


def test_a_judgement_is_a_leaf_that_says_nothing_of_whom(building: Building) -> None:
    case = building.furnish()
    a, b, *_ = people(building, case)
    name = judge(building, case, a, b)
    back = withdraw(building, case, a, b, name)
    leaves = [building.log.entry_bytes(n) for n in range(building.log.head().size)]
    told = [leaf for leaf in leaves if b"judgement." in leaf]
    assert [name.encode() in told[0], back.encode() in told[1]] == [True, True]
    assert all(mention(who).encode() not in leaf for leaf in leaves for who in (a, b))


def test_both_must_be_in_view_to_be_judged(building: Building) -> None:
    case = building.furnish()
    a, *_ = people(building, case, 2)
    (hidden,) = people(building, case, 1, handling="sensitive")
    with pytest.raises(NotFound):
        judge(building, case, a, hidden)


def test_rebuilt_as_at_a_past_time(building: Building) -> None:
    case = building.furnish()
    a, b, c, _ = people(building, case)
    began = datetime(2020, 1, 1, tzinfo=UTC)
    judge(building, case, a, b)
    with building.view(case) as view:
        first = view.entities()
        (then,) = (one.made_at for one in view.judgements())
    time.sleep(1.1)  # times are told in whole seconds
    judge(building, case, b, c)
    with building.view(case) as view:
        assert view.entities(then) == first
        assert view.entities(began).joined == {}
        assert view.entities(datetime(2100, 1, 1, tzinfo=UTC)) == view.entities() != first


ERASED = st.fixed_dictionaries(
    {
        "judged": st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(["same", "different"])),
            min_size=1,
            max_size=4,
        ),
        "row": st.none() | st.integers(0, 1),
    }
)


@settings(max_examples=4)
@given(asked=ERASED)
def test_an_erasure_takes_the_judgements_on_it_along(
    tmp_path_factory: pytest.TempPathFactory, asked: dict[str, Any]
) -> None:
    building = Building(tmp_path_factory.mktemp("erased") / "workspace")
    case = building.furnish(handling=HANDLING)
    stay = people(building, case, 3)
    gone = people(building, case, 2, handling="sensitive")
    judge(building, case, stay[0], stay[1])
    for one, other, verdict in asked["judged"]:
        judge(building, case, stay[one], gone[other], verdict)
    row = asked["row"]
    with building.act("erase.load" if row is None else "erase.record", case) as act:
        assert isinstance(act.hand, Writer)
        load, pos = gone[row or 0]
        act.release(act.hand.erase_load(load) if row is None else act.hand.erase_record(load, pos))
    with building.engine.connect() as conn:
        left = conn.execute(select(tables.judgement.c["a", "b"])).all()
    lost = {mention(who) for who in (gone if row is None else [gone[row]])}
    assert not lost & {end for pair in left for end in pair}
    kept = [one for _, one, _ in asked["judged"] if row is not None and one != row]
    assert len(left) == 1 + len(kept)
    building.close()


def test_a_retracted_load_takes_its_judgements_out_of_view_and_back(building: Building) -> None:
    case = building.furnish()
    a, *_ = people(building, case)
    (away,) = people(building, case, 1)
    judge(building, case, a, away)
    before = entities(building, case, a, away)
    for verb, joined in (("retract", False), ("restore", True)):
        with building.act(f"erase.{verb}", case) as act:
            assert isinstance(act.hand, Writer)
            turn = act.hand.retract_load if verb == "retract" else act.hand.restore_load
            act.release(turn(away[0]))
        assert (entities(building, case, a, away) == before) is joined


def test_products_that_cite_a_row_are_told(building: Building) -> None:
    case = building.furnish()
    a, b, *_ = people(building, case)
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        act.hand.cite([a])
        product = act.hand.save_product("profile", {"a.html": b"<p>one</p>"})
        act.release("")
    with building.view(case) as view:
        assert view.resting([a, b]) == {product: 1}
        assert view.resting([b]) == {}
