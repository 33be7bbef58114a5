"""Subscriber identities on SIM cards (IMSI)."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "UNITED_KINGDOM", "Imsi", "clean", "country", "network"]

UNITED_KINGDOM = frozenset({"234", "235"})
"""Mobile country codes of the United Kingdom; their network codes have two digits."""

_GAPS = re.compile(r"[\s.\-_/]+")
_SHAPE = re.compile(r"(?:[2-7]\d{2}|001|9\d{2})\d{11,12}")


class Imsi(ValueType[str]):
    """The identity of a subscription, stored on its SIM.

    Fifteen digits (in a few countries fourteen): three for the country, two or three for the
    network, the rest for the subscriber. How many the network takes depends on the country and
    is told only for the United Kingdom. There is no check digit. It names a subscription, not
    a handset, a telephone number or a person; a number can move to another SIM.

    >>> clean("234 15 1234567890"), country("234151234567890"), network("234151234567890")
    ('234151234567890', '234', '15')
    >>> network("310150123456789") is None
    True
    """

    id = "imsi"
    title = "IMSI"
    source = "3GPP TS 23.003, clause 2.2; ITU-T E.212 (first digits of the country)"

    def clean(self, raw: str) -> str | None:
        """The digits; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = _GAPS.sub("", plain(raw, 60).upper().removesuffix(".0").removeprefix("IMSI"))
        digits = text.lstrip("':")
        if not digits or is_blank(digits):
            return None
        if re.fullmatch(r"\d*E\+?\d+", digits):
            raise BadInput("a spreadsheet has rounded this number: ask for it as text")
        if not _SHAPE.fullmatch(digits) or not digits.isascii():
            raise BadInput("an IMSI has 14 or 15 digits and begins with the code of a country")
        return digits

    def describe(self, value: str) -> str:
        """The identity, with its country and, for the United Kingdom, its network."""
        code = network(value)
        return f"{value} (country {country(value)}, network {code or 'not told apart'})"


def country(value: str) -> str:
    """The mobile country code of a clean identity."""
    return value[:3]


def network(value: str) -> str | None:
    """The mobile network code of a clean identity; None where its length is not known here."""
    return value[3:5] if value[:3] in UNITED_KINGDOM else None


TYPE = Imsi()
clean = TYPE.clean
