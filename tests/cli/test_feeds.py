"""`remit feeds`: set, run, list, accept, end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from remit.exercise import Exercise


def deliver(folder: Path, name: str, *rows: str, header: str = "id,name,phone") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "deliveries"
    made.mkdir()
    return made


def set_up(run: Run, name: str, folder: Path, *more: str) -> None:
    how = ("--source", "table", "--every", "1d", "--mode", "snapshot", "--key", "id")
    done = run("feeds", "set", name, "--folder", folder, *how, "--quiet", "0", *more)
    assert done.code == 0, done.err


def test_a_run_takes_what_came_and_says_what_changed(
    run: Run, at_work: Exercise, folder: Path
) -> None:
    set_up(run, "register", folder)
    deliver(folder, "1.csv", "1,Una Ash,07700 900301", "2,Vic Birch,07700 900302")
    deliver(folder, "2.csv", "1,Una Oak,07700 900301")
    done = run("feeds", "run", "register", "--json")
    assert done.code == 0, done.err
    first, second = done.lines()
    assert first["delta"] == {"added": 2, "changed": 0, "removed": 0, "unchanged": 0}
    assert second["delta"] == {"added": 0, "changed": 1, "removed": 1, "unchanged": 0}
    assert second["received"] == second["accepted"] + second["rejected"]
    again = run("feeds", "run", "register", "--json")
    assert (again.code, again.out) == (0, "")
    assert [hit["label"] for hit in run("search", "people", "Una", "--json").lines()] == ["Una Oak"]
    assert run("search", "people", "Vic", "--json").lines() == []
    told = run("feeds", "show", "register")
    assert "2.csv" in told.out
    (one,) = [x for x in run("feeds", "list", "--json").lines() if x["feed"] == "register"]
    assert (one["missing"], one["waits"]) == (0, None)


def test_changed_columns_wait_until_they_are_accepted(
    run: Run, at_work: Exercise, folder: Path
) -> None:
    set_up(run, "changing", folder)
    deliver(folder, "1.csv", "1,Wim Cedar,07700 900303")
    assert run("feeds", "run", "changing").code == 0
    deliver(folder, "2.csv", "1,Wim Cedar,07700 900303,x", header="id,name,telephone,lane")
    deliver(folder, "3.csv", "1,Wim Elm,07700 900303")
    done = run("feeds", "run", "changing")
    assert done.code == 1
    assert "'phone' looks renamed to 'telephone'" in done.err
    assert "3.csv" not in done.out
    assert "waits for an answer" in run("feeds", "list").out
    assert run("feeds", "accept", "changing").code == 0
    done = run("feeds", "run", "changing", "--json")
    assert done.code == 1, "the columns of the third are others again"
    assert [line["delivery"] for line in done.lines()] == ["loaded", "waits"]


def test_a_file_that_cannot_be_read_stops_no_other(
    run: Run, at_work: Exercise, folder: Path
) -> None:
    set_up(run, "mixed", folder)
    (folder / "1.csv").write_bytes(b"\x7fELF not a table")
    deliver(folder, "2.csv", "1,Xan Fir,07700 900304")
    done = run("feeds", "run", "mixed")
    assert "cannot be taken" in done.err
    assert "1 added" in done.out


def test_a_braked_run_waits_and_says_so(run: Run, at_work: Exercise, folder: Path) -> None:
    set_up(run, "braked", folder)
    deliver(folder, "1.csv", "1,Yan Gorse,07700 900305")
    pull = run("brake", "pull", "capability:load", "--because", "Stopped by a test of feeds",
               "--as", "overseer-1")  # fmt: skip
    assert pull.code == 0, pull.err
    try:
        done = run("feeds", "run", "braked")
        assert done.code == 3
        assert "handbrake" in done.err
    finally:
        for who in ("overseer-1", "overseer-2"):
            run("brake", "release", "capability:load", "--because",
                "Stopped by a test of feeds", "--as", who)  # fmt: skip
    assert "1 added" in run("feeds", "run", "braked").out


def test_somebody_else_does_not_run_it(run: Run, at_work: Exercise, folder: Path) -> None:
    set_up(run, "named", folder)
    deliver(folder, "1.csv", "1,Zoe Holly,07700 900306")
    done = run("feeds", "run", "named", "--as", "data-engineer")
    assert done.code == 3
    assert "analyst runs it" in done.err


def test_an_ended_feed_is_listed_as_such(run: Run, at_work: Exercise, folder: Path) -> None:
    set_up(run, "ended", folder)
    assert run("feeds", "end", "ended").code == 0
    (one,) = [x for x in run("feeds", "list", "--json").lines() if x["feed"] == "ended"]
    assert one["state"] == "ended"


def test_what_is_missing_of_a_feed_is_misuse(run: Run, at_work: Exercise, folder: Path) -> None:
    done = run("feeds", "set", "x", "--folder", folder, "--source", "table", "--every", "often")
    assert done.code == 2
    assert "15m" in done.err
    assert run("feeds", "show", "no-such-feed").code == 1


def test_watching_goes_on_until_it_is_interrupted(
    run: Run, at_work: Exercise, folder: Path
) -> None:
    set_up(run, "watched", folder)
    command = [sys.executable, "-m", "remit", "feeds", "run", "watched", "--watch"]
    environment = {**os.environ, **at_work.env}
    child = subprocess.Popen(
        [*command, "--look-every", "1"], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        time.sleep(2)
        deliver(folder, "1.csv", "1,Abe Ivy,07700 900307")
        assert "1 added" in child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        _, said = child.communicate(timeout=30)
    finally:
        child.kill()
    assert child.returncode == 130
    assert "Nothing that was acknowledged is lost" in said
