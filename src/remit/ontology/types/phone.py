"""Telephone numbers as British records hold them."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = [
    "DRAMA",
    "TYPE",
    "UNGIVEN",
    "VOICEMAIL",
    "Phone",
    "clean",
    "is_mobile",
    "kind",
    "national",
]

_WITHHELD = (
    "withheld,private,private number,no caller id,anonymous,unavailable,number withheld,"
    "blocked,restricted,international,payphone"
)
WITHHELD = frozenset(_WITHHELD.split(","))
"""What stands in place of a number that was not shown."""

VOICEMAIL = frozenset({"121", "123", "222", "901"})
"""Voicemail codes of Vodafone, Three, EE and O2, as the networks publish them."""

DRAMA = ("7700900", "1632960")
"""Ranges that Ofcom keeps for drama; valid in shape, given to nobody. Exercises use them."""

UNGIVEN = ("77002", "77004", "77005", "77006", "77009")
"""Blocks beside drama's that the numbering plan gives to no network. A thousand numbers are too few
for a made-up city, so larger exercises use these."""

_ROUNDED = re.compile(r"[\d.]+e\+?\d+", re.IGNORECASE)
_SHORT = re.compile(r"\d{3,6}|\*\d{2,4}#?|\*#\d{2,4}#")
_WORDS = re.compile(r"^(?:tel|phone|mob|mobile|m|t)\s*[:.]\s*", re.IGNORECASE)


class Phone(ValueType[str]):
    """A telephone number, in the international form E.164 (`+447911123456`).

    A number without a country code is read as a British one; `0044`, `+44 (0)` and a first
    zero lost in a spreadsheet are understood. A withheld number states nothing; a short code
    (`999`, `84433`) is kept as its digits, because it is shared and identifies nobody; `kind`
    tells these apart. A number that a spreadsheet has rounded (`4.47911E+11`) is refused.
    The ranges that Ofcom keeps for drama are accepted, and those of made-up cities.

    >>> clean("07911 123456"), clean("0044 (0)7911 123456"), clean("7911123456.0")
    ('+447911123456', '+447911123456', '+447911123456')
    >>> clean("Withheld"), clean("999"), national("+447911123456")
    (None, '999', '07911 123456')
    """

    id = "phone"
    title = "telephone number"
    source = "ITU-T E.164; numbering plan by libphonenumber; Ofcom, numbers for drama"

    def clean(self, raw: str) -> str | None:
        """The number in E.164, or the digits of a short code; None for withheld or nothing."""
        return _clean(raw)

    def describe(self, value: str) -> str:
        """The number as written in the United Kingdom, with what it is."""
        return f"{national(value)} ({kind(value)})"


@lru_cache(maxsize=131_072)
def _clean(raw: str) -> str | None:
    if is_blank(raw):
        return None
    text = _WORDS.sub("", plain(raw, 80)).lstrip("'").removesuffix(".0").strip()
    if is_blank(text) or text.casefold() in WITHHELD or text.casefold() == "voicemail":
        return None
    if _ROUNDED.fullmatch(text):
        raise BadInput("a spreadsheet has rounded this number: ask for it as text")
    if _SHORT.fullmatch(text):
        return text
    if text.isdigit() and text.startswith("44") and len(text) in (11, 12):
        text = "+" + text
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise BadInput("not a telephone number") from None
    if not (phonenumbers.is_valid_number(number) or _drama(number)):
        raise BadInput("no such telephone number in the numbering plan")
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def kind(raw: str) -> str:
    """What the text is: number, short code, voicemail, withheld, or nothing stated.

    >>> [kind(text) for text in ("07911123456", "999", "901", "Private", "")]
    ['number', 'short code', 'voicemail', 'withheld', 'nothing stated']
    """
    text = plain(raw).casefold()
    if text in VOICEMAIL or text == "voicemail":
        return "voicemail"
    if text in WITHHELD:
        return "withheld"
    value = _clean(raw)
    if value is None:
        return "nothing stated"
    return "number" if value.startswith("+") else "short code"


@lru_cache(maxsize=131_072)
def national(value: str) -> str:
    """A clean number as dialled in the United Kingdom; foreign ones in full."""
    if not value.startswith("+"):
        return value
    number = phonenumbers.parse(value)
    home = number.country_code == 44
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))


def is_mobile(value: str) -> bool:
    """Whether a clean number belongs to a mobile range."""
    if not value.startswith("+"):
        return False
    number = phonenumbers.parse(value)
    mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    return bool(mobile) or value.startswith(
        tuple("+44" + block for block in (*DRAMA[:1], *UNGIVEN))
    )


def _drama(number: phonenumbers.PhoneNumber) -> bool:
    digits = str(number.national_number)
    return number.country_code == 44 and len(digits) == 10 and digits.startswith(DRAMA + UNGIVEN)


TYPE = Phone()
clean = TYPE.clean
