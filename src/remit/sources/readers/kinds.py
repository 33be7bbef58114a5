"""What the beginning of a file, or what is attached to a message, shows of its kind.

The content tells, never the name: only where a text could be read as prose or as a table of one
column does the ending of the name decide.
"""

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from typing import Literal

from remit.errors import BadInput

__all__ = [
    "KNOWN",
    "OLD_OFFICE",
    "TextKind",
    "content_kind",
    "encoding_of",
    "of_archive",
    "of_text",
    "old_office",
]

KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a recording or a picture (RIFF)"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"fLaC", "a recording"),
    (b"\x1aE\xdf\xa3", "a film (Matroska)"),
    (b"\x7fELF", "a program: nothing in a file is ever run"),
    (b"MZ", "a program: nothing in a file is ever run"),
    (b"#!", "a program: nothing in a file is ever run"),
    (b"\x1f\x8b", "an archive (gzip): unpack it and load the files in it"),
    (b"BZh", "an archive (bzip2): unpack it and load the files in it"),
    (b"\xfd7zXZ", "an archive (xz): unpack it and load the files in it"),
    (b"\x28\xb5\x2f\xfd", "an archive (zstd): unpack it and load the files in it"),
    (b"7z\xbc\xaf", "an archive (7z): unpack it and load the files in it"),
    (b"Rar!", "an archive (rar): unpack it and load the files in it"),
    (b"MSCF", "an archive (cab): unpack it and load the files in it"),
    (b"SQLite format 3", "a database: export the table as CSV or Parquet"),
    (b"!BDN", "an Outlook data file (.pst): export its messages as .eml or mbox"),
    (b"{\\rtf", "a rich text document (.rtf): open it and save it as .docx or .pdf"),
    (b"%!PS", "a PostScript program: convert it to PDF; nothing in a file is ever run"),
)
"""How files begin that nobody reads as a table or a text, and what they are."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0"

_BOXED = re.compile(rb".{4}ftyp", re.DOTALL)
_LONG = 20_000
"""Characters of a text that are looked at."""

_DELIMITERS = (",", ";", "\t", "|")
_TABLES = (".csv", ".tsv")
_TEXTS = (".txt", ".text", ".md", ".log", "")
_HEADER_LINE = re.compile(r"([!-9;-~]{1,60}):[ \t]?.*")
_OF_MAIL = frozenset(
    [
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "x-mailer",
        "content-type",
        "dkim-signature",
        "x-received",
        "in-reply-to",
        "reply-to",
    ]
)
_MAILBOX = re.compile(r"From \S+ +\w{3} \w{3} [ \d]\d \d\d:\d\d(:\d\d)?.* \d{4}")
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h1)\b", re.IGNORECASE
)
_ROOT = re.compile(r"<(?!\?|!)([\w:.-]{1,80})")
_LABELLED = re.compile(r"\s*[A-Z][\w /()'’.-]{0,48}?\s*:(?:\s+.*)?")


TextKind = Literal["json", "email", "mbox", "html", "text", "csv"]


def of_text(head: str, ending: str) -> TextKind:
    """The kind of a text by its beginning: `json`, `email`, `mbox`, `html`, `text` or `csv`.

    Raises `BadInput` for XML that no reader knows.
    """
    head = head[:_LONG].lstrip("\ufeff")
    start = head.lstrip()
    if _MAILBOX.match(head):
        return "mbox"
    if start[:1] == "<":
        return _marked_up(start)
    if start[:1] in "[{":
        return "json"
    if _is_mail(head):
        return "email"
    return "text" if _is_prose(head, ending.lower()) else "csv"


def _marked_up(start: str) -> TextKind:
    if _PAGE.search(start[:4_000]):
        return "html"
    root = _ROOT.search(start[:4_000])
    if start.startswith("<?xml") or (root and f"</{root[1]}>" in start):
        named = f"<{root[1]}>" if root else "no root element"
        raise BadInput(f"XML of a kind that no reader knows ({named}): export it as CSV or JSON")
    return "csv"


def _is_mail(head: str) -> bool:
    """Whether a text begins with the headers of a message (RFC 5322)."""
    names: set[str] = set()
    for line in head.splitlines()[:200]:
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        match = _HEADER_LINE.fullmatch(line)
        if match is None:
            return False
        names.add(match[1].lower())
    sent = {"from", "date"} <= names or {"from", "to", "subject"} <= names
    return (sent and bool(names & _OF_MAIL)) or len(names & _OF_MAIL) > 2


def _is_prose(head: str, ending: str) -> bool:
    """Whether a text is sentences or a form, and not rows cut by the same mark."""
    if ending in _TABLES:
        return False
    lines = [line for line in head.splitlines()[:200] if line.strip()]
    if not lines or any(_regular(lines, mark) for mark in _DELIMITERS):
        return False
    if "\0" in head:
        return False
    blocks = re.split(r"\n\s*\n", head.strip())
    spaced = sum(line.count(" ") for line in lines) / len(lines)
    labelled = sum(bool(_LABELLED.fullmatch(line)) for line in lines)
    if ending in _TEXTS:
        several = len(blocks) > 1 and (labelled or spaced >= 1.5)
        return bool(several or spaced >= 3 or labelled * 2 > len(lines))
    return len(blocks) > 1 and spaced >= 3


def _regular(lines: list[str], mark: str) -> bool:
    """Whether most lines have the same number of fields, as rows of a table do."""
    widths = [line.count(mark) for line in lines]
    usual = max(set(widths), key=widths.count)
    return usual > 0 and widths.count(usual) >= max(2, 0.5 * len(widths))


def of_archive(names: Collection[str]) -> tuple[str, str | None]:
    """The kind of a ZIP archive by the names in it, and why it is not read."""
    there = set(names)
    if "xl/workbook.xml" in there:
        return "xlsx", None
    if "word/document.xml" in there:
        return "docx", None
    if "xl/workbook.bin" in there:
        return "archive", "a binary workbook (.xlsb): save it as .xlsx"
    if any(name.startswith("ppt/") for name in there):
        return "archive", "a presentation: save it as PDF and load that"
    if "mimetype" in there and "content.xml" in there:
        return "archive", "an OpenDocument file (.odt, .ods): save it as .docx, .xlsx or .pdf"
    if "META-INF/container.xml" in there:
        return "archive", "an electronic book: save it as PDF and load that"
    return "archive", "an archive (zip): unpack it and load the files in it"


def old_office(data: bytes) -> str:
    """What a compound file (MS-CFB) is, by the names of its streams."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "protected by a password: save it without one"
    if holds("__properties_version1.0"):
        return "this is an Outlook message (.msg): save it as .eml"
    macros = "; its macros are never run" if holds("VBA") or holds("_VBA_PROJECT") else ""
    if holds("WordDocument"):
        return f"this is an old Word document (.doc): save it as .docx{macros}"
    if holds("Workbook") or holds("Book"):
        return f"this is an old Excel workbook (.xls): save it as .xlsx{macros}"
    return "this is an old or encrypted Office file: save it as .xlsx or .docx without a password"


