"""Payment cards, masked: the whole number is never kept as a value."""

import re

from remit.errors import BadInput
from remit.ontology.types.checks import luhn
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Card", "clean", "masked"]

_GAPS = re.compile(r"[\s.\-_]+")
_WHOLE = re.compile(r"\d{12,19}")
_MASKED = re.compile(r"(\d{6})?[X*#•]{2,13}(\d{4})")


class Card(ValueType[str]):
    """The number of a payment card, of which only the first six and last four digits are kept.

    `453201******0366`, or `******0366` where only the end was stated. A whole number is
    checked (Luhn, and a wrong digit refused) and masked before anything else is done with it.
    What is left does not tell two cards apart, so it joins nothing. The file as received stays
    sealed as it was.

    >>> clean("4111 1111 1111 1111"), clean("**** **** **** 1234")
    ('411111******1111', '******1234')
    >>> clean("4111 1111 1111 1112")
    Traceback (most recent call last):
    remit.errors.BadInput: the check digit of this card number is wrong
    """

    id = "card"
    title = "masked card number"
    source = "PCI DSS v4.0, requirement 3.4 (first six and last four); ISO/IEC 7812-1 (Luhn)"

    def clean(self, raw: str) -> str | None:
        """The masked number; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = _GAPS.sub("", plain(raw, 60).upper())
        if not text or is_blank(text):
            return None
        if found := _MASKED.fullmatch(text):
            return f"{found[1] or ''}******{found[2]}"
        if not _WHOLE.fullmatch(text) or not text.isascii():
            raise BadInput("a card number has 12 to 19 digits, or stars and its last four")
        if text[-1] != luhn(text[:-1]):
            raise BadInput("the check digit of this card number is wrong")
        return f"{text[:6]}******{text[-4:]}"

    def explain(self, raw: str) -> str:
        """One sentence that never repeats the number."""
        try:
            value = self.clean(raw)
        except BadInput as refused:
            return f"a text of {len(raw)} characters was not read as {self.title}: {refused.reason}"
        if value is None:
            return f"{raw[:80]!r} states no {self.title}"
        return f"read as the {self.title} {value}"


def masked(raw: str) -> str:
    """The text with every card number in it masked, so that it can be kept; others as they are.

    A number whose check digit is wrong keeps its last four digits and a question mark, by
    which it is refused again.

    >>> masked("4111 1111 1111 1111"), masked("4111 1111 1111 1112"), masked("n/a")
    ('411111******1111', '******1112?', 'n/a')
    """
    try:
        value = TYPE.clean(raw)
    except BadInput:
        digits = re.sub(r"\D", "", raw)
        return raw if len(digits) < 12 else f"******{digits[-4:]}?"
    return raw if value is None else value


TYPE = Card()
clean = TYPE.clean
