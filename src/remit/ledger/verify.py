"""Check a published ledger: python3 verify.py FOLDER [--checkpoint FILE] [--json]

Needs nothing but Python; uses `cryptography` where it is installed and a slow built-in check
of signatures where it is not. Everything is recomputed: the tree from its leaf hashes, the
public entries against their places, every signature. A file that does not belong is refused.

With a checkpoint you saved earlier it also shows that the log only grew since. Without one it
cannot know whether you are being shown the history that others were shown: keep the
`checkpoint` file of each visit. It cannot see what a private entry says, only that it stands.
"""

import argparse
import base64
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

__all__ = ["Report", "verify"]

TILE = 256
HASH = 32
LONGEST_ENTRY = 65_535
LONGEST_TEXT = 1_000_000
"""Bytes of the checkpoint, or of the witnesses' keys, at most."""
DEEPEST = 12
"""Folders below each other, at most: the names of tiles need no more."""
MOST_PROBLEMS = 100
"""Problems named at most; the rest are counted."""
_OWN = Path(__file__).read_bytes()


@dataclass
class Report:
    """What was found. `ok` is true where `problems` is empty."""

    ok: bool = False
    origin: str = ""
    exercise: bool = False
    size: int = 0
    root: str = ""
    public_entries: int = 0
    witnesses: list[str] = field(default_factory=list)
    saved_size: int | None = None
    """Size of the saved checkpoint that this ledger was shown to continue."""
    problems: list[str] = field(default_factory=list)


class _Bad(Exception):
    """Checking cannot go on: the message is the problem."""


Files = Mapping[str, bytes] | Path


def verify(folder: Files | str, saved_checkpoint: bytes | None = None) -> Report:
    """Check a published folder, or its files by name, against a checkpoint saved earlier."""
    report = Report()
    try:
        _check(
            _Folder(Path(folder) if isinstance(folder, str) else folder), saved_checkpoint, report
        )
    except _Bad as bad:
        report.problems.append(str(bad))
    except (OSError, ValueError, RecursionError) as error:
        report.problems.append(f"cannot be read: {error}")
    report.ok = not report.problems
    more = len(report.problems) - MOST_PROBLEMS
    report.problems = [_shown(problem) for problem in report.problems[:MOST_PROBLEMS]]
    report.problems += [f"and {more} more problems"] if more > 0 else []
    return report


