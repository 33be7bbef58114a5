"""`remit assure names`: pairs of a file, under an act, kept nowhere."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house import BECAUSE, opened, use
from tests.real import real

from remit.cli import main
from remit.errors import BadInput
from remit.exercise import init
from remit.house import House
from remit.identity.names import compare
from remit.identity.names.measured import measured

PAIRS = """\
left,right,schema,same
Mohamed Khan,"KHAN, Muhammad",Person,true
Ali Hassan,Ali Hussain,Person,false
Fund 1 Ltd,Fund 2 Limited,Company,false
Siemens AG,Siemens Aktiengesellschaft,Company,true
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("assure")) as made:
        yield made


def asked(house: House, folder: Path, text: str, **params: str) -> dict[str, object]:
    path = folder / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    found: dict[str, object] = use(
        house, "analyst", "assure.names", path=str(path), **params
    ).result
    return found


def test_pairs_are_compared_and_measured_and_nothing_is_kept(house: House, tmp_path: Path) -> None:
    before = use(house, "analyst", "load.list").result
    found = asked(house, tmp_path, PAIRS)
    pairs = found["pairs"]
    assert isinstance(pairs, list)
    assert [pair["same"] for pair in pairs] == [True, False, False, True]
    assert [pair["row"] for pair in pairs] == [2, 3, 4, 5]
    told = found["measured"]
    assert isinstance(told, dict)
    assert (told["precision"], told["recall"], told["f1"]) == (1.0, 1.0, 1.0)
    assert set(told["kinds"]) == {"Person", "Company"}
    assert use(house, "analyst", "load.list").result == before


def test_columns_may_have_other_names_and_truth_may_be_absent(house: House, tmp_path: Path) -> None:
    text = "a,b\nJohn Smith,Smith John\n"
    found = asked(house, tmp_path, text, left="a", right="b")
    assert found["measured"] is None
    with pytest.raises(BadInput, match="there is no column 'left'; there are a, b"):
        asked(house, tmp_path, text)


def test_a_kind_or_a_truth_that_cannot_be_read_is_named_with_its_row(
    house: House, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="no such kind of name 'planet'"):
        asked(house, tmp_path, "left,right,kind\na,b,planet\n")
    with pytest.raises(BadInput, match="'perhaps' is neither true nor false"):
        asked(house, tmp_path, "left,right,same\na,b,perhaps\n")


def test_the_command_prints_a_line_per_pair_and_the_measures_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in init(tmp_path / "exercise").env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REMIT_BECAUSE", BECAUSE)
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS, encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["assure", "names", str(path), "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ended.value.code == 0
    assert {"left", "right", "same", "score", "why", "act"} <= set(lines[0])
    assert lines[1]["why"][1]["feature"] == "words differ"
    assert lines[-1]["measured"]["f1"] == 1.0
    with pytest.raises(SystemExit) as ended:
        main(["assure", "names", str(path)])
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert "2 of 4 pairs are the same; precision 1.0, recall 1.0" in said.err
    assert "hassan / hussain" in said.out


def test_an_interval_holds_the_measure_and_is_the_same_every_time() -> None:
    judged = [(True, True)] * 30 + [(True, False)] * 5 + [(False, True)] * 10
    found = measured(judged)
    assert found == measured(judged)
    assert found.f1 is not None
    assert found.f1_interval is not None
    assert found.f1_interval[0] < found.f1 < found.f1_interval[1]
    assert measured([(False, False)]).f1 is None


@pytest.mark.real
def test_judged_pairs_are_told_apart_as_well_as_the_best_known_matcher_does() -> None:
    """Its F1 on these pairs is 0.82 at its own threshold (nomenklatura 4.17.4, logic_v2)."""
    with real("resolution", "name_pairs_dev.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    judged = [
        (compare(row["name1"], row["name2"], row["schema"]).same, row["is_match"] == "true")
        for row in rows
    ]
    found = measured(judged)
    assert found.f1 is not None
    assert found.f1 >= 0.86
