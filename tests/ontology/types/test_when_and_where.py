"""Dates, times and positions: what cannot be known is asked, what cannot be is refused."""

from datetime import UTC, date, datetime
from math import cos, hypot, radians

import pytest

from remit.errors import BadInput
from remit.ontology.types import Ambiguous, birth, coordinate, grid, meaning
from remit.ontology.types import date as dates
from remit.ontology.types import time as times


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2020-03-04", "2020-03-04"),
        ("2020-3-4", "2020-03-04"),
        ("20200304", "2020-03-04"),
        ("2020-03-04 00:00:00", "2020-03-04"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("04.04.2020", "2020-04-04"),
        ("Wed 4 March 2020", "2020-03-04"),
        ("March 4th, 2020", "2020-03-04"),
        ("4-MAR-2020", "2020-03-04"),
        ("Sept 2020", "2020-09"),
        ("1980", "1980"),
        ("00/00/0000", None),
    ],
)
def test_forms_of_dates(raw: str, read: str | None) -> None:
    found = dates.clean(raw)
    assert (found and str(found)) == read


@pytest.mark.parametrize(
    "raw",
    ["31/02/2020", "2020-13-01", "2020-00-01", "0/5/2020", "04/03/20", "99999999", "1700-01-01",
     "hello", "29 Feb 2021", "4 Marchember 2020", "2020-03-04 12:30"],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(raw: str) -> None:
    with pytest.raises(BadInput):
        dates.clean(raw)


def test_an_ambiguous_day_is_asked_and_answered() -> None:
    with pytest.raises(Ambiguous) as asked:
        dates.clean("04/03/2020")
    assert asked.value.needs == "day-first"
    assert str(dates.clean("04/03/2020", day_first=True)) == "2020-03-04"
    assert str(dates.clean("04/03/2020", day_first=False)) == "2020-04-03"
    with pytest.raises(BadInput, match="no such day"):
        dates.clean("25/12/2020", day_first=False)


def test_spreadsheet_numbers_need_their_system() -> None:
    with pytest.raises(Ambiguous, match="1904"):
        dates.clean("43894")
    assert str(dates.clean("43894", serials="1900")) == "2020-03-04"
    assert str(dates.clean("42432", serials="1904")) == "2020-03-04"
    with pytest.raises(BadInput):
        dates.clean("00059", serials="1900")


def test_future_days_and_defaults_are_noticed() -> None:
    with pytest.raises(BadInput, match="lies after"):
        dates.clean("2030-01-01", not_after=date(2026, 1, 1))
    assert dates.Day(1970, 1, 1).may_be_default
    assert not dates.Day(1970, 1, 2).may_be_default
    assert "only the year" in dates.TYPE.explain("1970-01-01")


def test_times_are_utc_with_text_and_zone() -> None:
    read = times.clean("04/07/2020 1:05 pm", zone="Europe/London", day_first=True)
    assert read is not None
    assert read.begin == datetime(2020, 7, 4, 12, 5, tzinfo=UTC)
    assert (read.text, read.zone, read.precision) == (
        "04/07/2020 1:05 pm",
        "Europe/London",
        "instant",
    )
    offset = times.clean("2020-07-04T13:05:00.5+01:00")
    assert offset is not None
    assert offset.begin == datetime(2020, 7, 4, 12, 5, 0, 500_000, tzinfo=UTC)


def test_a_time_without_zone_is_asked() -> None:
    with pytest.raises(Ambiguous) as asked:
        times.clean("2020-07-04 12:00")
    assert asked.value.needs == "zone"
    with pytest.raises(BadInput, match="no time zone"):
        times.clean("2020-07-04 12:00", zone="Mars/Olympus")
    assert times.has_zone("2020-07-04 12:00") is False
    assert times.has_zone("2020-07-04") is None


def test_hours_that_the_clocks_skip_or_repeat() -> None:
    with pytest.raises(BadInput, match="skipped"):
        times.clean("2020-03-29 01:30", zone="Europe/London")
    with pytest.raises(Ambiguous, match="twice"):
        times.clean("2020-10-25 01:30", zone="Europe/London")
    early, late = (
        times.clean("2020-10-25 01:30", zone="Europe/London", fold=fold)
        for fold in ("earlier", "later")
    )
    assert early is not None
    assert late is not None
    assert (late.begin - early.begin).total_seconds() == 3600


@pytest.mark.parametrize("raw", ["2020-01-01 25:00", "2020-01-01 13:00 pm", "2020-01 10:00"])
def test_times_that_cannot_be(raw: str) -> None:
    with pytest.raises(BadInput):
        times.clean(raw, zone="UTC")


def test_a_month_is_an_interval_of_its_zone() -> None:
    span = times.span(dates.Day(2020, 7), "Europe/London")
    assert span.begin == datetime(2020, 6, 30, 23, tzinfo=UTC)
    assert span.end == datetime(2020, 7, 31, 23, tzinfo=UTC)
    assert span.precision == "month"


@pytest.mark.parametrize(
    ("lon", "lat", "why"),
    [
        ("0", "0.0", "no position"),
        ("51.5", "-0.1", "swapped"),
        ("10", "51.5", "outside the United Kingdom"),
        ("abc", "51", "not a longitude"),
        ("-0.1", "", "missing"),
        ("inf", "51", "not a longitude"),
    ],
)
def test_positions_that_cannot_be(lon: str, lat: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        coordinate.pair(lon, lat, within=coordinate.UNITED_KINGDOM)


def test_positions_anywhere() -> None:
    assert coordinate.pair("", None) is None
    assert coordinate.clean("[151.2, -33.9]") == (151.2, -33.9)
    with pytest.raises(BadInput, match="range"):
        coordinate.pair("200.0", "10.0")
    with pytest.raises(BadInput, match="swapped"):
        coordinate.pair("51.0", "-120.0")


def test_the_grid_agrees_with_the_ordnance_survey_example() -> None:
    """OS guide, annexe C: 651409.903, 313177.270 is 52 39 28.8 N, 1 42 57.9 E (OSGB36 → WGS 84)."""
    point = grid.to_point(grid.GridPoint(651_409.903, 313_177.270))
    assert point.lat == pytest.approx(52.658, abs=1e-3)
    assert point.lon == pytest.approx(1.716, abs=1e-3)
    back = grid.from_point(point)
    assert back.easting == pytest.approx(651_409.903, abs=0.1)


# Ordnance Survey, OSTN15 test file: longitude, latitude (ETRS89), easting, northing. From Scilly
# to Shetland; St Kilda, where one shift for the whole country is furthest out, is among them.
OS_POINTS = {
    "TP01": (-6.29977752, 49.92226394, 91_492.146, 11_318.804),
    "TP07": (1.44454730, 51.37447026, 639_821.835, 169_565.858),
    "TP09": (-0.11992557, 51.48936565, 530_624.974, 178_388.464),
    "TP14": (0.40153547, 52.75136687, 562_180.547, 319_784.995),
    "TP20": (-1.66379168, 53.80021520, 422_242.186, 433_818.701),
    "TP26": (-4.29649016, 55.85399953, 256_340.925, 664_697.269),
    "TP31": (-8.57854456, 57.81351838, 9_587.909, 899_448.996),
    "TP35": (-3.21454001, 59.03743871, 330_398.323, 1_017_347.016),
    "TP40": (-2.07382823, 60.13308092, 395_999.668, 1_138_728.951),
}


@pytest.mark.parametrize("name", OS_POINTS)
def test_grid_and_degrees_agree_with_the_ordnance_survey_within_five_metres(name: str) -> None:
    lon, lat, easting, northing = OS_POINTS[name]
    found = grid.from_point(coordinate.Point(lon, lat))
    assert hypot(found.easting - easting, found.northing - northing) < 5
    point = grid.to_point(grid.GridPoint(easting, northing))
    metres = 111_320 * cos(radians(lat))
    assert hypot((point.lon - lon) * metres, (point.lat - lat) * 111_320) < 5


@pytest.mark.parametrize("name", OS_POINTS)
def test_grid_and_back_is_within_a_centimetre(name: str) -> None:
    _, _, easting, northing = OS_POINTS[name]
    back = grid.from_point(grid.to_point(grid.GridPoint(easting, northing)))
    assert hypot(back.easting - easting, back.northing - northing) < 0.01


@pytest.mark.parametrize(
    ("raw", "why"),
    [("0, 0", "no position"), ("200000, 900000.5x", "metres"), ("1000000, 200000", "swapped"),
     ("9000000, 9000000", "outside"), ("AA 123 456", "no square"), ("1,2,3", "two numbers")],
)  # fmt: skip
def test_grid_positions_that_cannot_be(raw: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        grid.clean(raw)


@pytest.mark.parametrize(
    ("raw", "flagged"),
    [
        ("1980-01-01", "1 January"),
        ("1970-01-01", "day zero of Unix clocks"),
        ("1899-12-30", "day zero of spreadsheets"),
        ("1980-01-02", None),
        ("1980-01", None),
        ("1980", None),
    ],
)
def test_a_date_of_birth_that_may_be_a_placeholder_is_flagged(
    raw: str, flagged: str | None
) -> None:
    why = birth.placeholder(birth.clean(raw))
    assert (why or "").startswith(flagged or "")
    assert bool(why) == ("placeholder" in birth.TYPE.explain(raw)) == (flagged is not None)


def test_a_date_of_birth_keeps_its_precision_and_lies_before_the_record() -> None:
    assert "(month)" in birth.TYPE.explain("March 1980")
    assert birth.placeholder(birth.clean("unknown")) is None
    with pytest.raises(BadInput, match="lies after"):
        birth.clean("2027", not_after=date(2026, 11, 24))


def test_the_meaning_of_a_time_stands_in_the_sentence() -> None:
    assert meaning.said("at", "14:05") == meaning.said(None, "14:05") == "at 14:05"
    assert meaning.said("at_or_before_start", "14:05") == "at or before the start, 14:05"
    assert set(meaning.MEANINGS) == {"at", "at_or_before_start", "at_or_before_end"}
    with pytest.raises(BadInput, match="means one of"):
        meaning.said("roughly", "14:05")
