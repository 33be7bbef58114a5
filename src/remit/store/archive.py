"""The archive of a load: the bytes as received, sealed like everything else.

Once a record is erased the bytes as received cannot be kept. The archive is then rewritten as
JSON lines, `{"row", "raw"}` for each row that remains, in order of row.
"""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from remit.errors import BadInput
from remit.store.sealed import SealedWriter

__all__ = ["fingerprint", "keep", "keep_rows"]

_BLOCK = 1024 * 1024


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, hex. Raises `BadInput` when it cannot be read."""
    digest = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise BadInput("the file cannot be read", file=path.name) from error
    return digest.hexdigest()


def keep(
    path: Path, expected: str, into: SealedWriter, check: Callable[[], object] = lambda: None
) -> None:
    """Seal the bytes of `path`, with a `check` before each block.

    Raises `BadInput` when they are no longer those `expected`.
    """
    digest = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                check()
                digest.update(block)
                into.write(block)
    except OSError as error:
        raise BadInput("the file cannot be read any more", file=path.name) from error
    if digest.hexdigest() != expected:
        raise BadInput("the file changed while it was being loaded", file=path.name)


def keep_rows(rows: Iterable[tuple[int, str]], into: SealedWriter) -> int:
    """Seal what remains after an erasure: position and raw JSON text of each row, in order."""
    count = 0
    for pos, raw in rows:
        line = json.dumps({"row": pos, "raw": json.loads(raw)}, ensure_ascii=False)
        into.write(line.encode() + b"\n")
        count += 1
    return count
