"""The times of a download: each says its offset, or is asked.

A time with an offset is one instant, whatever the offset: it is the one that the report was set
to, and says nothing of where the device was. A time that the report marks as `DateTimeOnly`, or
that has no offset, is a clock's reading in a zone that the report does not know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from remit.errors import BadInput
from remit.ontology.types import time as times
from remit.sources.answers import Reading
from remit.sources.phones.model import Model

__all__ = ["TIMES", "UNZONED", "Clock", "plain"]

TIMES = "TimeStamp"
"""The name under which the zone of a download's times is asked and answered."""

UNZONED = "DateTimeOnly"
"""Format of a time whose offset the report does not know, whatever it prints."""

_OFFSET = re.compile(r"\s*\(UTC\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?)?\)$")


def plain(text: str) -> str:
    """A time with its offset written as ISO 8601 does.

    >>> plain("13/06/2021 20:51:33(UTC+3)"), plain("2021-06-13 20:51:33(UTC+0)")
    ('13/06/2021 20:51:33+03:00', '2021-06-13 20:51:33+00:00')
    """
    found = _OFFSET.search(text)
    if found is None:
        return text
    sign, hours, minutes = found.groups()
    return f"{text[: found.start()]}{sign or '+'}{int(hours or 0):02}:{minutes or '00'}"


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads the times of one file."""

    readings: Mapping[str, Reading]

    def read(self, model: Model, *names: str) -> times.Instant | None:
        """The first of these fields that states a time; None where none does.

        Raises `BadInput` where it is no time, or its zone has not been said.
        """
        name = model.which(*names)
        if name is None:
            return None
        text = plain(model.get(name) or "")
        how = self.readings.get(model.column(name)) or self.readings.get(TIMES) or Reading()
        zoneless = model.get(f"{name} (format)") == UNZONED
        if zoneless and times.has_zone(text):
            text = text.rpartition("+")[0] or text.removesuffix("Z")
        fold = how.fold if how.fold in ("earlier", "later") else None
        return times.clean(
            text,
            zone=how.zone,
            day_first=how.day_first,
            fold=fold,  # type: ignore[arg-type]  # one of its two words, or None
            serials=how.serials,
        )

    def lenient(self, model: Model, *names: str) -> times.Instant | None:
        """The same, but None where it cannot be read: for times that are not the row's own."""
        try:
            return self.read(model, *names)
        except BadInput:
            return None
