"""Feeds: the same file gives the same answers whether its rows come in blocks or one by one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.authority.office import a_remit
from tests.sources.test_load import Yard
from tests.store.feeding import answers

from remit.authority.remit_document import Volume
from remit.sources import feedload
from remit.sources.detect import detect
from remit.sources.readers import plain

HEADER = "VRM,Captured,Camera,Longitude,Latitude,Direction,Confidence"
SOUND = [
    "AB12CDE,2026-03-01T12:00:00Z,CAM 1,-0.100000,51.500000,N,0.98",
    "ab12 cde,2026-03-01T12:00:01Z,CAM 1,-0.100000,51.500000,N,0.97",
    "XY07ZZZ,2026-03-01T13:00:00+01:00,CAM 2,-0.2,51.6,,0.5",
    "FOREIGN1,2026-03-01,CAM 3,,,S,",
    "A1 BCD,2026-02-28T23:59:59.250Z, CAM  4 ,0.1,51.4,unknown,1",
    "AB12CDE,2024-02-29T00:00:00Z,,-0.1,51.5,É,0.1",
]
BAD = [
    ",2026-03-01T12:00:02Z,CAM 1,-0.1,51.5,N,0.9",
    "?,2026-03-01T12:00:02Z,CAM 1,-0.1,51.5,N,0.9",
    "!!,2026-03-01T12:00:02Z,CAM 1,-0.1,51.5,N,0.9",
    "AB12CDE,,CAM 1,-0.1,51.5,N,0.9",
    "AB12CDE,2026-02-30T12:00:00Z,CAM 1,-0.1,51.5,N,0.9",
    "AB12CDE,2026-03-01T24:00:00Z,CAM 1,-0.1,51.5,N,0.9",
    "AB12CDE,2026-03-01T12:00:60Z,CAM 1,-0.1,51.5,N,0.9",
    "AB12CDE,2026-13-01T12:00:00Z,CAM 1,-0.1,51.5,N,0.9",
    "AB12CDE,2026-03-01T12:00:00Z,CAM 1,0,0,N,0.9",
    "AB12CDE,2026-03-01T12:00:00Z,CAM 1,-0.1,,N,0.9",
    "AB12CDE,2026-03-01T12:00:00Z,CAM 1,51.5,-0.1x,N,0.9",
    "AB12CDE,short",
    "AB12CDE,2026-03-01T12:00:00Z,CAM 1,-0.1,51.5,N,0.9,more,still more",
    "   ",
]

FILES: dict[str, bytes] = {
    "sound": "\n".join([HEADER, *SOUND, ""]).encode(),
    "dirty": "\n".join([HEADER, *SOUND, *BAD, *SOUND, ""]).encode(),
    "lines of Windows": "\r\n".join([HEADER, *SOUND, *BAD, ""]).encode(),
    "byte order mark": b"\xef\xbb\xbf" + "\n".join([HEADER, *BAD, *SOUND, ""]).encode(),
    "blank lines": "\n".join([HEADER, "", *SOUND, "", "", *BAD, ",,,,,,", "", ""]).encode(),
    "no last line end": "\n".join([HEADER, *SOUND]).encode(),
    "cut off": "\n".join([HEADER, *SOUND, "AB12CDE,2026-03"]).encode(),
    "quoted": "\n".join(
        [",".join(f'"{c}"' for c in line.split(",")) for line in [HEADER, *SOUND, *BAD[:11]]] + [""]
    ).encode(),
    "a mark within a cell": "\n".join(
        [HEADER, *SOUND, 'AB"12CDE,x,"a""b",,,,', *SOUND, ""]
    ).encode(),
    "a line end within a cell": "\n".join(
        [HEADER, *SOUND, 'AB12CDE,2026-03-01,"CAM\n9",-0.1,51.5,N,1', *SOUND[:2], BAD[0], ""]
    ).encode(),
    "a mark left open": "\n".join([HEADER, *SOUND, 'AB12CDE,"2026', *SOUND, ""]).encode(),
    "not UTF-8": "\n".join([HEADER, *SOUND, *SOUND, ""]).encode() + b"AB12CDE,2026-03-01,\xff\n",
    "NUL": "\n".join([HEADER, *SOUND, "AB12\0CDE,2026-03-01,,,,,", *SOUND, ""]).encode(),
    "an old Macintosh's line": "\n".join([HEADER, *SOUND, "a\rb", *SOUND, ""]).encode(),
    "a long cell": "\n".join([HEADER, *SOUND, f"AB12CDE,2026-03-01,{'x' * 5000},,,,", ""]).encode(),
    "other order": b"Camera,Captured,Latitude,Longitude,VRM,Lane\n"
    b"C1,2026-03-01T12:00:00Z,51.5,-0.1,AB12CDE,2\nC1,2026-03-01T12:00:00Z,51.5,,AB12CDE,\n",
}  # fmt: skip


@pytest.fixture
def yards(tmp_path: Path) -> Iterator[tuple[tuple[Yard, str], tuple[Yard, str]]]:
    made = []
    for name in ("one", "two"):
        yard = Yard(tmp_path / name)
        case = yard.furnish(handling=frozenset({"P", "C"}))
        wide = {"handling": frozenset({"P", "C"}), "volume": Volume(None, None)}
        yard.grant(a_remit(id="remit-load", capability="load", **wide))
        made.append((yard, case))
    yield made[0], made[1]
    for yard, _ in made:
        yard.close()


def both(
    yards: tuple[tuple[Yard, str], tuple[Yard, str]],
    path: Path,
    patch: pytest.MonkeyPatch,
    **options: Any,
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What loading says and what a view then shows, after making sure that both ways agree."""
    found = []
    for (yard, case), fast in zip(yards, (True, False), strict=True):
        with patch.context() as patched:
            if not fast:
                patched.setattr(feedload, "is_plain", lambda *_: False)
            done = yard.load(case, path, **options)
        with yard.view(case) as view:
            found.append((done, answers(view)))
    (fast_done, fast_shown), (done, shown) = found
    assert {**fast_done, "load": None} == {**done, "load": None}
    for relation, rows in shown.items():
        assert fast_shown[relation] == rows, relation
    return done, shown


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_the_same_in_blocks_and_row_by_row(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "reads.csv"
    path.write_bytes(FILES[name])
    done, shown = both(yards, path, monkeypatch)
    assert done["source"] == "plate-reads"
    assert done["received"] == done["accepted"] + done["rejected"]
    assert len(shown["record"]) == done["accepted"] > 0


@pytest.mark.parametrize("size", [90, 200, 1000])
def test_where_a_stretch_ends_changes_nothing(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(plain, "_BYTES", size)
    path = tmp_path / "reads.csv"
    path.write_bytes(FILES["dirty"] + FILES["quoted"].split(b"\n", 1)[1] + FILES["dirty"])
    both(yards, path, monkeypatch)


CALLS = "Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI\n" + "\n".join([
    "+447700900001,+447700900002,voice,2026-03-01T12:00:00Z,65,234-10-1-5,-0.1,51.5,490154203237518",
    "07700 900001,+447700900001,voice,2026-03-01T12:05:00Z,0,,,,",
    "+447700900003,,sms,2026-03-01 12:06:00+01:00,,234-10-1-5,-0.1,51.5,not an IMEI",
    "+447700900003,60999,sms,2026-03-01,PT3M,234-10-1-5,-0.10,51.5,4901542032375181",
    ",+447700900002,voice,2026-03-01T12:00:00Z,65,,,,",
    "+447700900001,+447700900002,voice,2026-03-01T12:00:00Z,-5,,,,",
    "+447700900001,+447700900002,voice,2026-03-01T12:00:00Z,65,,1,,",
    "+447700900001,number withheld,voice,2026-03-01T12:00:00Z,10,?,,,",
    "",
])  # fmt: skip

PAYMENTS = "\n".join([
    "From sort code,From account,To sort code,To account,When,Amount,Reference",
    "12-34-56,12345678,65-43-21,87654321,2026-03-01T12:00:00Z,12.50,RENT",
    "123456,12345678,654321,87654321,2026-03-01T12:00:00Z,£12.50,  two  words ",
    "12-34-56,12345678,,87654321,2026-03-01T12:00:00Z,1,x",
    "12-34-56,1234,65-43-21,87654321,2026-03-01T12:00:00Z,1,x",
    "12-34-56,12345678,12-34-56,12345678,2026-03-01T12:00:00.5Z,n/a,",
    "",
])  # fmt: skip


@pytest.mark.parametrize(
    ("source", "text", "accepted"), [("calls", CALLS, 5), ("payments", PAYMENTS, 3)]
)
def test_other_feeds_give_the_same_in_blocks_and_row_by_row(
    yards: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    text: str,
    accepted: int,
) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(text, encoding="utf-8")
    done, shown = both(yards, path, monkeypatch)
    assert (done["source"], done["accepted"]) == (source, accepted), done["rejects"]
    assert any("'part': 'to'" in row for row in shown["event_by_thing"])


def test_times_that_can_be_read_two_ways_are_refused_until_told(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reads.csv"
    rows = [
        "AB12CDE,03/04/2026 12:00,C1,-0.1,51.5,N,1",
        "AB12CDE,05/04/2026 01:00,C1,-0.1,51.5,N,1",
    ]
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    (yard, case), _ = yards
    asked = yard.load(case, path)
    assert asked["load"] is None
    (one,) = asked["questions"]
    assert one["column"] == "Captured"
    assert "day-first, Europe/London" in one["choices"]
    done, shown = both(yards, path, monkeypatch, day_first=True, zone="Europe/London")
    assert done["accepted"] == 2
    assert "2026, 4, 3, 11, 0" in "".join(shown["event_by_time"])


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("VRM,Captured,Camera,Longitude,Latitude,Direction,Confidence", "plate-reads"),
        ("plate_number,timestamp,camera_id,lon,lat", "plate-reads"),
        ("Site name,Reg,Read time,Lat,Lng,Lane", "plate-reads"),
        ("vrm,time,camera,longitude,latitude,driver name", "table"),
        ("vrm,time,longitude,latitude", "table"),
    ],
)
def test_a_feed_is_told_by_its_columns_by_whatever_name_and_has_no_others(
    header: str, source: str
) -> None:
    assert detect(header.split(","), None, "reads.csv").id == source
