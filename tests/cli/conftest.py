"""The command line as its user meets it: words in, exit code and two streams out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.city import city_files

from remit.cli import main
from remit.exercise import Exercise, init


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    def lines(self) -> list[dict[str, Any]]:
        """What it printed with `--json`."""
        return [json.loads(line) for line in self.out.splitlines()]

    def line(self) -> dict[str, Any]:
        """The one object it printed with `--json`."""
        (only,) = self.lines()
        return only


Run = Callable[..., Ran]
Files = tuple[Path, ...]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in this process."""

    def run_one(*words: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run_one


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """An exercise of this file's own."""
    return init(tmp_path_factory.mktemp("exercise"))


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Two months of the city's crime, and its register of people."""
    return city_files(tmp_path_factory.mktemp("city"), months=2)


@pytest.fixture
def at_work(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exercise]:
    """The exercise, configured as `remit init` says."""
    for name, value in exercise.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REMIT_BECAUSE", "Checking that the commands do what they say")
    return exercise


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a workspace."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
