"""Loading from the command line: a line a file, questions instead of guesses."""

from pathlib import Path

import pytest
from tests.cli.conftest import Files, Run

from remit.cli.load import files_below
from remit.cli.schemas import Loaded
from remit.errors import Misuse
from remit.exercise import Exercise


def test_a_folder_loads_every_table_below_it(run: Run, at_work: Exercise, city: Files) -> None:
    ran = run("load", city[0].parent, "--json")
    assert ran.code == 0
    lines = ran.lines()
    assert [line["file"] for line in lines] == sorted(p.name for p in city)
    for line in lines:
        Loaded.model_validate(line)
        assert line["received"] == line["accepted"] + line["rejected"] > 0
        assert line["act"].startswith("act-")


def test_loading_again_changes_nothing(run: Run, at_work: Exercise, city: Files) -> None:
    first, again = (run("load", city[0], "--json").line() for _ in range(2))
    for name in ("load", "received", "accepted", "rejected", "rejects"):
        assert first[name] == again[name]


def test_an_ambiguous_date_is_asked_and_nothing_is_loaded(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Name,Date of birth\nAna Lund,03/04/1990\n", encoding="utf-8")
    asked = run("load", path, "--json")
    assert asked.code == 1
    assert asked.line()["load"] is None
    assert asked.line()["questions"][0]["column"] == "Date of birth"
    assert "--set 'Date of birth=CHOICE'" in run("load", path).err
    answered = run("load", path, "--day-first", "--json")
    assert answered.code == 0
    assert answered.line()["accepted"] == 1


def test_one_bad_file_does_not_stop_the_others(
    run: Run, at_work: Exercise, city: Files, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    ran = run("load", bad, city[0], "--json")
    assert ran.code == 1
    wrong, right = ran.lines()
    assert wrong["load"] is None
    assert wrong["error"]
    assert right["accepted"] > 0
    Loaded.model_validate(wrong)


def test_the_plan_says_what_each_column_becomes(run: Run, at_work: Exercise, city: Files) -> None:
    ran = run("load", "--plan", city[-1])
    assert ran.code == 0
    assert "VRM: vrm" in ran.out
    assert run("load", "--plan", city[-1], "--json").line()["source"] == "table"


def test_text_reconciles_to_the_row(run: Run, at_work: Exercise, city: Files) -> None:
    ran = run("load", city[-1])
    assert "received = " in ran.out
    assert " accepted + 0 rejected" in ran.out


def test_a_folder_without_tables_is_misuse(tmp_path: Path) -> None:
    (tmp_path / ".hidden.csv").touch()
    with pytest.raises(Misuse, match="no file below it"):
        list(files_below([tmp_path]))


def test_set_takes_a_column_and_a_choice(run: Run, at_work: Exercise, city: Files) -> None:
    assert run("load", city[-1], "--set", "Phone").code == 2
