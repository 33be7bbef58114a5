"""National Insurance numbers."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["NOT_ISSUED", "RESERVED", "TYPE", "Nino", "clean", "key"]

RESERVED = {
    "OO": "a tax credit claim without a number",
    "CR": "an account under investigation",
    "FY": "an old claim to Attendance Allowance",
    "MW": "a migrant worker, 1980 to 1987",
    "NC": "a stakeholder pension",
    "PP": "a pension scheme",
    "PY": "a tax account opened before 2003",
    "PZ": "a tax account opened before 2003",
    "TN": "a temporary number",
}
"""Prefixes of numbers that only look like National Insurance numbers, and what they stood for."""

NOT_ISSUED = frozenset({"BG", "GB", "KN", "NK", "NT", "ZZ"})
"""Prefixes that are never used."""

_GAPS = re.compile(r"[\s.\-_/]+")
_SHAPE = re.compile(r"([A-Z]{2})(\d{6})([A-Z])?")
_TAX_ONLY = re.compile(r"\d{2}[A-Z]\d{5}")


class Nino(ValueType[str]):
    """A National Insurance number: two letters, six digits, and a letter A to D.

    Upper case without spaces. The last letter says nothing about the person, is often left
    off, and is not compared (`key`). There is no check digit, so a slip of the pen is not
    noticed. Numbers that only look like one are refused by name: HMRC and others have used
    the prefixes OO, CR, FY, MW, NC, PP, PY, PZ and TN for other references, which several
    people may share and some of which hold a date of birth and a sex; so is a temporary
    reference (11 A1 11 11). The number is a property of a person and joins nobody by itself.

    >>> clean("ab 12 34 56 c"), key("AB123456C") == key("AB 12 34 56")
    ('AB123456C', True)
    >>> clean("QQ 12 34 56 A")
    Traceback (most recent call last):
    remit.errors.BadInput: no National Insurance number has D, F, I, Q, U or V in its prefix
    """

    id = "nino"
    title = "National Insurance number"
    source = "HMRC, National Insurance Manual, NIM39110"

    def clean(self, raw: str) -> str | None:
        """The number in upper case without spaces; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = _GAPS.sub("", plain(raw, 60).upper())
        if not text or is_blank(text):
            return None
        if _TAX_ONLY.fullmatch(text):
            raise BadInput("a temporary reference number is no National Insurance number")
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise BadInput("a National Insurance number is two letters, six digits, and A to D")
        _prefix(found[1])
        if found[3] and found[3] not in "ABCD":
            raise BadInput("the last letter of a National Insurance number is A, B, C or D")
        return text

    def describe(self, value: str) -> str:
        """The number in its usual groups, and whether its last letter was stated."""
        grouped = " ".join([value[:2], *(value[n : n + 2] for n in (2, 4, 6)), value[8:]]).strip()
        return grouped if len(value) > 8 else f"{grouped} (last letter not stated)"


def key(value: str) -> str:
    """A clean or unclean number without its last letter; empty where nothing was stated."""
    return (TYPE.clean(value) or "")[:8]


def _prefix(letters: str) -> None:
    if letters in RESERVED:
        raise BadInput(f"{letters} is the prefix of {RESERVED[letters]}, not of a person's number")
    if set(letters) & set("DFIQUV"):
        raise BadInput("no National Insurance number has D, F, I, Q, U or V in its prefix")
    if letters[1] == "O" or letters in NOT_ISSUED:
        raise BadInput(f"{letters} is not used as a prefix")


TYPE = Nino()
clean = TYPE.clean
