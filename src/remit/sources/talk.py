"""What a row of communications data is: a call, a message or a session, which way, and when.

The profile says it by the text of the type column, by the name of the sheet, or by a column of
the direction; a text that it does not know rejects its row. What the time of a row means comes
from the profile too: a row of data supports the use of the cell at or before it starts, in one
network's layout at or before it ends, and only a row that opens a session says when it was.
Source: College of Policing guidance on communications data.
"""

from functools import lru_cache

from remit.errors import BadInput
from remit.ontology.types import is_blank
from remit.sources.profile import Profile, plain_header

__all__ = ["OPENING", "Talk"]

OPENING = "opening"
"""Name in a profile's `times` of rows that open a session."""


class Talk:
    """Tells the rows of one table."""

    def __init__(self, profile: Profile, sheet: str) -> None:
        self._event = profile.event
        self._times = profile.times
        self._kinds = {plain_header(text): kind for text, kind in profile.kinds.items()}
        self._ways = {plain_header(text): way for text, way in profile.directions.items()}
        self._asked = any(kind.direction for kind in profile.kinds.values())
        sheets = {plain_header(text): kind for text, kind in profile.sheets.items()}
        self._by_sheet, self._title = bool(sheets), sheet
        self._sheet = sheets.get(plain_header(sheet))
        self.row = lru_cache(maxsize=4096)(self._row)

    def reads(self, reading: str) -> bool:
        """Whether a column of that reading (category, direction) says what a row is."""
        return bool(self._kinds if reading == "category" else self._ways)

    def _row(self, category: str | None, direction: str | None) -> tuple[str, str | None]:
        """Kind of event and direction, of the texts of two columns.

        Raises `BadInput` for a text that the profile does not know.
        """
        kind, way = self._event, None
        if self._by_sheet:
            if self._sheet is None:
                raise BadInput(f"the sheet {self._title[:40]!r} does not say what its rows are")
            kind, way = self._sheet.event, self._sheet.direction
        if self._kinds:
            known = self._kinds.get(plain_header(category or ""))
            if known is None:
                raise BadInput(f"{(category or '')[:40]!r} is no type of row of this layout")
            kind, way = known.event, known.direction
        if self._ways and not is_blank(direction):
            said = self._ways.get(plain_header(direction or ""))
            if said is None:
                raise BadInput(f"{(direction or '')[:40]!r} is no direction of this layout")
            if way is not None and way != said:
                raise BadInput(f"{category!r} is {way}, and {direction!r} is not")
            way = said
        if (self._ways or self._asked) and way is None and kind in ("call", "message"):
            raise BadInput("the row does not say which way it went")
        return kind, way

    def means(self, kind: str, *, opens: bool) -> str:
        """What the time of a row means."""
        if opens and OPENING in self._times:
            return self._times[OPENING]
        return self._times.get(kind, "at")
