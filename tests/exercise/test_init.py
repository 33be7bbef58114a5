"""An exercise is like the real thing in every check, and can never become it."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from remit.authority.capability import registered
from remit.errors import Misuse, Refused, RemitError
from remit.exercise import DAYS, PEOPLE, Exercise, init
from remit.exercise.first_remits import templates
from remit.exercise.standing import found_or_made
from remit.house import House
from remit.workspace import ServiceKeys, Workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """An exercise, made once."""
    return init(tmp_path_factory.mktemp("exercise"))


def test_everyone_is_enrolled_and_the_case_is_open(made: Exercise) -> None:
    house = House.open(made.home, made.keys)
    assert {actor.id for actor in house.actors.all()} == {person.id for person in PEOPLE}
    case = house.cases.get(made.case)
    assert case.state == "open"
    assert {"analyst", "supervisor", "data-engineer"} <= case.members
    assert case.proposed_by != case.opened_by
    house.close()


def test_every_capability_has_a_live_remit_signed_by_an_overseer(made: Exercise) -> None:
    house = House.open(made.home, made.keys)
    capabilities = {verb.capability.id for verb in registered().values()}
    held = house.remits.list()
    assert {one.remit.capability for one in held} == capabilities
    for one in held:
        assert one.state == "live"
        assert one.submitted_by == "supervisor"
        assert one.note is not None
        assert one.remit.valid_to <= made.expires
    house.close()


def test_every_template_is_for_a_capability_there_is() -> None:
    assert set(templates()) <= {verb.capability.id for verb in registered().values()}


def test_it_ends_after_fourteen_days(made: Exercise) -> None:
    left = made.expires - datetime.now(UTC)
    assert timedelta(days=DAYS) - left < timedelta(minutes=10)
    assert DAYS == 14


def test_its_origin_says_exercise(made: Exercise) -> None:
    assert "exercise" in Workspace.read(made.home).origin.split("/")


def test_keys_lie_beside_the_workspace_and_are_private(made: Exercise) -> None:
    names = {path.name for path in made.keys.iterdir()} - {"last-head"}
    assert names == {"service.json", "overseer-1.key", "overseer-2.key"}
    for path in made.keys.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(made.home.rglob("*.key"))


def test_it_refuses_beside_an_operational_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.make(tmp_path / "force" / "workspace", "operational")
    monkeypatch.setenv("REMIT_HOME", str(tmp_path / "force"))
    with pytest.raises(Misuse, match="operational"):
        init(tmp_path / "exercise")
    assert not (tmp_path / "exercise" / "workspace").exists()


def test_it_is_never_made_over_something_else(tmp_path: Path) -> None:
    ServiceKeys.make(tmp_path / "keys")
    with pytest.raises(Misuse, match="is there already"):
        init(tmp_path)
    assert (tmp_path / "keys" / "service.json").is_file()


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[str]:
        raise RuntimeError("half way")

    monkeypatch.setattr("remit.exercise.set_up.documents", fail)
    with pytest.raises(RuntimeError):
        init(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_it_cannot_be_made_operational_by_editing_its_description(tmp_path: Path) -> None:
    made = init(tmp_path)
    path = made.home / "workspace.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(facts | {"kind": "operational"}), encoding="utf-8")
    with pytest.raises(RemitError):
        House.open(made.home, made.keys)


def test_an_expired_exercise_is_moved_aside_and_a_new_one_made(tmp_path: Path) -> None:
    made = init(tmp_path)
    assert found_or_made(tmp_path) == (made.home, made.keys, None)
    path = made.home / "workspace.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(facts | {"expires": "2026-01-01T00:00:00+00:00"}))
    with pytest.raises(Refused, match="ended"):
        House.open(made.home, made.keys)
    home, keys, moved = found_or_made(tmp_path)
    assert moved == "expired-2026-01-01T000000Z"
    assert (tmp_path / moved / "workspace" / "state.sqlite").is_file()
    assert Workspace.read(home).expires > datetime.now(UTC)
    House.open(home, keys).close()
