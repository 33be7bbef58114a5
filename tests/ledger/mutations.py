"""Random tampering with a published ledger, for the tests and for `benchmarks/prove_tampering.py`.

Each kind takes the files and a seeded random source and gives other files; what comes back
always differs. `split_view` forges with the keys of log and witness: it signs a second history
of the same size, good in itself, which only a saved checkpoint can unmask.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from remit.ledger.note import Checkpoint, Signer, parse_note, sign_note
from remit.ledger.tiles import tile_path, tiles_of
from remit.ledger.tree import root

__all__ = ["KINDS", "Files", "Mutation", "mutate"]

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Mutation:
    """What was done, and the files afterwards."""

    kind: str
    where: str
    files: Files


def mutate(files: Files, signers: list[Signer], seed: int) -> Mutation:
    """The mutation of that seed."""
    rng = random.Random(seed)
    kind = rng.choice(list(KINDS))
    where, changed = KINDS[kind](dict(files), rng, signers)
    if changed == files:  # two equal lines changed places: a bit flip never leaves things alone
        kind = "bit"
        where, changed = _bit(dict(files), rng, signers)
    return Mutation(kind, where, changed)


Changed = tuple[str, dict[str, bytes]]


def _bit(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = _some(files, rng)
    data = bytearray(files[name])
    at = rng.randrange(len(data) * 8)
    data[at // 8] ^= 1 << at % 8
    files[name] = bytes(data)
    return f"{name} bit {at}", files


def _delete_file(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = rng.choice(sorted(files))
    del files[name]
    return name, files


def _delete_line(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = _text(files, rng)
    lines = files[name].splitlines(keepends=True)
    at = rng.randrange(len(lines))
    files[name] = b"".join(lines[:at] + lines[at + 1 :])
    return f"{name} line {at}", files


def _repeat_line(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = _text(files, rng)
    lines = files[name].splitlines(keepends=True)
    at = rng.randrange(len(lines))
    files[name] = b"".join([*lines[:at], lines[at], *lines[at:]])
    return f"{name} line {at}", files


def _reorder_lines(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = _text(files, rng)
    lines = files[name].splitlines(keepends=True)
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    files[name] = b"".join(lines)
    return f"{name} lines {a}, {b}", files


def _reorder_hashes(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = rng.choice([n for n in sorted(files) if n.startswith("tile/") and len(files[n]) > 32])
    hashes = [files[name][i : i + 32] for i in range(0, len(files[name]), 32)]
    a, b = rng.sample(range(len(hashes)), 2)
    hashes[a], hashes[b] = hashes[b], hashes[a]
    files[name] = b"".join(hashes)
    return f"{name} hashes {a}, {b}", files


def _truncate(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = _some(files, rng)
    keep = rng.randrange(len(files[name]))
    files[name] = files[name][:keep]
    return f"{name} to {keep} bytes", files


def _lengthen(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    name = rng.choice(sorted(files))
    files[name] += rng.choice([b"\n", b" ", b"\0", rng.randbytes(32)])
    return name, files


def _add_file(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    stem = rng.choice(["notes", "tile/0/999", "tile/3/000", "entries/999.jsonl", ".hidden"])
    name = f"{stem}{rng.choice(['', '.p/7', '~'])}"
    files[name] = rng.randbytes(rng.randrange(64))
    return name, files


def _swap_files(files: dict[str, bytes], rng: random.Random, _: list[Signer]) -> Changed:
    a, b = rng.sample(sorted(files), 2)
    files[a], files[b] = files[b], files[a]
    return f"{a}, {b}", files


def _split_view(files: dict[str, bytes], rng: random.Random, signers: list[Signer]) -> Changed:
    before = Checkpoint.parse(parse_note(files["checkpoint"])[0])
    public = {int(line.split()[0]) for line in files["entries/000.jsonl"].splitlines()}
    tiles = [t for t in tiles_of(before.size) if t[0] == 0]
    data = b"".join(files[tile_path(*tile)] for tile in tiles)
    hashes = [data[i : i + 32] for i in range(0, len(data), 32)]
    at = rng.choice([n for n in range(before.size) if n not in public])
    hashes[at] = rng.randbytes(32)
    level = hashes
    for depth, number, width in tiles_of(before.size):
        if number == 0 and depth:
            full = len(level) // 256 * 256
            level = [root(level[i : i + 256]) for i in range(0, full, 256)]
        files[tile_path(depth, number, width)] = b"".join(level[number * 256 :][:width])
    forged = Checkpoint(before.origin, before.size, root(hashes), before.extensions)
    files["checkpoint"] = sign_note(forged.text(), signers).encode()
    return f"entry {at}", files


def _some(files: Files, rng: random.Random) -> str:
    return rng.choice([name for name in sorted(files) if files[name]])


def _text(files: Files, rng: random.Random) -> str:
    return rng.choice([n for n in sorted(files) if files[n] and not n.startswith("tile/")])


KINDS: dict[str, Callable[[dict[str, bytes], random.Random, list[Signer]], Changed]] = {
    "bit": _bit,
    "delete file": _delete_file,
    "delete line": _delete_line,
    "repeat line": _repeat_line,
    "reorder lines": _reorder_lines,
    "reorder hashes": _reorder_hashes,
    "truncate": _truncate,
    "lengthen": _lengthen,
    "add file": _add_file,
    "swap files": _swap_files,
    "split view": _split_view,
}
"""Every kind of tampering, by name."""
