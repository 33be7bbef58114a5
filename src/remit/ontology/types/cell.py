"""Identities of mobile network cells."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Cell", "clean"]

_PARTS = re.compile(r"(\d{3})[\-.:/ ](\d{2,3})[\-.:/ ](\d{1,11})(?:[\-.:/ ](\d{1,5}))?")
_AREA, _CELL = 0xFFFF, 0xFFFF
_ECI, _NCI = 2**28 - 1, 2**36 - 1
"""Largest numbers: 16 bits for area and cell (2G, 3G), 28 bits (4G), 36 bits (5G)."""

_NO_AREA = frozenset({0, 0xFFFE})
"""Area codes that networks send when there is none."""


class Cell(ValueType[str]):
    """The identity of a cell of a mobile network.

    Country and network code, then area and cell (2G and 3G: `234-10-1234-56789`) or one
    number (4G and 5G: `234-10-12345678`), with single dashes and no zeros in front of the
    last numbers. Ranges are checked; there is no check digit. A cell names a transmitter's
    sector. It says that a phone could use it, never where the phone was.

    >>> clean("234-10-01234-56789"), TYPE.describe("234-10-12345678")
    ('234-10-1234-56789', '234-10-12345678 (4G or 5G; 4G site 48225, sector 78)')
    """

    id = "cell"
    title = "cell identity"
    source = "3GPP TS 23.003, clauses 4.3 (CGI), 19.6 (ECGI) and 19.6A (NCGI)"

    def clean(self, raw: str) -> str | None:
        """The identity with dashes; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 60)
        if is_blank(text):
            return None
        found = _PARTS.fullmatch(text)
        if found is None or not text.isascii():
            raise BadInput("a cell reads 234-10-1234-56789, or 234-10-12345678 for 4G and 5G")
        country, network, first, last = found.groups()
        if last is None:
            if not 0 < int(first) <= _NCI:
                raise BadInput("the number of a 4G or 5G cell has at most 36 bits")
            return f"{country}-{network}-{int(first)}"
        if int(first) > _AREA or int(first) in _NO_AREA:
            raise BadInput(f"{int(first)} is no location area")
        if int(last) > _CELL:
            raise BadInput(f"{int(last)} is no cell of 16 bits")
        return f"{country}-{network}-{int(first)}-{int(last)}"

    def describe(self, value: str) -> str:
        """The identity, with the generation of network it fits and its parts."""
        parts = value.split("-")
        if len(parts) == 4:
            return f"{value} (2G or 3G, area {parts[2]}, cell {parts[3]})"
        number = int(parts[-1])
        if number > _ECI:
            return f"{value} (5G)"
        return f"{value} (4G or 5G; 4G site {number >> 8}, sector {number & 0xFF})"


TYPE = Cell()
clean = TYPE.clean
