"""Every reader under made-up files: what there is to fuzz, how files are changed, what must hold.

A target is a format with the valid small files of it. A file is changed byte by byte or, where it
is an archive, in one of its members and packed anew, so that changes reach past the checksums.
What comes of it is a signature (format, outcome, reason without its numbers); a file that gives a
new one is kept and changed further.
"""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from remit.errors import BadInput, Misuse
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import Fault, survey

__all__ = ["CORPUS", "MODULES", "Corpus", "changed", "keep", "kept", "outcome", "targets"]

MODULES = tuple(
    f"tests.sources.{path.stem}" for path in sorted(Path(__file__).parent.glob("fuzzing_*.py"))
)
"""Modules with `seeds()`: valid small files of some formats."""

CORPUS = Path(__file__).parent / "corpus"
"""Files that fuzzing made up and that gave something new: an archive for each format."""

MOST_KEPT = 100
"""Files kept of a format, the smallest first."""

MOST_ROWS = 200_000
"""Rows that a small file may come to: beyond, it is a bomb that was let through."""

LONGEST = 1 << 18
"""Bytes of a file made up."""

_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",", b"\n", b"\r\n", b"<", b">", b"&", b"]]>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"{", b"[", b"}", b"\\u0000", b"1e999", b"-0", b"=1+1",
    b"PK\x03\x04", b"%PDF-1.7", b"9" * 400, b"(" * 300, b"../../x", b"\xf0\x9f\x98\x80", b"NaN",
)  # fmt: skip


@dataclass
class Corpus:
    """Files of one target, and the signatures they gave."""

    files: list[bytes]
    seen: set[str] = field(default_factory=set)

    def learn(self, data: bytes, signature: str) -> bool:
        """Keep a file that gave something new; whether it did."""
        if signature in self.seen:
            return False
        self.seen.add(signature)
        self.files.append(data)
        return True


def targets(folder: Path) -> dict[str, list[bytes]]:
    """The valid small files by format, as a survey tells it."""
    found: dict[str, list[bytes]] = {}
    for name in MODULES:
        seeds: Callable[[], list[bytes]] = import_module(name).seeds
        for data in seeds():
            path = folder / "seed"
            path.write_bytes(data)
            try:
                kind = str(survey(path).format)
            except BadInput:
                kind = "refused"
            found.setdefault(kind, []).append(data)
    return found


def kept(kind: str) -> list[bytes]:
    """What was kept of a format; nothing where it was never fuzzed."""
    path = CORPUS / f"{kind}.zip"
    if not path.exists():
        return []
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in sorted(archive.namelist())]


def keep(kind: str, files: list[bytes], folder: Path) -> int:
    """Keep the smallest file of each outcome, always in the same bytes; how many there are."""
    found: dict[str, bytes] = {}
    for data in sorted(files, key=lambda data: (len(data), data)):
        if len(found) < MOST_KEPT:
            found.setdefault(outcome(data, folder), data)
    CORPUS.mkdir(exist_ok=True)
    with zipfile.ZipFile(CORPUS / f"{kind}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for at, data in enumerate(found.values()):
            archive.writestr(zipfile.ZipInfo(f"{at:03}", (1980, 1, 1, 0, 0, 0)), data)
    return len(found)


def changed(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A file like `data`, with some of it otherwise."""
    if data[:2] == b"PK" and chance.random() < 0.75:
        try:
            return _repacked(data, others, chance)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            KeyError,
            RuntimeError,
            OSError,
            EOFError,
        ):
            pass  # damaged before: changed byte by byte
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(7):
            case 0 if made:
                made[at % len(made)] = chance.randrange(256)
            case 1:
                made[at:at] = chance.choice(_TOKENS)
            case 2:
                del made[at : at + chance.choice((1, 2, 8, 64, 512))]
            case 3:
                end = at + chance.choice((1, 8, 64))
                made[at:at] = made[at:end] * chance.choice((1, 2, 50))
            case 4:
                other = chance.choice(others)
                cut = chance.randrange(len(other) + 1)
                made[at:] = other[cut : cut + LONGEST]
            case 5:
                made[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
            case _:
                del made[at:]
    return bytes(made[:LONGEST])


def _repacked(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """An archive with one member changed, dropped, doubled or renamed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(one.filename, archive.read(one)) for one in archive.infolist()]
    if not members:
        raise ValueError("nothing in it")
    at = chance.randrange(len(members))
    name, content = members[at]
    match chance.randrange(8):
        case 0:
            members.pop(at)
        case 1:
            members.append((name, content))
        case 2:
            members[at] = (chance.choice(("../x", "/etc/x", "a" * 300, name.upper())), content)
        case _:
            plain = [one for one in others if one[:2] != b"PK"] or [content or b"x"]
            members[at] = (name, changed(content, plain, chance))
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return box.getvalue()


def outcome(data: bytes, folder: Path) -> str:
    """What comes of a file: its signature. Anything but rows or `BadInput` escapes."""
    path = folder / "fuzzed"
    path.write_bytes(data)
    try:
        plan = preview(path, yes=True, sample=3)
        plan.as_dict()
        accepted, rejected = _mapped(plan)
    except (BadInput, Misuse) as wrong:
        return f"refused: {_shape(str(wrong))}"
    said = sorted({_shape(note) for note in plan.notes})
    return f"{plan.survey.format} {plan.profile.id} {bool(accepted)} {bool(rejected)} {said}"


def _mapped(plan: Plan) -> tuple[int, int]:
    accepted, rejected, last = 0, 0, 0
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    for part, pos, row in plan.rows():
        assert pos > last, "positions rise"
        last = pos
        assert accepted + rejected < MOST_ROWS, "a small file of so many rows"
        if isinstance(row, Fault):
            rejected += 1
            continue
        try:
            mappers[part.table.part].row(pos, part.kept(row))
            accepted += 1
        except BadInput:
            rejected += 1
    for mapper in mappers.values():
        mapper.notes()
        if hasattr(mapper, "defects"):
            mapper.defects()
    return accepted, rejected


def _shape(text: str) -> str:
    """A text without what differs from file to file."""
    return re.sub(r"'[^']*'|\"[^\"]*\"|[0-9][0-9,.]*", "#", text)[:160]
