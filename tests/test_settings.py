"""Settings: from the environment, each by its name, and nothing else."""

from pathlib import Path

import pytest

from remit import settings as room
from remit.errors import Misuse
from remit.settings import NAMES, settings, unknown
from remit.workspace import Workspace


def test_nothing_set_sets_nothing() -> None:
    assert set(vars(settings({})).values()) == {None}


def test_every_name_is_read_and_written_down() -> None:
    read = settings({name: f"value of {name}" for name in NAMES})
    held = {str(value) for value in vars(read).values()}
    assert held == {f"value of {name}" for name in NAMES}
    assert all(f"`{name}`" in (room.__doc__ or "") for name in NAMES)


def test_an_empty_setting_is_none() -> None:
    assert set(vars(settings(dict.fromkeys(NAMES, ""))).values()) == {None}


def test_a_misspelt_name_is_noticed() -> None:
    assert unknown({"REMIT_HOEM": "x", "REMIT_HOME": "y", "PATH": "z"}) == ["REMIT_HOEM"]


def test_home_names_the_workspace_or_the_folder_around_it(tmp_path: Path) -> None:
    made = Workspace.make(tmp_path / "workspace", "exercise")
    for named in (tmp_path, made.home):
        found = settings({"REMIT_HOME": str(named)}).workspace()
        assert found == (made.home, tmp_path / "keys")


def test_keys_may_lie_elsewhere(tmp_path: Path) -> None:
    made = Workspace.make(tmp_path / "workspace", "exercise")
    read = settings({"REMIT_HOME": str(made.home), "REMIT_KEYS": "/elsewhere"})
    assert read.workspace() == (made.home, Path("/elsewhere"))


def test_without_a_workspace_it_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="set REMIT_HOME"):
        settings({}).workspace()
    with pytest.raises(Misuse, match="not a workspace"):
        settings({"REMIT_HOME": str(tmp_path)}).workspace()
