"""Laws of every value type: never crash, clean what is clean to itself, say why not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import BadInput
from remit.ontology.types import TYPES, is_blank, name, vrm
from remit.ontology.types import date as dates
from remit.ontology.types import time as times

LIKELY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789 -/.:+TZ", max_size=24),
    st.text(alphabet="ABCIOSZ0158 ", max_size=9),
    st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", fullmatch=True),
    st.from_regex(r"-?[0-9]{1,3}\.[0-9]{1,6}, ?-?[0-9]{1,3}\.[0-9]{1,6}", fullmatch=True),
    st.from_regex(r"(\+44|0)[1-9][0-9]{6,11}", fullmatch=True),
    st.emails(),
    st.datetimes().map(str),
)


@pytest.mark.parametrize("kind", sorted(TYPES))
@given(raw=LIKELY)
def test_cleaning_never_crashes_and_settles_at_once(kind: str, raw: str) -> None:
    value_type = TYPES[kind]
    assert value_type.explain(raw)
    try:
        value: Any = value_type.clean(raw)
    except BadInput:
        return
    if value is not None:
        again = value_type.clean(str(value))
        assert again is not None
        assert _same(again, value)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, times.Instant):
        return bool(one.begin == other.begin and one.precision == other.precision)
    return str(one) == str(other)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_nothing_stated_is_nothing(kind: str) -> None:
    for raw in ("", "  ", "\t\n"):
        assert TYPES[kind].clean(raw) is None


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"text"}))
def test_placeholders_state_nothing_and_long_texts_are_refused(kind: str) -> None:
    for raw in ("UNKNOWN", "N/A", "tbc", "n/k", "-", "NULL"):
        assert is_blank(raw)
        assert TYPES[kind].clean(raw) is None
    with pytest.raises(BadInput):
        TYPES[kind].clean("9" * 2_000)


WORDS = st.sampled_from(["john", "aylin", "demir", "smith", "kaur", "o'neil"])


@given(words=st.lists(WORDS, min_size=1))
def test_the_key_of_a_name_does_not_know_order(words: list[str]) -> None:
    assert name.key(" ".join(words)) == name.key(" ".join(reversed(words)))


@given(st.text(alphabet="ABCDEO0I15S8B2Z", min_size=1, max_size=8))
def test_look_alikes_have_one_key(mark: str) -> None:
    other = mark.translate(str.maketrans("O0I15S8B2Z", "0O1IS5B8Z2"))
    assert vrm.confusion_key(mark) == vrm.confusion_key(other)
    assert vrm.confusion_key(vrm.confusion_key(mark)) == vrm.confusion_key(mark)


@given(st.dates(min_value=dates.date(1800, 1, 1), max_value=dates.date(2199, 12, 31)))
def test_a_date_is_read_back_from_every_form_that_states_its_order(day: dates.date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%d-%b-%Y"):
        read = dates.clean(day.strftime(form))
        assert read is not None
        assert read.first == day
    for form, day_first in (("%d/%m/%Y", True), ("%m/%d/%Y", False)):
        read = dates.clean(day.strftime(form), day_first=day_first)
        assert read is not None
        assert read.first == day
