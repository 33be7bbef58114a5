"""References and other identifiers that have no type of their own."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Identifier", "clean", "key"]

_USELESS = re.compile(r"[^0-9A-Z]+")


class Identifier(ValueType[str]):
    """A reference: crime number, custody number, account number, exhibit number.

    Upper case with single spaces. Two references are compared by their letters and digits
    alone (`key`), because `01/12345/20` is also written `01 12345 20`. A reference of one
    repeated mark is a placeholder and states nothing.

    >>> clean(" ab/12345-20 "), key("AB 12345 20") == key("ab/12345-20")
    ('AB/12345-20', True)
    >>> clean("000000"), clean("N/A")
    (None, None)
    """

    id = "identifier"
    title = "reference"
    source = "SDM reference attributes (text, up to 200 characters)"

    def clean(self, raw: str) -> str | None:
        """The reference in upper case; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(plain(raw, 200).upper())
        if is_blank(text):
            return None
        bare = _USELESS.sub("", text)
        if not bare:
            if any(mark.isalnum() for mark in text):
                return text
            raise BadInput("a reference needs letters or digits")
        return None if len(bare) > 2 and set(bare) <= {"0"} else text


def key(raw: str) -> str:
    """Letters and digits alone, upper case; empty where nothing was stated."""
    text = TYPE.clean(raw) or ""
    return _USELESS.sub("", text) or text


TYPE = Identifier()
clean = TYPE.clean
