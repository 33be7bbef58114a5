"""Laws of check digits: what is right is kept, and one wrong digit is always refused."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import BadInput
from remit.ontology.types import TYPES, checks, iban, pnc

TODAY = date(2026, 11, 24)


@st.composite
def _pncs(draw: st.DrawFn) -> str:
    year, serial = draw(st.integers(1950, 2026)), draw(st.integers(1, 9_999_999))
    return f"{year}/{serial:07}{checks.letter23(f'{year % 100:02}{serial:07}')}"


@st.composite
def _cros(draw: st.DrawFn) -> str:
    year, small = draw(st.integers(0, 99)), draw(st.booleans())
    serial = draw(st.integers(1, 99_999 if small else 999_999))
    digits = f"{serial:05}" if small else f"{serial:06}"
    letter = checks.letter23(f"{year:02}{digits}")
    return f"SF{year:02}/{digits}{letter}" if small else f"{digits}/{year:02}{letter}"


def _with_luhn(prefix: str, length: int) -> st.SearchStrategy[str]:
    body = st.text(alphabet=string.digits, min_size=length, max_size=length)
    return body.map(lambda digits: prefix + digits + checks.luhn(prefix + digits))


@st.composite
def _ibans(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(sorted(iban.LENGTHS)))
    length = iban.LENGTHS[country] - 4
    alphabet = string.digits + string.ascii_uppercase
    own = draw(st.text(alphabet=alphabet, min_size=length, max_size=length))
    return f"{country}{98 - checks.remainder97(f'{country}00{own}'):02}{own}"


RIGHT = {
    "pnc": _pncs(),
    "cro": _cros(),
    "imei": _with_luhn("35", 12),
    "iccid": _with_luhn("8944", 14),
    "iban": _ibans(),
}


@pytest.mark.parametrize("kind", RIGHT)
@given(data=st.data())
def test_a_right_number_is_kept_and_one_wrong_digit_is_refused(
    kind: str, data: st.DataObject
) -> None:
    right = data.draw(RIGHT[kind])
    value_type = TYPES[kind]
    assert value_type.clean(right) == right
    covered = [
        place
        for place, mark in enumerate(right)
        # The letter of a PNC id does not cover the century.
        if mark.isdigit() and not (kind == "pnc" and place < 2)
    ]
    place = data.draw(st.sampled_from(covered))
    other = data.draw(st.sampled_from([d for d in string.digits if d != right[place]]))
    with pytest.raises(BadInput):
        value_type.clean(right[:place] + other + right[place + 1 :])


@given(right=_with_luhn("4111", 11), data=st.data())
def test_a_wrong_digit_of_a_card_is_refused(right: str, data: st.DataObject) -> None:
    assert TYPES["card"].clean(right) == f"{right[:6]}******{right[-4:]}"
    place = data.draw(st.integers(0, len(right) - 1))
    other = data.draw(st.sampled_from([d for d in string.digits if d != right[place]]))
    with pytest.raises(BadInput):
        TYPES["card"].clean(right[:place] + other + right[place + 1 :])


@given(_pncs())
def test_both_forms_of_a_pnc_id_are_one(long: str) -> None:
    assert pnc.clean(pnc.short(long), today=TODAY) == long


@pytest.mark.parametrize("kind", sorted(TYPES))
@given(raw=st.text(alphabet="0123456789ABCDEFSGMNXZ*/-.: ", max_size=26))
def test_whatever_is_read_can_be_described(kind: str, raw: str) -> None:
    value_type = TYPES[kind]
    try:
        value = value_type.clean(raw)
    except BadInput:
        return
    if value is not None:
        assert value_type.describe(value)
