"""What lies in the folder of a standing feed: its deliveries, told without opening one.

Every file below the folder is a delivery. Links are never followed, what is hidden is passed over,
and a file that changed a moment ago may still be growing: it waits until it is quiet.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from remit.errors import BadInput

__all__ = ["Lying", "lying", "natural", "one"]

MOST = 100_000
"""Files in one folder; more are not a folder of deliveries."""

_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Lying:
    """One file as it lies there."""

    path: Path
    name: str
    """Below the folder, with / between."""
    size: int
    changed: int
    """When it was changed last, nanoseconds since 1970."""

    def quiet(self, now: float, seconds: int) -> bool:
        """Whether it has not changed for some seconds; `now` in seconds since 1970."""
        return self.changed / 1e9 + seconds <= now


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """A name to sort by: numbers in it by their value.

    >>> sorted(["day-10.csv", "day-9.csv"], key=natural)
    ['day-9.csv', 'day-10.csv']
    """
    parts = _DIGITS.split(name)
    return tuple((0, int(part)) if n % 2 else (1, part) for n, part in enumerate(parts))


def lying(folder: Path) -> list[Lying]:
    """The files below a folder, in order of name. Raises `BadInput` where nobody can look in it."""
    try:
        if folder.is_symlink() or not folder.is_dir():
            raise BadInput(f"{folder} is no folder: links are not followed")
        found = []
        for one in _below(folder, ""):
            found.append(one)
            if len(found) > MOST:
                raise BadInput(f"{folder} holds more than {MOST:,} files")
    except OSError as wrong:
        raise BadInput(f"{folder} cannot be looked in: {wrong.strerror}") from None
    return sorted(found, key=lambda one: natural(one.name))


def one(folder: Path, path: Path) -> Lying:
    """A file as it lies, named by its place below the folder, or by its name elsewhere."""
    try:
        status = path.lstat()
    except OSError as wrong:
        raise BadInput(f"cannot be opened: {wrong.strerror}", file=path.name) from None
    if not stat.S_ISREG(status.st_mode):
        raise BadInput("not a file: a delivery is no link, folder or device", file=path.name)
    name = path.name
    if path.is_relative_to(folder):
        name = path.relative_to(folder).as_posix()
    return Lying(path, name, status.st_size, status.st_mtime_ns)


def _below(folder: Path, name: str) -> Iterator[Lying]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not _is_text(entry.name):
                continue
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                yield from _below(folder / entry.name, f"{name}{entry.name}/")
            elif stat.S_ISREG(status.st_mode):
                path = folder / entry.name
                yield Lying(path, name + entry.name, status.st_size, status.st_mtime_ns)


def _is_text(name: str) -> bool:
    """Whether a name can be written down: bytes that are no text cannot be kept with an act."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
