"""Serial numbers of mobile handsets (IMEI)."""

import re

from remit.errors import BadInput
from remit.ontology.types.checks import luhn
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Imei", "clean", "key", "tac"]

_GAPS = re.compile(r"[\s.\-_/]+")
_ROUNDED = re.compile(r"[\d.]+E\+?\d+")


class Imei(ValueType[str]):
    """The serial number of a mobile handset.

    Fourteen digits name the handset: eight for its type (TAC), six for its serial. A
    fifteenth is the Luhn check digit; a wrong one is refused and never put right. With two
    more for its software (IMEISV, sixteen) or with none (fourteen) there is nothing to
    check, and it is kept as written. Networks send 0 where the check digit stands: in
    their records, and only there (`transmitted`), a last 0 is dropped. Handsets are compared
    by the first fourteen digits (`key`). Zeros alone state nothing. A number can be changed
    or copied, so one number may be several handsets.

    >>> clean("49-015420-323751-8"), key("490154203237518"), tac("490154203237518")
    ('490154203237518', '49015420323751', '49015420')
    >>> clean("490154203237510")
    Traceback (most recent call last):
    remit.errors.BadInput: the check digit of 49015420323751 is 8, not 0: a digit is wrong
    >>> clean("490154203237510", transmitted=True)
    '49015420323751'
    """

    id = "imei"
    title = "IMEI"
    source = "3GPP TS 23.003, clause 6.2 and annex B; ISO/IEC 7812-1, annex B (Luhn)"

    def clean(self, raw: str, *, transmitted: bool = False) -> str | None:
        """Fourteen, fifteen or sixteen digits; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 60).upper().removesuffix(".0").lstrip("'")
        if _ROUNDED.fullmatch(text):
            raise BadInput("a spreadsheet has rounded this number: ask for it as text")
        digits = _GAPS.sub("", text.removeprefix("IMEI").lstrip(": "))
        if not digits or is_blank(digits):
            return None
        if not digits.isdecimal() or not digits.isascii() or not 14 <= len(digits) <= 16:
            raise BadInput("an IMEI has 15 digits, 14 without its check digit, 16 with software")
        if set(digits) == {"0"}:
            return None
        right = luhn(digits[:14])
        if len(digits) == 15 and digits[14] != right:
            if transmitted and digits[14] == "0":
                return digits[:14]
            raise BadInput(
                f"the check digit of {digits[:14]} is {right}, not {digits[14]}: a digit is wrong"
            )
        return digits

    def describe(self, value: str) -> str:
        """The number in its parts, and what could be checked."""
        how = {14: "no check digit", 15: "check digit right", 16: "with software version"}
        shown = f"{value[:8]} {value[8:14]} {value[14:]}".strip()
        return f"{shown} ({how.get(len(value), 'not an IMEI')})"


def key(value: str) -> str:
    """The fourteen digits that name the handset; empty where nothing was stated."""
    return (TYPE.clean(value) or "")[:14]


def tac(value: str) -> str:
    """The eight digits of a clean number that name the type of handset (type allocation code)."""
    return value[:8]


TYPE = Imei()
clean = TYPE.clean
