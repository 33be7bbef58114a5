"""Communications data: each layout says the same in blocks and row by row, and what it means."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.sources.tables import BULK
from tests.sources.test_feed import both, yards

from remit.errors import BadInput
from remit.sources.defects import DEFECTS
from remit.sources.detect import detect
from remit.sources.previewing import preview
from remit.sources.profile import profiles
from remit.store.drafts import RowDraft
from remit.world.containers import workbook

__all__ = ["yards"]

HANDSET, SIM = "490154203237518", "234101234567890"

LAYOUTS = {
    "comms-by-type": f"""\
Record ID,Record type,A number,B number,Start,Start UTC,Duration (s),IMEI,IMSI,First cell
R1,MOC,07700900123,+447700900124,01/07/2026 12:00:05,01/07/2026 11:00:05,65,{HANDSET},{SIM},234-10-5
R2,MTC,+447700900124,7700900123,02/07/2026 12:00:05,02/07/2026 11:00:05,0,490154203237510,,
R3,SMS-MO,07700900123,60999,03/07/2026 01:30:00,,,,,
R4,XXX,07700900123,60999,03/07/2026 01:30:00,,,,,
R1,MOC,07700900123,+447700900124,01/07/2026 12:00:05,01/07/2026 11:00:05,65,{HANDSET},{SIM},234-10-5
R5,MOC,07700900123,Withheld,25/10/2026 01:30:00,,65,,,
R6,MOC,07700900123,901,25/10/2026 01:30:00,25/10/2026 01:30:00,65,,,
R7,MOC,07700900123,Withheld,29/03/2026 01:30:00,,65,,,
R8,Voice out,07700900123,0044 7700 900124,05/07/2026 12:00,05/07/2026 12:00,1,,,234-10-5
R9,Voice in,,07700900123,2026-07-05T12:00:00Z,,1,,,234-10-5
R10,MOC,nobody,07700900123,2026-07-05 12:00:00+02:00,,1,,,234-10-5
R11,MOC,07700900123,07700900123,05.07.2026,,1,,,?
""",
    "comms-with-cells": f"""\
Record,Number asked about,Other party,Direction,Type,Date,Time,Duration,IMEI,IMSI,MCC,MNC,\
LAC or TAC,Cell,Last LAC or TAC,Last cell,Generation,Site,Postcode,Sector,Azimuth,Beam width,\
Easting,Northing
1,7700900123,7700900124,Out,VOICE,20260701,80507,65,{HANDSET},{SIM},234,10,1234,567,1234,568,2G,\
LHS01,E1 1AA,1,120,120,530080,180434
2,7700900123,7700900124,In,VOICE,20260702,7,65,{HANDSET},{SIM},234,1,,12345678,,12345678,4G,\
LHS 01,E1 1AA,1,  ,120,530080,180434
3,7700900123,,In,SMS,20260703,120000,,,,,,,,,,,,,,,,,
4,7700900123,60999,sideways,SMS,20260703,120000,,,,,,,,,,,,,,,,,
5,7700900123,60999,,VOICE,20260703,120000,,,,,,,,,,,,,,,,,
6,7700900123,60999,Out,VOICE,20260732,120000,,,,,,,,,,,,,,,,,
7,7700900123,60999,Out,VOICE,20260703,250000,,,,,,,,,,,,,,,,,
8,7700900123,60999,Out,VOICE,20260703,1200000,,,,,,,,,,,,,,,,,
9,7700900123,60999,Out,VOICE,20260703,120000,,,,234,10,0,1,,,,x,,,,,530080,
10,7700900123,60999,Out,VOICE,20260703,120000,,,,234,10,0,1,,,,x,,,,,,
11,7700900123,60999,Out,VOICE,20261025,13000,,,,,,,,,,,,,,,,,
""",
    "comms-data-start": f"""\
