"""Word documents: paragraphs, tables, headers, notes and comments; macros and objects never open.

The XML is read as a stream by an event parser that refuses every document type declaration, so
entities cannot be declared, let alone fetched. Text that somebody struck out while changes were
tracked is a row of its own, marked. Pages are those of the last layout, where the file says them.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from remit.errors import BadInput
from remit.sources.readers.container import DAMAGED, part, unpacking, zipped
from remit.sources.readers.pieces import Content, Piece, Stated, document
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Limits, Table

__all__ = ["pieces", "read", "stated"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""The same content again, for programs that do not know the newer form."""

_DEEPEST = 256
"""Elements within elements; Word itself writes some dozens."""

_BODY = "word/document.xml"
_BESIDE = (
    ("header", "word/header"),
    ("footer", "word/footer"),
    ("footnote", "word/footnotes"),
    ("endnote", "word/endnotes"),
    ("comment", "word/comments.xml"),
)
_EMBEDDED = ("word/embeddings/", "word/media/", "word/activeX/", "word/vbaProject.bin")


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a Word document. Raises `BadInput` where it cannot be read as a whole."""
    said = stated(path, path.name, limits)
    notes = [*seen.notes, "a Word document: each paragraph and row of a table is a row"]
    with zipped(path, path.name, limits) as archive:
        if "word/vbaProject.bin" in archive.namelist():
            notes.append("it holds macros: they are not run, and not read")
    return document(path, "docx", partial(pieces, path, path.name, limits), said, limits, notes)


def stated(content: Content, file: str, limits: Limits) -> Stated:
    """Title, date of making and author, as the document says them of itself."""
    found: dict[str, str] = {}
    with zipped(content, file, limits) as archive:
        if "docProps/core.xml" in archive.namelist():
            for name, text in _properties(archive, file):
                found.setdefault(name, text)
    return Stated(found.get("title"), found.get("created"), found.get("creator"))


def _properties(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    text: list[str] = []

    def end(name: str) -> None:
        said = "".join(text).strip()
        if said:
            found.append((name.rpartition(" ")[2], said[:400]))
        text.clear()

    parser = _parser(file)
    parser.StartElementHandler = lambda *_: text.clear()
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    with part(archive, "docProps/core.xml", file) as data:
        _feed(parser, data.read(1 << 20), True, file)
    yield from found


def pieces(content: Content, file: str, limits: Limits) -> Iterator[Piece]:
    """Everything in the document, the body first."""
    with zipped(content, file, limits) as archive:
        names = archive.namelist()
        if _BODY not in names:
            raise BadInput("a damaged Word document: it has no body", file=file)
        try:
            paged = _paged(archive, file)
            yield from _story(archive, _BODY, "", paged, file, limits)
            for kind, start in _BESIDE:
                for name in sorted(n for n in names if n.startswith(start) and n.endswith(".xml")):
                    yield from _story(archive, name, kind, False, file, limits)
        except DAMAGED as wrong:
            if isinstance(wrong, BadInput):
                raise
            raise BadInput(f"a damaged document ({type(wrong).__name__})", file=file) from None
        for entry in archive.infolist():
            if entry.filename.startswith(_EMBEDDED) and not entry.is_dir():
                what = f"{entry.filename[:200]} ({entry.file_size:,} bytes)"
                yield Piece(f"{what}: named, not opened", "embedded object")


def _paged(archive: zipfile.ZipFile, file: str) -> bool:
    """Whether the document says where its pages end."""
    before = b""
    with part(archive, _BODY, file) as data:
        for block in unpacking(data):
            if b"lastRenderedPageBreak" in before + block:
                return True
            before = block[-32:]
    return False


@dataclass(slots=True)
class _Paragraph:
    text: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    size: int = 0


@dataclass
class _Story:
    """One part of a document while it is read: body, header, comments."""

    part: str
    page: int | None
    limits: Limits
    file: str
    made: list[Piece] = field(default_factory=list)
    depth: int = 0
    skipped: int = 0
    """Depth at which a part that says the same again began; 0 outside one."""
    struck: int = 0
    """Depth within tracked deletions; 0 outside."""
    taking: str = ""
    paragraphs: list[_Paragraph] = field(default_factory=list)
    tables: int = 0
    cells: list[list[str]] = field(default_factory=list)
    row: int = 0
    """Characters of the row of a table so far."""
    said: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadInput("elements within elements go too deep", file=self.file)
        if self.skipped:
            return
        if name == _FALLBACK:
            self.skipped = self.depth
            return
        match _word(name):
            case "p":
                self.paragraphs.append(_Paragraph())
            case "t" | "delText":
                self.taking = _word(name)
            case "tab":
                self._take("\t")
            case "br" | "cr":
                self._take("\n")
            case "lastRenderedPageBreak" if self.page is not None:
                self.page += 1
            case "del" | "moveFrom":
                self.struck += 1
            case "tbl":
                self.tables += 1
            case "tr" if self.tables == 1:
                self.cells, self.row = [], 0
            case "tc" if self.tables == 1:
                self.cells.append([])
            case "comment":
                self.said = _by(attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped = 0 if self.depth < self.skipped else self.skipped
            return
        match _word(name):
            case "t" | "delText":
                self.taking = ""
            case "del" | "moveFrom":
                self.struck = max(0, self.struck - 1)
            case "p" if self.paragraphs:
                self._paragraph(self.paragraphs.pop())
            case "tr" if self.tables == 1:
                self._row()
            case "tbl":
                self.tables = max(0, self.tables - 1)

    def text(self, data: str) -> None:
        if self.taking and not self.skipped:
            self._take(data)

    def _take(self, data: str) -> None:
        if not self.paragraphs:
            return
        one = self.paragraphs[-1]
        one.size += len(data)
        if one.size <= 2 * self.limits.line:  # beyond, the paragraph is too long and says so
            (one.struck if self.struck or self.taking == "delText" else one.text).append(data)

    def _paragraph(self, one: _Paragraph) -> None:
        text, struck = "".join(one.text).strip(), "".join(one.struck).strip()
        if self.tables and self.cells and text:
            self.row += len(text)
            if self.row <= 4 * self.limits.line:
                self.cells[-1].append(text)
        elif text:
            said = f"{self.said}{text}" if self.part == "comment" else text
            self.made.append(Piece(said, part=self.part, page=self.page))
        if struck:
            self.made.append(Piece(struck, "deleted text", self.part, self.page))

    def _row(self) -> None:
        cells = tuple("\n".join(cell) for cell in self.cells)
        if any(cells):
            text = " | ".join(cells)
            self.made.append(Piece(text, "table row", self.part, self.page, cells=cells))
        self.cells, self.row = [], 0


def _story(
    archive: zipfile.ZipFile, name: str, kind: str, paged: bool, file: str, limits: Limits
) -> Iterator[Piece]:
    story = _Story(kind, 1 if paged else None, limits, file)
    parser = _parser(file)
    parser.StartElementHandler = story.start
    parser.EndElementHandler = story.end
    parser.CharacterDataHandler = story.text
    with part(archive, name, file) as data:
        for block in unpacking(data):
            _feed(parser, block, False, file)
            yield from story.made
            story.made.clear()
        _feed(parser, b"", True, file)
        yield from story.made


def _word(name: str) -> str:
    """The local name of an element of WordprocessingML; empty for all others."""
    if name.startswith(_W):
        return name[len(_W) :]
    return name[len(_STRICT) :] if name.startswith(_STRICT) else ""


def _by(attributes: dict[str, str]) -> str:
    """Who wrote a comment, and when, as the file says it."""
    said = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
    who = ", ".join(said[name][:80] for name in ("author", "date") if said.get(name))
    return f"[{who}] " if who else ""


def _parser(file: str) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_: object) -> NoReturn:
        raise BadInput("the document declares XML entities", file=file)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(parser: Any, data: bytes, last: bool, file: str) -> None:
    try:
        parser.Parse(data, last)
    except (expat.ExpatError, ValueError, UnicodeError, LookupError) as wrong:
        raise BadInput(f"a damaged document: {wrong}", file=file) from None
