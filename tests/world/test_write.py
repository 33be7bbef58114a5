"""What is written: same seed, same bytes; what other readers find in the files is what is true."""

import ast
import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from anyascii import anyascii
from tests.world.conftest import Read

import remit
from remit.errors import Misuse
from remit.ontology.types import phone, postcode, vrm
from remit.world import BOROUGH, TOWN, VILLAGE, City, write
from remit.world.out import Output
from remit.world.planted import Planted
from remit.world.plates import COLUMNS, Plates

PLATES = "VRM,Captured,Camera,Longitude,Latitude,Direction,Confidence"
CALLS = "Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI"
PAYMENTS = "From sort code,From account,To sort code,To account,When,Amount,Reference"


def test_same_seed_writes_the_same_bytes(first: Read, tmp_path: Path) -> None:
    again = write(first.city, tmp_path)
    names = [path.relative_to(tmp_path / "files") for path in again.files]
    assert names == [path.relative_to(first.folder) for path in first.written.files]
    for path in sorted(tmp_path.rglob("*")):
        if path.is_file():
            other = first.folder.parent / path.relative_to(tmp_path)
            assert path.read_bytes() == other.read_bytes(), path.name


def test_another_seed_is_another_city(cities) -> None:
    one, other = cities(1), cities(2)
    for name in ("anpr/anpr-2026-03.csv", "people/electoral.csv", "geography/wards.geojson"):
        assert (one.folder / name).read_bytes() != (other.folder / name).read_bytes()


def test_a_day_can_be_written_without_the_days_before_it(tmp_path: Path) -> None:
    city, day = City(seed=3, residents=400, days=15), date(2026, 3, 20)
    written = []
    for name, days in (("alone", [day]), ("after", [date(2026, 3, 19), day])):
        out = Output(tmp_path / name, None)
        with out.aside(), out.table("reads.csv", COLUMNS) as table:
            plates = Plates(city, Planted())
            for one in days:
                plates.day(one, table)
        lines = (tmp_path / name / "files" / "reads.csv").read_text().splitlines()
        written.append([line for line in lines if "2026-03-20" in line])
    assert written[0] == written[1] != []


def test_high_volume_files_have_exactly_the_columns_that_feeds_have(first: Read) -> None:
    for path in first.written.files:
        name = path.relative_to(first.folder).as_posix()
        for start, header in (("anpr/", PLATES), ("calls/", CALLS), ("bank/pay", PAYMENTS)):
            if name.startswith(start):
                with path.open(encoding="utf-8") as file:
                    assert file.readline() == f"{header}\n"


def test_every_table_has_as_many_rows_as_the_truth_says(read: Read) -> None:
    for name, count in read.truth["rows"].items():
        text = (
            (read.folder / name)
            .read_bytes()
            .decode({"custody/custody.csv": "cp1252"}.get(name, "utf-8-sig"))
        )
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len(rows) == count + 1, name
        last = rows.pop() if "calls-" in name else rows[0]
        assert {len(row) for row in rows} == {len(rows[0])}, name
        assert last


def test_every_fault_stands_where_the_truth_says(read: Read) -> None:
    tables: dict[str, list[list[str]]] = {}
    faults = read.aside("faults.csv")
    assert Counter(fault["what"] for fault in faults) == read.truth["faults"]
    marks, imeis = ({row[key] for row in read.aside(name)}
                    for name, key in (("vehicles.csv", "vrm"), ("phones.csv", "imei")))  # fmt: skip
    seen = Counter()
    for fault in faults:
        name, what = fault["file"], fault["what"]
        if name not in tables:
            code = "cp1252" if "custody" in name else "utf-8-sig"
            text = (read.folder / name).read_bytes().decode(code)
            tables[name] = list(csv.reader(io.StringIO(text, newline="")))
        row, above = tables[name][int(fault["row"]) - 1], tables[name][int(fault["row"]) - 2]
        text = ",".join(row)
        holds = {
            # Noise may differ between the two: a number written another way, a plate misread.
            "the row above again": sum(a == b for a, b in zip(row, above, strict=False)) >= 3,
            "no plate read": row[0] == "",
            "plate misread": row[0] not in marks,
            "a date that does not exist": "-02-30T" in text,
            "a month that does not exist": "2026-13" in text,
            "no coordinates": "No Location" in text,
            "a latitude that is no number": "unknown" in text,
            "no duration": "calls" in name and row[4] == "",
            "IMEI without its leading zeros": f"00{row[-1]}" in imeis or len(row[-1]) == 13,
            "sort code without dashes": row[0].isdecimal() and len(row[0]) == 6,
            "amount with a comma": "," in row[5 % len(row)],
            "number with 0": any(re.match(r"0[1-9]", cell) for cell in row[:2]),
            "number with 0044": any(cell.startswith("0044") for cell in row[:2]),
            "number without its first zero": any(re.match(r"[1-9]\d{9}$", c) for c in row[:2]),
            "cut off in the middle": row is tables[name][-1],
            "a summary line, not a record": row[0] == "Total records",
            "IMEI not known to the victim": row[13 % len(row)] == "",
            "no date of birth": "" in row,
            "1 January for a birthday not known": re.search(r"01/01/\d{4}|\d{4}-01-01", text),
        }.get(what, True)
        assert holds, (fault, row)
        seen[what] += 1
    assert len(seen) > 20


