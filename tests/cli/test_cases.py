"""Cases, lines, people, acts and purposes from the command line."""

from tests.cli.conftest import Run

from remit.cli.schemas import ActLine, CaseLine
from remit.exercise import Exercise

PROPOSAL = (
    "cases", "propose", "--reference", "01/123456/26", "--title", "Burglaries", "--for",
    "detection", "--legal-basis", "common law", "--json",
)  # fmt: skip


def test_a_second_person_opens_a_case_and_a_supervisor_assigns(run: Run, at_work: Exercise) -> None:
    case = CaseLine.model_validate(run(*PROPOSAL).line())
    assert (case.state, case.purpose) == ("proposed", "investigation")
    alone = run("cases", "open", case.case, "--json")
    assert alone.line()["refused"]["conditions"][0]["code"] == "case.second-person"
    assert run("cases", "open", case.case, "--as", "supervisor", "--json").line()["state"] == "open"
    assign = ("cases", "assign", case.case, "data-engineer", "--json")
    assert run(*assign).code == 3
    assert "data-engineer" in run(*assign, "--as", "supervisor").line()["members"]
    closed = run("cases", "close", case.case, "--as", "supervisor", "--json").line()
    assert closed["state"] == "closed"


def test_a_case_is_nothing_to_those_outside_it(run: Run, at_work: Exercise) -> None:
    assert run("cases", "show", at_work.case, "--as", "overseer-1").code == 1


def test_acts_inherit_the_reason_of_their_line(run: Run, at_work: Exercise, monkeypatch) -> None:
    opened = run("lines", "open", "Who bought the bicycle?", "--json").line()
    monkeypatch.delenv("REMIT_BECAUSE")
    assert run("lines", "list", "--json").line()["line"] == opened["line"]
    assert "bicycle" in run("lines", "list").out


def test_ones_own_act_is_shown_and_anothers_takes_a_purpose(run: Run, at_work: Exercise) -> None:
    refused = run("search", "people", "smith", "--purpose", "curiosity", "--json").line()["act"]
    own = ActLine.model_validate(run("acts", "show", refused, "--json").line())
    assert (own.actor, own.state) == ("analyst", "denied")
    assert refused in run("acts", "list").out
    other = ("acts", "show", refused, "--as", "inspector", "--json")
    assert run(*other).code == 3
    audited = run(*other, "--purpose", "audit").line()
    assert audited["act"] == refused
    assert audited["read_under"].startswith("act-")
    everyone = run("acts", "list", "--all", "--as", "inspector", "--purpose", "audit", "--json")
    assert refused in {line["act"] for line in everyone.lines()}


def test_people_are_enrolled_and_retired(run: Run, at_work: Exercise) -> None:
    enrol = ("people", "enrol", "kim", "--name", "Kim Lee", "--role")
    assert run(*enrol, "analyst", "--json").line()["roles"] == ["analyst"]
    both = run(*enrol, "overseer", "--json")
    assert both.line()["refused"]["conditions"][0]["code"] == "actor.both-sides"
    assert run("people", "retire", "kim").code == 0
    assert "kim" not in run("people", "list").out


def test_purposes_name_the_law(run: Run) -> None:
    assert "Data Protection Act 2018 s.31" in run("purposes", "list").out
    words = {line["id"]: line["words"] for line in run("purposes", "list", "--json").lines()}
    assert "detection" in words["investigation"]
