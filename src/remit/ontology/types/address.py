"""Postal addresses, as one line of text."""

import re

from anyascii import anyascii

from remit.errors import BadInput
from remit.ontology.types import postcode
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Address", "clean", "key", "postcode_in"]

_COMMAS = re.compile(r"\s*,[\s,]*")
_WORD = re.compile(r"[a-z0-9]+")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b|\bGIR\s*0AA\b", re.IGNORECASE)


class Address(ValueType[str]):
    """A postal address on one line.

    Kept as written, with single spaces and commas. Two addresses are compared by their words
    (`key`); parts are not guessed and no gazetteer is consulted. The postcode in it, if there
    is one, is found by `postcode_in`.

    >>> clean("12  High St ,, Anytown,SW1A 1AA"), postcode_in("12 High St, sw1a1aa")
    ('12 High St, Anytown, SW1A 1AA', 'SW1A 1AA')
    >>> key("12 High St, Anytown") == key("12 HIGH ST  ANYTOWN")
    True
    """

    id = "address"
    title = "address"
    source = "BS 7666-2 address line; no parsing"

    def clean(self, raw: str) -> str | None:
        """The address on one line; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = _COMMAS.sub(", ", plain(raw)).strip(" ,")
        if is_blank(text):
            return None
        if not any(mark.isalnum() for mark in text):
            raise BadInput("an address needs letters or digits")
        return text


def key(raw: str, code: str | None = None) -> str:
    """The words in Latin letters, lower case, in order, the postcode last; empty for nothing.

    `code` is a clean postcode that stands beside the address; None takes the one in it.

    >>> key("12 High St", "SW1A 1AA") == key("12 HIGH ST, SW1A1AA")
    True
    """
    text = TYPE.clean(raw) or ""
    code = code or postcode_in(text)
    bare = _POSTCODE.sub(lambda found: " " if postcode_in(found[0]) == code else found[0], text)
    return " ".join(_WORD.findall(f"{anyascii(bare)} {code or ''}".lower()))


def postcode_in(raw: str) -> str | None:
    """The last whole postcode in the text; None where there is none."""
    for found in reversed(list(_POSTCODE.finditer(raw))):
        try:
            return postcode.clean(found.group())
        except BadInput:
            continue
    return None


TYPE = Address()
clean = TYPE.clean