def test_rows_without_a_fault_are_well_formed(read: Read) -> None:
    wrong = {(fault["file"], int(fault["row"])) for fault in read.aside("faults.csv")}
    vehicles = {row["vrm"] for row in read.aside("vehicles.csv")}
    numbers = {row["number"] for row in read.aside("phones.csv")}
    for name in ("anpr/anpr-2026-03.csv", "calls/calls-2026-03.csv"):
        rows = csv.reader(io.StringIO((read.folder / name).read_text(), newline=""))
        for at, row in enumerate(rows, start=1):
            if at == 1 or (name, at) in wrong:
                continue
            if name.startswith("anpr"):
                assert row[0] in vehicles
                assert vrm.clean(row[0]) == row[0]
            else:
                assert phone.clean(row[0]) == row[0]
                assert row[0] in numbers or row[0].startswith("+442079460") or row[8]


def test_each_row_about_a_person_is_about_that_person(read: Read) -> None:
    people = {row["person"]: row for row in read.aside("people.csv")}
    wrong = {(fault["file"], fault["row"]) for fault in read.aside("faults.csv")}
    files: dict[str, list[list[str]]] = {}
    checked = 0
    for entry in read.aside("identities.csv"):
        name = entry["file"]
        if not name.endswith(".csv") or (name, entry["row"]) in wrong:
            continue
        if name not in files:
            code = "cp1252" if "custody" in name else "utf-8-sig"
            text = (read.folder / name).read_bytes().decode(code)
            files[name] = list(csv.reader(io.StringIO(text, newline="")))
        row = anyascii(",".join(files[name][int(entry["row"]) - 1])).casefold()
        # In capitals ı and i are one letter, so both are compared without accents.
        for word in anyascii(people[entry["person"]]["name"]).casefold().split(" "):
            assert word in row, (entry, row)
        checked += 1
    assert checked > 800


def test_postcodes_are_of_no_area(first: Read) -> None:
    for row in first.rows("people"):
        assert row["Postcode"].startswith("LH")
        assert postcode.clean(row["Postcode"]) == row["Postcode"]


def test_boundaries_are_closed_rings_of_geojson(first: Read) -> None:
    counts = {"boroughs": 4, "wards": first.city.land.wards, "areas": first.city.land.side**2}
    for name, count in counts.items():
        text = (first.folder / "geography" / f"{name}.geojson").read_text(encoding="utf-8")
        features = json.loads(text)["features"]
        assert len(features) == count
        for feature in features:
            ring = feature["geometry"]["coordinates"][0]
            assert ring[0] == ring[-1]
            assert feature["properties"]["name"]


def test_statements_balance_and_their_rows_are_in_the_payments(read: Read) -> None:
    paid = Counter((row["When"][:10], row["Amount"].replace(",", "")) for row in
                   read.rows("bank/payments"))  # fmt: skip
    for name, (_, number) in read.truth["statements"].items():
        path = read.folder / name
        if name.endswith(".csv"):
            text = path.read_bytes()
            assert text.startswith(b"\xef\xbb\xbf")
            assert text.count(b"\n") == text.count(b"\r\n")
            rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
            assert rows[2][3] == number
            begin = next(n for n, row in enumerate(rows) if row[2:3] == ["BALANCE BROUGHT FORWARD"])
            balance = _pence(rows[begin][5])
            for row in rows[begin + 1 :]:
                if row[2] == "BALANCE CARRIED FORWARD":
                    break
                balance += _pence(row[4] or "0") - _pence(row[3] or "0")
                assert balance == _pence(row[5])
            assert _pence(row[5]) == balance
        else:
            sheet = openpyxl.load_workbook(path)["Statement"]
            rows = list(sheet.iter_rows(min_row=4, values_only=True))
            assert rows[0][3] == "Brought forward"
            balance = round(rows[0][6] * 100)
            for row in rows[1:-1]:
                balance += round(row[4] * 100) * (1 if row[5] == "CR" else -1)
                assert balance == round(row[6] * 100)
                assert paid[str(row[2].date()), f"{row[4]:.2f}"] > 0
            assert rows[-1][3] == "End of statement"


