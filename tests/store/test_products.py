"""Products: sealed, readable within their case and scope, gone with what they rest on."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.store.building import Building, plain_rows

from remit.authority.act import Act
from remit.errors import Misuse, NotFound
from remit.store import tables
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
