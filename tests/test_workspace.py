"""A workspace on disk, and the keys beside it."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from remit.errors import BadInput, Misuse, Unavailable
from remit.workspace import FORMAT, LastHead, ServiceKeys, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=14)
    return Workspace.make(tmp_path / "workspace", "exercise", expires=expires)


def edit(workspace: Workspace, text: str) -> None:
    (workspace.home / "workspace.yaml").write_text(text, encoding="utf-8")


def test_what_is_made_is_read_back(workspace: Workspace) -> None:
    assert Workspace.read(workspace.home) == workspace


def test_its_folders_are_closed_to_others(workspace: Workspace) -> None:
    for name in ("", "sealed", "products", "tmp"):
        assert stat.S_IMODE((workspace.home / name).stat().st_mode) == 0o700


def test_an_exercise_says_so_in_its_origin_and_an_operational_one_does_not(tmp_path: Path) -> None:
    exercise = Workspace.make(tmp_path / "a", "exercise")
    operational = Workspace.make(tmp_path / "b", "operational")
    assert "exercise" in exercise.origin.split("/")
    assert "exercise" not in operational.origin.split("/")
    assert exercise.id != operational.id


def test_one_is_never_made_over_another(workspace: Workspace) -> None:
    with pytest.raises(Misuse, match="already"):
        Workspace.make(workspace.home, "operational")


def test_an_empty_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="not a workspace"):
        Workspace.read(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "id: x", "a: b: c", "!!python/object/apply:os.getcwd []", "just words", "\x00"],
)
def test_a_description_that_is_none_is_named(workspace: Workspace, text: str) -> None:
    edit(workspace, text)
    with pytest.raises(BadInput, match=r"workspace\.yaml"):
        Workspace.read(workspace.home)


@pytest.mark.parametrize(
    "changes", [{"format": FORMAT + 1}, {"kind": "demo"}, {"created": "yesterday"}, {"format": "x"}]
)
def test_a_value_it_cannot_hold_is_refused(workspace: Workspace, changes: dict[str, str]) -> None:
    path = workspace.home / "workspace.yaml"
    edit(workspace, yaml.safe_dump(yaml.safe_load(path.read_text(encoding="utf-8")) | changes))
    with pytest.raises(BadInput):
        Workspace.read(workspace.home)


@pytest.mark.parametrize("part", ["workspace.yaml", "sealed", "products", "tmp"])
def test_a_part_that_is_a_link_is_refused(workspace: Workspace, part: str, tmp_path: Path) -> None:
    (workspace.home / part).rename(tmp_path / "elsewhere")
    (workspace.home / part).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="link"):
        Workspace.read(workspace.home)


def test_the_database_is_in_the_workspace_unless_a_server_is_named(workspace: Workspace) -> None:
    assert workspace.database() == f"sqlite:///{workspace.home}/state.sqlite"
    assert not workspace.exists(None)
    assert workspace.exists("postgresql://somewhere/remit")
    (workspace.home / "state.sqlite").touch()
    assert workspace.exists(None)


def test_its_facts_leave_out_where_it_lies(workspace: Workspace) -> None:
    assert str(workspace.home) not in repr(workspace.facts)
    assert set(workspace.facts) == {"workspace", "kind", "origin", "expires"}


# Keys


def test_keys_are_random_private_and_read_back(tmp_path: Path) -> None:
    one, other = ServiceKeys.make(tmp_path / "one"), ServiceKeys.make(tmp_path / "other")
    assert ServiceKeys.read(tmp_path / "one") == one
    assert len({one.log, one.field, one.master, one.ids, other.log, other.master}) == 6
    assert stat.S_IMODE((tmp_path / "one" / "service.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    ServiceKeys.make(tmp_path)
    with pytest.raises(Misuse, match="never overwritten"):
        ServiceKeys.make(tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620])
def test_keys_that_others_may_read_are_refused(tmp_path: Path, mode: int) -> None:
    ServiceKeys.make(tmp_path)
    (tmp_path / "service.json").chmod(mode)
    with pytest.raises(Unavailable, match="other accounts"):
        ServiceKeys.read(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"log": 1}', '{"log": "###"}', "null"])
def test_what_is_no_key_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "service.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(Unavailable, match="does not hold"):
        ServiceKeys.read(tmp_path)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    ServiceKeys.make(tmp_path)
    path = tmp_path / "service.json"
    held = json.loads(path.read_text())
    path.write_text(json.dumps(held | {"master": "AAAA"}))
    with pytest.raises(Unavailable, match="does not hold"):
        ServiceKeys.read(tmp_path)


def test_missing_keys_open_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no service keys"):
        ServiceKeys.read(tmp_path / "nowhere")


def test_keys_print_nothing_of_themselves(tmp_path: Path) -> None:
    keys = ServiceKeys.make(tmp_path)
    for secret in (keys.log, keys.field, keys.master, keys.ids):
        assert repr(secret)[2:-1] not in repr(keys) + str(keys)


# The last head


def test_the_last_head_is_kept_privately_and_replaced(tmp_path: Path) -> None:
    last = LastHead(tmp_path)
    assert last.read() is None
    last.keep("one")
    last.keep("two")
    assert last.read() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["last-head"]
    assert stat.S_IMODE(last.path.stat().st_mode) == 0o600


def test_a_last_head_that_cannot_be_kept_leaves_the_old_one(tmp_path: Path) -> None:
    last = LastHead(tmp_path / "gone")
    last.keep("one")
    assert last.read() is None
