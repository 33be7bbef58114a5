"""The sealed files that one engine may read, as a file system it understands.

A `SealedFiles` knows the files it was made with and no others, so an engine that holds it
cannot name a file beyond its scope. Addresses are `sealed://<load>/<file>`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fsspec.spec import AbstractFileSystem

from remit.errors import Damaged
from remit.store.sealed import KEPT, Known, SealedReader

__all__ = ["SCHEME", "SealedFile", "SealedFiles"]

SCHEME = "sealed"

_UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)
"""Sealed files never change, so their time of change says nothing and gives nothing away."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One sealed file on disk and the key that opens it."""

    load: str
    name: str
    path: Path
    key: bytes

    @property
    def about(self) -> str:
        """What the file was sealed as: its load and its name."""
        return f"{self.load}/{self.name}"

    @property
    def address(self) -> str:
        """How an engine names it."""
        return f"{SCHEME}://{self.about}"

    def open(self, kept: int = KEPT) -> SealedReader:
        """A reader of the plain bytes, which keeps so many opened chunks."""
        return SealedReader(self.path, self.key, self.about, kept=kept)


class SealedFiles(AbstractFileSystem):  # type: ignore[misc]  # fsspec carries no types
    """A read-only file system of exactly the files given."""

    protocol = SCHEME
    cachable = False

    def __init__(self, files: Iterable[SealedFile]) -> None:
        super().__init__()
        self._files = {file.about: file for file in files}
        self._known: dict[str, Known] = {}
        self._damage: list[Damaged] = []

    def forget(self) -> None:
        """Drop every key: nothing more can be opened."""
        self._files, self._known = {}, {}

    def raise_damage(self) -> None:
        """Raise the `Damaged` that a read met; an engine would pass it on as its own error."""
        if self._damage:
            raise self._damage.pop()

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Name and size in plain bytes: an engine asks for it with every statement."""
        file = self._file(path)
        known = self._known.get(file.about)
        if known is None:
            with file.open() as reader:
                known = self._known[file.about] = reader.known
        size = known.size
        return {"name": path, "size": size, "type": "file", "mtime": 0}

    def exists(self, path: str, **_: Any) -> bool:
        """Whether the file is one of those given."""
        return self._strip_protocol(path) in self._files

    def glob(self, path: str, **_: Any) -> list[str]:
        """The file itself: patterns match nothing."""
        return [path] if self.exists(path) else []

    def modified(self, path: str) -> datetime:
        """The same for every file, always."""
        return _UNCHANGING

    def open(self, path: str, mode: str = "rb", **_: Any) -> SealedReader:
        """A reader of one of the files given."""
        return self._open(path, mode)

    def _open(self, path: str, mode: str = "rb", **_: Any) -> SealedReader:
        if mode != "rb":
            raise PermissionError("sealed files are never written through an engine")
        file = self._file(path)
        try:
            reader = _Noting(file, self._damage, self._known.get(file.about))
            self._known[file.about] = reader.known
            return reader
        except Damaged as damaged:
            self._damage.append(damaged)
            raise

    def _file(self, path: str) -> SealedFile:
        file = self._files.get(self._strip_protocol(path))
        if file is None:
            raise FileNotFoundError("no such sealed file in this scope")
        return file


class _Noting(SealedReader):
    """A reader that notes what it found damaged."""

    def __init__(self, file: SealedFile, damage: list[Damaged], known: Known | None) -> None:
        self._damage = damage
        super().__init__(file.path, file.key, file.about, known)

    def at(self, offset: int, size: int) -> bytes:
        try:
            return super().at(offset, size)
        except Damaged as damaged:
            self._damage.append(damaged)
            raise
