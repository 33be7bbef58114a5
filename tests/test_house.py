"""The house: what it refuses to open, and the one way through which everything is used."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.house import BECAUSE, load, opened, use

from remit import house as house_module
from remit.errors import Damaged, Misuse, Refused, RemitError, Unavailable
from remit.exercise import Exercise, init
from remit.house import House
from remit.ledger.entry import Entry
from remit.ledger.note import Signer, sign_note
from remit.workspace import LastHead, ServiceKeys, Workspace


@pytest.fixture
def made(tmp_path: Path) -> Exercise:
    return init(tmp_path)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path / "exercise") as one:
        yield one


def edit(made: Exercise, **changes: Any) -> None:
    """Edit a workspace's description, as whoever holds its folder can."""
    path = made.home / "workspace.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(facts | changes), encoding="utf-8")


class _Clock(datetime):
    """The machine's clock, moved by `by`."""

    by = timedelta()

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.by


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[_Clock]:
    monkeypatch.setattr(_Clock, "by", timedelta())
    for module in ("remit.house", "remit.ledger.log"):
        monkeypatch.setattr(f"{module}.datetime", _Clock)
    return _Clock


# What it began as


@pytest.mark.parametrize("name", ["kind", "expires", "id"])
def test_what_the_first_entry_says_cannot_be_edited(made: Exercise, name: str) -> None:
    later = (made.expires + timedelta(days=1)).isoformat()
    edit(made, **{name: {"kind": "operational", "expires": later, "id": "workspace-other"}[name]})
    with pytest.raises(Damaged, match="first entry says"):
        House.open(made.home, made.keys)


def test_an_exercise_without_an_end_is_refused(made: Exercise) -> None:
    edit(made, expires=None)
    with pytest.raises(Damaged, match="expires"):
        House.open(made.home, made.keys)


def test_an_operational_workspace_cannot_pose_as_an_exercise(tmp_path: Path) -> None:
    overseers = [signer_of(name) for name in ("one", "two")]
    workspace = Workspace.make(tmp_path / "workspace", "operational")
    keys = ServiceKeys.make(tmp_path / "keys")
    House.create(workspace, keys, overseers).close()
    House.open(workspace.home, keys.folder).close()
    path = workspace.home / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("operational", "exercise"))
    with pytest.raises(Damaged, match="kind"):  # else `--as` would take anyone's word
        House.open(workspace.home, keys.folder)


def test_a_first_entry_rewritten_in_the_database_is_found(made: Exercise) -> None:
    House.open(made.home, made.keys).close()
    edit(made, kind="operational")
    with sqlite3.connect(made.home / "state.sqlite") as db:
        (entry,) = db.execute("SELECT entry FROM leaf WHERE seq = 0").fetchone()
        changed = bytes(entry).replace(b'"kind":"exercise"', b'"kind":"operational"')
        assert changed != bytes(entry)
        db.execute("UPDATE leaf SET entry = ? WHERE seq = 0", (changed,))
    with pytest.raises(Damaged):
        House.open(made.home, made.keys)


# How far it had come


def test_an_older_copy_of_the_database_is_noticed(made: Exercise, tmp_path: Path) -> None:
    House.open(made.home, made.keys).close()
    older = tmp_path / "older"
    shutil.copytree(made.home, older)
    house = House.open(made.home, made.keys)
    house.brakes.pull(house.actors.get("overseer-1"), "all", "Stopped until it is reviewed")
    house.close()
    shutil.rmtree(made.home)
    older.rename(made.home)
    with pytest.raises(Damaged, match="older copy"):
        House.open(made.home, made.keys)


def test_a_rewritten_history_is_noticed(made: Exercise) -> None:
    house = House.open(made.home, made.keys)
    house.close()
    with sqlite3.connect(made.home / "state.sqlite") as db:
        db.execute("DELETE FROM leaf WHERE seq = (SELECT MAX(seq) FROM leaf)")
    with pytest.raises(Damaged):
        House.open(made.home, made.keys)


