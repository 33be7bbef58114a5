"""Unique property reference numbers."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Uprn", "clean"]


class Uprn(ValueType[str]):
    """The unique property reference number of an address in Great Britain.

    One to twelve digits; zeros in front are filling and go. It has no check digit, and whether
    it is in use takes the national register. It stays with the property when the address is
    renamed, and a flat has another than its building.

    >>> clean("000100023336956")
    Traceback (most recent call last):
    remit.errors.BadInput: a property reference number has at most twelve digits
    >>> clean("000000199356")
    '199356'
    """

    id = "uprn"
    title = "property reference number"
    source = "BS 7666; GeoPlace, UPRN: 1 to 999,999,999,999"

    def clean(self, raw: str) -> str | None:
        """The digits without zeros in front; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 40).lstrip("'").removesuffix(".0")
        if is_blank(text):
            return None
        if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
            raise BadInput("a property reference number has at most twelve digits")
        return text.lstrip("0") or None


TYPE = Uprn()
clean = TYPE.clean
