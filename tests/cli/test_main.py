"""Misuse, refusal and failure read alike everywhere, and never as a traceback."""

from pathlib import Path

import click
import pytest
from tests.cli.conftest import Run

from remit.cli import asking, failure
from remit.cli.main import COMMANDS, remit
from remit.errors import BadInput, Damaged
from remit.exercise import Exercise


@pytest.mark.parametrize(
    "words", [["--frob"], ["load", "--frob", "x"], ["frob"], ["brake", "frob"]]
)
def test_unknown_option_or_command_is_misuse(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert "No such option: " in ran.err
    assert ran.out == ""


def test_missing_argument_is_misuse(run: Run) -> None:
    ran = run("load")
    assert ran.code == 2
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    assert "Usage: remit" in ran.out


def test_no_workspace_says_how_to_make_one(run: Run, nowhere: Path) -> None:
    ran = run("cases", "list")
    assert ran.code == 2
    assert "remit init DIR --exercise" in ran.err


def test_unknown_setting_is_a_warning_only(
    run: Run, at_work: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REMIT_PURPOSES", "investigation")
    ran = run("cases", "list", "--json")
    assert ran.code == 0
    assert "REMIT_PURPOSES is no setting" in ran.err
    assert ran.line()["case"] == at_work.case


def test_refusal_is_an_answer_with_every_condition(
    run: Run, at_work: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REMIT_BECAUSE")
    monkeypatch.delenv("REMIT_CASE")
    ran = run("search", "people", "smith", "--purpose", "curiosity", "--json")
    assert ran.code == 3
    said = ran.line()
    codes = {c["code"] for c in said["refused"]["conditions"]}
    assert {"purpose.missing", "case.needed", "justification.missing"} <= codes
    assert said["act"].startswith("act-")
    assert all(c["who_can_change_it"] and c["what_to_do"] for c in said["refused"]["conditions"])


def test_refusal_in_text_says_who_can_change_what(run: Run, at_work: Exercise) -> None:
    ran = run("search", "people", "smith", "--purpose", "curiosity")
    assert ran.code == 3
    assert ran.out == ""
    assert "Who can change it: You" in ran.err
    assert "What to do: Give one of" in ran.err


def test_nobody_acts_under_a_name_that_is_not_enrolled(run: Run, at_work: Exercise) -> None:
    ran = run("cases", "list", "--as", "mallory")
    assert ran.code == 2
    assert "nobody is enrolled as mallory" in ran.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("not a table", file="x.csv", row=3), 1),
        (Damaged("the seal is broken"), 1),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (ZeroDivisionError("division by zero"), 1),
        (FileNotFoundError("no such file"), 1),
    ],
)
def test_no_failure_shows_a_traceback(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failure.tell(error, as_json=False) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert said.err
    assert said.out == ""


def test_a_fault_of_ours_names_the_line_and_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise RuntimeError("surprise")
    except RuntimeError as error:
        failure.tell(error, as_json=False)
    said = capsys.readouterr().err
    assert "test_main.py line" in said
    assert str(Path(__file__).parent) not in said


def test_commands_are_found_by_name_alone() -> None:
    context = click.Context(remit)
    assert remit.list_commands(context) == list(COMMANDS)
    assert remit.get_command(context, "frob") is None


def test_exercises_alone_take_a_name_for_a_person(
    at_work: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asking.open_house() as house:
        monkeypatch.setattr(type(house), "exercise", property(lambda _: False))
        with pytest.raises(Exception, match="--as is for exercises"):
            asking._who(house, "analyst", None)
        with pytest.raises(Exception, match="sign in first"):
            asking._who(house, None, None)
        session = house.signin.redeem(house.signin.link(house.actors.get("inspector")))
        assert asking._who(house, None, session).id == "inspector"
