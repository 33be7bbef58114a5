"""How long something took."""

import re
from typing import Literal

from remit.errors import BadInput
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank, plain

__all__ = ["TYPE", "Duration", "Unit", "clean", "seconds"]

Unit = Literal["seconds", "minutes"]

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)")
_ISO = re.compile(r"PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?")
_WORDS = re.compile(
    r"(?:(\d{1,6})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,8})\s*m(?:in(?:ute)?s?)?)?"
    r"\s*(?:(\d{1,9})\s*s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)


class Duration(ValueType[str]):
    """How long something took, in whole seconds: `185 s`.

    `00:03:05`, `PT3M5S`, `3 min 5 s` and `185 s` are read. A number alone is asked its unit,
    unless the source has one (`unit`), and `3:05` is refused, since it may be minutes or
    hours. Zero is a duration: of a call, that nobody answered or that nothing was said.

    >>> clean("00:03:05"), clean("PT3M5S"), clean("3 min 5 s"), clean("185", unit="seconds")
    ('185 s', '185 s', '185 s', '185 s')
    >>> TYPE.explain("01:02:05")
    "'01:02:05' was read as the duration 3725 s (1 h 2 min 5 s)"
    """

    id = "duration"
    title = "duration"
    source = "ISO 8601-1:2019, 5.5.2; the second of the SI"

    def clean(self, raw: str, *, unit: Unit | None = None) -> str | None:
        """The seconds; None where nothing was stated.

        Raises `Ambiguous` where the unit has to be told.
        """
        if is_blank(raw):
            return None
        text = plain(raw, 60)
        if is_blank(text):
            return None
        if not text.isascii():
            raise BadInput("a duration reads 00:03:05, PT3M5S or 185 s")
        if re.fullmatch(r"\d{1,9}(?:\.0+)?", text):
            return f"{_plain_number(text, unit)} s"
        found = _CLOCK.fullmatch(text) or _ISO.fullmatch(text.upper()) or _WORDS.fullmatch(text)
        if found is None:
            raise BadInput("a duration reads 00:03:05, PT3M5S or 185 s")
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        return f"{hours * 3600 + minutes * 60 + rest} s"

    def describe(self, value: str) -> str:
        """The seconds, and in hours and minutes where there are any."""
        minutes, rest = divmod(seconds(value), 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
        said = " ".join(f"{number:,} {unit}" for number, unit in parts if number)
        return value if said in ("", value) else f"{value} ({said})"


def seconds(value: str) -> int:
    """A clean duration as a number of seconds."""
    return int(value.removesuffix(" s"))


def _plain_number(text: str, unit: Unit | None) -> int:
    if unit is None:
        reason = f"{text!r} does not say its unit"
        raise Ambiguous(reason, needs="unit", choices=("seconds", "minutes"))
    return int(float(text)) * (60 if unit == "minutes" else 1)


TYPE = Duration()
clean = TYPE.clean
