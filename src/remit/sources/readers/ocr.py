"""Text in pictures of pages, recognised by Debian's tesseract from what poppler draws.

Both are programs of the machine, run within limits (`confined.py`). Where one is missing a page
without text is rejected and says so: it is never passed over in silence. Recognised text says
that it is, with the mean confidence of its words as the program states it.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import IO

from remit.errors import BadInput
from remit.sources.readers.confined import found, run, whole
from remit.sources.readers.pieces import Content, Piece

__all__ = ["PROGRAMS", "missing", "recognised"]

PROGRAMS = ("pdftoppm", "tesseract")
"""What is needed, by the name of the command: Debian's poppler-utils and tesseract-ocr."""

_PACKAGES = {"pdftoppm": "poppler-utils", "tesseract": "tesseract-ocr"}

LANGUAGE = "eng"

_LONG_SIDE = 3_300
"""Pixels of the longer side of a page as drawn: 280 dots an inch on A4, however large it is."""

_SECONDS = 90
"""For one page, each program."""

_PICTURE = 64 << 20
"""Bytes of one page as drawn, in grey."""

_TEXT = 8 << 20
"""Bytes that one page's words may take."""

_LEVEL_WORD = "5"


def missing() -> str | None:
    """What the machine lacks to recognise text, and how to get it; None where it lacks nothing."""
    lacking = [name for name in PROGRAMS if found(name) is None]
    if not lacking:
        return None
    packages = " ".join(_PACKAGES[name] for name in lacking)
    return f"{' and '.join(lacking)} not installed (Debian: apt-get install {packages})"


def recognised(content: Content, page: int) -> Iterator[Piece]:
    """Paragraphs of one page of a PDF, read from its picture.

    Raises `BadInput` where a program is missing, fails or takes too long.
    """
    if lacking := missing():
        raise BadInput(f"a picture without text, and {lacking}")
    with whole(content) as source:
        picture = _drawn(source, page)
    program = found("tesseract") or ""
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", "280", "tsv"]
    with whole(picture) as source:
        said = run(command, source, _SECONDS, _TEXT)
    yield from _paragraphs(said.decode("utf-8", "replace"), page)


def _drawn(source: IO[bytes], page: int) -> bytes:
    number = str(page)
    size = ["-scale-to", str(_LONG_SIDE)]
    program = found("pdftoppm") or ""
    command = [program, "-f", number, "-l", number, *size, "-gray", "-"]
    return run(command, source, _SECONDS, _PICTURE)


def _paragraphs(table: str, page: int) -> Iterator[Piece]:
    """Words by block and paragraph, in the order and the lines of the page."""
    words: dict[tuple[str, str], dict[str, list[str]]] = {}
    sure: dict[tuple[str, str], list[float]] = {}
    for row in BytesIO(table.encode()).read().decode().split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _LEVEL_WORD or not cells[11].strip():
            continue
        at = cells[2], cells[3]
        words.setdefault(at, {}).setdefault(cells[4], []).append(cells[11])
        sure.setdefault(at, []).append(max(0.0, min(100.0, float(cells[10]))) / 100)
    for at, lines in words.items():
        text = "\n".join(" ".join(line) for line in lines.values())
        mean = sum(sure[at]) / len(sure[at])
        yield Piece(text, "recognised text", page=page, confidence=mean)