MSISDN,Start (UTC),Start (local),Duration (s),Charging ID,RAT,APN,Bytes up,Bytes down,Cell,\
Azimuth,Beam width,Longitude,Latitude,IMEI,IMSI,IP address
447700900123,2026-07-01T11:00:00Z,01/07/2026 12:00:00,600,77,4G,net,1,2,234-10-5,0,120,-0.1,51.5,\
{HANDSET},{SIM},10.0.0.1
447700900123,2026-07-01T11:10:00Z,01/07/2026 12:10:00,600,77,4G,net,1,2,234-10-5,0,120,-0.1,51.5,\
{HANDSET},{SIM},10.0.0.1
447700900123,2026-07-01T11:20:00Z,,600,77,3G,net,1,2,234-10-5,0,120,-0.1,51.5,{HANDSET},{SIM},?
447700900123,2026-07-01T11:30:00Z,01/07/2026 11:30:00,600,78,3G,net,1,2,,,,,,,,
447700900123,2026-07-01T11:40:00Z,01/07/2026 12:40:00,600,,3G,net,1,2,,,,,,,,
447700900123,2026-07-01T10:00:00Z,01/07/2026 11:00:00,0,79,,a  net,,,,,,,,,,2001:db8::1
447700900123,2026-07-01T10:00:00Z,01/07/2026 11:00:00,0,79,,net,,,,,,,,,,2001:db8::1
""",
    "comms-data-end": f"""\
Served MSISDN,Opening date,Opening time,Closing date,Closing time,Charging ID,Technology,APN,\
Uplink,Downlink,Cell,Site,Easting,Northing,Azimuth,Beam width,Served IMEI,Served IMSI,Served address
447700900123,02/07/2026,100507,02/07/2026,110507,9,4G,net,1,2,234-10-5,S,530080,180434,0,120,\
{HANDSET},{SIM},10.1.2.3
447700900123,01/07/2026,80507,01/07/2026,90507,9,4G,net,1,2,234-10-5,S,530080,180434,0,120,\
{HANDSET},{SIM},10.1.2.3
447700900123,02/07/2026,110507,02/07/2026,100507,9,4G,net,,,,,,,,,,,
447700900123,02/07/2026,110507,,,9,4G,net,,,,,,,,,,,
447700900123,02/07/2026,110507,02/07/2026,,9,4G,net,,,,,,,,,,,
447700900123,02/07/2026,110507,xx,yy,9,4G,net,,,,,,,,,,,
""",
    "comms-connections": """\
