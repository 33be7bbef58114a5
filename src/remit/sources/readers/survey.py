"""One pass over a file before it is read: what it is, its hash, its encoding with evidence."""

import re
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE, getincrementaldecoder
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from remit.errors import BadInput
from remit.sources.readers import marked
from remit.sources.readers.kinds import KNOWN, OLD_OFFICE, of_archive, of_text, old_office

__all__ = ["Format", "Survey", "changed", "survey"]

Format = Literal[
    "csv", "json", "parquet", "xlsx", "docx", "pdf", "text", "html", "email", "mbox",
    "ufdr", "phone-archive", "gpx", "kml", "anx",
]  # fmt: skip

_BLOCK = 1 << 20
_HEAD = 1 << 16
_STREAMS = 64 << 20
"""Bytes of a compound file in which the names of its streams are looked for."""

_BETWEEN = (b"", 0)
"""State of a decoder that stands between two characters: plain ASCII needs no decoding then."""

_ODD = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_NOT_1252 = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
_EXTENSIONS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".docm": "docx",
    ".docx": "docx",
    ".eml": "email",
    ".htm": "html",
    ".html": "html",
    ".mbox": "mbox",
    ".pdf": "pdf",
    ".geojson": "json",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ufdr": "ufdr",
    ".gpx": "gpx",
    ".anx": "anx",
    ".kml": "kml",
    ".kmz": "kml",
}


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a file found."""

    format: Format
    size: int
    """Bytes."""
    sha256: str
    encoding: str
    """A name Python knows; `binary` for workbooks and Parquet."""
    notes: tuple[str, ...] = ()
    stamp: tuple[int, ...] = ()
    """Size, time of last change and number of the file as it was before the pass."""


def changed(path: Path, seen: Survey) -> bool:
    """Whether a file is no longer the one surveyed: written to, replaced or gone."""
    return _stamp(path) != seen.stamp


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        now = path.stat()
    except OSError:
        return ()
    return now.st_size, now.st_mtime_ns, now.st_ino


def survey(path: Path) -> Survey:
    """Look through the file once. Raises `BadInput` where it is no table at all."""
    file = path.name
    try:
        if path.exists() and not path.is_file():
            raise BadInput("not a file: a folder, a pipe or a device is not read", file=file)
        stamp = _stamp(path)
        with path.open("rb") as source:
            head = source.read(_HEAD)
    except OSError as wrong:
        raise BadInput(f"cannot be opened: {wrong.strerror}", file=file) from None
    if not head:
        raise BadInput("the file is empty", file=file)
    for magic, what in KNOWN:
        if head.startswith(magic):
            raise BadInput(f"this is {what}", file=file)
    if head.startswith(OLD_OFFICE):
        raise BadInput(_old(path), file=file)
    if head[4:8] == b"ftyp":
        raise BadInput("this is a film or a recording", file=file)
    notes: list[str] = []
    kind: Format
    if head.startswith(b"PAR1"):
        kind, encoding = "parquet", "binary"
    elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind, encoding = _zipped(path), "binary"
    elif head.lstrip()[:5] == b"%PDF-":
        kind, encoding = "pdf", "binary"
    else:
        encoding = _marked(head, file)
        kind = "csv"
    digest, size, text = _pass(path, encoding)
    if encoding == "":
        encoding = _settle(text, notes, file)
    elif encoding != "binary":
        notes.append(f"read as {encoding}: the file begins with its mark or is laid out so")
    if encoding != "binary":
        start = head.decode(encoding, "ignore").lstrip("\ufeff")
        if not start.strip(" \t\r\n"):
            raise BadInput("the file holds nothing but spaces", file=file)
        try:
            kind = marked.xml(start.lstrip()) or of_text(start, path.suffix)
        except BadInput as wrong:
            raise BadInput(wrong.reason, file=file) from None
    expected = _EXTENSIONS.get(path.suffix.lower())
    if expected != kind and expected is not None:
        notes.append(f"named {path.suffix}, but its content is {kind}: read as {kind}")
    return Survey(kind, size, digest, encoding, tuple(notes), stamp)


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        reason = "a workbook or archive that is damaged or cut short: its end is missing"
        raise BadInput(reason, file=path.name) from None
    if (packed := marked.packed(path, names)) is not None:
        return packed
    kind, why = of_archive(names)
    if why is not None:
        raise BadInput(f"this is {why}", file=path.name)
    return "docx" if kind == "docx" else "xlsx"


def _old(path: Path) -> str:
    """What a compound file of the old Office is: the names of its streams may stand anywhere."""
    with path.open("rb") as source:
        return old_office(source.read(_STREAMS))


def _marked(head: bytes, file: str) -> str:
    """Encoding by byte order mark or layout; empty where the whole file has to tell."""
    if head.startswith(BOM_UTF8):
        return "utf-8-sig"
    if head.startswith(BOM_UTF32_LE) or head.startswith(b"\x00\x00\xfe\xff"):
        raise BadInput("text in UTF-32: save it as UTF-8", file=file)
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half >= 4 and odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if half >= 4 and even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    if len(_ODD.findall(head)) > max(8, len(head) // 20):
        raise BadInput("not a table: the bytes are neither text nor a known format", file=file)
    return ""


@dataclass(slots=True)
class _Text:
    """What a pass as UTF-8 met."""

    whole: int = 0
    """Characters beyond ASCII that are sound UTF-8."""
    broken: int = 0
    """Bytes that are not UTF-8."""
    foreign: int = 0
    """Of these, bytes that Windows-1252 does not know either."""


def _pass(path: Path, encoding: str) -> tuple[str, int, _Text]:
    digest, size, text = sha256(), 0, _Text()
    decoder = getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            if encoding == "" and not (block.isascii() and decoder.getstate() == _BETWEEN):
                _weigh(text, decoder.decode(block))
    if encoding == "":
        _weigh(text, decoder.decode(b"", final=True))
    return digest.hexdigest(), size, text


def _weigh(text: _Text, piece: str) -> None:
    if piece.isascii():
        return
    broken = len(_ESCAPED.findall(piece))
    text.broken += broken
    text.foreign += len(_NOT_1252.findall(piece))
    text.whole += sum(1 for mark in piece if mark > "\x7f") - broken


def _settle(text: _Text, notes: list[str], file: str) -> str:
    if text.broken == 0:
        if text.whole:
            notes.append(f"read as UTF-8: {text.whole:,} letters beyond ASCII, all sound")
        return "utf-8"
    if text.whole >= text.broken or text.foreign:
        notes.append(f"read as UTF-8 with {text.broken:,} bytes that are not: rows rejected")
        return "utf-8"
    notes.append(f"read as Windows-1252: {text.broken:,} bytes are letters in it, not in UTF-8")
    return "cp1252"
