"""`remit quarantine`: what waits, what it says, and deciding on it."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from remit.cli.schemas import Decided, HeldLine, HeldRead, Loaded

NOTES = (
    "name,notes\nAna Lund,My solicitor says no\nBo Ek,Seen at the pier\nCy Dahl,off the record\n"
)
pytestmark = pytest.mark.usefixtures("at_work")

WHY = ("--because", "Looked at as the reviewer instructed for it")
AS = ("--as", "independent-reviewer", *WHY)


def notes(run: Run, tmp_path: Path, more: str) -> Loaded:
    path = tmp_path / "notes.csv"
    path.write_text(f"{NOTES}Nobody,{more}\n", encoding="utf-8")
    ran = run("load", path, "--yes", "--json", *WHY)
    return Loaded.model_validate(json.loads(ran.out))


def test_a_load_says_how_many_rows_are_held_back(run: Run, tmp_path: Path) -> None:
    done = notes(run, tmp_path, "one")
    assert (done.received, done.accepted, done.rejected, done.held) == (4, 2, 2, 2)
    assert [one.ground for one in done.rejects] == ["legal-privilege", "journalistic"]


def test_what_waits_is_listed_read_and_decided_on(run: Run, tmp_path: Path) -> None:
    load = notes(run, tmp_path, "two").load
    assert load is not None
    listed = run("quarantine", "list", "--json", *AS)
    lines = [HeldLine.model_validate(json.loads(line)) for line in listed.out.splitlines()]
    assert load in {line.load for line in lines}
    assert "solicitor" not in listed.out
    read = HeldRead.model_validate(json.loads(run("quarantine", "read", load, "--json", *AS).out))
    assert [(one.row, one.received["name"]) for one in read.waiting] == [
        (2, "Ana Lund"),
        (4, "Cy Dahl"),
    ]
    assert read.waiting[0].rows[0].file == "notes.csv"
    text = run("quarantine", "read", load, *AS)
    assert "My solicitor says no" in text.out
    ran = run("quarantine", "release", load, "--rows", "2-3", "--json", *AS)
    decided = Decided.model_validate(json.loads(ran.out))
    assert (decided.released, decided.accepted, decided.held) == (1, 1, 1)
    ran = run("quarantine", "seal", load, "--ground", "journalistic", *AS)
    assert (ran.code, "1 rows sealed for good; 0 still held back" in ran.out) == (0, True)
    assert run("quarantine", "seal", load, *AS).code == 1
    assert "solicitor" in run("record", load, "2", *WHY).out


def test_who_works_on_the_case_is_refused(run: Run, tmp_path: Path) -> None:
    load = notes(run, tmp_path, "three").load
    assert load is not None
    for verb in ("read", "release", "seal"):
        ran = run("quarantine", verb, load, "--json", *WHY)
        assert ran.code == 3
        refused = {one["code"] for one in json.loads(ran.out)["refused"]["conditions"]}
        assert "case.independent" in refused
    assert run("quarantine", "list", *WHY).code == 3


def test_rows_are_numbers_or_spans(run: Run, tmp_path: Path) -> None:
    load = notes(run, tmp_path, "four").load
    assert load is not None
    for rows in ("two", "5-2", "1-"):
        assert run("quarantine", "release", load, "--rows", rows, *AS).code == 2


def test_an_authority_is_asked_for_and_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    head = "Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI"
    row = "+447700900001,+447700900002,voice,2026-03-01T12:00:00Z,65,,,,"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    asked = run("load", path, *WHY)
    assert asked.code == 1
    assert "--authority REF --subject ID --from DATE --to DATE" in asked.err
    days = ("--from", "2026-03-01", "--to", "2026-03-31")
    given = run("load", path, "--authority", "URN-1", "--subject", "any", *days, *WHY)
    assert (given.code, "1 accepted" in given.out) == (0, True)
    wrong = run("load", path, "--authority", "URN-1", "--subject", "any", *WHY)
    assert (wrong.code, "lacks its first day and its last day" in wrong.err) == (2, True)


def test_in_an_exercise_what_is_made_up_needs_no_authority_in_earnest(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "made-up-calls.csv"
    head = "Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI"
    row = "+447700900003,+447700900004,voice,2026-03-01T12:00:00Z,65,,,,"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert "whose data are made up or published: --yes" in run("load", path, *WHY).err
    taken = run("load", path, "--yes", "--json", *WHY)
    assert taken.code == 0
    assert json.loads(taken.out)["authority"]["reference"] == "EXERCISE"