Subscriber number,Made or received,Service,Other number,Connection date,Connection time,Length
07700 900123,Made,Voice,07700 900124,01/07/2026,12:00:01,00:01:05
07700 900123,Received,Text,07700 900124,02/07/2026,12:00,
07700 900123,Received,Text,Private,02/07/2026,,
07700 900123,Received,Text,07700 900124,02/07/2026,12:00,
""",
}

ACCEPTED = {
    "comms-by-type": 7,
    "comms-with-cells": 4,
    "comms-data-start": 5,
    "comms-data-end": 4,
    "comms-connections": 4,
}


@pytest.mark.parametrize("source", LAYOUTS)
def test_a_layout_gives_the_same_in_blocks_and_row_by_row(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    path = _written(tmp_path, source)
    done, shown = both(yards, path, monkeypatch, **BULK)
    assert done["source"] == source
    assert done["accepted"] == ACCEPTED[source], done["rejects"]
    assert done["received"] == done["accepted"] + done["rejected"]
    assert {one["defect"] for one in done["defects"]} <= set(DEFECTS)
    assert len(shown["record"]) == done["accepted"]


@pytest.mark.parametrize("source", ["comms-data-start", "comms-by-type", "comms-with-cells"])
def test_a_compacted_load_says_the_same(yards: Any, tmp_path: Path, source: str) -> None:
    from benchmarks.feeding import compacted
    from tests.store.feeding import answers

    (yard, case), _ = yards
    done = yard.load(case, _written(tmp_path, source), **BULK)
    with yard.view(case) as view:
        before = answers(view)
    compacted(yard, case, done["load"])
    with yard.view(case) as view:
        after = answers(view)
    for relation, rows in before.items():
        assert after[relation] == rows, relation


def test_an_incoming_row_runs_from_the_other_party(tmp_path: Path) -> None:
    rows = _drafts(_written(tmp_path, "comms-with-cells"))
    out, back = rows[2], rows[3]
    assert out.events[0].between == ("thing", "other")
    assert back.events[0].between == ("other", "thing")
    assert next((link.kind, link.a) for link in _links(back)) == ("number-in-handset", "thing")
    first = {mention.slot: mention.key for mention in out.mentions}
    assert first["fourth"] == "234-10-1234-567"
    assert first["sixth"] == "234-10-1234-568"
    assert {m.slot: m.key for m in back.mentions}["fourth"] == "234-01-12345678"


def test_handset_and_cell_of_a_row_are_those_of_the_number_asked_about(tmp_path: Path) -> None:
    rows = _drafts(_written(tmp_path, "comms-by-type"))
    assert {(link.kind, link.a) for link in _links(rows[2])} >= {("number-in-handset", "thing")}
    assert {(link.kind, link.a) for link in _links(rows[3])} == {("number-in-handset", "other")}
    assert rows[3].events[0].between == ("thing", "other"), "A called B, whoever was asked about"
    assert {m.slot: m.key for m in rows[3].mentions}["third"] == HANDSET[:14]


def test_only_a_row_that_opens_a_session_says_when_it_was(tmp_path: Path) -> None:
    rows = _drafts(_written(tmp_path, "comms-data-start"))
    meant = {pos: row.events[0].means for pos, row in rows.items()}
    opened = {pos for pos, row in rows.items() if row.events[0].attributes.get("opens")}
    assert meant == {2: "at", 3: "at_or_before_start", 4: "at", 7: "at", 8: "at_or_before_start"}
    assert opened == {2, 4, 7}, "a new charging id, another technology, a new charging id"


def test_a_session_is_opened_by_its_earliest_row_in_whatever_order_rows_stand(
    tmp_path: Path,
) -> None:
    rows = _drafts(_written(tmp_path, "comms-data-end"))
    assert rows[2].events[0].means == "at_or_before_end"
    assert rows[3].events[0].means == "at"


def test_the_hour_that_comes_twice_is_told_apart_by_the_other_time(tmp_path: Path) -> None:
    rows = _drafts(_written(tmp_path, "comms-by-type"))
    assert 7 not in rows
    assert rows[8].events[0].begin == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_what_is_wrong_with_a_file_is_named(yards: Any, tmp_path: Path) -> None:
    (yard, case), _ = yards
    found = _named(yard.load(case, _written(tmp_path, "comms-by-type"), **BULK))
    assert found["repeated"] == [6]
    assert found["wrong-zone"] == [10]
    assert set(found["clock-change"]) == {7, 9}
    assert found["lost-zeros"] == [3]


def bill(asked: bool = True, total: int = 2) -> bytes:
    above = [("Billing enquiry", None, "Number", 7700900123), ()] if asked else []
    header = ("Date", "Time", "Number", "Duration", "First cell", "IMEI")
    day = datetime(2026, 7, 1, tzinfo=UTC).date()
    out = [
        (day, 80507, 7700900124, 65, "234-10-1234-567", int(HANDSET)),
        (day, 7, 60999, 10, "234-10-1234-567", int(HANDSET)),
        ("Total", total, None, 75),
    ]
    back = [(day, 93000, 7700900125, 5, None, None), ("Total", 1, None, 5)]
    return workbook(
        {
            "Outgoing voice": [*above, header, *out],
            "Incoming text": [*above, header, *back],
            "Elsewhere": [*above, header, *back],
        }
    )


def test_a_workbook_is_read_by_the_names_of_its_sheets(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bill.xlsx"
    path.write_bytes(bill())
    (yard, case), _ = yards
    done = yard.load(case, path, **BULK)
    assert (done["source"], done["received"], done["accepted"]) == ("comms-by-sheet", 7, 3)
    rows = _drafts(path)
    voice, text = rows[4], rows[10]
    assert [m.key for m in voice.mentions[:2]] == ["+447700900123", "+447700900124"]
    assert voice.events[0].begin == datetime(2026, 7, 1, 7, 5, 7, tzinfo=UTC)
    assert (text.events[0].kind, text.events[0].between) == ("message", ("other", "thing"))
    assert "sheet" in next(one["reason"] for one in done["rejects"] if one["row"] > 13)
    assert "totals" not in _named(done)


def test_totals_that_disagree_are_named(yards: Any, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    path.write_bytes(bill(total=3))
    (yard, case), _ = yards
    assert _named(yard.load(case, path, **BULK))["totals"] == [6]


def test_a_bill_of_an_unstated_number_is_refused_row_by_row(yards: Any, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    path.write_bytes(bill(asked=False))
    (yard, case), _ = yards
    assert yard.load(case, path, **BULK)["accepted"] == 0


def test_dates_with_day_and_month_swapped_are_refused_and_named(yards: Any, tmp_path: Path) -> None:
    header = LAYOUTS["comms-connections"].splitlines()[0]
    days = [f"{day:02}/09/2026" for day in range(1, 11) for _ in range(3)]
    days[7] = "09/03/2026"
    rows = [f"07700 900123,Made,Voice,07700 900124,{d},12:{n:02}:01,10" for n, d in enumerate(days)]
    path = tmp_path / "connections.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    (yard, case), _ = yards
    done = yard.load(case, path, **BULK)
    assert _named(done)["swapped-date"] == [9]
    assert [one["row"] for one in done["rejects"]] == [9]


def test_days_without_a_row_and_a_cut_end_are_named(yards: Any, tmp_path: Path) -> None:
    header = LAYOUTS["comms-connections"].splitlines()[0]
    days = [day for day in range(1, 31) if not 11 <= day <= 15]
    rows = [f"07700 900123,Made,Voice,07700 900124,{d:02}/06/2026,12:00:01,10" for d in days]
    path = tmp_path / "connections.csv"
    path.write_text("\n".join([header, *rows, "07700 900123,Made,Vo"]), encoding="utf-8")
    (yard, case), _ = yards
    found = {one["defect"]: one for one in yard.load(case, path, **BULK)["defects"]}
    assert "2026-06-11 to 2026-06-15" in found["gap"]["text"]
    assert list(found["cut-short"]["rows"]) == [len(rows) + 2]


def test_layouts_that_are_made_up_say_so() -> None:
    comms = [one for one in profiles().values() if one.authority == "communications"]
    assert {one.id for one in comms} >= {*LAYOUTS, "comms-by-sheet"}
    assert all(one.synthetic for one in comms if one.id.startswith("comms-"))


@pytest.mark.parametrize("source", LAYOUTS)
def test_a_layout_is_told_by_its_header(source: str) -> None:
    header = LAYOUTS[source].splitlines()[0].split(",")
    assert detect(header, None, "file.csv").id == source


def _written(folder: Path, source: str) -> Path:
    path = folder / f"{source}.csv"
    path.write_text(LAYOUTS[source], encoding="utf-8")
    return path


def _drafts(path: Path) -> dict[int, RowDraft]:
    """By position, what each accepted row says."""
    found = {}
    plan = preview(path, sample=0)
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    for part, pos, row in plan.rows():
        try:
            found[pos] = mappers[part.table.part].row(pos, row)  # type: ignore[arg-type]
        except BadInput:
            continue
    return found


def _links(row: RowDraft) -> list[Any]:
    return list(row.links)


def _named(done: dict[str, Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in done["defects"]:
        found.setdefault(one["defect"], []).extend(one["rows"])
    return found