def test_what_another_process_wrote_meanwhile_is_no_rewriting(made: Exercise) -> None:
    one, other = House.open(made.home, made.keys), House.open(made.home, made.keys)
    other.log.append(Entry("test", {"n": 1}))
    other.close()
    one.log.append(Entry("test", {"n": 2}))
    one.close()
    House.open(made.home, made.keys).close()


def test_a_head_that_another_key_signed_is_refused(made: Exercise, tmp_path: Path) -> None:
    house = House.open(made.home, made.keys)
    forged = house.log.checkpoint().replace("exercise", "exorcise")
    house.close()
    LastHead(made.keys).keep(forged)
    with pytest.raises(Damaged, match="head"):
        House.open(made.home, made.keys)


def test_a_missing_ledger_is_no_house(made: Exercise) -> None:
    (made.home / "state.sqlite").unlink()
    with pytest.raises(Unavailable, match="ledger is missing"):
        House.open(made.home, made.keys)


def test_an_emptied_ledger_is_no_house(made: Exercise) -> None:
    with sqlite3.connect(made.home / "state.sqlite") as db:
        for table in ("leaf", "tile", "head"):
            db.execute(f"DELETE FROM {table}")
    with pytest.raises(Unavailable, match="no ledger"):
        House.open(made.home, made.keys)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE brake SET released_at = '2026-01-01T00:00:00Z'",
        "DELETE FROM brake",
        "UPDATE remit SET state = 'live' WHERE state = 'revoked'",
    ],
)
def test_a_brake_or_a_remit_undone_in_the_database_is_noticed(
    made: Exercise, statement: str
) -> None:
    house = House.open(made.home, made.keys)
    overseer = house.actors.get("overseer-1")
    house.remits.revoke(overseer, "remit-search", "Revoked by a test")
    house.brakes.pull(overseer, "all", "Stopped until it is reviewed")
    house.close()
    House.open(made.home, made.keys).close()
    with sqlite3.connect(made.home / "state.sqlite") as db:
        assert db.execute(statement).rowcount == 1
    with pytest.raises(Damaged, match="tampered"):
        House.open(made.home, made.keys)


def test_what_was_suspended_resumed_and_released_stands(made: Exercise) -> None:
    house = House.open(made.home, made.keys)
    overseer = house.actors.get("overseer-1")
    names = ("overseer-1", "overseer-2")
    keys = [Signer.read((made.keys / f"{name}.key").read_text()) for name in names]
    house.remits.suspend(overseer, "remit-search", "Suspended by a test")
    text = house.remits.resume_statement("remit-search")
    house.remits.resume(overseer, "remit-search", sign_note(text, keys[:1]))
    house.brakes.pull(overseer, "all", "Stopped until it is reviewed")
    text = house.brakes.statement("all", "Reviewed and fine")
    house.brakes.release("all", "Reviewed and fine", [sign_note(text, [key]) for key in keys])
    house.close()
    house = House.open(made.home, made.keys)
    assert house.remits.get("remit-search").state == "live"
    house.close()


# The clock


def test_a_clock_set_back_does_not_bring_an_exercise_back(
    made: Exercise, clock: type[_Clock]
) -> None:
    clock.by = timedelta(days=13)
    house = House.open(made.home, made.keys)
    house.log.append(Entry("test", {"n": 1}))
    clock.by = timedelta(days=14, minutes=5)
    with (
        pytest.raises(Refused, match="ended"),
        house.act(
            house.actors.get("analyst"),
            "product.list",
            case=made.case,
            purpose=None,
            because=BECAUSE,
        ),
    ):
        pass
    house.log.append(Entry("test", {"n": 2}))
    house.close()
    clock.by = timedelta()
    for _ in range(2):  # an entry written under the wrong clock does not set the ledger back
        with pytest.raises(Refused, match="ended"):
            House.open(made.home, made.keys)


