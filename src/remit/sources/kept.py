"""What was answered about a layout, so that nobody answers it again for the next file like it.

Kept is what somebody said a column means, how dates were read where the column did not show it
itself, and which source the layout belongs to. A file that shows otherwise is believed before what
was kept, and an answer given now before either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from remit.sources.answers import Reading

__all__ = ["Kept", "Lookup", "kept_of"]

_READINGS = ("day_first", "zone", "serials", "fold")


@dataclass(frozen=True)
class Kept:
    """What is kept of one layout, by the names that this file's columns have."""

    title: str = ""
    """What it was called when it was kept; empty where nothing is kept."""
    source: str | None = None
    means: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    swapped: bool | None = None

    def as_dict(self, header: Sequence[str]) -> dict[str, Any]:
        """The same by number of the column: no name of a column is kept."""
        at = {column: str(n) for n, column in enumerate(header)}
        return {
            "means": {at[c]: means for c, means in self.means.items() if c in at},
            "readings": {at[c]: asdict(how) for c, how in self.readings.items() if c in at},
            "swapped": self.swapped,
        }


Lookup = Callable[[Sequence[str]], Kept]
"""Gives what is kept for a header."""


def kept_of(header: Sequence[str], source: str, title: str, how: Mapping[str, Any]) -> Kept:
    """What `Kept.as_dict` gave, for a header. A number beyond it is passed over."""
    named = dict(enumerate(header))

    def by_name(values: Mapping[str, Any]) -> dict[str, Any]:
        return {named[int(n)]: value for n, value in values.items() if int(n) in named}

    readings = {
        column: Reading(**{name: one.get(name) for name in _READINGS})
        for column, one in by_name(how.get("readings", {})).items()
    }
    return Kept(title, source, by_name(how.get("means", {})), readings, how.get("swapped"))
