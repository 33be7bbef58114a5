"""Sort codes of British banks."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "SortCode", "clean"]

_SHAPE = re.compile(r"(\d\d)[ \-.]?(\d\d)[ \-.]?(\d\d)")


class SortCode(ValueType[str]):
    """The sort code of a bank's branch, as `12-34-56`.

    Six digits with or without dashes. Five are refused: a spreadsheet has probably dropped a
    zero in front, and which one is not guessed. Whether the code is in use is not checked,
    which takes the banks' own directory. `00-00-00` states nothing.

    >>> clean("123456"), clean("12 34 56")
    ('12-34-56', '12-34-56')
    >>> clean("40478")
    Traceback (most recent call last):
    remit.errors.BadInput: five digits: a zero may have been lost in front; ask for it as text
    """

    id = "sort_code"
    title = "sort code"
    source = "Vocalink, Validating account numbers: six digits"

    def clean(self, raw: str) -> str | None:
        """The code with dashes; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 40).lstrip("'").removesuffix(".0")
        if is_blank(text):
            return None
        if re.fullmatch(r"\d{5}", text, re.ASCII):
            raise BadInput("five digits: a zero may have been lost in front; ask for it as text")
        found = _SHAPE.fullmatch(text)
        if found is None or not text.isascii():
            raise BadInput("a sort code has six digits, such as 12-34-56")
        code = "-".join(found.groups())
        return None if code == "00-00-00" else code


TYPE = SortCode()
clean = TYPE.clean
