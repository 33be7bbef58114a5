"""What a recorded time means: the event's own, or only a bound on it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["MEANINGS", "TYPE", "Meaning", "TimeMeaning", "clean", "said"]


class Meaning(NamedTuple):
    """One meaning of a time."""

    words: str
    """Words before the time, in a sentence."""
    because: str
    """When a source's times mean this."""


MEANINGS: Mapping[str, Meaning] = MappingProxyType(
    {
        "at": Meaning("at", "the source says when it happened"),
        "at_or_before_start": Meaning(
            "at or before the start,",
            "call data: the phone may have come to the cell before the row begins",
        ),
        "at_or_before_end": Meaning(
            "at or before the end,",
            "call data of a network that records the cell at the end of the row",
        ),
    }
)
"""Every meaning a time can have, by its name in records."""


class TimeMeaning(ValueType[str]):
    """What a recorded time means: `at`, `at_or_before_start` or `at_or_before_end`.

    A row of call data supports the use of a cell at or before the time it starts; for some
    networks, at or before the time it ends. The meaning is set by the profile of a source,
    never by the row, and stands in every sentence, pin and chart made of the time.

    >>> clean("At or before start"), said("at_or_before_end", "14:05")
    ('at_or_before_start', 'at or before the end, 14:05')
    """

    id = "time_meaning"
    title = "meaning of a time"
    source = "College of Policing guidance on communications data"

    def clean(self, raw: str) -> str | None:
        """The name of the meaning; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 60).lower().replace(" ", "_").replace("-", "_")
        if is_blank(text):
            return None
        if text not in MEANINGS:
            raise BadInput(f"a time means one of {', '.join(MEANINGS)}")
        return text

    def describe(self, value: str) -> str:
        """The meaning in words, and when it is so."""
        return f"{value} ({MEANINGS[value].because})"


def said(meaning: str | None, time: str) -> str:
    """A time with the words of its meaning in front. Raises `BadInput` for an unknown meaning."""
    name = TYPE.clean(meaning or "") or "at"
    return f"{MEANINGS[name].words} {time}"


TYPE = TimeMeaning()
clean = TYPE.clean
