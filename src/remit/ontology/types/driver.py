"""Driver numbers of British driving licences, by their shape alone."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Driver", "clean"]

_SHAPE = re.compile(r"[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z0-9]\d?[A-Z]{1,2}")


class Driver(ValueType[str]):
    """The driver number of a licence issued in Great Britain: sixteen characters.

    Upper case without spaces. Only its shape is checked: the rule of its last two characters
    is not published. The number holds a date of birth and a sex in code. Neither is read out
    of it, compared or searched, here or anywhere in the house. It is a property of a person
    and joins nobody by itself.

    >>> clean("morga 657054 sm9ij")
    'MORGA657054SM9IJ'
    """

    id = "driver_number"
    title = "driver number"
    source = "DVLA, driving licence information: layout of the driver number"

    def clean(self, raw: str) -> str | None:
        """The sixteen characters; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = re.sub(r"[\s.\-]+", "", plain(raw, 40).upper())
        if not text or is_blank(text):
            return None
        if len(text) != 16 or not _SHAPE.fullmatch(text) or not text.isascii():
            raise BadInput("a driver number has sixteen characters, such as MORGA657054SM9IJ")
        return text


TYPE = Driver()
clean = TYPE.clean
