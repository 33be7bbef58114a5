"""What is attached to an e-mail: documents are read, all else is listed with what to do."""

from collections.abc import Iterator

from remit.errors import BadInput
from remit.sources.readers import docx, html, pdf
from remit.sources.readers.kinds import content_kind, encoding_of
from remit.sources.readers.pieces import Piece, lines_of
from remit.sources.readers.table import Limits

__all__ = ["read_attached"]

_ADVICE = "of another source: save it and load it by itself"
_UNREAD = "listed, not read"


def read_attached(
    name: str, body: bytes, file: str, limits: Limits
) -> tuple[Iterator[Piece], str | None]:
    """The pieces of what is attached, and why there are none; None where it is read."""
    try:
        kind, why = content_kind(body, name)
    except BadInput as wrong:
        return iter(()), f"{_UNREAD}: {wrong.reason}"
    if why is not None:
        return iter(()), f"{_UNREAD}: {why}"
    if kind not in ("docx", "pdf", "html", "text"):
        return iter(()), f"{_UNREAD}: {kind}, {_ADVICE}"
    return _guarded(kind, name, body, file, limits), None


def _guarded(kind: str, name: str, body: bytes, file: str, limits: Limits) -> Iterator[Piece]:
    """Pieces under the attachment's name; one that cannot be read is rejected by itself."""
    try:
        for piece in _pieces(kind, body, file, limits):
            long = len(piece.text) > limits.line
            wrong = f"a paragraph is longer than {limits.line:,} characters" if long else None
            where = f"{name}: {piece.part}" if piece.part else name
            text = piece.text[: limits.line]
            yield Piece(
                text, piece.kind, where, piece.page, None, piece.confidence, piece.wrong or wrong
            )
    except BadInput as refused:
        yield Piece("", "attachment", name, wrong=f"what is attached: {refused.reason}")


def _pieces(kind: str, body: bytes, file: str, limits: Limits) -> Iterator[Piece]:
    match kind:
        case "docx":
            yield from docx.pieces(body, file, limits)
        case "pdf":
            yield from pdf.pieces(body, file, limits)
        case "html":
            yield from html.pieces(body, file, encoding_of(body), limits)
        case _:
            text = body.decode(encoding_of(body), "backslashreplace")
            yield from (Piece(said) for said in lines_of(text))
