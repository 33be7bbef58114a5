"""Sealed files: AES-256-GCM in chunks of 64 KiB, read at random, wrong in no silent way.

Format, version 1: a header of 24 bytes (`RMSEAL`, version, zero, 16 random bytes of file id), then
chunks of ciphertext, each with its 16-byte tag; only the last is shorter, and it may be
empty. The key of a file is HKDF-SHA256(key given, salt: file id), so a chunk's nonce is its
index and no nonce is used twice. The data authenticated with each chunk are the header,
what the file is about (its load and name), the index and whether it is the last: a file
cut short, reordered, spliced, renamed or altered raises `Damaged`.
"""

import hashlib
import io
import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from remit.errors import Damaged

__all__ = ["CHUNK", "KEPT", "Known", "SealedReader", "SealedWriter", "sync_folder"]

CHUNK = 64 * 1024
"""Plain bytes of a chunk."""

_MAGIC = b"RMSEAL\x01\x00"
_HEADER = len(_MAGIC) + 16
_TAG = 16
KEPT = 32
"""Opened chunks that a reader keeps where nothing else is said: 2 MiB."""


class SealedWriter(io.RawIOBase):
    """Writes one sealed file: beside its place first, moved there whole and synced on `close`.

    Leaving a `with` block by an exception leaves nothing. After closing, `digest` is the
    SHA-256 of the sealed bytes and `size` the number of plain bytes.
    """

    def __init__(self, path: Path, key: bytes, about: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._partial = path.with_name(f"{path.name}.{os.urandom(4).hex()}.partial")
        self._file = self._partial.open("xb")
        self._header = _MAGIC + os.urandom(16)
        self._cipher, self._about = _cipher(key, self._header), about.encode()
        self._hash = hashlib.sha256()
        self._pending = bytearray()
        self._index = 0
        self.size = 0
        self._put(self._header)

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes written so far, hex: says nothing about what they hold."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """True: that is what it is for."""
        return True

    def tell(self) -> int:
        """Plain bytes written so far."""
        return self.size

    def write(self, data: object, /) -> int:
        """Seal `data`, any buffer of bytes."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # pyarrow hands its own buffers
        self._pending += view
        self.size += len(view)
        while len(self._pending) > CHUNK:  # keeps one chunk back: it may be the last
            self._seal(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]
        return len(view)

    def close(self) -> None:
        """Seal the last chunk, sync, and move the file to its place."""
        if self.closed:
            return
        self._seal(bytes(self._pending), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._partial.replace(self._path)
        sync_folder(self._path.parent)
        super().close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        if not self.closed:
            self._file.close()
            self._partial.unlink(missing_ok=True)
            super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def __del__(self) -> None:
        self.abandon()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        bound = _bound(self._header, self._about, self._index, last)
        self._put(self._cipher.encrypt(_nonce(self._index), plain, bound))
        self._index += 1

    def _put(self, sealed: bytes) -> None:
        self._file.write(sealed)
        self._hash.update(sealed)


@dataclass(frozen=True, slots=True)
class Known:
    """A sealed file whose end was seen to be there, and the cipher that opens its chunks."""

    header: bytes
    cipher: AESGCM
    chunks: int
    body: int
    """Bytes after the header."""

    @property
    def size(self) -> int:
        """Plain bytes."""
        return self.body - self.chunks * _TAG


class SealedReader(io.RawIOBase):
    """Reads one sealed file at random. Safe to share between threads that seek for themselves.

    Raises `Damaged` on opening when the end is missing, on reading when a chunk is not its own.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        about: str,
        known: "Known | None" = None,
        kept: int = KEPT,
    ) -> None:
        """`known` is what an earlier reader of the same file found out, as its `known` gives it.

        `kept` is how many opened chunks are kept: one that reads from start to end needs few.
        """
        self._name = about
        self._about = about.encode()
        self._at = 0
        self._kept = kept
        self._lock = Lock()
        self._opened: OrderedDict[int, bytes] = OrderedDict()
        self._fd = -1
        try:
            self._fd = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise Damaged(f"the sealed file {about} is missing") from error
        body = os.fstat(self._fd).st_size - _HEADER
        if known is not None and known.body == body:
            self._header, self._cipher, self._chunks = known.header, known.cipher, known.chunks
            self.size = known.size
            return
        self._header = os.pread(self._fd, _HEADER, 0)
        if self._header[: len(_MAGIC)] != _MAGIC or body < _TAG:
            self.close()
            raise Damaged(f"{about} is not a sealed file that this version reads")
        self._chunks = -(-body // (CHUNK + _TAG))
        self.size = body - self._chunks * _TAG
        self._cipher = _cipher(key, self._header)
        try:
            self._chunk(self._chunks - 1)
        except Damaged:
            self.close()
            raise

    @property
    def known(self) -> "Known":
        """What the next reader of the same file need not find out again. It holds the key."""
        body = self.size + self._chunks * _TAG
        return Known(self._header, self._cipher, self._chunks, body)

    def readable(self) -> bool:
        """True: that is what it is for."""
        return True

    def seekable(self) -> bool:
        """True: any byte can be read without those before it."""
        return True

    def tell(self) -> int:
        """Offset of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Move to an offset from the start, from here, or from the end."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """The next `size` bytes, fewer at the end; all that is left when negative."""
        left = max(0, self.size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        data = self.at(self._at, wanted)
        self._at += len(data)
        return data

    def readinto(self, buffer: object, /) -> int:
        """Fill `buffer` with the next bytes."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # any writable buffer
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def at(self, offset: int, size: int) -> bytes:
        """`size` bytes from `offset`, which must both lie within the file."""
        if size <= 0:
            return b""
        first, last = offset // CHUNK, (offset + size - 1) // CHUNK
        chunks = [self._chunk(index) for index in range(first, last + 1)]
        chunks[-1] = chunks[-1][: offset + size - last * CHUNK]
        chunks[0] = chunks[0][offset - first * CHUNK :]
        return b"".join(chunks)

    def close(self) -> None:
        """Close the file and forget what was opened of it."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._opened.clear()
        super().close()

    def _chunk(self, index: int) -> bytes:
        with self._lock:
            plain = self._opened.get(index)
            if plain is not None:
                self._opened.move_to_end(index)
                return plain
        sealed = os.pread(self._fd, CHUNK + _TAG, _HEADER + index * (CHUNK + _TAG))
        bound = _bound(self._header, self._about, index, index == self._chunks - 1)
        try:
            plain = self._cipher.decrypt(_nonce(index), sealed, bound)
        except (InvalidTag, ValueError) as error:
            raise Damaged(
                f"the sealed file {self._name} was altered, cut short or swapped"
            ) from error
        with self._lock:
            self._opened[index] = plain
            if len(self._opened) > self._kept:
                self._opened.popitem(last=False)
        return plain


def sync_folder(folder: Path) -> None:
    """Make renames within `folder` durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _cipher(key: bytes, header: bytes) -> AESGCM:
    derive = HKDF(
        algorithm=SHA256(), length=32, salt=header[len(_MAGIC) :], info=b"remit sealed file"
    )
    return AESGCM(derive.derive(key))


def _nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")


def _bound(header: bytes, about: bytes, index: int, last: bool) -> bytes:
    return header + index.to_bytes(8, "big") + bytes([last]) + about
