"""What the readers of documents give: one paragraph after the other, each with its place.

A document becomes a table whose rows are its paragraphs, so that everything found in it later
can cite the paragraph and the page. Text that was struck out, comments, headers and what is
embedded are rows of their own and say so; nothing embedded is opened.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from remit.sources.readers.table import Fault, Fields, Limits, Row, Table

__all__ = [
    "HEADER",
    "Content",
    "Kept",
    "Piece",
    "Pieces",
    "Stated",
    "as_fields",
    "document",
    "lines_of",
    "numbered",
    "opened",
    "sound",
]

HEADER = (
    "Title", "Dated", "Author", "Part", "Page", "Paragraph", "Kind", "Text", "Confidence",
)  # fmt: skip
"""Columns of every document."""

Content = Path | bytes
"""Where the bytes of a document are: a file, or what was attached to an e-mail."""

_SHOWN = 2_000
"""Characters of a broken piece kept with its rejection."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says of itself; None where it does not."""

    title: str | None = None
    date: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, row of a table, comment or other piece of a document."""

    text: str
    kind: str = "paragraph"
    part: str = ""
    """Where it stands besides the body: `header`, `comment`, the name of an attachment."""
    page: int | None = None
    """From 1; None where the format has no pages."""
    line: int | None = None
    """Line of a text file in which it begins, from 1; its row then. None elsewhere."""
    confidence: float | None = None
    """Of recognised text: mean over its words, 0 to 1. None for text that is there as text."""
    wrong: str | None = None
    """Why it cannot be read, so that it is rejected; None for all others."""
    cells: tuple[str, ...] = ()
    """Of a row of a table: its cells."""


Pieces = Callable[[], Iterator[Piece]]
"""Begins to read a document from its start."""


def opened(content: Content) -> IO[bytes]:
    """The bytes of a document, to read and to seek in."""
    return BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def document(
    path: Path, kind: str, pieces: Pieces, stated: Stated, limits: Limits, notes: Sequence[str]
) -> Table:
    """The table of one document."""

    def rows() -> Iterator[Row]:
        return numbered(pieces(), stated, limits)

    return Table(path.name, kind, HEADER, rows, tuple(notes))


def numbered(pieces: Iterable[Piece], stated: Stated, limits: Limits) -> Iterator[Row]:
    """Pieces as rows; a row's position is its line in a text file, else its number."""
    for number, piece in enumerate(pieces, 1):
        fields = as_fields(piece, number, stated)
        pos = piece.line or number
        if piece.wrong is not None:
            yield pos, Fault(piece.wrong, fields)
        elif len(piece.text) > limits.line:
            reason = f"a paragraph is longer than {limits.line:,} characters"
            yield pos, Fault(reason, {**fields, "Text": piece.text[:_SHOWN]})
        else:
            yield pos, fields


def as_fields(piece: Piece, number: int, stated: Stated) -> Fields:
    """One piece as the cells of its row."""
    return {
        "Title": sound(stated.title),
        "Dated": sound(stated.date),
        "Author": sound(stated.author),
        "Part": sound(piece.part),
        "Page": None if piece.page is None else str(piece.page),
        "Paragraph": str(number),
        "Kind": piece.kind,
        "Text": sound(piece.text[: 1 << 21]),
        "Confidence": None if piece.confidence is None else f"{piece.confidence:.2f}",
    }


def sound(text: str | None) -> str | None:
    """Text that can be kept: without NUL, without halves of characters; None for nothing."""
    if not text:
        return None
    text = text.replace("\0", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def lines_of(text: str) -> Iterator[str]:
    """Paragraphs of a plain text: what stands between empty lines, blank ends taken off.

    >>> list(lines_of("one\\ntwo\\n\\n  \\nthree\\n"))
    ['one\\ntwo', 'three']
    """
    held: list[str] = []
    for line in text.splitlines():
        if line.strip():
            held.append(line.rstrip())
        elif held:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


class Kept:
    """Pieces that are dear to make: made once, however often they are asked for.

    Text recognised in pictures takes seconds a page, and a file is looked at twice: once for
    what it would become, and once to load it.
    """

    def __init__(self, make: Pieces) -> None:
        self._make = make
        self._made: list[Piece] = []
        self._left: Iterator[Piece] | None = None
        self._failed: Exception | None = None

    def __call__(self) -> Iterator[Piece]:
        """From the first piece on."""
        at = 0
        while True:
            while at < len(self._made):
                yield self._made[at]
                at += 1
            if not self._more():
                return

    def _more(self) -> bool:
        if self._failed is not None:
            raise self._failed
        if self._left is None:
            self._left = self._make()
        try:
            self._made.append(next(self._left))
        except StopIteration:
            return False
        except Exception as wrong:
            self._failed = wrong
            raise
        return True
