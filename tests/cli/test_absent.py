"""Where exercises are not installed the command line says so plainly."""

import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run


@pytest.fixture
def without_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that installed `remit` alone."""
    for name in [n for n in sys.modules if n.startswith(("remit.exercise", "remit.world"))]:
        monkeypatch.delitem(sys.modules, name)

    class Absent:
        def find_spec(self, name: str, *_: object) -> None:
            if name.split(".")[:2] in (["remit", "exercise"], ["remit", "world"]):
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(sys, "meta_path", [Absent(), *sys.meta_path])


@pytest.mark.usefixtures("without_exercises")
def test_init_exercise_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("init", tmp_path / "exercise", "--exercise")
    assert ran.code == 1
    assert "exercises are not installed on this host" in ran.err


@pytest.mark.usefixtures("without_exercises")
def test_the_other_commands_do_not_need_them(run: Run) -> None:
    assert run("--help").code == 0
    assert run("demo", "--help").code == 0
