"""Times of the city agree with the clocks of London, spring and autumn included."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from remit.world.clock import HOUR, hours, iso, midnight, moment, to_local, to_utc, zulu

LONDON = ZoneInfo("Europe/London")
moments = st.integers(midnight(date(1997, 1, 1)), midnight(date(2037, 12, 31)))


@given(moments)
def test_local_time_is_londons(utc: int) -> None:
    there = datetime.fromtimestamp(utc, UTC).astimezone(LONDON)
    assert moment(utc) == there.replace(tzinfo=None)
    assert iso(utc) == there.isoformat()
    assert datetime.fromisoformat(zulu(utc)).timestamp() == utc


@given(moments)
def test_local_and_back_is_the_same_but_in_the_hour_that_comes_twice(utc: int) -> None:
    assert to_utc(to_local(utc)) in (utc, utc - HOUR)


def test_in_spring_an_hour_is_not_shown() -> None:
    shown, ahead = hours(date(2026, 3, 29))
    assert shown.tolist() == [0, 2, *range(2, 24)]
    assert ahead[[0, 2, 23]].tolist() == [0, 1, 1]


def test_on_other_days_clocks_show_every_hour() -> None:
    day = date(2026, 3, 30)
    shown, ahead = hours(day)
    assert shown.tolist() == list(range(24))
    assert set(ahead.tolist()) == {1}
    assert set(hours(day - timedelta(days=2))[1].tolist()) == {0}
