"""The case folder of the synthetic city, dropped in as it came: nothing by hand, nothing lost."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from remit import world
from remit.exercise import Exercise

UNDER = ("--authority", "EX-1", "--subject", "any", "--from", "2000-01-01", "--to", "2099-12-31")
FEWEST = 38
"""Files in the folder, of every kind that is read."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    world.write(world.TOWN, folder)
    return folder


def planted(city: Path) -> dict[str, set[str]]:
    """Names of the defects that were planted, by file."""
    found: dict[str, set[str]] = defaultdict(set)
    truth = json.loads((city / "truth" / "case.json").read_text(encoding="utf-8"))
    for name, said in truth.items():
        found[Path(name).name] |= set(said.get("defects", ()))
    papers = json.loads((city / "truth" / "papers.json").read_text(encoding="utf-8"))
    for name, defects in papers["defects"].items():
        found[Path(name).name] |= set(defects)
    with (city / "truth" / "case-bank-defects.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[Path(row["file"]).name].add(row["defect"])
    return found


def test_the_case_folder_loads_with_no_manual_step_and_names_what_is_wrong(
    run: Run, at_work: Exercise, city: Path
) -> None:
    lines = run("load", city / "files" / "case", *UNDER, "--json").lines()
    assert len(lines) >= FEWEST
    asked, unread = set(), set()
    for line in lines:
        assert line["received"] == line["accepted"] + line["rejected"], line["file"]
        assert len(line["questions"]) <= 1, "no more than one question for a file"
        if line["questions"]:
            asked.add(line["file"])
        elif line["load"] is None:
            unread.add(line["file"])
    assert unread == {"LHX-0418-copy.ufdr"}, "one was cut short on purpose"
    assert asked == {"ride-2.gpx", "ride-3.kmz", "ride-4.geojson", "tracker.csv"}, (
        "these do not say whose device it was, or in which zone their times are"
    )
    named = {line["file"]: {one["defect"] for one in line["defects"]} for line in lines}
    for file, defects in planted(city).items():
        if file not in asked | unread:
            assert defects <= named[file], file


def test_each_open_file_takes_one_answer_that_is_kept(
    run: Run, at_work: Exercise, city: Path
) -> None:
    tracks = city / "files" / "case" / "tracks"
    for name, answer in {
        "ride-2.gpx": "device=not stated",
        "ride-3.kmz": "device=not stated",
        "ride-4.geojson": "device=not stated",
    }.items():
        line = run("load", tracks / name, "--set", answer, "--json").line()
        assert line["load"], (name, line)
        assert line["received"] == line["accepted"] + line["rejected"] > 0
    line = run("load", tracks / "tracker.csv", "--zone", "UTC", "--json").line()
    assert line["load"] or line["questions"], line
