"""data.police.uk files: every row is an event; gaps are published, contradictions are not."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.real import real
from tests.sources.tables import STREET, as_csv, mapped, street, write

from remit.sources.previewing import preview
from remit.sources.profile import profile

STREET_FILE, MONTH_FILE, SEARCH_FILE = (
    "police_uk_street_city_of_london_2013_2018_2019",
    "police_uk_street_6forces_2022_11",
    "police_uk_stop_search_city_of_london_2018_04_2019_12",
)
FILES = [
    (STREET_FILE, "police-uk-street", 25_281, 1_474),
    (MONTH_FILE, "police-uk-street", 50_847, 1_358),
    (SEARCH_FILE, "police-uk-stop-and-search", 3_625, 1_318),
]
"""File, profile, rows, rows without coordinates: as the provenance of the data gives them."""


@pytest.mark.real
@pytest.mark.parametrize(("name", "source", "count", "placeless"), FILES)
def test_real_files_reconcile_to_the_row(
    tmp_path: Path, name: str, source: str, count: int, placeless: int
) -> None:
    parquet = real("crime", f"{name}.parquet")
    assert pq.read_metadata(parquet).num_rows == count
    for path in (parquet, as_csv(parquet, tmp_path / f"{name}.csv")):
        plan = preview(path)
        assert plan.profile.id == source
        assert not plan.questions
        accepted, rejected = mapped(plan)
        assert (len(accepted), rejected) == (count, [])
        assert [row.pos for row in accepted] == list(range(2, count + 2))
        assert sum(row.events[0].place is None for row in accepted) == placeless
        assert not any(m.kind == "person" for row in accepted for m in row.mentions)


@pytest.mark.real
def test_parquet_and_csv_of_one_file_say_the_same(tmp_path: Path) -> None:
    parquet = real("crime", f"{STREET_FILE}.parquet")
    one, _ = mapped(preview(parquet))
    other, _ = mapped(preview(as_csv(parquet, tmp_path / "a.csv", encoding="utf-16")))
    assert one == other


@pytest.mark.real
def test_protected_columns_stay_in_the_record() -> None:
    plan = preview(real("crime", f"{SEARCH_FILE}.parquet"))
    protected = profile("police-uk-stop-and-search").protected
    for row in mapped(plan)[0]:
        values = {row.raw[column] for column in protected} - {None, "Other"}
        said = repr((row.mentions, row.events, row.links))
        assert not any(f"'{value}'" in said for value in values)


def test_a_month_is_an_interval_in_london_kept_as_utc(tmp_path: Path) -> None:
    accepted, _ = mapped(preview(write(tmp_path / "a.csv", STREET, street())))
    event = accepted[0].events[0]
    assert (event.kind, event.category, event.precision) == ("crime", "Burglary", "month")
    assert event.begin == datetime(2019, 6, 30, 23, tzinfo=UTC)
    assert event.end == datetime(2019, 7, 31, 23, tzinfo=UTC)
    assert (event.time_text, event.zone, event.means) == ("2019-07", "Europe/London", "at")
    assert (event.lon, event.lat, event.area) == (-0.0816, 51.5168, "E01032739")
    assert event.outcome == "Under investigation"
    point, area = accepted[0].mentions
    assert (point.kind, point.key, point.label) == (
        "place",
        "-0.081600, 51.516800",
        "On or near Mill Lane",
    )
    assert (area.key, area.label) == ("E01032739", "City of London 001F")
    assert event.things == ("place",)


def test_gaps_as_published_are_accepted_and_described(tmp_path: Path) -> None:
    lines = [
        street(Crime_ID=""),
        street(Longitude="", Latitude="", Location="No Location", LSOA_code="", LSOA_name=""),
        street(),
        street(Location="On or near "),
    ]
    plan = preview(write(tmp_path / "a.csv", STREET, *lines))
    mapper = plan.mapper()
    rows = [mapper.row(pos, row) for pos, row in plan.table.rows()]  # type: ignore[arg-type]
    assert rows[1].mentions == ()
    assert rows[3].mentions[0].label == "-0.081600, 51.516800"
    assert set(mapper.notes()) >= {
        "1 rows have no Crime ID",
        "1 rows have no coordinates",
        "2 rows repeat a Crime ID of an earlier row",
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Month": "2019-13"}, "no such day"),
        ({"Month": "July 2019"}, "YYYY-MM"),
        ({"Month": "2999-01"}, "outside 1800"),
        ({"Month": "2099-01"}, "lies after"),
        ({"Month": ""}, "'Month' is empty"),
        ({"Crime_type": ""}, "'Crime type' is empty"),
        ({"Longitude": "51.5", "Latitude": "-0.1"}, "swapped"),
        ({"Longitude": "12.5"}, "outside the United Kingdom"),
        ({"Longitude": ""}, "missing"),
        ({"Longitude": "x"}, "not a longitude"),
        ({"LSOA_code": "nonsense!"}, "not an area code"),
    ],
)
def test_contradictions_are_rejected(tmp_path: Path, changes: dict[str, str], why: str) -> None:
    path = write(tmp_path / "a.csv", STREET, street(), street(**changes), street())
    accepted, rejected = mapped(preview(path, today=date(2026, 1, 1)))
    assert [row.pos for row in accepted] == [2, 4]
    assert rejected[0][0] == 3
    assert why in rejected[0][1]


def test_extra_and_renamed_columns_are_fine(tmp_path: Path) -> None:
    header = STREET.replace("Crime ID", "crime_id").replace(",Context", ",Context,source_file")
    plan = preview(write(tmp_path / "a.csv", header, street() + ",x.csv"))
    assert plan.profile.id == "police-uk-street"
    accepted, _ = mapped(plan)
    assert "x.csv" not in repr(accepted[0].events)
    assert accepted[0].raw["source_file"] == "x.csv"


def test_outcomes_are_their_own_events(tmp_path: Path) -> None:
    header = STREET.replace("Crime type,Last outcome category,Context", "Outcome type")
    line = ",".join(street().split(",")[:-3]) + ",Suspect charged"
    plan = preview(write(tmp_path / "a.csv", header, line))
    assert plan.profile.id == "police-uk-outcomes"
    event = mapped(plan)[0][0].events[0]
    assert (event.kind, event.outcome, event.reference) == ("outcome", "Suspect charged", "c" * 64)


def test_a_changed_layout_is_asked_about(tmp_path: Path) -> None:
    header = STREET.replace("Month", "Period")
    plan = preview(write(tmp_path / "a.csv", header, street()))
    assert [q.column for q in plan.questions] == ["source"]
    assert "'Month'" in plan.questions[0].question
    assert preview(plan.path, choices={"source": "table"}).profile.id == "table"
