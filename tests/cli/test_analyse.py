"""`remit analyse` as integrators meet it: lines to a schema, the plan last, exit codes."""

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.desk.conftest import CALLS, THEFTS

from remit.cli.schemas_findings import Analysed, Finding
from remit.exercise import Exercise

WHY = ("--purpose", "exercise", "--because", "a test of the analysis of a case")


@pytest.fixture
def loaded(exercise: Exercise, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name, value in exercise.env.items():
        monkeypatch.setenv(name, value)
    for name, text in (("thefts.csv", THEFTS), ("calls.csv", CALLS)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert run("load", path, "--yes", "--zone", "Europe/London", *WHY).code == 0
    return run


def test_a_line_a_finding_and_the_plan_at_the_end(loaded: Run) -> None:
    ran = loaded("analyse", "--json", *WHY)
    assert ran.code == 0
    *lines, last = ran.lines()
    findings = [Finding.model_validate(line) for line in lines]
    assert any(one.kind == "stolen-handsets-used" for one in findings)
    assert all(one.rows for one in findings)
    end = Analysed.model_validate(last)
    assert {step["method"] for step in end.plan} >= {"crimes.stolen", "money.passing"}
    assert any(step["why_not"] for step in end.plan if step["method"] == "money.passing")


def test_a_plan_runs_nothing(loaded: Run) -> None:
    before = loaded("analyses", "list", "--json", *WHY).lines()
    planned = loaded("analyse", "--plan", "--json", *WHY).line()
    assert [step["method"] for step in planned["plan"]]
    assert len(loaded("analyses", "list", "--json", *WHY).lines()) == len(before)


def test_a_decision_is_read_again_and_a_method_by_itself(loaded: Run) -> None:
    *lines, last = loaded("analyse", "--json", "--question", "Which handsets?", *WHY).lines()
    named = (last["analysis"], lines[0]["finding"])
    done = loaded("analyses", "decide", *named, "rejected", "--reason", "it was lost", *WHY)
    assert done.code == 0
    again = loaded("analyses", "read", last["analysis"], "--json", *WHY).lines()[0]
    assert (again["state"], again["decisions"][0]["reason"]) == ("rejected", "it was lost")
    assert "rejected" in loaded("analyses", "read", last["analysis"], *WHY).out
    alone = loaded("crimes", "stolen", "--json", *WHY).lines()
    assert alone[0]["kind"] == "stolen-handsets-used"
    assert alone[-1]["method"]["name"] == "crimes.stolen"
    assert "were used afterwards" in loaded("crimes", "stolen", *WHY).out


def test_a_seed_that_is_not_there_is_misuse_or_not_found(loaded: Run) -> None:
    ran = loaded("analyse", "--seed", "ZZ99 ZZZ", *WHY)
    assert ran.code in (1, 2)
    assert "search for it" in ran.err
