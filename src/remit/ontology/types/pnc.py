"""Ids of the Police National Computer."""

import re
from datetime import date

from remit.errors import BadInput
from remit.ontology.types.checks import letter23
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank, plain

__all__ = ["TYPE", "Pnc", "clean", "short"]

_SHORT_UNTIL, _SHORT_FROM = 25, 74
"""Years of two digits that are sure without knowing the day: 2000 to 2025, and 1974 (when the
Police National Computer began) to 1999. Between them the century has to be told."""

_LONG = re.compile(r"(\d{4})/?(\d{7})([A-Z])|(\d{4})/(\d{1,7})([A-Z])")
_SHORT = re.compile(r"(\d{2})/?(\d{1,7})([A-Z])")


class Pnc(ValueType[str]):
    """An id of the Police National Computer: year, serial and check letter.

    Kept as `YYYY/NNNNNNNL`. The short form (`02/73319Z`), with the century and the zeros in
    front left off, is read too; a year later than this one belongs to the century before,
    and where the day is not given (`today`) and the century is not sure, it is asked. The
    check letter is the remainder by 23 of two digits of the year and seven of the serial:
    a wrong one is refused, and never put right. It does not cover the century. An id names a
    record of a person; it is a property and joins nobody by itself.

    >>> clean("02/73319Z"), clean("20020073319z"), short("2002/0073319Z")
    ('2002/0073319Z', '2002/0073319Z', '02/73319Z')
    >>> clean("2002/0073318Z")
    Traceback (most recent call last):
    remit.errors.BadInput: the check letter of 02/73318 is Y, not Z: a character is wrong
    """

    id = "pnc"
    title = "PNC id"
    source = "Criminal Justice System Data Standards Catalogue, PNC ID (modulus 23)"

    def clean(self, raw: str, *, today: date | None = None) -> str | None:
        """The id in its long form; None where nothing was stated.

        Raises `Ambiguous` where the century has to be told.
        """
        if is_blank(raw):
            return None
        text = re.sub(r"[\s\-]+", "", plain(raw, 60).upper())
        if not text or is_blank(text):
            return None
        if found := _LONG.fullmatch(text):
            year, serial, letter = (part for part in found.groups() if part)
        elif found := _SHORT.fullmatch(text):
            year, serial, letter = found.groups()
        else:
            raise BadInput("a PNC id is a year, a serial and a letter, such as 2002/0073319Z")
        right = letter23(year[-2:] + serial.zfill(7))
        if letter != right:
            shown = f"{year[-2:]}/{int(serial)}"
            raise BadInput(
                f"the check letter of {shown} is {right}, not {letter}: a character is wrong"
            )
        if int(serial) == 0:
            raise BadInput("a PNC id has a serial")
        return f"{_year(text, year, today)}/{serial.zfill(7)}{letter}"

    def describe(self, value: str) -> str:
        """The id in both forms."""
        return f"{value} ({short(value)})"


def short(value: str) -> str:
    """A clean id as it is displayed: without the century and the zeros in front."""
    return f"{value[2:4]}/{value[5:].lstrip('0')}"


def _year(text: str, year: str, today: date | None) -> str:
    if len(year) == 4:
        if year[:2] not in ("19", "20") or (today is not None and int(year) > today.year):
            raise BadInput(f"{year} is not the year of a PNC id")
        return year
    number = int(year)
    if today is not None:
        return f"{20 if number <= today.year % 100 else 19}{year}"
    if _SHORT_UNTIL < number < _SHORT_FROM:
        reason = f"{text!r} is of 19{year} or 20{year}: say which"
        raise Ambiguous(reason, needs="century", choices=(f"19{year}", f"20{year}"))
    return f"{20 if number <= _SHORT_UNTIL else 19}{year}"


TYPE = Pnc()
clean = TYPE.clean
