"""`remit assure identity`: a labelled table, resolved as shipped and measured; kept nowhere."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from tests.house import BECAUSE, opened, use
from tests.identity.firms import csv_of as firms_csv
from tests.identity.firms import firms
from tests.identity.people import HEADER, csv_of, people

from remit.cli import main
from remit.cli.assure import identity
from remit.errors import BadInput, Misuse
from remit.exercise import init
from remit.house import House
from remit.identity.engines import ENGINES
from remit.identity.meanings import meanings


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("assure")) as made:
        yield made


def asked(house: House, folder: Path, text: str, **params: Any) -> dict[str, Any]:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    found: dict[str, Any] = use(
        house, "analyst", "assure.identity", path=str(path), **{"truth": "person", **params}
    ).result
    return found


def test_records_of_one_person_are_found_and_measured(house: House, tmp_path: Path) -> None:
    before = use(house, "analyst", "load.list").result
    found = asked(house, tmp_path, csv_of(people()))
    assert found["cluster"]["precision"] >= 0.95
    assert found["cluster"]["recall"] >= 0.9
    assert found["blocking"]["recall"] >= 0.95
    assert found["columns"]["list"] == "ignored"
    assert len(found["entities"]) == len(people())
    assert use(house, "analyst", "load.list").result == before


def test_the_engine_is_told_and_another_name_is_refused(house: House, tmp_path: Path) -> None:
    assert asked(house, tmp_path, csv_of(people()))["engine"] == "process"
    with pytest.raises(Misuse, match="there are process, duckdb, spark"):
        asked(house, tmp_path, csv_of(people()), engine="dockdb")


def test_another_engine_measures_the_same(house: House, tmp_path: Path) -> None:
    here, there = (
        asked(house, tmp_path, csv_of(people()), engine=name) for name in ("process", "duckdb")
    )
    assert here["entities"]
    assert there["engine"] == "duckdb"
    own = ("engine", "seconds", "peak_mb")
    assert {k: v for k, v in here.items() if k not in own} == {
        k: v for k, v in there.items() if k not in own
    }


def test_the_command_offers_every_engine() -> None:
    (option,) = (one for one in identity.params if one.name == "engine")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == ENGINES


def test_the_truth_is_never_looked_at(house: House, tmp_path: Path) -> None:
    rows = people()
    shuffled = [(*row[:-1], f"p{at % 40}") for at, row in enumerate(rows)]
    one = asked(house, tmp_path, csv_of(rows))
    other = asked(house, tmp_path, csv_of(shuffled))
    assert one["entities"] == other["entities"]
    assert one["model"] == other["model"]


def test_neither_are_the_groups(house: House, tmp_path: Path) -> None:
    rows = people()
    plain = asked(house, tmp_path, csv_of(rows))
    grouped = asked(house, tmp_path, csv_of(rows), by="list")
    assert plain["entities"] == grouped["entities"]
    told = grouped["groups"]
    assert [group["group"] for group in told] == sorted(
        (group["group"] for group in told),
        key=lambda name: (-next(g["n"] for g in told if g["group"] == name), name),
    )
    for group in told:
        low, high = group["missed_interval"]
        assert low <= group["missed"] <= high
        assert group["false_interval"][0] <= group["false"] <= group["false_interval"][1]
    swaps = grouped["counterfactual"]
    assert {(swap["group"], swap["name_of"]) for swap in swaps} == {
        (f"list {a}", f"list {b}") for a in range(3) for b in range(3) if a != b
    }
    assert all(abs(swap["change"]) < 6 for swap in swaps if "change" in swap)


def test_a_small_group_gets_no_rate(house: House, tmp_path: Path) -> None:
    rows = [(*row[:6], "few" if row[7] == "p1" else "many", row[7]) for row in people()]
    told = {g["group"]: g for g in asked(house, tmp_path, csv_of(rows), by="list")["groups"]}
    assert told["few"]["missed"] is None
    assert told["few"]["missed_note"] == "insufficient data"


def test_protected_characteristics_are_never_compared() -> None:
    header = ["name", "Gender", "ethnicity", "date_of_birth", "country_of_origin"]
    meant = meanings(header, given={"ethnicity": "text"})
    assert [meant[column] for column in header] == ["name", "ignored", "ignored", "born", "ignored"]


def test_febrl_headers_with_spaces_and_its_ids(house: House, tmp_path: Path) -> None:
    names = ("rec_id", " given_name", " surname", " date_of_birth", " postcode", " soc_sec_id")
    seen: dict[str, int] = {}
    rows = []
    for row in people():
        seen[row[7]] = seen.get(row[7], -1) + 1
        which = f"dup-{seen[row[7]] - 1}" if seen[row[7]] else "org"
        cells = (row[1], row[2], row[3].replace("-", ""), row[4], row[5])
        rows.append((f"rec-{row[7][1:]}-{which}", *(f" {cell}" for cell in cells)))
    found = asked(house, tmp_path, csv_of(rows, names), truth="rec_id")
    assert found["people"] == 150
    assert found["cluster"]["f1"] > 0.9


def test_organisations_with_aliases(house: House, tmp_path: Path) -> None:
    header = ("company", "alias", "country", "reg_number", "owner")
    rows = [
        ("Brambleworth Logistics Ltd", "", "gb", "01234567", "a"),
        ("Brambleworth Logistics Limited", "BWL Haulage", "gb", "01234567", "a"),
        ("BWL Haulage Ltd", "Brambleworth Logistics", "gb", "", "a"),
        ("Quillfeather Trading plc", "", "gb", "07654321", "b"),
        ("Quillfeather Trading", "", "gb", "07654321", "b"),
        ("Thistlewood Estates LLP", "", "ie", "OC300001", "c"),
    ]
    rows += [(f"Firm {n} {n * n} Ltd", "", "gb", f"{n:08}", f"x{n}") for n in range(200, 400)]
    found = asked(house, tmp_path, csv_of(rows, header), truth="owner")
    assert found["columns"]["company"] == "organisation"
    entity = found["entities"]
    assert entity[0] == entity[1]
    assert entity[3] == entity[4] != entity[0]
    assert found["mixed_clusters"] == 0


def test_what_a_column_means_can_be_said(house: House, tmp_path: Path) -> None:
    header = ("a", "b", "c", "d", "e", "f", "g", "h")
    said = {"b": "forename", "c": "surname", "d": "born", "e": "postcode", "f": "identifier"}
    found = asked(house, tmp_path, csv_of(people(), header), truth="h", columns=said)
    assert found["cluster"]["recall"] > 0.9
    with pytest.raises(Misuse, match="no such meaning"):
        asked(house, tmp_path, csv_of(people(), header), truth="h", columns={"b": "sex"})
    with pytest.raises(Misuse, match="no column can be compared"):
        asked(house, tmp_path, csv_of(people(), header), truth="h")
    with pytest.raises(BadInput, match="there is no column 'z'"):
        asked(house, tmp_path, csv_of(people(), header), truth="z")


def test_the_command_prints_what_the_contract_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = init(tmp_path / "x")
    for name, value in {"REMIT_CASE": made.case, "REMIT_PURPOSE": "exercise"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REMIT_HOME", str(made.home))
    monkeypatch.setenv("REMIT_BECAUSE", BECAUSE)
    path, out = tmp_path / "people.csv", tmp_path / "out.csv"
    path.write_text(csv_of(people()), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(
            ["assure", "identity", str(path), "--truth", "person", "--by", "list",
             "--clusters", str(out), "--json"]
        )  # fmt: skip
    assert ended.value.code in (0, None)
    found = json.loads(capsys.readouterr().out)
    assert set(found) >= {
        "pair", "cluster", "b_cubed", "blocking", "clusters", "mixed_clusters", "largest_cluster",
        "threshold", "seconds", "peak_mb", "groups", "counterfactual", "act",
    }  # fmt: skip
    assert set(found["blocking"]) == {"recall", "pairs"}
    assert set(found["groups"][0]) >= {
        "group", "n", "missed", "missed_interval", "false", "false_interval",
    }  # fmt: skip
    with out.open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [row["row"] for row in written] == [str(at) for at in range(len(people()))]


def test_headings_are_read() -> None:
    meant = meanings(HEADER, truth="person")
    assert meant["given_name"] == "forename"
    assert meant["phone"] == "identifier"
    assert meant["person"] == "ignored"


def test_a_table_of_organisations_with_aliases_is_measured_as_such(
    house: House, tmp_path: Path
) -> None:
    found = asked(house, tmp_path, firms_csv(firms()), truth="firm")
    meant = {column: meaning for column, meaning in found["columns"].items() if column != "firm"}
    assert meant == {
        "company name": "organisation",
        "aliases": "alias",
        "company_number": "registered",
        "telephone": "identifier",
        "address": "address",
        "postcode": "postcode",
        "country": "place",
    }
    assert found["profile"] == "organisations"
    assert found["cluster"]["precision"] >= 0.97
    assert found["cluster"]["recall"] >= 0.85
    assert found["blocking"]["recall"] >= 0.95


def test_organisations_of_a_series_a_group_or_another_legal_form_stay_apart(
    house: House, tmp_path: Path
) -> None:
    lines = [
        "1,Obsidian Capital Fund 1 LP,,01632 960111,N1 9GU",
        "2,Obsidian Capital Fund 2 LP,,01632 960111,N1 9GU",
        "3,Thistlewick Motors Ltd,,01632 960222,E8 1AB",
        "4,Thistlewick Motors LLP,,01632 960222,E8 1AB",
        "5,Brambleworth Foods Ltd,Quickbite|Snackmoor,01632 960333,SW1A 1AA",
        "6,Brambleworth Holdings Ltd,,01632 960333,SW1A 1AA",
        "5,Quickbite,,01632 960333,SW1A 1AA",
    ]
    header = "person,organisation,trading names,phone,post code"
    found = asked(house, tmp_path, "\n".join([header, *lines]) + "\n")
    assert found["entities"] == [0, 1, 2, 3, 4, 5, 4]
    assert found["cluster"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_a_number_of_a_register_in_a_table_of_people_is_a_number_like_others() -> None:
    assert meanings(["surname", "company_number"])["company_number"] == "identifier"
    assert meanings(["legal name", "crn"])["crn"] == "registered"
