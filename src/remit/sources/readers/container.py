"""Documents that are archives inside: opened only after their table of contents is looked at.

Nothing is ever unpacked to disk, so names that climb, absolute names and links inside an archive
have nothing to work on. What is read is read by its fixed name and counted as it unpacks.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from remit.errors import BadInput
from remit.sources.readers.pieces import Content, opened
from remit.sources.readers.table import Limits

__all__ = ["part", "unpacking", "zipped"]

DAMAGED = (
    zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError,
    zipfile.zlib.error, UnicodeError,  # type: ignore[attr-defined]  # zipfile names zlib
)  # fmt: skip
"""What `zipfile` raises for archives that are damaged, or made to harm."""

_RATIO = 250
"""Times its size that an entry may unpack to; XML of real documents stays below 100."""

_SMALL = 4 << 20
"""Bytes up to which an entry may unpack to any multiple of its size."""

_LOCKED = 1
"""Bit of an entry's flags that says it is encrypted (APPNOTE 4.4.4)."""


@contextmanager
def zipped(content: Content, file: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, after its entries were counted and weighed. Raises `BadInput`."""
    try:
        with opened(content) as source, zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & _LOCKED for entry in entries):
                raise BadInput("protected by a password: save it without one", file=file)
            if len(entries) > limits.parts:
                reason = f"{len(entries):,} entries inside; the limit is {limits.parts:,}"
                raise BadInput(reason, file=file)
            total = sum(entry.file_size for entry in entries)
            if total > limits.unpacked:
                reason = f"it unpacks to {total:,} bytes; the limit is {limits.unpacked:,}"
                raise BadInput(reason, file=file)
            yield archive
    except BadInput:
        raise
    except DAMAGED as wrong:
        raise BadInput(f"a damaged document ({type(wrong).__name__})", file=file) from None


@contextmanager
def part(archive: zipfile.ZipFile, name: str, file: str) -> Iterator[IO[bytes]]:
    """One entry by its exact name. Raises `BadInput` where it unpacks suspiciously far."""
    entry = archive.getinfo(name)
    if entry.file_size > _SMALL and entry.file_size > _RATIO * max(entry.compress_size, 1):
        reason = f"{name!r} unpacks to {entry.file_size:,} bytes from {entry.compress_size:,}"
        raise BadInput(f"{reason}: it is made to fill memory", file=file)
    with archive.open(entry) as data:
        yield data


def unpacking(data: IO[bytes], block: int = 1 << 16) -> Iterator[bytes]:
    """The bytes of an entry, a block at a time."""
    while piece := data.read(block):
        yield piece
