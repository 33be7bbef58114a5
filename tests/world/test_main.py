"""A city from the command line."""

from pathlib import Path

import pytest

from remit.world.__main__ import main


def test_it_writes_what_is_asked_and_names_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--residents", "300", "--days", "14", "--seed", "4"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err
    assert all(Path(line).exists() for line in said.err.splitlines())
    assert (tmp_path / "truth" / "truth.json").exists()


def test_a_size_out_of_range_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--residents", "7"]) == 2
    assert "from 300" in capsys.readouterr().err
