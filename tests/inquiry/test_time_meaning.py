"""A time that is only a bound is told as one, wherever the event is shown."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.house import load, opened, use
from tests.sources.tables import BULK

from remit.house import House

STARTS = """\
MSISDN,Start (UTC),Duration (s),Charging ID,RAT,APN,Bytes up,Bytes down,Cell,Azimuth,Beam width,\
Longitude,Latitude,IMEI,IMSI,IP address
447700900123,2026-07-01T11:00:00Z,600,77,4G,net,1,2,234-10-5,350,120,-0.1,51.5,490154203237518,,
447700900123,2026-07-01T11:10:00Z,600,77,4G,net,1,2,234-10-5,350,120,-0.1,51.5,490154203237518,,
"""
ENDS = """\
Served MSISDN,Opening date,Opening time,Closing date,Closing time,Charging ID,Technology,APN,\
Uplink,Downlink,Cell,Site,Easting,Northing,Azimuth,Beam width,Served IMEI,Served IMSI,Served address
447700900123,02/07/2026,80507,02/07/2026,90507,9,4G,net,,,234-10-5,S,530080,180434,x,120,,,
447700900123,02/07/2026,90507,02/07/2026,100507,9,4G,net,,,234-10-5,S,530080,180434,0,120,,,
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("meaning")
    with opened(folder / "exercise") as opened_:
        load(opened_, folder, STARTS, name="starts.csv", **BULK)
        load(opened_, folder, ENDS, name="ends.csv", **BULK)
        yield opened_


def test_a_bound_is_never_told_as_a_time(house: House) -> None:
    found = _events(house)
    told = [(one["means"], one["when"]) for one in found]
    assert told == [
        ("at", "2026-07-01T11:00:00Z"),
        ("at_or_before_start", "at or before 2026-07-01T11:10:00Z, its start"),
        ("at", "02/07/2026 80507"),
        ("at_or_before_end", "at or before 2026-07-02 10:05:07 BST, its end"),
    ]


def test_a_mast_is_shown_with_the_way_it_looks_where_the_record_says_it(house: House) -> None:
    found = _events(house)
    assert {one["position"] for one in found} == {"mast"}
    beams = [one["beam"] for one in found]
    assert beams[0] == beams[1] == {"azimuth": 350.0, "width": 120.0}
    assert beams[2] is None, "an azimuth that is no number is not drawn"


def test_a_record_and_a_thing_say_it_too(house: House) -> None:
    row = _events(house)[1]["rows"][0]
    record = use(house, "analyst", "show.record", load=row["load"], row=row["row"]).result
    assert record["events"][0]["when"].startswith("at or before ")
    phone = next(one for one in _events(house)[1]["things"] if one["kind"] == "phone")
    shown = use(house, "analyst", "show.entity", entity=phone["entity"]).result
    bounds = [one["when"] for one in shown["events"] if one["means"] != "at"]
    assert len(bounds) == 2
    assert all(when.startswith("at or before ") for when in bounds)


def test_a_row_that_opens_a_session_says_so(house: House) -> None:
    row = _events(house)[0]["rows"][0]
    record = use(house, "analyst", "show.record", load=row["load"], row=row["row"]).result
    assert record["events"][0]["means"] == "at"


def _events(house: House) -> list[dict[str, Any]]:
    asked = {"since": "2026-07-01", "until": "2026-07-03"}
    found: list[dict[str, Any]] = use(house, "analyst", "time-and-map.events", **asked).result[
        "events"
    ]
    return found
