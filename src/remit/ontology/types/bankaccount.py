"""British bank accounts: sort code and account number together."""

import re

from remit.errors import BadInput
from remit.ontology.types import sortcode
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "BankAccount", "clean", "number", "pair"]

_GAPS = re.compile(r"[\s.\-_]+")
_PAIR = re.compile(r"(\d\d[ \-.]?\d\d[ \-.]?\d\d)\s*[/,:;|]?\s*(\d{6,8})|(\d{6})\D?(\d{8})")


class BankAccount(ValueType[str]):
    """A British bank account: a sort code and an account number, which mean nothing apart.

    Kept as `12-34-56 12345678`. The account number has eight digits. One of six or seven is
    refused unless the source is known to leave off zeros in front (`pair(..., pad=True)`);
    one of nine or ten depends on rules of its bank and is refused. The banks' own check of
    the pair needs a table that changes often and is not shipped, so a wrong digit is not
    noticed. The account's name is not part of it.

    >>> clean("12-34-56 12345678"), clean("12345612345678")
    ('12-34-56 12345678', '12-34-56 12345678')
    >>> pair("123456", "1234567", pad=True)
    '12-34-56 01234567'
    >>> pair("123456", "1234567")
    Traceback (most recent call last):
    remit.errors.BadInput: 7 digits: zeros may have been lost in front; say so, or ask for 8
    """

    id = "bank_account"
    title = "bank account"
    source = "Vocalink, Validating account numbers: six-digit sort code, eight-digit account"

    def clean(self, raw: str) -> str | None:
        """Sort code and number; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 60)
        if is_blank(text):
            return None
        found = _PAIR.fullmatch(text)
        if found is None or not text.isascii():
            raise BadInput("a bank account is a sort code and a number: 12-34-56 12345678")
        return pair(found[1] or found[3], found[2] or found[4])


def pair(code: str | None, account: str | None, *, pad: bool = False) -> str | None:
    """The account of two texts; None where both state nothing.

    `pad` fills numbers of six and seven digits with zeros in front. Raises `BadInput` where
    one of the two is missing or cannot be read.
    """
    branch, own = sortcode.clean(code or ""), number(account or "", pad=pad)
    if branch is None and own is None:
        return None
    if branch is None or own is None:
        raise BadInput("one of sort code and account number is missing")
    return f"{branch} {own}"


def number(raw: str, *, pad: bool = False) -> str | None:
    """The eight digits of an account number alone; None where nothing was stated.

    >>> number("12345678"), number("00000000")
    ('12345678', None)
    """
    if is_blank(raw):
        return None
    digits = _GAPS.sub("", plain(raw, 40).lstrip("'").removesuffix(".0"))
    if not digits or is_blank(digits):
        return None
    if not re.fullmatch(r"\d{6,10}", digits, re.ASCII):
        raise BadInput("an account number has eight digits")
    if set(digits) == {"0"}:
        return None
    if len(digits) > 8:
        raise BadInput(f"{len(digits)} digits: how they become eight depends on the bank")
    if len(digits) < 8 and not pad:
        raise BadInput(
            f"{len(digits)} digits: zeros may have been lost in front; say so, or ask for 8"
        )
    return digits.zfill(8)


TYPE = BankAccount()
clean = TYPE.clean
