"""E-mail: single messages and mailboxes. Each message is a row, then its paragraphs and parts.

What is attached is listed with its size and hash and, where it is a document, read as further
rows of the same message. A table that is attached is another source under another remit: it is
listed with the advice to load it by itself. Nothing is unpacked to disk, nothing is fetched.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import MIMEPart
from email.parser import BytesParser
from functools import partial
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers import html
from remit.sources.readers.attached import read_attached
from remit.sources.readers.pieces import HEADER, Piece, Stated, as_fields, lines_of, sound
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table

__all__ = ["MAIL", "read"]

MAIL = (
    "Message", *HEADER, "From", "To", "Cc", "Bcc", "Sent", "Received", "Message-ID", "In-Reply-To",
    "Attached",
)  # fmt: skip
"""Columns of every mailbox."""

_HELD = 2_000
"""Characters of one header that are read."""

_RECEIVED = 40
"""Received headers that are kept: a message passes some ten servers."""

_WORK = 4 << 30
"""Parts within parts, times bytes: the parser hands each line through every part it may be in."""

_BROKEN = (
    MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError,
    RecursionError, AssertionError, NotImplementedError,
)  # fmt: skip
"""What the standard library raises for headers and parts that are damaged."""


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a message (`.eml`) or a mailbox (`mbox`)."""
    notes = (*seen.notes, "e-mail: a row for each message, then for its paragraphs and parts")
    rows = partial(_rows, path, seen.format == "mbox", limits)
    return Table(path.name, seen.format, MAIL, rows, notes)


def _rows(path: Path, mailbox: bool, limits: Limits) -> Iterator[Row]:
    pos = 0
    for number, data in enumerate(_messages(path, mailbox, limits), 1):
        for row in _message(number, data, path.name, limits):
            pos += 1
            yield pos, row


def _messages(path: Path, mailbox: bool, limits: Limits) -> Iterator[bytes | Fault]:
    """The bytes of each message; a `Fault` for one that is too large."""
    with path.open("rb") as file:
        if not mailbox:
            large = path.stat().st_size > limits.message
            yield _large(limits) if large else file.read()
            return
        held: list[bytes] = []
        size, after_blank, begun = 0, True, False
        while line := file.readline(limits.line):
            if after_blank and line.startswith(b"From "):
                if begun:
                    yield _large(limits) if size > limits.message else b"".join(held)
                held, size, begun = [], 0, True
            else:
                size += len(line)
                if size > limits.message:
                    held = []
                elif line.startswith(b">") and line.lstrip(b">").startswith(b"From "):
                    held.append(line[1:])  # mboxrd: quoted when it was written
                else:
                    held.append(line)
            after_blank = line in (b"\n", b"\r\n")
        if begun:
            yield _large(limits) if size > limits.message else b"".join(held)


def _large(limits: Limits) -> Fault:
    return Fault(f"a message of more than {limits.message:,} bytes", {"Kind": "message"})


@dataclass(slots=True)
class _Reading:
    """One message while it is read."""

    number: int
    file: str
    limits: Limits
    parts: int = 0
    left: int = 0
    """Bytes that its parts may still decode to."""


def _message(
    number: int, data: bytes | Fault, file: str, limits: Limits
) -> Iterator[Fields | Fault]:
    if isinstance(data, Fault):
        yield Fault(data.reason, {"Message": str(number), **data.raw})
        return
    reading = _Reading(number, file, limits, left=4 * limits.message)
    try:
        message = _parsed(data, limits)
        about, attached = _about(message), list(_parts(message, reading))
    except (BadInput, *_BROKEN) as wrong:
        shown = sound(data[:2_000].decode("utf-8", "backslashreplace"))
        yield Fault(_why(wrong), {"Message": str(number), "Kind": "message", "Text": shown})
        return
    listed = "; ".join(
        n for n, part, body in attached if isinstance(body, str) or not _inline(part)
    )
    stated = Stated(about["Subject"], about["Sent"], about["From"])
    shared = {"Message": str(number)}
    envelope = {name: value for name, value in about.items() if name != "Subject"}
    first = as_fields(Piece("", "message"), 0, stated)
    yield {**shared, **first, **envelope, "Attached": sound(listed)}
    count = 0
    for name, part, body in attached:
        for piece in _pieces(name, part, body, reading):
            count += 1
            fields: Fields = {**shared, **as_fields(piece, count, stated)}
            fields |= dict.fromkeys(MAIL[len(HEADER) + 1 :])
            fields |= {"Message-ID": about["Message-ID"]}
            yield fields if piece.wrong is None else Fault(piece.wrong, fields)


def _parsed(data: bytes, limits: Limits) -> MIMEPart:
    """The message. Parts within parts are counted before the parser, which recurses, sees them."""
    declared = len(re.findall(rb"(?i)boundary\s*=", data))
    if declared > limits.parts or declared * len(data) > _WORK:
        raise BadInput(f"{declared:,} parts within parts, in {len(data):,} bytes: too many")
    return BytesParser(policy=policy.default).parsebytes(data)


