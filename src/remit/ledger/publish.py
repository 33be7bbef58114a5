"""Publishing: the log as files that anybody can copy, serve and check.

Hashes of every entry, the signed checkpoint with its cosignatures, the public entries in full,
and the program that checks them. Nothing of a private entry leaves but its hash.

The checkpoint is written last. Only the partial tiles of this size are kept.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from remit.errors import BadInput, Damaged, Misuse
from remit.ledger import tables
from remit.ledger.check import check
from remit.ledger.growth import TILE
from remit.ledger.log import Log
from remit.ledger.note import Checkpoint, Verifier, open_note, parse_note
from remit.ledger.tiles import bundle_path, tile_path, tiles_of
from remit.ledger.tree import HASH_BYTES, verify_consistency
from remit.ledger.witness_client import Witness, ask

__all__ = ["Published", "publish"]

_VERIFIER = Path(__file__).with_name("verify.py")
_ROOT_FILES = ("verify.py", "log.vkey", "witnesses", "checkpoint")  # the checkpoint last


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication holds: number of files, root in hexadecimal, entries in the log."""

    files: int
    root: str
    size: int


def publish(log: Log, folder: Path, witnesses: Sequence[Witness] = ()) -> Published:
    """Write the log as it stands to `folder`, cosigned by every one of `witnesses`.

    Publishing again adds what is new. Raises `Misuse` where the folder holds something else,
    `Damaged` where it holds another history or the entries in the database do not stand under
    the head (what is published has to be what can be shown), `Unavailable` where a witness does
    not answer.
    """
    check(log, log.vkey, bodies=False)
    note = log.checkpoint()
    text = parse_note(note)[0]
    checkpoint = Checkpoint.parse(text)
    _check_folder(log, folder, checkpoint)
    cosigned = note + "".join(ask(log, note, witness) for witness in witnesses)
    vkeys = "".join(f"{witness.vkey}\n" for witness in witnesses)
    kept = set(_ROOT_FILES)
    for name, data in _contents(log, checkpoint.size):
        kept.add(name)
        _write(folder / name, data)
    last = (_VERIFIER.read_bytes(), f"{log.vkey}\n".encode(), vkeys.encode(), cosigned.encode())
    for name, data in zip(_ROOT_FILES, last, strict=True):
        _write(folder / name, data)
    _remove_superseded(folder, kept)
    return Published(len(kept), checkpoint.root.hex(), checkpoint.size)


def _contents(log: Log, size: int) -> Iterator[tuple[str, bytes]]:
    for level, number, width in tiles_of(size):
        data = log.tile(level, number, width)
        if len(data) != HASH_BYTES * width:
            raise Damaged(f"tile {number} of level {level} is not whole in the database")
        yield tile_path(level, number, width), data
    leaf, public = tables.leaf, tables.public_entry
    query = (
        select(leaf.c.seq, leaf.c.entry)
        .join(public, public.c.seq == leaf.c.seq)
        .where(leaf.c.seq < size)
        .order_by(leaf.c.seq)
    )
    with log.engine.connect() as conn:
        for number, rows in enumerate(conn.execute(query).partitions(TILE)):
            lines = (b"%d %s\n" % (row.seq, bytes(row.entry)) for row in rows)
            yield bundle_path(number), b"".join(lines)


def _check_folder(log: Log, folder: Path, now: Checkpoint) -> None:
    published = folder / "checkpoint"
    if not published.exists():
        begun = folder / "tile"  # a first publication that was cut off goes on
        if folder.is_dir() and any(folder.iterdir()) and not begun.is_dir():
            raise Misuse(f"{folder} holds something else: publish to an empty folder")
        return
    try:
        text, names = open_note(published.read_bytes(), [Verifier(log.vkey)])
        before = Checkpoint.parse(text)
    except BadInput as error:
        raise Damaged(f"{published} is not a checkpoint: {error}") from error
    if not names or before.origin != now.origin:
        raise Misuse(f"{folder} holds another log: {before.origin}")
    if before.size > now.size or not verify_consistency(
        before.size, now.size, before.root, now.root, log.consistency(before.size, now.size)
    ):
        raise Damaged(f"the log does not continue what {folder} holds; keep both as evidence")


def _write(path: Path, data: bytes) -> None:
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _remove_superseded(folder: Path, kept: set[str]) -> None:
    """Partial tiles of earlier sizes and files cut off in writing; nothing else is touched."""
    for path in sorted(folder.glob("tile/**/*"), reverse=True):
        if path.is_dir():
            if path.name.endswith(".p") and not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in kept and (
            path.parent.name.endswith(".p") or path.name.endswith(".part")
        ):
            path.unlink()
