"""What a file is, told from its first 64 KiB: so that what may not be loaded is not read.

A remit that names its sources is asked about a file before the rest of it is looked at. What the
first bytes do not tell (a workbook's sheets lie deep in it) is told when the file is read whole,
and refused then.
"""

import re
import tempfile
from pathlib import Path

from remit.errors import BadInput
from remit.sources.detect import BY_FORMAT
from remit.sources.kept import Lookup
from remit.sources.previewing import preview
from remit.sources.readers.forms import FORM

__all__ = ["SNIFFED", "sniffed"]

SNIFFED = 64 << 10
"""Bytes that are looked at."""

_DOCUMENT = (BY_FORMAT["docx"], BY_FORMAT[FORM])
"""A document may be the form of a report."""

_PACKED = (
    (re.compile(rb"PK\x03\x04.{26}word/document\.xml", re.DOTALL), _DOCUMENT),
    (re.compile(rb"PK\x03\x04.{26}report\.xml", re.DOTALL), (BY_FORMAT["ufdr"],)),
)
"""Members by which an archive is known, as their names stand before them in the file."""


def sniffed(path: Path, kept: Lookup | None = None) -> tuple[str, ...]:
    """The profiles that a file may be of by its first bytes; none where they do not tell."""
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED)
    except OSError:
        return ()  # reading it whole says what is wrong
    if head.startswith(b"PK\x03\x04"):
        return next((may for mark, may in _PACKED if mark.search(head)), ())
    if head.startswith(b"%PDF-"):
        return _DOCUMENT
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ()
    if len(head) == SNIFFED:
        head = head[: head.rfind(b"\n") + 1] or head
    with tempfile.TemporaryDirectory(prefix="remit-sniff-") as folder:
        start = Path(folder) / f"start{path.suffix}"
        start.write_bytes(head)
        try:
            return (preview(start, yes=True, sample=0, kept=kept).profile.id,)
        except BadInput:
            return ()
