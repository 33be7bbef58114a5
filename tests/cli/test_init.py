"""Making workspaces from the command line."""

from pathlib import Path

import pytest
from tests.cli.conftest import Run

from remit.cli.schemas import Workspace as Printed


@pytest.fixture
def vkeys(run: Run, tmp_path: Path) -> list[str]:
    """Two overseers' verifier keys, made on machines of their own."""
    made = [
        run("keys", "make", name, "--out", tmp_path / f"{name}.key") for name in ("jane", "john")
    ]
    return [word for ran in made for word in ("--overseer", ran.out.strip())]


def test_an_exercise_prints_what_makes_commands_use_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("init", tmp_path / "exercise", "--exercise", "--json").line()
    Printed.model_validate(made)
    for name, value in made["env"].items():
        monkeypatch.setenv(name, value)
    assert run("cases", "show", made["case"], "--json").line()["state"] == "open"
    monkeypatch.setenv("REMIT_HOME", str(tmp_path / "exercise"))  # the folder does as well
    monkeypatch.delenv("REMIT_KEYS")
    assert run("cases", "list").code == 0


def test_an_operational_workspace_has_no_overseers_key(
    run: Run, tmp_path: Path, vkeys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ["--person", "analyst:Ali Jones", "--person", "overseer:Jane Doe"]
    made = run("init", tmp_path / "force", *vkeys, *people, "--json").line()
    assert [p.name for p in (tmp_path / "force" / "keys").iterdir()] == ["service.json"]
    monkeypatch.setenv("REMIT_HOME", made["home"])
    names = [person["person"] for person in run("people", "list", "--json").lines()]
    assert names == ["ali-jones", "jane-doe"]
    assert "/sign-in?token=" in run("people", "link", "ali-jones").out
    assert run("cases", "list", "--as", "ali-jones").code == 2
    refused = run("init", tmp_path / "exercise", "--exercise")
    assert refused.code == 2
    assert "operational" in refused.err


def test_it_takes_two_overseers(run: Run, tmp_path: Path, vkeys: list[str]) -> None:
    assert run("init", tmp_path / "force", *vkeys[:2]).code == 2
    assert not (tmp_path / "force").exists()


def test_nothing_is_overwritten(run: Run, tmp_path: Path, vkeys: list[str]) -> None:
    run("init", tmp_path / "force", *vkeys)
    before = (tmp_path / "force" / "keys" / "service.json").read_bytes()
    assert run("init", tmp_path / "force", *vkeys).code == 2
    assert run("init", tmp_path / "force", "--exercise").code == 2
    assert (tmp_path / "force" / "keys" / "service.json").read_bytes() == before
    assert run("keys", "make", "jane", "--out", tmp_path / "jane.key").code == 2


def test_roles_are_known(run: Run, tmp_path: Path, vkeys: list[str]) -> None:
    assert run("init", tmp_path / "force", *vkeys, "--person", "king:Arthur").code == 2
