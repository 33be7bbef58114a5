"""A phone download as an archive of plain tables: `device.json`, contacts, calls, messages.

Each entry is a table of its own, read as such a file is: through a copy in a temporary folder that
goes when it has been read. What else lies in the archive is listed in the notes, never opened.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from remit.errors import BadInput
from remit.sources.readers import archive, csv, json
from remit.sources.readers.survey import survey
from remit.sources.readers.table import Fields, Limits, Row, Table, named

__all__ = ["DEVICE", "PARTS", "device", "read"]

DEVICE = "device.json"
"""The entry that says which device it is: one object."""

PARTS = (DEVICE, "contacts.csv", "calls.csv", "messages.json")
"""Entries that are read, in this order: the device first, since the others are of it."""

_LONGEST_DEVICE = 1 << 20

_BLOCK = 1 << 20


def read(path: Path, limits: Limits) -> tuple[Table, ...]:
    """The tables of a download. Raises `BadInput` for an archive that cannot be trusted."""
    there = archive.entries(path)
    found = [name for name in PARTS if name in there]
    others = sorted(set(there) - set(found))
    notes = (f"other files in the archive, not opened: {', '.join(others[:20])}",) if others else ()
    tables = []
    for name in found:
        if name == DEVICE:
            header = named(list(device(path, limits)), path.name, limits)
            rows = partial(_rows, path, name, limits)
            tables.append(Table(path.name, "phone-archive", header, rows, notes, name))
            notes = ()
            continue
        with _copied(path, name, limits) as copy:
            table = _table(copy, limits)
            one = Table(
                path.name,
                "phone-archive",
                table.header,
                partial(_rows, path, name, limits),
                (*notes, *table.notes),
                name,
            )
        tables.append(one)
        notes = ()
    return tuple(tables)


def device(path: Path, limits: Limits | None = None) -> Fields:
    """What the download says of its device; empty where it says nothing. Raises `BadInput`."""
    if DEVICE not in archive.entries(path):
        return {}
    with archive.opened(path, DEVICE, limits or Limits()) as entry:
        data = entry.read(_LONGEST_DEVICE + 1)
    if len(data) > _LONGEST_DEVICE:
        raise BadInput(f"{DEVICE} is longer than {_LONGEST_DEVICE:,} bytes", file=path.name)
    try:
        return json.flat(json.decoded(data.decode("utf-8-sig")), limits or Limits())
    except (ValueError, RecursionError):
        raise BadInput(f"{DEVICE} in the archive is no JSON", file=path.name) from None


def _rows(path: Path, name: str, limits: Limits) -> Iterator[Row]:
    if name == DEVICE:
        yield 1, device(path, limits)
        return
    with _copied(path, name, limits) as copy:
        yield from _table(copy, limits).rows()


def _table(copy: Path, limits: Limits) -> Table:
    seen = survey(copy)
    reader: Callable[..., Table] = json.read if copy.suffix == ".json" else csv.read
    if seen.format != copy.suffix[1:]:
        raise BadInput(
            f"{copy.name} in the archive is no {copy.suffix[1:].upper()}", file=copy.name
        )
    return reader(copy, seen, limits)


@contextmanager
def _copied(path: Path, name: str, limits: Limits) -> Iterator[Path]:
    """An entry as a file, as long as it is read."""
    with TemporaryDirectory() as folder, archive.opened(path, name, limits) as entry:
        copy, size = Path(folder) / name, 0
        with copy.open("wb") as out:
            while block := entry.read(_BLOCK):
                size += len(block)
                if size > limits.unpacked:
                    reason = f"{name} unpacks to more than {limits.unpacked:,} bytes"
                    raise BadInput(reason, file=path.name)
                out.write(block)
        yield copy
