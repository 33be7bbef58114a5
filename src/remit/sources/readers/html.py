"""Web pages: the text of each block. Scripts and styles are not read, and nothing is fetched."""

from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from io import TextIOWrapper
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers.pieces import Content, Piece, Stated, document, opened
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Limits, Table

__all__ = ["pieces", "read"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_UNREAD = frozenset(["script", "style", "template", "object", "embed", "applet", "svg", "math"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCK = 1 << 13
_LONGEST = 16 << 20
"""Characters of one tag, pictures written into it included."""


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a web page kept as a file."""
    made = partial(pieces, path, path.name, seen.encoding, limits)
    title = next((one.text for one in _first(made) if one.kind == "title"), None)
    note = "a web page: each block of text is a row; scripts are not run and nothing is fetched"
    return document(path, "html", made, Stated(title and title[:400]), limits, (*seen.notes, note))


def _first(made: partial[Iterator[Piece]], count: int = 50) -> Iterator[Piece]:
    for number, piece in enumerate(made()):
        if number == count:
            return
        yield piece


def pieces(content: Content, file: str, encoding: str, limits: Limits) -> Iterator[Piece]:
    """Blocks of text, the title first. Raises `BadInput` for a tag that never ends."""
    page = _Page(limits)
    with TextIOWrapper(opened(content), encoding, "backslashreplace") as text:
        # What is left of a tag is looked at anew with every block: blocks grow with it.
        while block := text.read(max(_BLOCK, len(page.rawdata))):
            try:
                page.feed(block)
            except (AssertionError, ValueError) as wrong:
                raise BadInput(f"a damaged web page: {wrong}", file=file) from None
            if len(page.rawdata) > _LONGEST:
                raise BadInput(f"a tag is longer than {_LONGEST:,} characters", file=file)
            yield from page.made
            page.made.clear()
    page.finish()
    yield from page.made


class _Page(HTMLParser):
    """Blocks as they end."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[Piece] = []
        self._limits = limits
        self._held: list[str] = []
        self._size = 0
        self._kind = "paragraph"
        self._unread: list[str] = []
        self._cells: list[str] | None = None
        self._plain = 0

    def finish(self) -> None:
        """The end of the file ends every block."""
        self.close()
        self._end()
        self._row()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A block begins; what is not text is passed over."""
        if self._unread:
            if tag == self._unread[0] and len(self._unread) < 1_000:
                self._unread.append(tag)
            return
        if tag in _UNREAD and tag != "embed":
            self._unread.append(tag)
        elif tag == "br":
            self._held.append("\n")
        elif tag in _BLOCKS:
            self._end()
            self._plain += tag == "pre"
            if tag == "tr":
                self._row()
                self._cells = []
            elif tag == "title":
                self._kind = "title"
            elif tag in _HEADINGS:
                self._kind = "heading"

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """`<svg/>` opens nothing."""
        if tag not in _UNREAD:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if self._unread:
            if tag == self._unread[0]:
                self._unread.pop()
            return
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(self._text())
        elif tag in _BLOCKS:
            self._end()
            self._plain = max(0, self._plain - (tag == "pre"))
            if tag in ("tr", "table"):
                self._row()

    def handle_data(self, data: str) -> None:
        """Text, unless it is a script's."""
        if not self._unread:
            self._size += len(data)
            if self._size <= 2 * self._limits.line:  # beyond, the block is too long and says so
                self._held.append(data if self._plain else data.replace("\n", " "))

    def _text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._held).split("\n"))
        self._held, self._size = [], 0
        return "\n".join(line for line in lines if line)

    def _end(self) -> None:
        text, kind = self._text(), self._kind
        self._kind = "paragraph"
        if not text:
            return
        if self._cells is not None:
            self._cells.append(text)
        else:
            self.made.append(Piece(text, kind))

    def _row(self) -> None:
        cells = tuple(cell for cell in self._cells or ())
        self._cells = None
        if any(cells):
            self.made.append(Piece(" | ".join(cells), "table row", cells=cells))
