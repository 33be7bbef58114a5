"""Where rules look: at words with a digit, found in one pass, and never anywhere twice.

Almost every identifier has a digit near its beginning. The text is scanned once for such words;
each rule then tries its own pattern at those places only. That is what makes the rules fast, and
linear: every pattern is bounded, so no input makes one run away.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from remit.errors import BadInput
from remit.extraction.candidate import Value

__all__ = ["AFTER", "Found", "Reading", "cleaned"]

_RUN = re.compile(r"[0-9][^\W_]*")
"""From the first digit of a word to its end."""

FARTHEST = 12
"""Letters that may stand before the first digit of an identifier."""

AFTER = r"(?![^\W_])"
"""Ends a pattern: no letter or digit follows."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule saw."""

    type: str
    begin: int
    end: int
    value: Value | None
    score: float
    rule: str
    said: str = ""
    relation: str = ""
    """For times told by another time: how (`relative.py`); empty otherwise."""


class Reading:
    """A text being read: its anchors, and what is known about the report."""

    def __init__(
        self, text: str, dated: date | None, zone: str | None, day_first: bool | None
    ) -> None:
        self.text, self.dated, self.zone, self.day_first = text, dated, zone, day_first

    @cached_property
    def lower(self) -> str:
        """The text in lower case, every character in its place."""
        low = self.text.lower()
        if len(low) == len(self.text):
            return low
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    def at_words(self, starts: tuple[str, ...]) -> list[int]:
        """Where a word begins with one of `starts` (lower case), in order of place.

        Searching for each literal is many times faster than one pattern for all of them.
        """
        low, found = self.lower, set()
        for start in starts:
            at = low.find(start)
            while at >= 0:
                if not (at and low[at - 1].isalnum()):
                    found.add(at)
                at = low.find(start, at + 1)
        return sorted(found)

    @cached_property
    def lettered(self) -> list[int]:
        """Beginnings of words that start with letters and hold a digit: `SW1A`, `AB12`."""
        return [at for at in self._anchors if not self.text[at].isdecimal()]

    @cached_property
    def numbered(self) -> list[int]:
        """Beginnings of words that start with a digit."""
        return [at for at in self._anchors if self.text[at].isdecimal()]

    @cached_property
    def _anchors(self) -> list[int]:
        text, found = self.text, []
        for match in _RUN.finditer(text):
            at = first = match.start()
            while at and first - at <= FARTHEST and text[at - 1].isalpha():
                at -= 1
            if first - at <= FARTHEST and not (at and text[at - 1].isalnum()):
                found.append(at)
        return found

    def near(self, cue: re.Pattern[str], begin: int, end: int, *, after: int = 0) -> str | None:
        """A word that names what stands at [begin, end): up to 48 characters before it, in the same
        line, or `after` characters behind it."""
        before = self.text[max(0, begin - 48) : begin].rpartition("\n")[2]
        hits = cue.findall(before)
        if hits:
            return str(hits[-1])
        if after and (hit := cue.search(self.text[end : end + after].partition("\n")[0])):
            return hit.group()
        return None


def cleaned(clean: Callable[[str], object], raw: str) -> str | None:
    """The normal form, as text; None where the type of value refuses it or nothing is stated."""
    try:
        value = clean(raw)
    except BadInput:
        return None
    return None if value is None else str(value)
