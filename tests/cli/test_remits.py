"""Remits from the command line: the force submits, an overseer's signature makes it live."""

from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Run

from remit.cli.schemas import RemitLine
from remit.exercise import Exercise


@pytest.fixture
def document(run: Run, at_work: Exercise, tmp_path: Path) -> Path:
    """A new version of the remit for `load`, as a document."""
    text = run("remits", "show", "remit-load", "--document").out
    facts = yaml.safe_load(text)
    for name in ("version", "supersedes"):
        del facts[name]
    path = tmp_path / "remit.yaml"
    path.write_text(yaml.safe_dump(facts), encoding="utf-8")
    return path


def test_every_remit_of_an_exercise_is_live(run: Run, at_work: Exercise) -> None:
    lines = run("remits", "list", "--json").lines()
    assert lines
    for line in lines:
        assert RemitLine.model_validate(line).state == "live"


def test_submitted_then_approved_with_an_overseers_key(run: Run, document: Path) -> None:
    submitted = run("remits", "submit", document, "--as", "supervisor", "--json").line()
    assert submitted["state"] == "submitted"
    refused = run("remits", "approve", "remit-load", "--json")  # an analyst
    assert refused.code == 3
    approved = run("remits", "approve", "remit-load", "--as", "overseer-2", "--json").line()
    assert (approved["state"], approved["version"]) == ("live", submitted["version"])
    shown = run("remits", "show", "remit-load", "--json").line()
    assert [event["state"] for event in shown["history"]][-2:] == ["submitted", "live"]


def test_a_refused_version_leaves_the_live_one(run: Run, document: Path) -> None:
    run("remits", "submit", document, "--as", "supervisor")
    why = ("--because", "No ethical vetting of the new source")
    refused = run("remits", "refuse", "remit-load", *why, "--as", "overseer-1", "--json").line()
    assert refused["state"] == "refused"
    assert run("remits", "show", "remit-load", "--json").line()["state"] == "live"


def test_suspended_and_resumed(run: Run, at_work: Exercise) -> None:
    why = ("--because", "Complaint 2026/14 under review")
    suspend = run("remits", "suspend", "remit-load", *why, "--as", "overseer-1", "--json")
    assert suspend.line()["state"] == "suspended"
    resumed = run("remits", "resume", "remit-load", "--as", "overseer-1", "--json")
    assert resumed.line()["state"] == "live"


def test_a_document_that_is_no_remit_says_what_is_wrong(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / "remit.yaml"
    path.write_text("capability: load\nunknown: 1\n", encoding="utf-8")
    ran = run("remits", "submit", path)
    assert ran.code == 1
    assert "unknown" in ran.err


def test_revoking_ends_it(run: Run, at_work: Exercise, tmp_path: Path) -> None:
    run("remits", "revoke", "remit-load", "--because", "Contract ended", "--as", "overseer-1")
    path = tmp_path / "people.csv"
    path.write_text("Name\nAna Lund\n", encoding="utf-8")
    assert run("load", path, "--json").code == 3
