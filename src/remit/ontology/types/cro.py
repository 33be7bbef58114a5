"""Numbers of the Criminal Records Office."""

import re

from remit.errors import BadInput
from remit.ontology.types.checks import letter23
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Cro", "clean"]

_FILE = re.compile(r"(\d{1,6})/(\d{2})([A-Z])")
_SMALL = re.compile(r"SF(\d{2})/(\d{1,6})([A-Z])")


class Cro(ValueType[str]):
    """A number of the Criminal Records Office: serial, year and check letter.

    Kept as `NNNNNN/YYL`, the serial filled with zeros, or for a small file as `SFYY/NNNNNL`
    (five digits, or six). The check letter is the remainder by 23 of the year and the
    serial: a wrong one is refused, and never put right. The year has two digits and its
    century is not stated, so none is given. The number names a record of a person; it is a
    property and joins nobody by itself.

    >>> clean("65656/91h"), clean("SF83/50058Z"), clean("SF 05/482703J")
    ('065656/91H', 'SF83/50058Z', 'SF05/482703J')
    >>> clean("65656/91J")
    Traceback (most recent call last):
    remit.errors.BadInput: the check letter of 065656/91 is H, not J: a character is wrong
    """

    id = "cro"
    title = "CRO number"
    source = "Criminal Justice System Data Standards Catalogue, CRO number (modulus 23)"

    def clean(self, raw: str) -> str | None:
        """The number; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = re.sub(r"[\s\-]+", "", plain(raw, 60).upper())
        if not text or is_blank(text):
            return None
        if found := _SMALL.fullmatch(text):
            year, serial, letter = found[1], found[2].zfill(5), found[3]
            shown = f"SF{year}/{serial}"
        elif found := _FILE.fullmatch(text):
            serial, year, letter = found[1].zfill(6), found[2], found[3]
            shown = f"{serial}/{year}"
        else:
            raise BadInput("a CRO number reads 065656/91H or SF83/50058Z")
        right = letter23(year + serial)
        if letter != right:
            raise BadInput(
                f"the check letter of {shown} is {right}, not {letter}: a character is wrong"
            )
        if int(serial) == 0:
            raise BadInput("a CRO number has a serial")
        return shown + letter

    def describe(self, value: str) -> str:
        """The number, and that it is of a small file where it is."""
        return f"{value} (small file)" if value.startswith("SF") else value


TYPE = Cro()
clean = TYPE.clean
