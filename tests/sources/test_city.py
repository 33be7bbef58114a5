"""The made-up city loads as real files do: to the row, and what it says becomes things."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from tests.sources.tables import mapped
from tests.sources.test_bank_layouts import check

from remit.cli.demo import UNREAD
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.profile import profiles
from remit.store.drafts import LinkDraft, RowDraft
from remit.world import City, write
from remit.world.ledgers import Said, Sheet

Files = dict[str, Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Files of a small city by their name below its folder."""
    written = write(City(residents=400, days=14, months=2), tmp_path_factory.mktemp("city"))
    root = written.truth.parent.parent / "files"
    return {path.relative_to(root).as_posix(): path for path in written.files}


def _plan(path: Path) -> Plan:
    return preview(path, yes=True, zone="Europe/London")


def _rows(path: Path) -> list[RowDraft]:
    return mapped(_plan(path))[0]


def _links(rows: list[RowDraft]) -> Counter[str]:
    return Counter(link.kind for row in rows for link in row.links)


def test_every_file_that_is_read_is_understood(files: Files) -> None:
    sources = set()
    for name, path in files.items():
        if any(mark in path.name for mark in UNREAD.get(path.parent.name, ())):
            continue
        plan = _plan(path)
        assert not plan.questions, name
        accepted, rejected = mapped(plan)
        assert accepted
        if "case/communications" not in name:  # dirtier on purpose, with a test of its own
            assert len(rejected) <= 1 + len(accepted) // 50, (name, rejected[:3])
        sources.add(plan.profile.id)
    assert sources == {
        *(name for name in profiles() if name.startswith("bank-")),
        "boundaries",
        "police-uk-street",
        "police-uk-outcomes",
        "police-uk-stop-and-search",
        "calls",
        "camera-register",
        "comms-by-sheet",
        "comms-by-type",
        "comms-connections",
        "comms-data-end",
        "comms-data-start",
        "comms-with-cells",
        "documents",
        "emails",
        "intelligence-reports",
        "payments",
        "plate-reads",
        "chart",
        "phone-archive",
        "phone-download",
        "standard-data-model",
        "phone-report",
        "track",
        "table",
    }


def test_files_that_need_a_reader_of_their_own_are_named(files: Files) -> None:
    folders = {Path(name).parts[0] for name in files}
    assert folders >= UNREAD.keys()


def test_people_of_the_register_meet_through_their_things(files: Files) -> None:
    rows = _rows(files["people-and-vehicles.csv"])
    people = [m for row in rows for m in row.mentions if m.kind == "person"]
    assert {m.role for m in people} <= {"suspect", "convicted", "victim", "witness", "third-party"}
    phones = [m.key for row in rows for m in row.mentions if m.kind == "phone"]
    assert len(set(phones)) < len(phones)


def test_subscribers_and_holders_have_their_phones_and_accounts(files: Files) -> None:
    rows = _rows(files["subscribers/subscribers.csv"])
    people = sum(m.kind == "person" for row in rows for m in row.mentions)
    assert _links(rows)["uses-phone"] == _links(rows)["uses-sim"] == people > len(rows) // 2
    rows = _rows(files["bank/accounts.csv"])
    held = sum(m.kind == "account" for row in rows for m in row.mentions)
    assert _links(rows)["holds-account"] == held == len(rows)


def test_a_report_is_an_event_from_to_with_what_was_stolen(files: Files) -> None:
    rows = _rows(files["reports/crime-reports.csv"])
    assert all(row.events[0].lon is not None for row in rows if row.events)
    spans = [row for row in rows if row.events and row.events[0].end]
    assert len(spans) > len(rows) // 2
    stolen = [row for row in rows if any(m.slot == "stolen-handset" for m in row.mentions)]
    assert stolen
    for row in stolen:
        assert LinkDraft("uses-handset", "victim", "stolen-handset") not in row.links


def test_the_crews_statements_are_true_and_what_is_wrong_with_them_is_named(files: Files) -> None:
    truth = files["people-and-vehicles.csv"].parent.parent / "truth"
    sheets: dict[str, Sheet] = defaultdict(Sheet)
    for row in _table(truth / "case-bank.csv"):
        day, pence = date.fromisoformat(row["day"]), int(row["pence"])
        balance = int(row["balance"]) if row["balance"] else None
        told = (row["account"], day, pence, row["words"], balance, row["fate"])
        sheets[row["file"]].said.append(Said(int(row["row"]), *told))
    for row in _table(truth / "case-bank-defects.csv"):
        rows = tuple(int(n) for n in row["rows"].split())
        sheets[row["file"]].defects.append((row["defect"], rows))
    assert len(sheets) == 12
    wrong = {name for sheet in sheets.values() for name, _ in sheet.defects}
    assert wrong >= {"missing-page", "swapped-date", "repeated", "balance", "totals", "lost-zeros"}
    for name, sheet in sheets.items():
        source = re.sub(r"(-[0-9-]+)?\.\w+$", "", Path(name).name)
        check(files[name], f"bank-{source}", sheet)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_an_arrest_is_not_placed_at_the_home_of_the_arrested(files: Files) -> None:
    rows = _rows(files["custody/custody.csv"])
    assert any(m.kind == "address" for row in rows for m in row.mentions)
    assert all(event.place is None for row in rows for event in row.events)
    assert sum(len(row.events) for row in rows) >= len(rows) - 2  # a time or two is missing


def test_a_keepers_days_are_no_event(files: Files) -> None:
    rows = _rows(files["keepers/keepers.csv"])
    assert not any(row.events for row in rows)
    assert _links(rows)["keeper-of-vehicle"] == len(rows)


def test_a_cell_is_a_cell_site_at_its_mast_and_no_telephone(files: Files) -> None:
    rows = _rows(files["geography/cells.csv"])
    assert {m.kind for row in rows for m in row.mentions} == {"cell-site", "place"}
    assert _links(rows)["at-place"] == len(rows)
    calls = _plan(files["calls/calls-2026-03.csv"])
    means = {column.column: column.means for column in calls.columns}
    assert (means["Cell"], means["Caller"], means["Called"]) == ("cell", "phone", "phone")


def test_a_column_called_cell_that_holds_numbers_is_telephones(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    lines = (f"A B{n},07700 90012{n}" for n in range(5))
    path.write_text("Name,Cell\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert [column.means for column in preview(path).columns] == ["name", "phone"]
