"""Numbers of people, handsets, accounts and networks: published examples, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import BadInput
from remit.ontology.types import (
    TYPES,
    Ambiguous,
    bankaccount,
    card,
    cell,
    checks,
    company,
    cro,
    driver,
    duration,
    iban,
    imei,
    imsi,
    ip,
    mac,
    money,
    nino,
    pnc,
    uprn,
)


@pytest.mark.parametrize(
    ("kind", "raw", "clean"),
    [
        # The Ministry of Justice's open person record service, test identifiers.
        ("pnc", "81/34U", "1981/0000034U"),
        ("pnc", "00/223R", "2000/0000223R"),
        ("pnc", "79/163001B", "1979/0163001B"),
        ("pnc", "20030011985X", "2003/0011985X"),
        ("pnc", "033Y", "2003/0000003Y"),
        ("cro", "265416/21G", "265416/21G"),
        ("cro", "65656/91H", "065656/91H"),
        ("cro", "SF05/482703J", "SF05/482703J"),
        ("cro", "SF83/4661E", "SF83/04661E"),
        # The GSM Association's sample IMEI; ISO 13616 and its registry's IBANs.
        ("imei", "490154203237518", "490154203237518"),
        ("iban", "GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("iban", "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        # DVLA's sample licence; RFC 5952 section 4; the card schemes' test number.
        ("driver_number", "MORGA 657054 SM9IJ", "MORGA657054SM9IJ"),
        ("ip", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("card", "4111-1111-1111-1111", "411111******1111"),
    ],
)
def test_published_examples_are_read(kind: str, raw: str, clean: str) -> None:
    assert TYPES[kind].clean(raw) == clean
    assert clean in TYPES[kind].explain(raw).replace(" ", "") or kind in ("imei", "driver_number")


@pytest.mark.parametrize(
    ("kind", "raw", "why"),
    [
        ("pnc", "2003/0011985Z", "check letter of 03/11985 is X, not Z"),
        ("pnc", "2001/0171310S", "check letter"),
        ("pnc", "1923/1Z34567A", "such as"),
        ("pnc", "1873/0000001Z", "check letter"),
        ("pnc", "20011234", "such as"),
        ("cro", "85227/65G", "check letter of 085227/65 is L, not G"),
        ("cro", "7/7", "065656/91H"),
        ("nino", "QQ123456C", "D, F, I, Q, U or V"),
        ("nino", "TN010180M", "temporary number"),
        ("nino", "GB123456A", "not used as a prefix"),
        ("nino", "AO123456A", "not used as a prefix"),
        ("nino", "AB123456E", "A, B, C or D"),
        ("nino", "AB12345C", "two letters, six digits"),
        ("nino", "11A11111", "temporary reference"),
        ("imei", "490154203237517", "is 8, not 7"),
        ("imei", "4.90154E+14", "rounded"),
        ("imei", "12345", "15 digits"),
        ("imsi", "134151234567890", "code of a country"),
        ("imsi", "2.34151E+14", "rounded"),
        ("iccid", "1234567890123456789", "begins with 89"),
        ("sort_code", "12345", "a zero may have been lost"),
        ("sort_code", "12-3456-7", "six digits"),
        ("bank_account", "12345678", "a sort code and a number"),
        ("bank_account", "12-34-56 1234567", "7 digits"),
        ("iban", "GB28NWBK60161331926819", "check digits"),
        ("iban", "GB29NWBK6016133192681", "22 characters, not 21"),
        ("iban", "US29NWBK60161331926819", "country US"),
        ("card", "4111111111111112", "check digit"),
        ("card", "4111", "12 to 19"),
        ("company_number", "XX123456", "no register"),
        ("company_number", "123456789", "eight characters"),
        ("company_number", "1234AB", "digits alone"),
        ("driver_number", "MORGA657054", "sixteen"),
        ("ip", "192.0.2.01", "not an internet address"),
        ("ip", "192.0.2.1:443", "not an internet address"),
        ("ip", "0.0.0.0", "all zeros"),
        ("ip", "fe80::1%eth0", "zone"),
        ("mac", "ff:ff:ff:ff:ff:ff", "many at once"),
        ("mac", "00:00:00:00:00:00", "nobody"),
        ("mac", "00:1b:63-84:45:e6", "six pairs"),
        ("uprn", "1234567890123", "twelve"),
        ("cell", "234-10-65534-1", "no location area"),
        ("cell", "234-10-1-70000", "16 bits"),
        ("cell", "234-10-99999999999", "36 bits"),
        ("cell", "somewhere", "234-10"),
        ("time_meaning", "perhaps", "means one of"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(kind: str, raw: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        TYPES[kind].clean(raw)
    assert why in str(refused.value)
    assert refused.value.reason in TYPES[kind].explain(raw)


def test_the_century_of_a_short_pnc_id_is_told_or_asked() -> None:
    letter = checks.letter23("400000001")
    with pytest.raises(Ambiguous) as asked:
        pnc.clean(f"40/1{letter}")
    assert (asked.value.needs, asked.value.choices) == ("century", ("1940", "2040"))
    assert pnc.clean(f"40/1{letter}", today=date(2026, 11, 24)) == f"1940/0000001{letter}"
    assert pnc.clean(f"40/1{letter}", today=date(2041, 1, 1)) == f"2040/0000001{letter}"
    with pytest.raises(BadInput, match="not the year"):
        pnc.clean(f"2040/1{letter}", today=date(2026, 11, 24))


def test_a_small_file_is_told_from_a_file() -> None:
    assert "small file" in cro.TYPE.explain("SF83/50058Z")
    assert "small file" not in cro.TYPE.explain("265416/21G")


def test_every_reserved_prefix_of_a_national_insurance_number_is_named() -> None:
    for prefix, stood_for in nino.RESERVED.items():
        with pytest.raises(BadInput, match=stood_for):
            nino.clean(f"{prefix}123456A")
    assert nino.key("AB123456A") == nino.key("ab 12 34 56 d") == "AB123456"
    assert "not stated" in nino.TYPE.explain("AB123456")


def test_handsets_are_compared_by_fourteen_digits() -> None:
    assert imei.key("490154203237518") == imei.key("49015420323751") == imei.key("4901542032375101")
    assert imei.clean("000000000000000") is None
    assert imei.clean("490154203237510", transmitted=True) == "49015420323751"
    with pytest.raises(BadInput):
        imei.clean("490154203237511", transmitted=True)
    assert "with software version" in imei.TYPE.explain("4901542032375101")


def test_a_subscription_tells_its_network_only_where_that_is_known() -> None:
    assert "network 15" in imsi.TYPE.explain("234151234567890")
    assert "not told apart" in imsi.TYPE.explain("310150123456789")


def test_an_account_is_the_same_however_it_is_written() -> None:
    assert bankaccount.clean("601613 31926819") == iban.domestic("GB29NWBK60161331926819")
    assert iban.domestic("DE89370400440532013000") is None


def test_zeros_lost_in_front_are_filled_only_when_asked() -> None:
    assert bankaccount.pair("12-34-56", "123456", pad=True) == "12-34-56 00123456"
    assert bankaccount.pair("", None) is None
    for code, account in (("12-34-56", ""), ("", "12345678"), ("12-34-56", "123456789")):
        with pytest.raises(BadInput):
            bankaccount.pair(code, account, pad=True)


def test_a_card_is_never_shown_whole() -> None:
    for raw in ("4111111111111111", "4111111111111112", "5555 5555 5555 4444"):
        assert raw not in card.TYPE.explain(raw)
        assert raw.replace(" ", "") not in card.TYPE.explain(raw)
    assert card.clean("411111xxxxxx1111") == "411111******1111"


def test_registers_of_companies_are_named() -> None:
    assert company.register("00445790") == "England and Wales"
    assert company.clean("R0000123") == "R0000123"
    assert company.clean("IP12345R") == "IP12345R"
    assert company.clean("00000000") is None


def test_a_driver_number_is_not_taken_apart() -> None:
    assert driver.TYPE.describe("MORGA657054SM9IJ") == "MORGA657054SM9IJ"
    assert driver.clean("MORGA999999SM9IJ") == "MORGA999999SM9IJ"


def test_addresses_of_networks_say_their_reach() -> None:
    assert ip.reach("81.2.69.142") == "public"
    assert ip.reach("10.0.0.1") == "private"
    assert ip.reach("224.0.0.1") != "private"
    assert mac.is_local("da:a1:19:00:00:01")
    assert "given by its maker" in mac.TYPE.explain("00:1b:63:84:45:e6")
    assert uprn.clean("000000199356") == "199356"


def test_cells_say_which_generation_they_fit() -> None:
    assert "2G or 3G" in cell.TYPE.explain("234/10/1234/56789")
    assert "(5G)" in cell.TYPE.explain("234-10-68719476735")


@pytest.mark.parametrize(
    ("raw", "sum_"),
    [
        ("£12", "GBP 12.00"),
        ("-£1,234,567.89", "GBP -1234567.89"),
        ("12.5 eur", "EUR 12.50"),
        ("KWD 1.234", "KWD 1.234"),
        ("$10 USD", "USD 10.00"),
        ("GBP -0.00", "GBP 0.00"),
        ("n/a", None),
    ],
)
def test_sums_are_read_with_their_currency(raw: str, sum_: str | None) -> None:
    assert money.clean(raw) == sum_


@pytest.mark.parametrize(
    "raw", ["1.234,56 EUR", "GBP 1.234", "£5 EUR", "12,34", "XXX 5", "JPY 1.5", "five pounds"]
)
def test_sums_that_could_be_misread_are_refused(raw: str) -> None:
    with pytest.raises(BadInput):
        money.clean(raw)


def test_a_sum_without_a_currency_and_a_number_without_a_unit_are_asked() -> None:
    for ask, needs in (
        (lambda: money.clean("12.50"), "currency"),
        (lambda: money.clean("$5"), "currency"),
        (lambda: duration.clean("65"), "unit"),
    ):
        with pytest.raises(Ambiguous) as asked:
            ask()
        assert asked.value.needs == needs
    assert money.clean("$5", currency="AUD") == "AUD 5.00"
    assert duration.clean("2", unit="minutes") == "120 s"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["GBP", "JPY", "KWD"]))
def test_no_sum_is_rounded(smallest: int, code: str) -> None:
    places = money.PLACES.get(code, 2)
    digits = f"{abs(smallest):0{places + 1}}"
    number = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    value = money.clean(f"{'-' if smallest < 0 else ''}{number} {code}")
    assert value is not None
    assert money.minor(value) == smallest


@given(st.integers(0, 35_999_999))
def test_a_duration_is_read_back_from_every_form(length: int) -> None:
    minutes, rest = divmod(length, 60)
    hours, minutes = divmod(minutes, 60)
    for text in (f"{hours}:{minutes:02}:{rest:02}", f"PT{hours}H{minutes}M{rest}S", f"{length} s"):
        value = duration.clean(text)
        assert value is not None
        assert duration.seconds(value) == length


@pytest.mark.parametrize("raw", ["3:05", "1:75:00", "PT", "a while", "-5 s"])
def test_durations_that_could_be_misread_are_refused(raw: str) -> None:
    with pytest.raises(BadInput):
        duration.clean(raw)