def _about(message: MIMEPart) -> dict[str, str | None]:
    """The headers that are read, as received."""
    received = [raw for name, raw in message.raw_items() if name.lower() == "received"]
    stamps = [" ".join(str(one).rpartition(";")[2].split())[:100] for one in received[:_RECEIVED]]
    found = {name: _header(message, name) for name in ("From", "To", "Cc", "Bcc", "Subject")}
    # The library would write a date anew, and state a zone for one that states none.
    found["Sent"] = _header(message, "Date", as_written=True)
    found["Received"] = sound("; ".join(stamps))
    found["Message-ID"] = _header(message, "Message-ID", as_written=True)
    found["In-Reply-To"] = _header(message, "In-Reply-To", as_written=True)
    return found


def _header(message: MIMEPart, name: str, *, as_written: bool = False) -> str | None:
    """A header as text, its encoded words decoded; several of one name with commas."""
    said: list[str] = []
    for raw_name, raw in message.raw_items():
        if raw_name.lower() != name.lower():
            continue
        try:
            read = raw if as_written else policy.default.header_fetch_parse(raw_name, raw)
            said.append(str(read))
        except _BROKEN:
            said.append(str(raw))
    return sound(", ".join(" ".join(one.split()) for one in said)[:_HELD])


def _parts(
    message: MIMEPart, reading: _Reading, path: str = "", depth: int = 0
) -> Iterator[tuple[str, MIMEPart, bytes | str]]:
    """Every part that is no container: its name (empty for a body), itself, its content."""
    if depth > reading.limits.nested:
        raise BadInput(f"parts within parts, more than {reading.limits.nested} deep")
    reading.parts += 1
    if reading.parts > reading.limits.parts:
        raise BadInput(f"more than {reading.limits.parts:,} parts")
    kind = message.get_content_type()
    if kind == "message/rfc822":
        for inner in message.iter_parts():
            assert isinstance(inner, MIMEPart)
            name = f"{path}{_name(message) or 'forwarded message'}"
            head = "\n".join(f"{key}: {value}" for key, value in _about(inner).items() if value)
            yield name, message, head
            yield from _parts(inner, reading, f"{name}/", depth + 1)
        return
    if message.is_multipart():
        chosen = [inner for inner in message.iter_parts() if isinstance(inner, MIMEPart)]
        if kind == "multipart/alternative":
            chosen = _plainest(chosen)
        for inner in chosen:
            yield from _parts(inner, reading, path, depth + 1)
        return
    body = _decoded(message)
    reading.left -= len(body)
    if reading.left < 0:
        raise BadInput("its parts decode to more than four times the size a message may have")
    name = _name(message)
    if _inline(message):
        yield path.rstrip("/"), message, body
    else:
        yield f"{path}{name or f'unnamed {kind}'}", message, body


def _decoded(part: MIMEPart) -> bytes:
    """The bytes of a part; what is not base64 though it says so comes as far as it can be read."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _plainest(parts: list[MIMEPart]) -> list[MIMEPart]:
    """Of one text in several forms the plain one, else the last; what is no text stays."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    html = [part for part in parts if part.get_content_type() == "text/html"]
    has_text = any(_decoded(part).strip() for part in plain)
    left_out = html if has_text else plain if html else []
    return [part for part in parts if part not in left_out]


def _name(part: MIMEPart) -> str:
    """The file name of a part: only to be shown, never to be opened or written."""
    try:
        name = part.get_filename() or ""
    except _BROKEN:
        name = "unnamed"
    return (sound(" ".join(name.split())) or "")[:200]


def _pieces(name: str, part: MIMEPart, body: bytes | str, reading: _Reading) -> Iterator[Piece]:
    """What one part holds."""
    kind = part.get_content_type()
    if isinstance(body, str):
        yield Piece(body, "forwarded message", part=name)
        return
    if _inline(part):
        encoding = part.get_content_charset("utf-8")
        yield from _body(name, kind, body, encoding, reading)
        return
    digest = hashlib.sha256(body).hexdigest()
    listed = f"{name} ({kind}, {len(body):,} bytes, sha256 {digest})"
    read, why = read_attached(name, body, reading.file, reading.limits)
    yield Piece(f"{listed}: {why}" if why else listed, "attachment", part=name)
    yield from read


def _inline(part: MIMEPart) -> bool:
    """Whether a part is the text of the message itself."""
    attached = part.get_content_disposition() == "attachment" or _name(part)
    return not attached and part.get_content_type() in ("text/plain", "text/html")


def _body(name: str, kind: str, body: bytes, encoding: str, reading: _Reading) -> Iterator[Piece]:
    try:
        text = body.decode(encoding, "backslashreplace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", "backslashreplace")
    if kind == "text/plain":
        for said in lines_of(text):
            yield Piece(said, part=name, wrong=_too_long(said, reading.limits))
        return
    for piece in html.pieces(text.encode("utf-8", "backslashreplace"), reading.file, "utf-8",
                             reading.limits):  # fmt: skip
        yield Piece(piece.text, piece.kind, part=name, wrong=_too_long(piece.text, reading.limits))


def _too_long(text: str, limits: Limits) -> str | None:
    long = len(text) > limits.line
    return f"a paragraph is longer than {limits.line:,} characters" if long else None


def _why(wrong: Exception) -> str:
    if isinstance(wrong, BadInput):
        return wrong.reason
    if isinstance(wrong, RecursionError):
        return "parts within parts go too deep"
    return f"a damaged message ({type(wrong).__name__})"