def encoding_of(data: bytes) -> str:
    """The encoding of a short text: by its mark, UTF-8 where it is sound, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def content_kind(body: bytes, name: str) -> tuple[str, str | None]:
    """The kind of what is attached to a message, and why it is not read; None where it may be.

    Raises `BadInput` for XML that no reader knows.
    """
    if not body.strip():
        return "nothing", "it is empty"
    for magic, what in KNOWN:
        if body.startswith(magic):
            return "known", what
    if _BOXED.match(body[:8]):
        return "film", "a film or a recording"
    if body.startswith(OLD_OFFICE):
        return "old office", old_office(body[: 1 << 22])
    if body.lstrip()[:5] == b"%PDF-":
        return "pdf", None
    if body.startswith(b"PAR1"):
        return "parquet", None
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        try:
            with zipfile.ZipFile(BytesIO(body)) as archive:
                return of_archive(archive.namelist())
        except Exception:
            return "archive", "a damaged archive"
    text = body[: 4 * _LONG].decode(encoding_of(body[: 4 * _LONG]), "replace")
    odd = sum(mark < " " and mark not in "\t\r\n\f\v" for mark in text)
    if odd > max(8, len(text) // 20):
        return "unknown", "neither text nor a known format"
    ending = name[name.rfind(".") :] if "." in name else ""
    return of_text(text, ending), None
