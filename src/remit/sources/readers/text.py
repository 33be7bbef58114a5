"""Plain text: a row for each paragraph, and for each line of a form such as `Date: 3 May 2026`."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers.pieces import Piece, Stated, document
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Limits, Table

__all__ = ["LABELLED", "by_line", "pieces", "read"]

LABELLED = re.compile(r"\s*(?P<label>[A-Z][\w /()'’.-]{0,48}?)\s*:(?:\s+(?P<value>.*))?")
"""A line of a form: what it is, a colon, and what was filled in, if anything."""


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a text file. A row's position is the line in which it begins."""
    made = partial(pieces, path, seen.encoding, limits)
    note = "a text: each paragraph is a row, numbered by the line in which it begins"
    return document(path, "text", made, Stated(), limits, (*seen.notes, note))


def pieces(path: Path, encoding: str, limits: Limits) -> Iterator[Piece]:
    """Paragraphs of a text file. Raises `BadInput` for a line beyond the limit."""
    held: list[str] = []
    size, start, number = 0, 1, 0
    errors = "surrogateescape" if encoding.startswith("utf-8") else "backslashreplace"
    with path.open(encoding=encoding, errors=errors) as text:
        while line := text.readline(limits.line + 1):
            number += 1
            if len(line) > limits.line:
                reason = f"a line is longer than {limits.line:,} characters"
                raise BadInput(reason, file=path.name, row=number)
            if line.strip(" \t\r\n\f\v\ufeff"):
                if not held:
                    start = number
                size += len(line)
                if size <= 2 * limits.line:  # beyond, the paragraph is too long and says so
                    held.append(line.rstrip().lstrip("\ufeff\f"))
                continue
            yield from _paragraph(held, start)
            held, size = [], 0
        yield from _paragraph(held, start)


def _paragraph(held: list[str], start: int) -> Iterator[Piece]:
    if held and all(LABELLED.fullmatch(line) for line in held):
        for n, line in enumerate(held):
            yield _piece(line.strip(), start + n)
    elif held:
        yield _piece("\n".join(held), start)


def by_line(text: str) -> Iterator[str]:
    """A paragraph as it stands, or its lines where each is a line of a form.

    >>> list(by_line("Crime number: 1\\nDate: 3 May")), list(by_line("It was\\nred."))
    (['Crime number: 1', 'Date: 3 May'], ['It was\\nred.'])
    """
    lines = text.split("\n")
    yield from lines if all(LABELLED.fullmatch(line) for line in lines) else [text]


def _piece(text: str, line: int) -> Piece:
    wrong = None
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            wrong = "the paragraph holds bytes that are not in the file's encoding"
    if "\0" in text:
        wrong = "the paragraph holds NUL bytes"
    return Piece(text, line=line, wrong=wrong)
