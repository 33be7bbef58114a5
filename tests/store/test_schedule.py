"""When deliveries are expected: by intervals, daily across changes of clocks, with grace."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import Misuse
from remit.store.schedule import MOST_COUNTED, Schedule, interval

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_interval_counts_from_the_last_delivery() -> None:
    every = Schedule.read("15m", None)
    assert every.due(NOON, HOUR) == NOON + timedelta(minutes=15)
    assert every.missed(NOON, NOON + timedelta(minutes=15), timedelta()) == 0
    assert every.missed(NOON, NOON + timedelta(minutes=16), timedelta()) == 1
    assert every.missed(NOON, NOON + timedelta(minutes=31), timedelta()) == 2


def test_within_its_grace_nothing_is_missing() -> None:
    daily = Schedule.read("1d", None)
    assert daily.missed(NOON, NOON + timedelta(hours=24, minutes=59), HOUR) == 0
    assert daily.missed(NOON, NOON + timedelta(hours=25, minutes=1), HOUR) == 1


def test_a_time_of_day_is_of_its_zone_and_moves_with_its_clocks() -> None:
    daily = Schedule.read("06:00", "Europe/London")
    winter = datetime(2026, 3, 27, 6, 5, tzinfo=UTC)
    assert daily.due(winter, HOUR) == datetime(2026, 3, 28, 6, tzinfo=UTC)
    assert daily.due(winter + timedelta(days=1), HOUR) == datetime(2026, 3, 29, 5, tzinfo=UTC)


def test_one_that_comes_a_little_early_is_that_days() -> None:
    daily = Schedule.read("06:00", "UTC")
    early = datetime(2026, 11, 12, 5, 45, tzinfo=UTC)
    assert daily.due(early, HOUR) == datetime(2026, 11, 13, 6, tzinfo=UTC)
    assert daily.missed(early, datetime(2026, 11, 12, 8, tzinfo=UTC), HOUR) == 0
    assert daily.missed(early, datetime(2026, 11, 15, 8, tzinfo=UTC), HOUR) == 3


def test_a_feed_long_dead_is_not_counted_for_ever() -> None:
    assert Schedule.read("1m", None).missed(NOON, NOON + timedelta(days=400), HOUR) == MOST_COUNTED


@given(st.integers(1, 99), st.sampled_from("mhd"), st.integers(0, 10_000), st.integers(0, 500))
def test_what_is_missing_never_shrinks_with_time(n: int, unit: str, late: int, more: int) -> None:
    every = Schedule.read(f"{n}{unit}", None)
    then = NOON + timedelta(minutes=late)
    first = every.missed(NOON, then, HOUR)
    assert first <= every.missed(NOON, then + timedelta(minutes=more), HOUR)
    assert (first == 0) == (then <= every.due(NOON, HOUR) + HOUR)


@pytest.mark.parametrize("text", ["", "0m", "1w", "24:00", "6:00", "15 m", "-1h", "1.5h"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(Misuse):
        Schedule.read(text, "UTC")


def test_a_zone_that_there_is_not_is_refused() -> None:
    with pytest.raises(Misuse, match="no zone"):
        Schedule.read("06:00", "Europe/Nowhere")
    with pytest.raises(Misuse, match="30m, 2h or 1d"):
        interval("soon")
