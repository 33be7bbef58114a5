"""ZIP containers that are a format of their own, read entry by entry and never unpacked to disk.

Refused before anything is read: an archive without its directory (cut short), names that point
out of it, links, the same name twice, too many entries. Refused when an entry is opened: a
password, an unknown compression, a bomb. What else lies in the archive is listed, not opened.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType

from remit.errors import BadInput
from remit.sources.readers.table import Limits

__all__ = ["ENTRIES", "Entry", "entries", "opened"]

ENTRIES = 2_000_000
"""Entries of an archive at most: a full phone holds some hundred thousand files."""

_BOMB = 64 << 20
"""Bytes up to which an entry may be packed as tightly as it likes."""

_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Broken = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
"""What reading a damaged archive raises."""


def entries(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The entries of an archive by name, folders left out. Raises `BadInput`."""
    file = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except zipfile.BadZipFile:
        reason = (
            "an archive (zip) that is damaged or cut short: its directory at the end is missing"
        )
        raise BadInput(reason, file=file) from None
    except (*Broken, RuntimeError):
        raise BadInput("a damaged archive (zip)", file=file) from None
    if len(listed) > ENTRIES:
        raise BadInput(
            f"an archive of {len(listed):,} entries; the limit is {ENTRIES:,}", file=file
        )
    found: dict[str, zipfile.ZipInfo] = {}
    for one in listed:
        _sound(one, file)
        if one.is_dir():
            continue
        if one.filename in found:
            reason = f"the archive holds {one.filename[:80]!r} twice: which of them counts?"
            raise BadInput(reason, file=file)
        found[one.filename] = one
    return found


class Entry:
    """One entry, as a stream of plain bytes; what breaks while it is read is `BadInput`."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> None:
        self._file = file
        self._name = info.filename
        try:
            self._stream = archive.open(info)
        except (*Broken, RuntimeError):
            raise self._damaged() from None

    def read(self, size: int) -> bytes:
        """The next bytes; empty at the end. Raises `BadInput` where the archive is damaged."""
        try:
            return self._stream.read(size)
        except (*Broken, RuntimeError):
            raise self._damaged() from None

    def __enter__(self) -> "Entry":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stream.close()

    def _damaged(self) -> BadInput:
        reason = f"{self._name[:80]!r} in the archive is damaged or cut short"
        return BadInput(reason, file=self._file)


@contextmanager
def opened(path: Path, name: str, limits: Limits) -> Iterator[Entry]:
    """One entry of an archive that `entries` has listed. Raises `BadInput`."""
    try:
        archive = zipfile.ZipFile(path)
    except (*Broken, RuntimeError):
        raise BadInput("a damaged archive (zip)", file=path.name) from None
    with archive:
        try:
            info = archive.getinfo(name)
        except KeyError:
            raise BadInput(f"no {name[:80]!r} in the archive", file=path.name) from None
        if info.flag_bits & _ENCRYPTED:
            reason = "the archive is protected with a password: unlock it and load it again"
            raise BadInput(reason, file=path.name)
        if info.compress_type not in _METHODS:
            raise BadInput("the archive is packed in a way that is not read", file=path.name)
        if info.file_size > max(_BOMB, limits.packed * max(info.compress_size, 1)):
            reason = (
                f"{name[:80]!r} unpacks from {info.compress_size:,} to {info.file_size:,} bytes: "
                "no real file is packed as tightly"
            )
            raise BadInput(reason, file=path.name)
        with Entry(archive, info, path.name) as entry:
            yield entry


def _sound(one: zipfile.ZipInfo, file: str) -> None:
    """Refuse an entry without a name, one that points out of the archive, and a link."""
    if not one.filename:
        raise BadInput("the archive holds an entry without a name", file=file)
    shown = one.filename[:80]
    parts = PurePosixPath(one.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or one.filename[1:2] == ":":
        raise BadInput(f"the archive names {shown!r}, a path outside itself", file=file)
    if stat.S_ISLNK(one.external_attr >> 16):
        raise BadInput(f"the archive holds a link, {shown!r}: links are not followed", file=file)
