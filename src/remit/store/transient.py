"""A transient load: one file, read under an act and kept nowhere.

    text = transient.read(Path("statement.docx"))
    rows = transient.table(Path("pairs.csv")).rows()

It is the hand of verbs that answer about a file that is not loaded. What is read is admitted as a
load would be: by its source and its handling. It cannot be asked for anything that is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from remit.authority.act import Act
from remit.store import refusals

__all__ = ["Passage", "Sheet", "Text", "Transient"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text that is one row of its file."""

    row: int
    begin: int
    """Its first character in the whole text."""
    text: str
    document: str = ""
    """Which document of the file it is of: the paragraphs of one are of one, the rows of a table
    are of one each."""


@dataclass(frozen=True)
class Text:
    """A file as text."""

    file: str
    source: str
    handling: str
    whole: str
    """The text as read: offsets count its characters."""
    passages: tuple[Passage, ...]
    """What of it is text to read, in order; a form's labels and a table's other cells are not."""
    dated: datetime | date | None = None
    """The date that the file states for itself; None where it states none."""
    zone: str | None = None
    """The zone (IANA) of its times by its source; None where that is not known."""


@dataclass(frozen=True)
class Sheet:
    """A file as one table."""

    file: str
    source: str
    handling: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[int, dict[str, str | None]]]]
    """Starts reading: the row's number in the file, header included, and its cells as received."""


class Transient:
    """What one act reads of files that are not loaded. Made by the house."""

    def __init__(
        self, act: Act, texts: Callable[[Path], Text], tables: Callable[[Path], Sheet]
    ) -> None:
        self.act = act
        self._texts, self._tables = texts, tables

    def check(self) -> None:
        """Raise `Stopped` when the act is closed, braked or expired."""
        self.act.check()

    def read(self, path: Path) -> Text:
        """A file as text. Raises `Refused` when the remit does not admit it, `BadInput`."""
        self.act.check()
        found = self._texts(path)
        self._admit(found)
        return found

    def table(self, path: Path) -> Sheet:
        """A file as one table. Raises `Refused` when the remit does not admit it, `BadInput`."""
        self.act.check()
        found = self._tables(path)
        self._admit(found)
        return found

    def _admit(self, found: Text | Sheet) -> None:
        scope = self.act.scope
        if scope.sources is not None and found.source not in scope.sources:
            raise refusals.source(found.source, self.act.id)
        if found.handling not in scope.handling:
            raise refusals.handling(found.handling, self.act.id)
        self.act.check()
