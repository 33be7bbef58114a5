"""When and where: what a set of things was part of, counted, cited, and never put too exactly."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use

from remit.errors import Misuse, NotFound
from remit.house import House
from remit.inquiry.time_and_map import BINS

SIGHTINGS = """\
vrm,time,camera,longitude,latitude
KT19 XYZ,2026-03-01 09:30,C1,-0.1000,51.5000
KT19 XYZ,2026-03-02 23:50,C2,-0.1100,51.5100
AB12 CDE,2026-03-02 23:55,C2,-0.1100,51.5100
KT19 XYZ,2026-04-10 12:00,C3,-0.3000,51.6000
"""
CRIMES = """\
Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,\
Last outcome category,Context
,2026-03,A Force,A Force,-0.1050,51.5050,On or near Tanner Row,E01032739,Somewhere 001F,\
Anti-social behaviour,,
,2026-03,A Force,A Force,,,No Location,E01032739,Somewhere 001F,Burglary,,
"""
WARDS = {
    "type": "FeatureCollection",
    "name": "wards",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "E01032739", "name": "Somewhere 001F"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.5]]],
            },
        },
        {
            "type": "Feature",
            "properties": {"name": "Long Lane"},
            "geometry": {"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.2, 51.6]]},
        },
    ],
}

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Plate reads, recorded crime and a boundary file."""
    folder = tmp_path_factory.mktemp("when-and-where")
    with opened(folder / "exercise") as made:
        path = folder / "reads.csv"
        path.write_text(SIGHTINGS)
        use(made, "data-engineer", "load.file", path=str(path), yes=True, zone="Europe/London")
        load(made, folder, CRIMES, name="2026-03-a-street.csv")
        load(made, folder, json.dumps(WARDS), name="wards.geojson")
        yield made


@pytest.fixture
def ask(house: House) -> Ask:
    """The events of one question."""
    return lambda **asked: use(house, "analyst", "time-and-map.events", **asked).result


@pytest.fixture
def van(house: House) -> str:
    """The id of KT19 XYZ."""
    found = use(house, "analyst", "search.vehicles", query="KT19 XYZ").result["hits"]
    return str(found[0]["entity"])


def test_all_events_in_view_come_in_order_of_time_with_their_rows(ask: Ask) -> None:
    found = ask()
    assert found["shown"] == found["total_visible"] == 6
    starts = [one["from"] for one in found["events"]]
    assert starts == sorted(starts)
    assert all(one["rows"][0]["file"] for one in found["events"])
    assert found["by_kind"] == {"crime": 2, "plate-read": 4}
    assert (found["without_time"], found["without_point"]) == (0, 1)
    assert found["density"] == []


def test_events_of_one_thing_name_whom_else_they_are_about(ask: Ask, van: str) -> None:
    found = ask(entities=[van])
    assert found["total_visible"] == 3
    assert [thing["label"] for thing in found["things"]] == ["KT19XYZ"]
    for one in found["events"]:
        assert van in {thing["entity"] for thing in one["things"]}
        assert one["things"][-1]["label"]


def test_an_event_of_two_things_asked_for_is_one_event(ask: Ask, house: House, van: str) -> None:
    place = use(house, "analyst", "search.places", query="Tanner Row").result["hits"][0]["entity"]
    other = use(house, "analyst", "search.vehicles", query="AB12 CDE").result["hits"][0]["entity"]
    found = ask(entities=[van, other, place])
    ids = [one["event"] for one in found["events"]]
    assert len(ids) == len(set(ids)) == found["total_visible"] == 5


def test_a_day_is_meant_in_the_zone_and_the_last_is_within(ask: Ask, van: str) -> None:
    assert ask(entities=[van], since="2026-03-02", until="2026-03-02")["shown"] == 1
    assert ask(entities=[van], since="2026-03-02T23:51", until="2026-04-10T12:01")["shown"] == 1
    late = ask(entities=[van], since="2026-03-02", until="2026-03-02", zone="Asia/Tokyo")
    assert late["shown"] == 0  # 23:50 in London is the next morning there
    assert (late["first"], late["next"]) == (None, None)


def test_what_reaches_into_the_window_counts(ask: Ask) -> None:
    within = ask(since="2026-03-20", until="2026-03-21")
    assert {one["kind"] for one in within["events"]} == {"crime"}
    assert ask(since="2026-04-01", until="2026-04-02")["shown"] == 0


def test_a_box_leaves_out_what_has_no_point(ask: Ask) -> None:
    found = ask(box="-0.2,51.4,0,51.55", kinds=["crime"])
    assert found["shown"] == 1
    assert found["events"][0]["position"] == "snap point"
    assert {one["position"] for one in ask(kinds=["plate-read"])["events"]} == {"as recorded"}


def test_a_page_goes_on_where_the_last_ended_and_all_are_counted(ask: Ask) -> None:
    first = ask(limit=4)
    rest = ask(limit=4, after=first["next"])
    joined = [one["event"] for one in first["events"] + rest["events"]]
    assert joined == [one["event"] for one in ask()["events"]]
    assert rest["next"] is None
    assert sum(one["count"] for one in first["density"]) == 6
    assert len(first["density"]) <= BINS


def test_the_ground_has_areas_before_ways_and_names_its_file(ask: Ask) -> None:
    layers = ask(ground=True)["ground"]["layers"]
    assert [(one["layer"], one["kind"], len(one["shapes"])) for one in layers] == [
        ("wards", "area", 1),
        ("wards", "way", 1),
    ]
    assert layers[0]["rows"][0]["file"] == "wards.geojson"
    assert layers[0]["shapes"][0]["label"] == "Somewhere 001F"
    assert "ground" not in ask()


def test_the_area_of_a_boundary_file_is_the_place_that_crime_names(house: House) -> None:
    hits = use(house, "analyst", "search.places", query="E01032739").result["hits"]
    assert len(hits) == 1
    assert {row["file"] for row in hits[0]["rows"]} == {"2026-03-a-street.csv", "wards.geojson"}


def test_too_much_ground_is_left_out_by_layer(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remit.inquiry.ground.MOST_CORNERS", 4)
    ground = ask(ground=True)["ground"]
    assert [one["kind"] for one in ground["layers"]] == ["area"]
    assert ground["layers_left_out"] == ["wards"]


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"until": "9999-12-31"},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc"},
        {"box": "1,2,3"},
        {"box": "0.1,51.4,-0.2,51.6"},
        {"box": "nan,51.4,1,52"},
        {"limit": 0},
        {"limit": 5_000},
        {"after": "-1"},
    ],
)
def test_what_cannot_be_meant_is_said_so(ask: Ask, asked: dict[str, Any]) -> None:
    with pytest.raises(Misuse):
        ask(**asked)


def test_a_thing_out_of_view_is_not_found(ask: Ask) -> None:
    with pytest.raises(NotFound):
        ask(entities=["vehicle-00000000000000000000"])


def test_no_event_is_an_empty_answer(tmp_path: Path) -> None:
    with opened(tmp_path / "exercise") as house:
        found = use(house, "analyst", "time-and-map.events", ground=True).result
    assert (found["shown"], found["total_visible"], found["events"]) == (0, 0, [])
    assert found["ground"] == {"layers": [], "layers_left_out": []}
