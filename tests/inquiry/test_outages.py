"""Cameras: pictures are kept with a read, and a time without reads is known for what it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.house import load, opened, use
from tests.sources.test_cameras import READS, REGISTER

from remit.house import House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("cameras")
    with opened(folder / "exercise") as opened_:
        load(opened_, folder, REGISTER, name="register.csv")
        load(opened_, folder, READS, name="reads.csv")
        yield opened_


def test_what_comes_with_a_read_is_kept(house: House) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-01", kinds=["plate-read"])
    row = found["events"][0]["rows"][0]
    record = use(house, "analyst", "show.record", load=row["load"], row=row["row"]).result
    received = {one["column"]: one["text"] for one in record["received"]}
    assert received["Plate image"] == "p/1.jpg"
    assert received["Overview image"] == "o/1.jpg"
    assert record["events"][0]["reference"] == "R1"


def test_cameras_that_were_out_are_told_with_the_answer(house: House) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-01")
    (note,) = found["outages"]
    assert note["camera"] == "C1"
    assert note["note"].startswith("camera C1 gave nothing from 01/07/2026 12:00 to 01/07/2026")
    assert note["rows"][0]["file"] == "register.csv"
    assert found["outages_in_all"] == 1


def test_an_outage_that_has_not_ended_goes_on(house: House) -> None:
    found = _asked(house, since="2026-08-01", until="2026-08-02")
    assert [one["camera"] for one in found["outages"]] == ["C1"]
    assert "as far as is known" in found["outages"][0]["note"]


def test_a_vehicle_is_told_of_outages_between_its_reads_and_a_telephone_is_not(
    house: House,
) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-01", kinds=["plate-read"])
    vehicle = next(t for t in found["events"][0]["things"] if t["kind"] == "vehicle")
    assert _asked(house, entities=[vehicle["entity"]])["outages_in_all"] == 1
    assert _asked(house, since="2026-07-01", until="2026-07-01", kinds=["call"])["outages"] == []


def test_a_box_tells_of_the_cameras_in_it(house: House) -> None:
    found = _asked(house, since="2026-07-01", until="2026-07-09", box="-0.25,51.55,-0.15,51.65")
    assert found["outages"] == []


def _asked(house: House, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = use(house, "analyst", "time-and-map.events", **asked).result
    return found
