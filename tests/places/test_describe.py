"""Groups, gathering and ranks say what the counts bear, and gaps what the records lack."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.strategies import at, events, one

from remit.errors import Misuse
from remit.places.change import compare
from remit.places.describe import concentration, groups, ranks, snapped, spread
from remit.places.events import Event, narrowed
from remit.places.gaps import gaps, missing
from remit.places.months import LONGEST, Months, days

SIZES = st.lists(st.integers(1, 30), min_size=1, max_size=40)


def placed(sizes: list[int]) -> list[Event]:
    """Events on places, as many on each as `sizes` says."""
    found: list[Event] = []
    for number, size in enumerate(sizes):
        found += events(size, first=len(found) + 2, place=f"place-{number:03}")
    return found


@given(sizes=SIZES, share=st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_the_fewest_places_hold_the_share_and_one_less_does_not(
    sizes: list[int], share: float
) -> None:
    places = groups(placed(sizes), lambda e: e.place)
    few = concentration(places, share)
    assert sum(g.n for g in few) >= share * sum(sizes) > sum(g.n for g in few[:-1])
    assert min(g.n for g in few) >= max([g.n for g in places[len(few) :]], default=0)


@given(sizes=SIZES)
def test_ranks_hold_the_rank_shown_and_grow_no_surer_with_less(sizes: list[int]) -> None:
    counts = sorted(sizes, reverse=True)
    found = ranks(counts, len(counts))
    for place, (best, worst) in enumerate(found, 1):
        assert 1 <= best <= place <= worst <= len(counts)
    assert [best for best, _ in found] == sorted(best for best, _ in found)


def test_equal_counts_cannot_be_ranked_and_very_different_ones_can() -> None:
    assert ranks([7] * 5, 2) == [(1, 5), (1, 5)]
    assert ranks([400, 100, 10], 3) == [(1, 1), (2, 2), (3, 3)]


def test_an_even_spread_is_not_called_gathering_and_a_hot_place_is() -> None:
    chance = random.Random(5)
    even = [0] * 200
    for _ in range(1000):
        even[chance.randrange(200)] += 1
    flat = spread(groups(placed([n for n in even if n]), lambda e: e.place), 0.5)
    assert flat.p > 0.01
    assert len(flat.few) == pytest.approx(flat.evenly, rel=0.05)
    hot = spread(groups(placed([80, 60, *[1] * 100]), lambda e: e.place), 0.5)
    assert hot.p < 1e-6
    assert len(hot.few) == 2 < hot.evenly / 5


@pytest.mark.parametrize("sizes", [[], [1], [1, 1, 1], [9]])
def test_too_few_places_show_no_gathering(sizes: list[int]) -> None:
    assert spread(groups(placed(sizes), lambda e: e.place), 0.5).p == 1.0


def test_events_are_narrowed_by_type_and_by_area_force_or_code() -> None:
    here, there = one(2), one(3, category="Drugs", area="W02", area_name=None, force="Heddlu")
    assert narrowed([here, there], "burglary") == [here]
    assert narrowed([here, there], area="exampleton") == [here]
    assert narrowed([here, there], area="HEDDLU") == narrowed([here, there], area="w0") == [there]
    assert narrowed([here, there]) == [here, there]


def test_months_without_records_are_named_by_force() -> None:
    months = Months.read("2024-01", "2024-03")
    whole = [*events(2, "2024-01"), *events(2, "2024-03"), *events(1, "2024-01", force="Other")]
    assert missing(whole, months) == [
        "No record in view falls in 2024-02.",
        "Other has no record in 2024-03.",
    ]


def test_each_gap_leads_to_the_events_that_lack_it() -> None:
    lost, twice, midnight = one(2, place=None, lon=None), one(3, reference="r"), at(0)
    night = replace(midnight, begin=one().begin, reference="n")
    again = one(9, reference="r", row=("load-b", 9), month="2024-03")
    found = {gap.what: gap.events for gap in gaps([lost, twice, night, again], [])}
    assert found["No place"] == (lost,)
    assert found["A reference that an earlier row also has"] == (again,)
    assert found["Exactly midnight, which may stand for no known time"] == (night,)
    assert len(found["A force and month that came in more than one file"]) == 4


def test_a_month_cut_short_is_noticed() -> None:
    whole = [e for m in ("2024-01", "2024-02", "2024-03") for e in events(60, m)]
    short = events(7, "2024-04")
    (gap,) = gaps([], [*whole, *short])
    assert gap.events == tuple(short)
    assert "2024-04" in gap.what
    assert gaps([], whole) == []


def test_points_that_many_share_look_snapped() -> None:
    assert snapped(events(10))
    assert not snapped([one(n, lon=n / 100) for n in range(10)])
    assert not snapped([one(2, lon=None)])


def year(n: int, of: int, **changes: object) -> list[Event]:
    return [e for m in range(1, 13) for e in events(n, f"{of}-{m:02}", **changes)]


PAIRS = Months.read("2024-01", "2024-12").pairs()


def test_a_doubling_is_claimed_and_a_wobble_is_not() -> None:
    more = compare(year(20, 2024), year(10, 2023), [*year(20, 2024), *year(10, 2023)], PAIRS)
    assert more is not None
    assert more.whole.verdict == "more"
    assert more.whole.middle == pytest.approx(2 * 365 / 366)
    wobble = compare(year(10, 2024), year(9, 2023), [*year(10, 2024), *year(9, 2023)], PAIRS)
    assert wobble is not None
    assert wobble.whole.verdict == "cannot tell"


def test_nothing_is_claimed_from_two_months() -> None:
    now = [*events(900, "2024-01"), *events(900, "2024-02")]
    before = [*events(9, "2023-01"), *events(9, "2023-02")]
    found = compare(now, before, [*now, *before], PAIRS[:2])
    assert found is not None
    assert not found.claims
    assert {c.verdict for c in (found.whole, *found.categories)} == {"cannot tell"}


def test_only_like_is_held_against_like() -> None:
    """A force that came later and a month that is missing must not look like a change."""
    old = [e for e in year(10, 2023) if e.month != "2023-05"]
    now = [*year(10, 2024), *year(50, 2024, force="Newcomer")]
    found = compare(now, old, [*now, *old], PAIRS)
    assert found is not None
    assert found.left_out == ("Newcomer",)
    assert found.cells == (11, 24)
    assert len(found.whole.now) == len(found.whole.before) == 110
    assert found.whole.verdict == "cannot tell"


def test_a_type_that_vanished_is_compared_though_no_record_of_it_is_left() -> None:
    now, old = year(10, 2024), [*year(10, 2023), *year(8, 2023, category="Robbery")]
    found = compare(now, old, [*now, *old], PAIRS)
    assert found is not None
    assert {c.name: c.verdict for c in found.categories} == {
        "Burglary": "cannot tell",
        "Robbery": "fewer",
    }


def test_without_an_earlier_year_there_is_no_comparison() -> None:
    assert compare(year(3, 2024), [], year(3, 2024), PAIRS) is None
    assert compare([], [], [], PAIRS) is None


def test_a_long_period_is_compared_within_itself() -> None:
    months = Months.read("2022-01", "2024-12")
    assert months.pairs() == PAIRS
    assert months.earlier() is None
    assert Months.read("2024-01", "2024-02").earlier() == Months(("2023-01", "2023-02"))


@given(first=st.integers(1900 * 12, 2190 * 12 - 1), length=st.integers(1, LONGEST))
def test_months_run_without_a_break_and_days_add_up(first: int, length: int) -> None:
    name = [f"{n // 12:04}-{n % 12 + 1:02}" for n in (first, first + length - 1)]
    months = Months.read(*name)
    assert len(months.names) == length
    assert list(months.names) == sorted(set(months.names))
    assert (months.end - months.begin).total_seconds() / 86_400 == pytest.approx(
        months.days, abs=0.1
    )
    assert months.days == sum(days(one) for one in months.names)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2024-03", "2024-01"), ("2024", "2024-01"), ("2024-13", "2024-13"), ("0001-01", "0001-02"),
     ("", ""), ("2024-01'", "2024-02"), ("٢٠٢٤-01", "2024-02"), ("1990-01", "2024-01"),
     ("9" * 9999, "1")],
)  # fmt: skip
def test_a_period_that_is_none_is_refused(first: str, last: str) -> None:
    with pytest.raises(Misuse) as refused:
        Months.read(first, last)
    assert len(str(refused.value)) < 200