def _check(folder: "_Folder", saved: bytes | None, report: Report) -> None:
    if folder.strange:
        report.problems += [f"{name}: not a plain file of this ledger" for name in folder.strange]
        return
    if folder.read("verify.py", len(_OWN)) != _OWN:
        report.problems.append("verify.py: not the program that is checking")
    key = _vkey(_one_line(folder.read("log.vkey", LONGEST_TEXT), "log.vkey"), 1)
    listed = _lines(folder.read("witnesses", LONGEST_TEXT), "witnesses")
    witnesses = [_vkey(line, 4) for line in listed]
    if len({w[0] for w in witnesses}) != len(witnesses):
        raise _Bad("witnesses: one is named twice")
    note = folder.read("checkpoint", LONGEST_TEXT)
    origin, size, root, extensions = _checkpoint(note, [key, *witnesses])
    if origin != key[0]:
        raise _Bad("checkpoint: the key is of another log")
    report.origin, report.size, report.root = origin, size, root.hex()
    report.witnesses = [w[0] for w in witnesses]
    count, last = _public_line(extensions)
    if max(size, count) > TILE * len(folder.names):  # so that no list below is longer than that
        raise _Bad(f"checkpoint: {size} entries, {count} public, are more than these files hold")
    bundles = {f"entries/{_number(n)}.jsonl" for n in range(-(-count // TILE))}
    tree = _Tree(folder, size)
    expected = {"verify.py", "log.vkey", "witnesses", "checkpoint"} | bundles | tree.names()
    report.problems += [f"{n}: does not belong here" for n in sorted(folder.names - expected)]
    if missing := sorted(expected - folder.names):
        raise _Bad(f"{missing[0]}: missing")
    tree.read()
    if tree.root(size) != root:
        raise _Bad("checkpoint: the tiles do not give its root")
    genesis = _public_entries(folder, tree, count, last, report)
    _genesis(genesis, key, report)
    if saved is not None:
        _continues(saved, key, tree, report)


def _continues(saved: bytes, key: "_Key", tree: "_Tree", report: Report) -> None:
    origin, size, root, _ = _checkpoint(saved, [key], others=True)
    if origin != report.origin:
        raise _Bad("the saved checkpoint is of another log")
    if size > report.size:
        raise _Bad(f"the saved checkpoint has {size} entries, this ledger {report.size}")
    if tree.root(size) != root:
        raise _Bad(f"this ledger does not continue the saved checkpoint of {size} entries")
    report.saved_size = size


def _public_entries(
    folder: "_Folder", tree: "_Tree", count: int, last: int, report: Report
) -> dict[str, Any]:
    prev: int | None = None
    genesis: dict[str, Any] = {}
    for number in range(-(-count // TILE)):
        name = f"entries/{_number(number)}.jsonl"
        lines = _lines(folder.read(name, TILE * (LONGEST_ENTRY + 24)), name)
        if len(lines) != min(TILE, count - number * TILE):
            raise _Bad(f"{name}: {len(lines)} public entries, not as many as signed for")
        for line in lines:
            seq_text, _, text = line.partition(" ")
            seq = _decimal(seq_text, name)
            entry = json.loads(text)
            if type(entry) is not dict or _canonical(entry) != text:
                raise _Bad(f"{name}: entry {seq} is not in its one written form")
            if sha256(b"\x00" + text.encode()).digest() != tree.leaf(seq):
                raise _Bad(f"{name}: entry {seq} is not what stands in the tree")
            if entry.get("v") != 1 or "public" not in entry or entry.get("prev") != prev:
                raise _Bad(f"{name}: entry {seq} does not follow public entry {prev}")
            genesis, prev = genesis or entry, seq
            report.public_entries += 1
    if prev != last:
        raise _Bad("entries: the last public entry is not the one signed for")
    return genesis


def _genesis(entry: dict[str, Any], key: "_Key", report: Report) -> None:
    facts = entry.get("public")
    if entry.get("kind") != "genesis" or not isinstance(facts, dict):
        raise _Bad("entries: the first public entry is not the genesis")
    report.exercise = facts.get("kind") == "exercise" or "exercise" in report.origin.split("/")
    if facts.get("origin", report.origin) != report.origin:
        raise _Bad("entries: the genesis names another log")
    if facts.get("log", key[2]) != key[2]:
        raise _Bad("log.vkey: not the key the genesis names")


class _Folder:
    """The published files, from a folder or from memory."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.strange: list[str] = []
        if not isinstance(files, Path):
            self.names = set(files)
            return
        if not files.is_dir():
            raise _Bad(f"{files}: no such folder")
        self.names = set()
        self._list(files, "", 0)

    def _list(self, folder: Path, below: str, depth: int) -> None:
        """Every file below; what is neither a plain file nor a folder with something is strange."""
        with os.scandir(folder) as found:
            held = list(found)
        if not held and below:
            self.strange.append(below)
        for each in held:
            name = below + each.name
            if each.is_file(follow_symlinks=False):
                self.names.add(name)
            elif each.is_dir(follow_symlinks=False) and depth < DEEPEST:
                self._list(Path(each.path), f"{name}/", depth + 1)
            else:
                self.strange.append(name)

    def read(self, name: str, most: int) -> bytes:
        """One file's bytes. Refuses one longer than `most`, of which no more is read."""
        if name not in self.names:
            raise _Bad(f"{name}: missing")
        if isinstance(self._files, Path):
            with (self._files / name).open("rb") as file:
                data = file.read(most + 1)
        else:
            data = self._files[name]
        if len(data) > most:
            raise _Bad(f"{name}: longer than the {most} bytes it may have")
        return data


class _Tree:
    """The tree, recomputed from its lowest tiles; the higher ones must say the same."""

    def __init__(self, folder: _Folder, size: int) -> None:
        self._folder, self.size = folder, size
        self._above: list[bytes] = []  # for each level from 1: its hashes, 32 bytes each
        self._held: tuple[int, bytes] = (-1, b"")

    def names(self) -> set[str]:
        """Every tile there must be."""
        found, width, level = set(), self.size, 0
        while width:
            found |= {_tile(level, n, TILE) for n in range(width // TILE)}
            if width % TILE:
                found.add(_tile(level, width // TILE, width % TILE))
            width, level = width // TILE, level + 1
        return found

    def read(self) -> None:
        """Hash the tiles of level 0 together and hold the tiles above against the result."""
        width, level = self.size, 0
        while width:
            roots: list[bytes] = []
            for number in range(-(-width // TILE)):
                wide = min(TILE, width - number * TILE)
                name = _tile(level, number, wide)
                data = self._folder.read(name, wide * HASH)
                start = number * TILE * HASH
                if len(data) != wide * HASH:
                    raise _Bad(f"{name}: {len(data)} bytes, not {wide * HASH}")
                if level and data != self._above[level - 1][start : start + wide * HASH]:
                    raise _Bad(f"{name}: not what the tiles below give")
                if wide == TILE:
                    roots.append(_perfect(data))
            self._above.append(b"".join(roots))
            width, level = width // TILE, level + 1

    def leaf(self, seq: int) -> bytes:
        """The leaf hash at `seq`, empty where there is none."""
        return self._lowest(seq // TILE)[seq % TILE * HASH :][:HASH] if seq < self.size else b""

    def root(self, size: int) -> bytes:
        """Root of the first `size` entries."""
        if size == 0:
            return sha256().digest()
        right: list[bytes] = []
        width, level = size, 0
        while width or level == 0:
            whole, rest = divmod(width, TILE)
            data = b""
            if rest and level == 0:
                data = self._lowest(whole)[: rest * HASH]
            elif rest:
                data = self._above[level - 1][whole * TILE * HASH :][: rest * HASH]
            nodes = [data[i : i + HASH] for i in range(0, len(data), HASH)] + right
            right = [_join(nodes)] if nodes else []
            width, level = whole, level + 1
        return right[0]

    def _lowest(self, number: int) -> bytes:
        if self._held[0] != number:
            wide = min(TILE, self.size - number * TILE)
            self._held = number, self._folder.read(_tile(0, number, wide), wide * HASH)
        return self._held[1]


def _perfect(data: bytes) -> bytes:
    while len(data) > HASH:
        pairs = range(0, len(data), 2 * HASH)
        data = b"".join([sha256(b"\x01" + data[i : i + 2 * HASH]).digest() for i in pairs])
    return data


def _join(nodes: list[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << (len(nodes) - 1).bit_length() - 1
    return sha256(b"\x01" + _join(nodes[:split]) + _join(nodes[split:])).digest()


def _number(number: int) -> str:
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join(["x" + part for part in parts[:-1]] + parts[-1:])


def _tile(level: int, number: int, width: int) -> str:
    return f"tile/{level}/{_number(number)}" + ("" if width == TILE else f".p/{width}")


_Key = tuple[str, bytes, str, bytes]
"""Name, key id, the vkey as written, its kind and public key."""


def _vkey(line: str, kind: int) -> _Key:
    name, _, rest = line.partition("+")
    key_id, _, text = rest.partition("+")
    key = _unbase64(text)
    if (
        not name.isprintable()
        or not name
        or len(key) != 33
        or key[0] != kind
        or any(c.isspace() for c in name)
    ):
        raise _Bad(f"{line[:60]}: not a verifier key")
    digest = sha256(name.encode() + b"\n" + key).digest()[:4]
    if digest.hex() != key_id:
        raise _Bad(f"{line[:60]}: the key does not match its id")
    return name, digest, line, key


def _checkpoint(
    note: bytes, keys: list[_Key], *, others: bool = False
) -> tuple[str, int, bytes, list[str]]:
    """Origin, size, root and extension lines, signed by every one of `keys` in their order."""
    whole = _text(note, "checkpoint")
    text, cut, after = whole.rpartition("\n\n")
    text += "\n"
    signatures = after.split("\n")
    if any(c < " " and c != "\n" for c in whole):
        raise _Bad("checkpoint: holds what is not text")
    if not cut or signatures.pop() or (len(signatures) != len(keys) and not others):
        raise _Bad("checkpoint: not one signature for each key")
    if len(signatures) < len(keys):
        raise _Bad("checkpoint: a signature is missing")
    for (name, key_id, _, key), line in zip(keys, signatures, strict=False):
        start = f"— {name} "
        signed = _unbase64(line[len(start) :]) if line.startswith(start) else b""
        message = text.encode()
        if signed[:4] != key_id:
            raise _Bad(f"checkpoint: not signed by {name}")
        signature = signed[4:]
        if key[0] == 4:
            at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            if at >= 1 << 63:
                raise _Bad(f"checkpoint: {name} signed no time that there is")
            message = f"cosignature/v1\ntime {at}\n".encode() + message
        if not _signed(key[1:], signature, message):
            raise _Bad(f"checkpoint: the signature of {name} does not verify")
    lines = text.split("\n")
    if len(lines) < 4 or not all(lines[:-1]):
        raise _Bad("checkpoint: not a checkpoint")
    root = _unbase64(lines[2])
    if len(root) != HASH:
        raise _Bad("checkpoint: not a root")
    return lines[0], _decimal(lines[1], "checkpoint"), root, lines[3:-1]


def _public_line(extensions: list[str]) -> tuple[int, int]:
    parts = extensions[0].split(" ") if len(extensions) == 1 else []
    if len(parts) != 3 or parts[0] != "public":
        raise _Bad("checkpoint: does not say how many public entries there are")
    return _decimal(parts[1], "checkpoint"), _decimal(parts[2], "checkpoint")


def _lines(data: bytes, name: str) -> list[str]:
    text = _text(data, name)
    if text and not text.endswith("\n"):
        raise _Bad(f"{name}: cut off")
    return text.split("\n")[:-1]


def _one_line(data: bytes, name: str) -> str:
    lines = _lines(data, name)
    if len(lines) != 1:
        raise _Bad(f"{name}: not one line")
    return lines[0]


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _Bad(f"{name}: not text") from error


def _decimal(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and str(int(text)) == text):
        raise _Bad(f"{name}: {text[:20]!r} is not a number")
    return int(text)


def _unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise _Bad("base64 that is not in its one written form")
    return data


def _shown(text: str) -> str:
    """Text that can be printed anywhere: names in a folder may be anything."""
    return text if text.isprintable() else ascii(text)[1:-1]


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _signed(key: bytes, signature: bytes, message: bytes) -> bool:
    if len(signature) != 64:
        return False
    if _library is None:
        return _ed25519(key, signature, message)
    try:
        _library.from_public_bytes(key).verify(signature, message)
    except Exception:
        return False
    return True


try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    _library: Any = Ed25519PublicKey
except ImportError:
    _library = None

# Ed25519, RFC 8032 section 5.1: slow, and of public values only, so that nothing leaks by time.
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_Point = tuple[int, int, int, int]


def _add(a: _Point, b: _Point) -> _Point:
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    c, d = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _decode(data: bytes) -> _Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _ed25519(key: bytes, signature: bytes, message: bytes) -> bool:
    point, scalar = _decode(key), int.from_bytes(signature[32:], "little")
    base = _decode((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    if point is None or base is None or scalar >= _ORDER:
        return False
    digest = sha512(signature[:32] + key + message).digest()
    again = int.from_bytes(digest, "little") % _ORDER
    minus = (_P - point[0], point[1], 1, _P - point[3])
    x, y, z, _ = _add(_times(scalar, base), _times(again, minus))
    x, y = x * pow(z, -1, _P) % _P, y * pow(z, -1, _P) % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def _say(report: Report) -> Iterable[str]:
    if report.exercise:
        yield "EXERCISE: this ledger is for training and proves nothing about real work"
    yield f"{'good' if report.ok else 'NOT GOOD'}: {report.origin or 'no ledger'}"
    yield f"{report.size} entries, {report.public_entries} of them public, root {report.root}"
    yield f"witnesses: {', '.join(report.witnesses) or 'none; nobody else vouches for it'}"
    if report.saved_size is not None:
        yield f"continues the saved checkpoint of {report.saved_size} entries"
    yield from (f"problem: {problem}" for problem in report.problems)


def main(arguments: list[str] | None = None) -> int:
    """Check the folder named on the command line; 0 when good, 1 when not."""
    parser = argparse.ArgumentParser(description="Check a published ledger.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint you saved earlier")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        saved = given.checkpoint.read_bytes() if given.checkpoint else None
    except OSError as error:
        parser.error(f"cannot read the saved checkpoint: {error}")
    report = verify(given.folder, saved)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that knows no "é"
    print(json.dumps(asdict(report)) if given.json else "\n".join(_say(report)))
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
