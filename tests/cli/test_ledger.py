"""The ledger from the command line: published, checked without a workspace, kept."""

from pathlib import Path

import pytest
from tests.cli.conftest import Run

from remit.cli.schemas import Published, Verified
from remit.exercise import Exercise


def test_published_and_verified_by_someone_without_a_workspace(
    run: Run, at_work: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "checkpoint"
    saved.write_text(run("ledger", "checkpoint").out, encoding="utf-8")
    folder = tmp_path / "published"
    published = Published.model_validate(run("ledger", "publish", folder, "--json").line())
    for name in at_work.env:
        monkeypatch.delenv(name)
    ran = run("ledger", "verify", folder, "--checkpoint", saved, "--json")
    verified = Verified.model_validate(ran.line())
    assert ran.code == 0
    assert verified.ok
    assert (verified.size, verified.root) == (published.size, published.root)


def test_a_changed_folder_fails_with_the_reason(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    folder = tmp_path / "published"
    run("ledger", "publish", folder)
    (folder / "extra.txt").write_text("slipped in", encoding="utf-8")
    ran = run("ledger", "verify", folder)
    assert ran.code == 1
    assert "extra.txt" in ran.out


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    assert run("ledger", "verify", tmp_path / "nothing", "--json").code == 1
