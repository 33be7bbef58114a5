"""The account a statement is of: in its rows, in the lines above them, or in the name of the file.

A sort code has six digits and an account number eight. A spreadsheet that takes them for numbers
drops the zeros in front; since the widths are fixed, they are put back, and the statement is said
to have lost them.

>>> pair("8-12-34", "1234567"), pair(None, "12345601234567")
(Own(account='08-12-34 01234567', padded=True), Own(account='12-34-56 01234567', padded=False))
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from remit.errors import BadInput
from remit.ontology.types import is_blank

__all__ = ["Own", "above", "code", "holder", "number", "pair", "stated"]

_WHOLE = re.compile(r"(\d{6}|\d\d[- ]\d\d[- ]\d\d)[- /]?(\d{8})")
_WITHIN = re.compile(r"(?<!\d)(\d{6}|\d\d[-_ ]\d\d[-_ ]\d\d)[-_ ](\d{8})(?!\d)")
_CODE = re.compile(r"(?<!\d)\d\d[- ]?\d\d[- ]?\d\d(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{6,8}(?!\d)")
_ASKS_CODE = re.compile(r"sort\s*code", re.IGNORECASE)
_ASKS_NUMBER = re.compile(r"(?:account|a/c|acct)\s*(?:number|no\b|num\b)", re.IGNORECASE)
_ASKS_HOLDER = re.compile(
    r"^\s*(?:account\s*(?:holder|name)s?|holder|name of account|statement for)\s*:?\s*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[\s.\-]+")
_LEAST = 4
"""Digits of a sort code or an account number below which it has lost more than zeros."""


class Own(NamedTuple):
    """An account as rows name it."""

    account: str
    padded: bool
    """Whether zeros were put back in front."""


def pair(first: str | None, second: str | None) -> Own | None:
    """The account of a sort code and a number, or of one text that has both; None for none.

    Raises `BadInput` where there is something else, or only one of the two.
    """
    if is_blank(first) and is_blank(second):
        return None
    if first is None:
        if (whole := _WHOLE.fullmatch((second or "").strip().lstrip("'"))) is not None:
            return _made(_DIGITS.sub("", whole[1]), whole[2], padded=False)
        digits = _DIGITS.sub("", (second or "").lstrip("'"))
        if digits.isascii() and digits.isdigit() and len(digits) == 13:
            return _made(digits[:5].zfill(6), digits[5:], padded=True)
        raise BadInput("an account is a sort code of six digits and a number of eight")
    if is_blank(first) or is_blank(second):
        raise BadInput("one of sort code and account number is missing")
    branch, own = code(first), number(second or "")
    if branch is None or own is None:
        return None
    return _made(branch[0], own[0], padded=branch[1] or own[1])


def code(text: str) -> tuple[str, bool] | None:
    """The six digits of a sort code, and whether zeros were put back; None for none."""
    return _fixed(text, 6, "a sort code has six digits, such as 12-34-56")


def number(text: str) -> tuple[str, bool] | None:
    """The eight digits of an account number, and whether zeros were put back; None for none."""
    return _fixed(text, 8, "an account number has eight digits")


def _fixed(text: str, width: int, what: str) -> tuple[str, bool] | None:
    if is_blank(text):
        return None
    digits = _DIGITS.sub("", text.strip().lstrip("'").removesuffix(".0"))
    if not (digits.isascii() and digits.isdigit() and _LEAST <= len(digits) <= width):
        raise BadInput(what)
    return digits.zfill(width), len(digits) < width


def _made(branch: str, own: str, *, padded: bool) -> Own | None:
    if set(branch) == {"0"} or set(own) == {"0"}:
        return None  # states nothing, as `sortcode` and `bankaccount` have it
    return Own(f"{branch[:2]}-{branch[2:4]}-{branch[4:]} {own}", padded)


def above(lines: Iterable[Sequence[str]]) -> str | None:
    """The account that the lines above a header name; None where they name none, or several."""
    codes: set[str] = set()
    numbers: set[str] = set()
    for cells in lines:
        line = " ".join(cell for cell in cells if cell)
        for asks, shape, found in (
            (_ASKS_CODE, _CODE, codes),
            (_ASKS_NUMBER, _NUMBER, numbers),
        ):
            for asked in asks.finditer(line):
                if (there := shape.search(line, asked.end())) is not None:
                    found.add(there[0])
    if len(codes) != 1 or len(numbers) != 1:
        return None
    try:
        own = pair(codes.pop(), numbers.pop())
    except BadInput:
        return None
    return None if own is None else own.account


def stated(text: str) -> str | None:
    """The one account that a text such as the name of a file has in it; None for none.

    >>> stated("statement 12-34-56 12345678 March.csv"), stated("20260301-12345678.csv")
    ('12-34-56 12345678', None)
    """
    found = {(one[1], one[2]) for one in _WITHIN.finditer(text)}
    if len(found) != 1:
        return None
    try:
        own = pair(*(_DIGITS.sub("", part.replace("_", "-")) for part in found.pop()))
    except BadInput:
        return None
    return None if own is None else own.account


def holder(lines: Iterable[Sequence[str]]) -> str | None:
    """The name of the holder, where a line above the header says it; None elsewhere."""
    for cells in lines:
        said = [cell.strip() for cell in cells if cell.strip()]
        for at, cell in enumerate(said):
            if (asked := _ASKS_HOLDER.match(cell)) is None:
                continue
            rest = cell[asked.end() :] or (said[at + 1] if at + 1 < len(said) else "")
            if rest and not is_blank(rest):
                return " ".join(rest.split())
    return None
