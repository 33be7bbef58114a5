"""What only the whole of a feed's file shows: which rows open a session, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from remit.sources.defects import Defect

__all__ = ["NOTHING", "Look"]


@dataclass(frozen=True)
class Look:
    """What a look through the whole file found."""

    opening: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    """Positions of the rows that open a session, in order."""
    reasons: Mapping[int, str] = field(default_factory=dict)
    """By position, why a row is refused that by itself could be read."""
    defects: tuple[Defect, ...] = ()
    last: int = 0
    """Position of the last row."""

    def opens(self, pos: int) -> bool:
        """Whether the row opens a session."""
        at = int(np.searchsorted(self.opening, pos))
        return at < len(self.opening) and int(self.opening[at]) == pos

    def refused(self, pos: int) -> str | None:
        """Why the row is refused; None where it is not."""
        return self.reasons.get(pos)

    def shifted(self, by: int) -> "Look":
        """The same of a table whose rows are counted after `by` others."""
        if not by:
            return self
        return Look(
            self.opening + by,
            {pos + by: why for pos, why in self.reasons.items()},
            tuple(replace(one, rows=[row + by for row in one.rows]) for one in self.defects),
            self.last + by,
        )


NOTHING = Look()
"""Of a file that was not looked through."""
