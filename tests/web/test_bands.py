"""The timeline: few round labels, bands by thing, ends that are not known."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.web.bands import MOST_BANDS, bands
from remit.web.ticks import MOST_TICKS, midnights, ticks, weekends

LONDON = ZoneInfo("Europe/London")
STARTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
SPANS = st.floats(1, 40 * 365 * 86_400).map(lambda seconds: timedelta(seconds=round(seconds)))


@given(STARTS, SPANS)
def test_labels_are_few_in_order_and_within(first: datetime, span: timedelta) -> None:
    made = ticks(first, first + span, LONDON)
    assert len(made) <= MOST_TICKS + 1
    assert all(first <= tick.at <= first + span for tick in made)
    assert all(a.at < b.at for a, b in pairwise(made))


@given(STARTS, st.integers(8, 4_000))
def test_there_are_always_labels_over_days(first: datetime, days: int) -> None:
    made = ticks(first, first + timedelta(days=days), LONDON)
    assert len(made) >= 2
    assert len({tick.label for tick in made}) == len(made)


@pytest.mark.parametrize("days", [17, 25, 33, 40])
def test_weeks_begin_on_mondays(days: int) -> None:
    first = datetime(2026, 3, 12, 7, tzinfo=UTC)
    made = ticks(first, first + timedelta(days=days), LONDON)
    assert {tick.label[:3] for tick in made} <= {"Mon", "Wed", "Fri", "Sun", "Tue", "Thu", "Sat"}
    if days > 16:
        assert {tick.label[:3] for tick in made} == {"Mon"}


def test_midnight_is_midnight_on_the_wall_on_both_sides_of_a_change_of_clocks() -> None:
    first = datetime(2026, 3, 27, 12, tzinfo=UTC)
    found = midnights(first, first + timedelta(days=4), LONDON)
    assert [at.astimezone(LONDON).hour for at in found] == [0, 0, 0, 0]
    assert [at.astimezone(UTC).hour for at in found] == [0, 0, 23, 23]
    assert midnights(first, first + timedelta(days=60), LONDON) == []


def test_weekends_are_cut_at_the_ends() -> None:
    saturday_noon = datetime(2026, 1, 10, 12, tzinfo=UTC)
    found = weekends(saturday_noon, saturday_noon + timedelta(days=9), LONDON)
    assert [(a.day, a.hour, b.day, b.hour) for a, b in found] == [(10, 12, 12, 0), (17, 0, 19, 0)]


def event(id_: str, begin: str | None, **more: Any) -> dict[str, Any]:
    """One event of an answer."""
    plain = {"to": None, "kind": "event", "precision": "instant", "means": "at", "things": []}
    return {"event": id_, "from": begin, **plain, **more}


def answer(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An answer that holds them."""
    times = sorted(one["from"] for one in events if one["from"])
    ends = sorted(one["to"] or one["from"] for one in events if one["from"])
    plain: dict[str, Any] = {"things": [], "since": None, "until": None, "density": []}
    plain |= {"zone": "Europe/London", "first": times[0] if times else None}
    return {**plain, "last": ends[-1] if ends else None, "events": list(events), **more}


def test_each_thing_has_a_band_with_its_events_in_order() -> None:
    a, b = ({"entity": f"vehicle-{n}", "label": n, "kind": "vehicle"} for n in "ab")
    one = event("e1", "2026-03-01T10:00:00+00:00", things=[a])
    both = event("e2", "2026-03-02T10:00:00+00:00", things=[a, b])
    made = bands(answer(one, both, things=[a, b]))
    assert made is not None
    assert [[mark.event for mark in band.marks] for band in made.bands] == [["e1", "e2"], ["e2"]]
    first, last = (mark.x for mark in made.bands[0].marks)
    assert 0 < first < 5 < 95 < last < 100


def test_without_a_thing_bands_are_kinds_of_event() -> None:
    some = [event(f"e{n}", f"2026-03-0{n}T10:00:00+00:00", kind=k) for n, k in ((1, "b"), (2, "a"))]
    made = bands(answer(*some))
    assert made is not None
    assert [band.label for band in made.bands] == ["a", "b"]


@pytest.mark.parametrize(
    ("precision", "means", "fade"),
    [
        ("instant", "at", "sure"),
        ("instant", "at_or_before_start", "fade-begin"),
        ("instant", "at_or_before_end", "fade-both"),
        ("month", "at", "fade-both"),
    ],
)
def test_ends_that_are_not_known_fade(precision: str, means: str, fade: str) -> None:
    begin, end = "2026-03-01T00:00:00+00:00", "2026-04-01T00:00:00+00:00"
    made = bands(answer(event("e", begin, to=end, precision=precision, means=means)))
    assert made is not None
    (mark,) = made.bands[0].marks
    assert mark.fade == fade
    assert mark.width is not None
    assert mark.width > 90


def test_the_window_asked_for_is_the_axis() -> None:
    one = event("e", "2026-03-05T00:00:00+00:00")
    made = bands(answer(one, since="2026-03-01T00:00:00+00:00", until="2026-03-09T00:00:00+00:00"))
    assert made is not None
    assert made.bands[0].marks[0].x == 50.0


def test_too_many_bands_are_counted_and_no_time_is_no_drawing() -> None:
    many = [{"entity": f"vehicle-{n}", "label": str(n), "kind": "vehicle"} for n in range(50)]
    made = bands(answer(event("e", "2026-03-01T10:00:00+00:00", things=many), things=many))
    assert made is not None
    assert (len(made.bands), made.left_out) == (MOST_BANDS, 50 - MOST_BANDS)
    assert bands(answer(event("e", None))) is None
    assert bands(answer()) is None
