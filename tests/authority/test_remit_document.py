"""A remit's document: what is read is all that is granted."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authority.office import DAYTIME, a_remit

from remit.authority.remit_document import (
    CATEGORIES,
    MAX_DOCUMENT,
    Money,
    Remit,
    Vetting,
    Volume,
    parse,
    render,
)
from remit.errors import BadInput

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
)
NAMES = st.frozensets(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=3)
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
MONEY = st.decimals(0, 10**7, places=2, allow_nan=False)

REMITS = st.builds(
    lambda **fields: a_remit(**fields),
    title=TEXT,
    supplier=TEXT,
    conditions=TEXT,
    version=st.integers(1, 999),
    supersedes=st.none() | st.integers(1, 998),
    categories=st.frozensets(st.sampled_from(sorted(CATEGORIES)), min_size=1),
    sources=NAMES,
    sensitive_sources=NAMES,
    handling=NAMES,
    cases=NAMES,
    place=st.none() | st.just((-0.5, 51.25, 0.25, 51.75)),
    since=st.none() | st.dates(date(1950, 1, 1), date(2000, 1, 1)),
    until=st.none() | st.dates(date(2000, 1, 2), date(2100, 1, 1)),
    volume=st.builds(Volume, st.none() | st.integers(1, 10**9), st.none() | st.integers(1, 10**6)),
    money=st.none() | st.builds(Money, MONEY, MONEY),
    valid_from=st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),
    valid_to=st.datetimes(datetime(2026, 1, 2), datetime(2040, 1, 1), timezones=st.just(UTC)),
    dpia_due=st.none() | st.datetimes(datetime(2020, 1, 1), timezones=st.just(UTC)),
    vetting=st.dictionaries(
        st.sampled_from(["financial", "ethical", "legal"]), st.builds(Vetting, TEXT, DAYS, TEXT)
    ),
)


@given(REMITS)
def test_a_rendered_remit_reads_back_the_same(remit: Remit) -> None:
    assert parse(render(remit)) == remit


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("title:", "titel:", "titel"),
        ("supplier: north", "supplier: north\nsupplier: south", "given twice"),
        ("- suspect", "- suspicious", "categories"),
        ("- analyst", "- overlord", "roles: no such overlord"),
        ("- investigation", "- curiosity", "purposes: no such curiosity"),
        ("- common-law", "- whim", "legal_bases: no such whim"),
        ("acts_per_day: null", "acts_per_day: 0", "acts_per_day"),
        ("place: null", "place: [1.0, 51.0, 0.0, 52.0]", "place"),
        ("supplier: north", "supplier: &a north\nconditions: *a", "references"),
        ("id: remit-look", "id: look", "id"),
    ],
)
def test_a_wrong_document_is_refused_by_name(before: str, after: str, says: str) -> None:
    text = render(a_remit())
    assert before in text
    with pytest.raises(BadInput, match=says):
        parse(text.replace(before, after, 1))


def test_times_need_a_zone() -> None:
    with pytest.raises(BadInput, match="valid_to"):
        parse(
            render(a_remit()).replace(
                "valid_to: '2026-12-23T12:00:00+00:00'", "valid_to: 2027-01-01"
            )
        )


def test_the_end_comes_after_the_beginning() -> None:
    with pytest.raises(BadInput, match="valid_to is not after"):
        parse(render(a_remit(valid_to=DAYTIME - timedelta(days=90))))


def test_data_dates_are_in_order() -> None:
    with pytest.raises(BadInput, match="until is before since"):
        parse(render(a_remit(since=date(2026, 2, 1), until=date(2026, 1, 1))))


@pytest.mark.parametrize("text", ["", "- a list", "x: [", "!!python/object:os.system {}"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text)


def test_a_document_has_a_largest_size() -> None:
    with pytest.raises(BadInput, match="longer than"):
        parse("x" * (MAX_DOCUMENT + 1))


def test_money_keeps_its_pence() -> None:
    money = Money(Decimal("25300000.10"), Decimal("0.02"))
    assert parse(render(a_remit(money=money))).money == money
