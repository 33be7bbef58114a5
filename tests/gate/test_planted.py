"""Bypasses planted on purpose: each is reported by the check, or opens nothing at all."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pyarrow.parquet as pq
import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from fastapi import FastAPI
from sqlalchemy import select
from tests.gate import ways
from tests.gate.check import Forged, given_away, unguarded, unlisted, unrecorded
from tests.gate.place import Place, canaries_in, placed
from tests.test_direction import SEALED, _imports

from remit.authority import capability, tables
from remit.cli.main import COMMANDS
from remit.errors import Stopped
from remit.store.sealed import SealedReader
from remit.store.tables import load
from remit.store.view import View
from remit.web.desk import AtDesk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One place for the file."""
    with placed(tmp_path_factory.mktemp("planted")) as made:
        yield made


@pytest.fixture
def place(shared: Place) -> Iterator[Place]:
    """The place, without what a test planted in its app."""
    before = list(shared.app.router.routes)
    yield shared
    shared.app.router.routes[:] = before


def all_rows(place: Place, key_of: Callable[[str], bytes]) -> str:
    """Every mention in the workspace, opened straight from its sealed file."""
    room = place.house.store._room
    with place.house.engine.connect() as conn:
        loads = list(conn.execute(select(load.c.id)).scalars())
    found = []
    for part in room.catalogue.parts(loads, "final"):
        if part.relation == "mention":
            path, about = room.catalogue.path(part), f"{part.load}/{part.name}"
            with SealedReader(path, key_of(part.key_name), about) as sealed:
                found.append(str(pq.read_table(sealed).to_pylist()))
    return " ".join(found)


def stolen_key(place: Place) -> Callable[[str], bytes]:
    """Data keys unwrapped by hand: what only code inside the service account can do."""

    def key_of(name: str) -> bytes:
        query = select(tables.data_key.c.wrapped).where(tables.data_key.c.name == name)
        with place.house.engine.connect() as conn:
            wrapped = conn.execute(query).scalar_one()
        return aes_key_unwrap(place.house.keys._master, wrapped)

    return key_of


def old_view(place: Place) -> View:
    """A view whose act is over."""
    analyst = place.house.actors.get("analyst")
    because = "Looked at once, and kept"
    with place.house.act(
        analyst, "search.people", case=place.case, purpose=None, because=because
    ) as act:
        view = act.hand
        act.release([])
    assert isinstance(view, View)
    return view


# What opens nothing


def test_a_view_kept_after_its_act_opens_nothing(place: Place) -> None:
    view = old_view(place)
    for question in (
        lambda: view.run("SELECT * FROM mention"),
        view.graph,
        view.products,
        lambda: view.product(place.product),
        lambda: view.cite([(place.load, 2)]),
    ):
        with pytest.raises(Stopped):
            question()


def test_a_function_called_with_an_old_or_forged_hand_opens_nothing(place: Place) -> None:
    function = capability.registered()["search.people"].function
    view = old_view(place)
    with pytest.raises(Stopped):
        function(view, "zephyr")
    view.act = Forged(place.act, "search.people")  # type: ignore[assignment]
    with pytest.raises(Stopped):
        function(view, "zephyr")


def test_no_key_is_leased_to_what_only_looks_like_an_act(place: Place) -> None:
    forged = Forged(place.act, "search.people")
    with pytest.raises(Stopped, match="act"):
        all_rows(place, lambda name: place.house.keys.lease(forged, name))


# What the check reports


def test_a_route_that_opens_sealed_files_is_reported(place: Place) -> None:
    place.app.add_api_route("/planted", lambda: {"rows": all_rows(place, stolen_key(place))})
    assert "GET /planted is on no list" in unlisted(place)
    assert any("GET /planted" in fault for fault in given_away(place, None))
    with place.braked():
        answer = ways.ask_route(place, "analyst", "GET /planted")
    assert "quillfeather" in answer.canaries
    assert unrecorded(place, "analyst", [(0, answer)])


def test_a_route_that_counts_is_reported(place: Place) -> None:
    def count() -> dict[str, int]:
        return {"n": all_rows(place, stolen_key(place)).count("Obsidian Mews")}

    place.app.add_api_route("/api/counted", count)
    assert any("GET /api/counted" in fault for fault in given_away(place, None))


def test_a_route_with_a_view_kept_after_its_act_is_reported(place: Place) -> None:
    view = old_view(place)
    place.app.add_api_route("/old-view", lambda: view.run("SELECT * FROM mention").to_pylist())
    assert unlisted(place) == ["GET /old-view is on no list"]
    assert ways.ask_route(place, "analyst", "GET /old-view").canaries == []


@pytest.mark.parametrize("released", [False, True])
def test_a_route_whose_act_released_nothing_or_is_not_named_is_reported(
    place: Place, *, released: bool
) -> None:
    def show(desk: AtDesk) -> dict[str, Any]:
        because = "A test plants what it should not"
        with desk.house.act(
            desk.actor, "search.people", case=place.case, purpose=None, because=because
        ) as act:
            assert isinstance(act.hand, View)
            rows = act.hand.run("SELECT * FROM mention").to_pylist()
            if released:
                act.release(rows)
        return {"rows": str(rows)} if released else {"rows": str(rows), "act": act.id}

    place.app.add_api_route("/planted", show)
    before = place.house.log.head().size
    answer = ways.ask_route(place, "analyst", "GET /planted")
    assert answer.canaries
    assert unrecorded(place, "analyst", [(before, answer)]) == [
        f"GET /planted gave {answer.canaries} under no act that it names"
    ]


def test_a_route_that_names_somebody_elses_act_is_reported(place: Place) -> None:
    place.app.add_api_route(
        "/planted", lambda: {"rows": all_rows(place, stolen_key(place)), "act": place.act}
    )
    before = place.house.log.head().size
    answer = ways.ask_route(place, "analyst", "GET /planted")
    assert unrecorded(place, "analyst", [(before, answer)])


def test_a_mounted_app_is_reported(place: Place) -> None:
    place.app.mount("/beside", FastAPI())
    assert unlisted(place) == ["GET /beside is on no list"]


def test_a_verb_without_its_guard_is_reported(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = capability.REGISTRY["search.people"]

    def everything(_hand: object, query: str = "") -> str:
        """Everything there is."""
        return all_rows(place, stolen_key(place))

    planted = replace(guarded, id="search.everything", function=everything)
    monkeypatch.setitem(capability.REGISTRY, planted.id, planted)
    assert {fault.split()[0] for fault in unguarded(place)} == {"search.everything"}
    assert canaries_in(everything(None))


def test_a_command_that_opens_sealed_files_is_reported(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def planted() -> None:
        """Print everything."""
        click.echo(all_rows(place, stolen_key(place)))

    monkeypatch.setitem(COMMANDS, "planted", "planted_here:planted")
    monkeypatch.setitem(sys.modules, "planted_here", SimpleNamespace(planted=planted))  # type: ignore[misc]
    assert "planted is on no list" in unlisted(place)
    with place.braked():
        answer = ways.ask_command(place, "analyst", "planted")
    assert answer is not None
    assert "quillfeather" in answer.canaries


def test_an_import_of_what_opens_sealed_files_is_reported() -> None:
    """The imports are held by `tests/test_direction.py`; this file's own would be noticed there."""
    imported = {name for name, _ in _imports(Path(__file__))}
    assert any(name.startswith(tuple(SEALED)) for name in imported)
