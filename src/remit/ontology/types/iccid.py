"""Serial numbers of SIM cards (ICCID)."""

import re

from remit.errors import BadInput
from remit.ontology.types.checks import luhn
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Iccid", "clean"]

_GAPS = re.compile(r"[\s.\-_/]+")
_SHAPE = re.compile(r"89\d{17,18}")


class Iccid(ValueType[str]):
    """The serial number of a SIM card, as printed on it.

    Nineteen or twenty digits beginning with 89 (telecommunications), the last of them a Luhn
    check digit; a wrong one is refused and never put right. The filler F that some readers
    show at the end goes. It names the card, not the subscription on it.

    >>> clean("8944 1012 3456 7890 128F")
    '8944101234567890128'
    >>> clean("8944101234567890129")
    Traceback (most recent call last):
    remit.errors.BadInput: the check digit of 894410123456789012 is 8, not 9: a digit is wrong
    """

    id = "iccid"
    title = "SIM card number"
    source = "ITU-T E.118; ISO/IEC 7812-1, annex B (Luhn)"

    def clean(self, raw: str) -> str | None:
        """The digits; None where nothing was stated."""
        if is_blank(raw):
            return None
        digits = _GAPS.sub("", plain(raw, 60).upper().lstrip("'"))
        if not digits or is_blank(digits):
            return None
        if not _SHAPE.fullmatch(digits := digits.removesuffix("F")) or not digits.isascii():
            raise BadInput("a SIM card number has 19 or 20 digits and begins with 89")
        if digits[-1] != (right := luhn(digits[:-1])):
            raise BadInput(
                f"the check digit of {digits[:-1]} is {right}, not {digits[-1]}: a digit is wrong"
            )
        return digits

    def describe(self, value: str) -> str:
        """The number in groups of four."""
        return " ".join(value[n : n + 4] for n in range(0, len(value), 4))


TYPE = Iccid()
clean = TYPE.clean