def test_the_ledger_never_goes_back_in_time(made: Exercise, clock: type[_Clock]) -> None:
    house = House.open(made.home, made.keys)
    clock.by = timedelta(hours=1)
    house.log.append(Entry("test", {"n": 1}))
    high = house.log.head().at
    clock.by = timedelta()
    house.log.append(Entry("test", {"n": 2}))
    assert house.log.head().at == high
    house.close()


# Keys and folders


def test_keys_inside_the_workspace_are_refused(made: Exercise) -> None:
    inside = made.home / "keys"
    shutil.copytree(made.keys, inside)
    with pytest.raises(Misuse, match="inside the workspace"):
        House.open(made.home, inside)
    link = made.keys.parent / "link"
    link.symlink_to(inside)
    with pytest.raises(Misuse, match="inside the workspace"):
        House.open(made.home, link)


def test_it_does_not_clean_up_behind_a_link(made: Exercise, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("keep me")
    (made.home / "sealed" / "load-0").symlink_to(precious)
    House.open(made.home, made.keys).close()
    assert (precious / "file").read_text() == "keep me"


def test_neither_house_nor_keys_print_a_secret(made: Exercise) -> None:
    house = House.open(made.home, made.keys)
    keys = ServiceKeys.read(made.keys)
    shown = " ".join(map(repr, (house, keys, house.log, house.keys, house.signin, house.store)))
    for secret in (keys.log, keys.field, keys.master, keys.ids):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown
    house.close()


def test_a_service_that_cannot_write_its_keys_folder_still_opens(made: Exercise) -> None:
    (made.keys / f"last-head.{os.getpid()}.part").mkdir()
    House.open(made.home, made.keys).close()
    assert not (made.keys / "last-head").exists()


# Using it


def test_a_use_gives_its_answer_and_its_act(house: House, tmp_path: Path) -> None:
    load(house, tmp_path)
    answer = use(house, "analyst", "search.people", query="demir")
    assert [hit["label"] for hit in answer.result["hits"]] == ["Aylin Demir"]
    record = house.acts.get(answer.act)
    assert (record.actor, record.verb, record.state) == ("analyst", "search.people", "released")


def test_an_unknown_verb_or_parameter_is_misuse_and_no_act(house: House) -> None:
    before = house.log.head().size
    with pytest.raises(Misuse, match="no such verb"):
        use(house, "analyst", "search.everything")
    with pytest.raises(Misuse, match="not colour"):
        use(house, "analyst", "search.people", query="demir", colour="red")
    with pytest.raises(Misuse, match="not text"):
        use(house, "analyst", "search.people", query="\udcff")
    assert house.log.head().size == before


def test_a_refusal_is_raised_with_its_act(house: House) -> None:
    with pytest.raises(Refused) as refused:
        use(house, "overseer-1", "search.people", query="demir")
    assert refused.value.act is not None
    assert house.acts.get(refused.value.act).state == "denied"


def test_a_workspace_takes_two_overseers(tmp_path: Path) -> None:
    workspace = Workspace.make(tmp_path / "workspace", "operational")
    one = signer_of("one")
    with pytest.raises(Misuse, match="two overseers"):
        House.create(workspace, ServiceKeys.make(tmp_path / "keys"), [one, one])


def test_only_an_exercise_is_capped(tmp_path: Path) -> None:
    workspace = Workspace.make(tmp_path / "workspace", "operational")
    keys = ServiceKeys.make(tmp_path / "keys")
    overseers = [signer_of(name) for name in ("one", "two")]
    house = House.create(workspace, keys, overseers)
    assert not house.exercise
    assert house_module.EXERCISE_ROWS > 0
    assert house.store._room.max_rows is None
    house.close()


def test_a_second_ledger_is_never_begun_over_a_first(made: Exercise) -> None:
    workspace = Workspace.read(made.home)
    with pytest.raises(RemitError, match="already holds"):
        House.create(workspace, ServiceKeys.read(made.keys), ["a", "b"])


def signer_of(name: str) -> str:
    """Verifier key of a new overseer, whose private key nobody keeps."""
    return Signer(f"overseer-{name}", os.urandom(32)).vkey