def _pence(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


def test_bills_and_the_download_say_what_the_call_files_say(read: Read) -> None:
    talk = read.rows("calls/")
    faults = [f for f in read.aside("faults.csv") if f["what"] == "the row above again"]
    twice = sum(fault["file"].startswith("calls/") for fault in faults)
    for path in (read.folder / "billing").iterdir():
        number = phone.clean(path.stem.removeprefix("billing-"))
        book = openpyxl.load_workbook(path)
        for title, side in (("Outgoing", "Caller"), ("Incoming", "Called")):
            billed = 0
            for kind in ("voice", "text"):
                rows = list(book[f"{title} {kind}"].iter_rows(min_row=4, values_only=True))
                assert rows[-1][:2] == ("Total", len(rows) - 1)
                billed += len(rows) - 1
                for row in rows[:-1]:
                    assert isinstance(row[1], int)
                    assert len(str(row[2])) == 10
            found = sum(phone.clean(row[side]) == number for row in talk)
            assert billed <= found <= billed + twice
    with zipfile.ZipFile(read.folder / "downloads" / "LHX-0417.zip") as file:
        device = json.loads(file.read("device.json"))
        messages = json.loads(file.read("messages.json"))
        contacts = list(csv.DictReader(io.StringIO(file.read("contacts.csv").decode())))
    member = next(m for m in read.truth["crew"]["members"] if device["number"] in m["numbers"])
    assert member["person"] == read.truth["crew"]["custody"]["person"]
    assert device["imei"] in member["imeis"]
    assert all(device["number"] in (m["from"], m["to"]) for m in messages)
    named = {m["nickname"]: m["numbers"] for m in read.truth["crew"]["members"]}
    assert all(contact["Number"] == named[contact["Name"]][1] for contact in contacts)


def test_intelligence_is_graded_and_the_old_custody_file_is_windows(first: Read) -> None:
    text = (first.folder / "intelligence" / "reports.jsonl").read_text(encoding="utf-8")
    items = [json.loads(line) for line in text.splitlines()]
    assert {item["Source"] for item in items} == {"1", "2", "3"}
    assert {item["Handling"] for item in items} == {"P", "C"}
    assert any(item["Intelligence"] == "E" for item in items)
    custody = (first.folder / "custody" / "custody.csv").read_bytes()
    assert custody.count(b"\n") == custody.count(b"\r\n")
    with pytest.raises(UnicodeDecodeError):
        custody.decode("utf-8")


def test_the_last_row_of_the_last_call_file_is_cut_off(first: Read) -> None:
    path = [p for p in first.written.files if p.name.startswith("calls-")][-1]
    assert not path.read_bytes().endswith(b"\n")


def test_progress_names_every_file_in_the_order_of_loading(tmp_path: Path) -> None:
    told: list[Path] = []
    written = write(City(residents=300, days=14, months=1), tmp_path, told.append)
    assert tuple(told) == written.files
    assert all(path.exists() for path in told)


def test_sizes_have_names_and_limits() -> None:
    sizes = [city.residents for city in (VILLAGE, TOWN, BOROUGH)]
    assert sizes == [500, 2_000, 300_000]
    for wrong in ({"residents": 100}, {"residents": 10**6}, {"days": 3}, {"days": 400}):
        with pytest.raises(Misuse, match="from"):
            City(**wrong)


_PEAK = """
import resource, sys
from pathlib import Path
from remit.world import City, write
write(City(residents=9_000, days=int(sys.argv[2]), months=1), Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_more_days_take_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for days in (14, 84):
        command = [sys.executable, "-c", _PEAK, str(tmp_path / str(days)), str(days)]
        peaks.append(int(subprocess.check_output(command, text=True)))
    assert peaks[1] < peaks[0] + 60


def test_no_code_but_the_world_names_the_folder_of_truth() -> None:
    root = Path(remit.__file__).parent
    wrong = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in root.rglob("*.py")
        if path.relative_to(root).parts[0] != "world"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, str)
            and re.search(r"\btruth(/|\.json)|^truth$", node.value))
        or (isinstance(node, ast.Attribute) and node.attr == "truth")
    ]  # fmt: skip
    assert not wrong


def test_the_folder_of_truth_is_apart(first: Read) -> None:
    assert not any(first.written.truth.parent in path.parents for path in first.written.files)
