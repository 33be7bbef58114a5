"""Names, plates, numbers, postcodes, references, addresses and e-mail addresses."""

import pytest

from remit.errors import BadInput
from remit.ontology.types import address, email, identifier, name, phone, postcode, text, vrm


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Mr. John  SMITH", "john smith"),
        ("SMITH, Mr John", "john smith"),
        ("Smith, Jr", "smith jr"),
        ("van der Berg, Jan", "jan van der berg"),
        ("Siobhán O'Neill-Fitzgerald", "siobhan oneill fitzgerald"),
        ("محمد", "mhmd"),
        ("Dr", "dr"),
        ("Mrs Unknown", None),
    ],
)
def test_names_become_latin_words(raw: str, value: str | None) -> None:
    assert name.clean(raw) == value


def test_names_are_compared_in_several_ways() -> None:
    assert name.tokens("Fitzgerald-Jones") == ("fitzgerald", "jones")
    assert name.core("Mohammed al Hassan") == name.core("HASSAN Mohammed")
    assert name.initials("J. R. Smith") == "jrs"
    with pytest.raises(BadInput, match="letters"):
        name.clean("12345")


def test_titles_and_generations_are_told_and_the_name_received_is_not_changed() -> None:
    assert name.titles("SMITH, Dr John") == ("dr",)
    assert name.titles("Unknown") == name.titles("Dr") == ()
    assert name.suffixes("Smith, John, Jr") == ("jr",)
    assert name.clean("Ирина Петрова") == "irina petrova"
    assert "'Prof. Łukasz Żak' was read as the name lukasz zak" in name.TYPE.explain(
        "Prof. Łukasz Żak"
    )


@pytest.mark.parametrize(("digit", "letter"), vrm.PAIRS)
def test_each_documented_pair_of_look_alikes_has_one_key(digit: str, letter: str) -> None:
    assert vrm.confusion_key(f"A{digit}1") == vrm.confusion_key(f"A{letter}1")
    assert f"{digit}/{letter}" in " ".join(vrm.TYPE.help.split())


@pytest.mark.parametrize(
    ("raw", "style"),
    [
        ("AB12 CDE", "current"),
        ("A123 BCD", "prefix"),
        ("ABC 123D", "suffix"),
        ("1234 AB", "dateless"),
        ("AB 1234", "dateless"),
        ("AZI 1234", "Northern Ireland"),
        ("Q123 ABC", "Q plate"),
        ("123 D 456", "diplomatic"),
        ("B-AB-12345", None),
    ],
)
def test_marks_of_each_style_are_known(raw: str, style: str | None) -> None:
    mark = vrm.clean(raw)
    assert mark is not None
    assert vrm.style(mark) == style


@pytest.mark.parametrize("raw", ["Toyota", "12", "AB12 CDE!", "ABCDEFGHIJKLM", "12345678"])
def test_what_is_no_mark_is_refused(raw: str) -> None:
    with pytest.raises(BadInput):
        vrm.clean(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "07700 900123",
        "+44 7700 900123",
        "0044 (0)7700 900123",
        "7700900123",
        "447700900123",
        "7.70",
    ],
)
def test_one_mobile_number_in_many_writings(raw: str) -> None:
    if raw == "7.70":
        with pytest.raises(BadInput):
            phone.clean(raw)
    else:
        assert phone.clean(raw) == "+447700900123"


def test_numbers_that_identify_nobody() -> None:
    assert phone.clean("Withheld") is None
    assert phone.clean("999") == "999"
    assert phone.kind("901") == "voicemail"
    assert phone.is_mobile("+447700900123")
    assert not phone.is_mobile("+442079460123")
    with pytest.raises(BadInput, match="rounded"):
        phone.clean("4.47911E+11")
    assert phone.clean("+1 202-555-0143") == "+12025550143"


def test_numbers_of_made_up_cities_are_read_though_the_plan_gives_them_to_nobody() -> None:
    assert phone.clean("7700212345") == phone.clean("07700 212345") == "+447700212345"
    assert phone.is_mobile("+447700212345")
    with pytest.raises(BadInput, match="numbering plan"):
        phone.clean("07719 9")


@pytest.mark.parametrize("raw", ["M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB"])
def test_every_shape_of_postcode(raw: str) -> None:
    assert postcode.clean(raw.replace(" ", "").lower()) == raw


def test_odd_postcodes() -> None:
    assert postcode.clean("gir0aa") == "GIR 0AA"
    assert postcode.clean("FIQQ 1ZZ") == "FIQQ 1ZZ"
    assert postcode.partial("SW1A") == "SW1A"
    assert postcode.partial("SW1A1") == postcode.partial("SW1A 1") == "SW1A 1"
    assert postcode.partial("M11") == "M11"
    assert postcode.partial("M1 1") == "M1 1"
    assert postcode.repair("SW1A OAA") == "SW1A 0AA"
    assert postcode.repair("hello") is None
    for wrong in ("QQ1 1AA", "SW1A 1CA", "SW1A", "12345"):
        with pytest.raises(BadInput):
            postcode.clean(wrong)


def test_references_and_addresses() -> None:
    assert identifier.key("01/12345/20") == identifier.key("01 12345 20")
    assert identifier.clean("0000") is None
    assert address.key("12 High St", "SW1A 1AA") == address.key("12 high st, SW1A1AA")
    assert address.postcode_in("no code here") is None
    assert email.domain("a@b.example") == "b.example"
    with pytest.raises(BadInput):
        email.clean("not at all")
    with pytest.raises(BadInput, match="characters"):
        text.clean("x" * 1_000_001)
