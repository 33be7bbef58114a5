"""When a row of a feed was: a time in one column, or a day and a clock in two, and its end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from remit.errors import BadInput
from remit.ontology.types import Ambiguous, duration, is_blank
from remit.ontology.types import time as times
from remit.sources.answers import Reading
from remit.sources.feedcolumns import FeedColumns

__all__ = ["Clock", "When", "clock_text"]

_PACKED = re.compile(r"\d{1,6}")


class When(NamedTuple):
    """When a row says that it was."""

    begin: datetime
    end: datetime | None
    text: str
    zone: str | None
    precision: str


class Clock:
    """Reads the times of the rows of one file."""

    def __init__(self, columns: FeedColumns, readings: Mapping[str, Reading]) -> None:
        profile = columns.profile
        stated = Reading(day_first=profile.day_first, zone=profile.zone)
        self.time, self.until = columns.time, columns.until
        self.other, self.lasted = columns.one("other_time"), columns.one("duration")
        self.reading = readings.get(self.time[0], stated)
        self.reading_until = readings.get(self.until[0], self.reading) if self.until else stated
        zone = columns.specs[self.other].zone if self.other else None
        self.reading_other = Reading(day_first=self.reading.day_first, zone=zone)
        self._width = {column: spec.width for column, spec in columns.specs.items()}

    def when(self, raw: Mapping[str, str | None]) -> When:
        """The time of a row, and its end where it lasted. Raises `BadInput`."""
        texts = [raw.get(column) for column in self.time]
        try:
            begin = self.moment(self.time, texts)
        except Ambiguous as twice:
            one = self.told_apart(texts, self._other(raw)) if twice.needs == "fold" else None
            if one is None:
                raise
            begin = one
        if begin is None:
            raise BadInput(f"{self.time[0]!r} is empty")
        self._same(begin, raw)
        end = begin.end
        if self.until and (stop := self._stop(raw)) is not None:
            end = self.after(begin.begin, stop)
        elif end is None and (seconds := self.seconds(raw.get(self.lasted or ""))):
            end = begin.begin + timedelta(seconds=seconds)
        return begin._replace(end=end)

    def moment(
        self, columns: Sequence[str], texts: Sequence[str | None], how: Reading | None = None
    ) -> When | None:
        """What the cells of a time say by themselves; None where they state none."""
        how = how or (self.reading_until if columns == self.until else self.reading)
        text = texts[0] or ""
        clock = texts[1] if len(texts) > 1 else None
        if len(texts) > 1 and not is_blank(clock) and not is_blank(text):
            text = f"{text} {clock_text(clock or '', self._width[columns[1]])}"
        fold: Any = how.fold
        found = times.clean(
            text, zone=how.zone, day_first=how.day_first, fold=fold, serials=how.serials
        )
        if found is None:
            return None
        end = found.end if found.end != found.begin else None
        said = found.text
        if len(texts) > 1 and end is None:
            said = " ".join(cell for cell in texts if cell)
        return When(found.begin, end, said, found.zone, found.precision)

    def after(self, begin: datetime, stop: datetime) -> datetime | None:
        """The end of what began and stopped; None where it did not last. Raises `BadInput`."""
        if stop < begin:
            raise BadInput(f"it ends ({stop.isoformat()}) before it begins ({begin.isoformat()})")
        return stop if stop > begin else None

    def seconds(self, lasted: str | None) -> int:
        """How long it lasted, in seconds; 0 where nothing was stated."""
        took = duration.clean(lasted or "", unit="seconds")
        return duration.seconds(took) if took else 0

    def _stop(self, raw: Mapping[str, str | None]) -> datetime | None:
        found = self.moment(self.until, [raw.get(column) for column in self.until])
        return None if found is None else found.end or found.begin

    def told_apart(self, texts: Sequence[str | None], other: When | None) -> When | None:
        """Which of two equal hours it was, by the row's other time; None where that is neither."""
        return None if other is None else self._of_two(self.time, texts, self.reading, other.begin)

    def may_be(self, text: str | None, moment: datetime) -> bool:
        """Whether the row's other time, in the hour that comes twice, is that moment."""
        if self.other is None:
            return False
        found = self._of_two((self.other,), [text], self.reading_other, moment)
        return found is not None

    def _of_two(
        self, columns: Sequence[str], texts: Sequence[str | None], how: Reading, moment: datetime
    ) -> When | None:
        for fold in ("earlier", "later"):
            found = self.moment(columns, texts, replace(how, fold=fold))
            if found is not None and found.begin == moment:
                return found
        return None

    def _same(self, begin: When, raw: Mapping[str, str | None]) -> None:
        """Raise `BadInput` where the row's other time is another moment."""
        try:
            other = self._other(raw)
        except Ambiguous as twice:
            if twice.needs == "fold" and self.may_be(raw.get(self.other or ""), begin.begin):
                return
            raise
        if other is not None and other.begin != begin.begin:
            reason = f"{other.text} in {self.other!r} and {begin.text} are not the same moment"
            raise BadInput(reason)

    def _other(self, raw: Mapping[str, str | None]) -> When | None:
        """The same moment once more, where a column says it."""
        if self.other is None:
            return None
        return self.moment((self.other,), [raw.get(self.other)], self.reading_other)


def clock_text(text: str, width: int | None) -> str:
    """A time of day with its colons. Digits alone need a layout that fixes how many there are.

    >>> clock_text("80507", 6), clock_text("8:05", None)
    ('08:05:07', '8:05')
    """
    text = text.strip()
    if width is None or not _PACKED.fullmatch(text) or not text.isascii():
        return text
    if len(text) > width:
        raise BadInput(f"{text!r} is no time of day of {width} digits")
    text = text.zfill(width)
    return ":".join(text[n : n + 2] for n in range(0, width, 2))
