"""Identifiers: of the right shape, never repeated, and in no range that anybody is given."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.ontology.types import phone, postcode, vrm
from remit.world import City, identifiers
from remit.world.draws import Draws

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def test_mobiles_are_in_nobodys_range_and_yet_load() -> None:
    few = identifiers.mobiles(Draws(1, "few"), 900)
    many = identifiers.mobiles(Draws(1, "many"), 50_000)
    assert all(number.startswith("+447700900") for number in few)
    for number in many[::25]:
        drama = number.startswith("+447700900")
        assert drama or not phonenumbers.is_valid_number(phonenumbers.parse(number))
        assert phone.clean(number) == number
        assert phone.is_mobile(number)
    assert len(set(few)) == 900
    assert len(set(many)) == 50_000


def test_a_number_keeps_its_place_when_there_are_more() -> None:
    fewer, more = (identifiers.mobiles(Draws(1, "m"), n) for n in (2_000, 9_000))
    assert more[:2_000] == fewer


def test_landlines_are_dramas() -> None:
    assert phone.clean(identifiers.landline(7)) == "+442079460007"


def test_marks_are_current_in_style_and_not_given_out_before_2045() -> None:
    marks = identifiers.marks(Draws(1, "marks"), 120_000)
    assert len(set(marks)) == len(marks)
    assert all(vrm.style(mark) == "current" for mark in marks[:5_000])
    assert {mark[2:4] for mark in marks} == {f"{n}{k}" for n in "49" for k in "56789"}


def test_handsets_are_test_equipment_with_the_right_last_digit() -> None:
    found = identifiers.imeis(Draws(1, "imeis"), 5_000)
    assert len(set(found)) == 5_000
    for imei in found:
        assert imei.startswith("00")
        assert len(imei) == 15
        doubled = [int(c) * (1 + n % 2) for n, c in enumerate(reversed(imei))]
        assert sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_accounts_lie_below_the_first_sort_code_that_a_bank_has() -> None:
    found = identifiers.accounts(Draws(1, "accounts"), 20_000)
    assert len(set(found)) == 20_000
    assert all(code < "01-00-04" and len(code) == 8 for code, _ in found)
    assert all(len(number) == 8 and number.isdecimal() for _, number in found)


@given(st.integers(1995, 2026), st.integers(0, 999_999))
def test_pnc_and_cro_end_in_the_letter_of_their_remainder(year: int, serial: int) -> None:
    pnc = identifiers.pnc(year, 9_000_000 + serial)
    assert pnc[-1] == LETTERS[int(pnc[2:4] + pnc[5:12]) % 23]
    cro = identifiers.cro(year, serial)
    assert cro[-1] == LETTERS[int(cro[7:9] + cro[:6]) % 23]


@given(st.integers(0, 10**7))
def test_national_insurance_numbers_have_a_prefix_never_given(serial: int) -> None:
    assert identifiers.nino(serial).startswith("QQ")
    assert len(identifiers.nino(serial)) == 9


def test_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="500,001 asked for"):
        identifiers.mobiles(Draws(1, "m"), 500_001)


def test_addresses_have_postcodes_of_no_area() -> None:
    people = City(residents=2_000).people
    for person in range(0, 2_000, 37):
        code = people.address(person)[1]
        assert postcode.clean(code) == code
        assert code.startswith("LH")
