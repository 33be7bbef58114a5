"""PDF documents: the text of each page; where a page has none, what can be recognised in it.

The file is read by a process of its own (`pdf_pages.py`), so that one made to fill memory or to
go round in circles ends that process and not the house. Pages are read once and kept.
"""

import json
import sys
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from remit.errors import BadInput
from remit.sources.readers import ocr
from remit.sources.readers.confined import lines, whole
from remit.sources.readers.pieces import Content, Kept, Piece, Stated, document, lines_of
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Limits, Table
from remit.sources.readers.text import by_line

__all__ = ["pieces", "read", "stated"]

_PROGRAM = str(Path(__file__).with_name("pdf_pages.py"))

_SECONDS = 300
"""For the text of a whole document."""

_RECOGNISED = 1_000
"""Pages of one document that text is recognised in: some hours of work."""

_LARGEST = 512 << 20
"""Bytes of a PDF: it is held in memory as it is read."""


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a PDF. Raises `BadInput` where it cannot be read as a whole."""
    said = stated(path, path.name, limits)
    made = Kept(lambda: pieces(path, path.name, limits))
    note = "a PDF: each paragraph is a row, with its page"
    return document(path, "pdf", made, said, limits, (*seen.notes, note))


def stated(content: Content, file: str, limits: Limits) -> Stated:
    """Title, date of making and author, as the document says them of itself."""
    pages = _pages(content, file, limits, 0)
    try:
        about = next(pages)
    finally:
        pages.close()
    return Stated(about.get("Title"), about.get("CreationDate"), about.get("Author"))


def pieces(content: Content, file: str, limits: Limits) -> Iterator[Piece]:
    """Paragraphs, page by page. A page that cannot be read is rejected and the rest goes on."""
    pages = _pages(content, file, limits, limits.pages)
    next(pages)
    size = pictures = 0
    # All pages are had before the first is recognised: that takes longer than a program may run.
    for number, page in enumerate(list(pages), 1):
        text = page.get("text") or ""
        size += len(text)
        if size > limits.text:
            raise BadInput(f"more than {limits.text:,} characters of text", file=file)
        if "wrong" in page:
            yield Piece("", "page", page=number, wrong=str(page["wrong"]))
        elif text.strip():
            for said in lines_of(text):
                yield from (Piece(line, page=number) for line in by_line(said))
        elif (pictures := pictures + 1) > _RECOGNISED:
            reason = f"page {number} has no text of its own, as {_RECOGNISED:,} before it"
            yield Piece("", "page", page=number, wrong=f"{reason}: split the document")
        else:
            yield from _recognised(content, number)


def _recognised(content: Content, number: int) -> Iterator[Piece]:
    try:
        made = list(ocr.recognised(content, number))
    except BadInput as wrong:
        reason = f"page {number} has no text of its own: {wrong.reason}"
        yield Piece("", "page", page=number, wrong=reason)
        return
    for piece in made:
        yield from (replace(piece, text=line) for line in by_line(piece.text))
    if not made:
        reason = f"page {number} has no text of its own, and none was recognised in it"
        yield Piece("", "page", page=number, wrong=reason)


def _pages(
    content: Content, file: str, limits: Limits, most: int
) -> Generator[dict[str, Any], None, None]:
    """What the document says of itself, then each of its pages."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > _LARGEST:
        raise BadInput(f"a PDF of {size:,} bytes; the limit is {_LARGEST:,}", file=file)
    command = [sys.executable, "-I", "-B", _PROGRAM, str(most), str(2 * limits.line)]
    with whole(content) as source:
        first = True
        try:
            for line in lines(command, source, _SECONDS, 16 * limits.line + 1_000):
                page = json.loads(line)
                if first:
                    _whole(page, file, limits)
                first = False
                yield page
        except BadInput as wrong:
            if wrong.file is None:
                raise BadInput(f"the text of the PDF: {wrong.reason}", file=file) from None
            raise
        except ValueError:
            raise BadInput("the text of the PDF cannot be read", file=file) from None
        if first:
            raise BadInput("the text of the PDF cannot be read", file=file)


def _whole(about: dict[str, Any], file: str, limits: Limits) -> None:
    """Raise `BadInput` where the document cannot be read as a whole."""
    if "wrong" in about:
        raise BadInput(str(about["wrong"]), file=file)
    if about["pages"] > limits.pages:
        reason = f"{about['pages']:,} pages; the limit is {limits.pages:,}"
        raise BadInput(reason, file=file)
    if about["pages"] == 0:
        raise BadInput("a PDF without pages", file=file)
