"""Products: sealed, readable within their case and scope, gone with what they rest on."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.store.building import IDS, Building, a_row, plain_rows

from remit.authority.act import Act
from remit.errors import Misuse, NotFound
from remit.store import tables
from remit.store.judgements import Judgement
from remit.store.view import View
from remit.store.writer import Writer

FILES = {"profile.html": b"<p>Sheds</p>", "profile.pdf": bytes(200_000)}


def make(building: Building, case: str, loads: list[str] | None = None) -> str:
    with building.act("test-read.any", case) as act:
        return act.release(view_of(act).save_product("profile", FILES, loads))


def view_of(act: Act) -> View:
    assert isinstance(act.hand, View)
    return act.hand


def test_a_product_is_read_back_in_its_case(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", plain_rows(3))
    product = make(building, case)
    with building.view(case) as view:
        assert dict(view.product(product)) == FILES
        assert [(p.id, p.kind) for p in view.products()] == [(product, "profile")]


def test_a_product_of_an_act_that_released_nothing_is_not_there(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", plain_rows(3))
    with building.act("test-read.any", case) as act:
        product = view_of(act).save_product("profile", FILES)
        with pytest.raises(NotFound):
            view_of(act).product(product)
    with building.view(case) as view, pytest.raises(NotFound):
        view.product(product)
    assert list((building.home / "products").iterdir())
    building.store.sweep()
    assert not list((building.home / "products").iterdir())
    with building.engine.connect() as conn:
        assert conn.execute(select(tables.product)).all() == []


def test_another_case_does_not_see_it(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", plain_rows(3), of_case=False)
    product = make(building, case)
    other = building.cases.propose(
        building["analyst-1"], "01/654321/26", "Another", "investigation", "common-law"
    )
    building.cases.open(building["supervisor-1"], other.id)
    with building.view(other.id) as view:
        assert view.products() == []
        with pytest.raises(NotFound):
            view.product(product)


def test_a_product_goes_out_of_scope_with_what_it_rests_on(building: Building) -> None:
    case = building.furnish()
    old = building.bring(case, "old.csv", plain_rows(3), review_due=date(2026, 11, 30))
    building.bring(case, "new.csv", plain_rows(4))
    both, one = make(building, case), make(building, case, [old])
    with building.act("erase.retract", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.retract_load(old))
    with building.view(case) as view:
        for product in (both, one):
            with pytest.raises(NotFound):
                view.product(product)


def test_a_product_rests_only_on_loads_in_view(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", plain_rows(3))
    with building.view(case) as view, pytest.raises(Misuse):
        view.save_product("profile", FILES, ["load-unknown"])


def test_the_workspace_holds_no_product_in_the_clear(building: Building, tmp_path: Path) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", plain_rows(3))
    make(building, case)
    for path in building.home.rglob("*"):
        assert not path.is_file() or b"<p>Sheds</p>" not in path.read_bytes()


def test_who_is_merged_flags_the_products_that_cite_them(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "people.csv", [a_row(pos) for pos in (2, 3, 4)])
    made = {}
    for rows in ((2,), (4,)):
        with building.act("test-read.any", case) as act:
            view_of(act).cite([(load, pos) for pos in rows])
            made[rows] = act.release(view_of(act).save_product("profile", {"a.html": b"<p>.</p>"}))
    with building.act("test-read.any", case) as act:
        view = view_of(act)
        one, other = sorted(IDS.mention(load, pos, "who", "person") for pos in (2, 3))
        at = view.act.opened_at
        same = Judgement("judgement-supposed", 1, one, other, "same", None, None, case, False,
                         view.act.id, "me", at, (load, load))  # fmt: skip
        flagged = view.flag_changed(view.entities(), view.entities(supposing=(same,)))
        act.release(flagged)
    assert flagged == [made[(2,)]]
    with building.act("test-read.any", case) as act:
        flags = {product.id: product.flag for product in view_of(act).products()}
        act.release("")
    assert flags[made[(4,)]] is None
    flag = flags[made[(2,)]]
    assert flag is not None
    assert (flag.rows, flag.people) == (0, 1)
