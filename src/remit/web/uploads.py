"""Uploads: files on their way in, from the form until they are loaded or let go.

An upload lies in the workspace's `tmp` under a random name until it is loaded or let go, and
is then overwritten and removed. It is never run and never served.
"""

import os
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile

from remit.errors import Misuse, NotFound, RemitError
from remit.house import House

__all__ = ["WAITS", "Loading", "Loadings"]

CHUNK = 1 << 20
MOST_WAITING = 50
"""Uploads that wait to be loaded at once."""

WAITS = timedelta(hours=1)
"""How long an upload waits to be loaded before it is let go."""

MOST_ENDED = 200
"""Loads whose outcome can still be looked at; the oldest goes first."""

_LONGEST_NAME = 200
"""Bytes of a file's name, in UTF-8: file systems take 255."""


@dataclass
class Loading:
    """One upload on its way in."""

    token: str
    actor: str
    case: str
    path: Path
    name: str
    taken_at: datetime
    state: str = "waiting"
    """waiting, loading, done or failed"""
    rows: int = 0
    rate: float = 0.0
    result: dict[str, Any] = field(default_factory=dict)
    act: str | None = None
    generation: int = 0
    """Of brakes, remits and memberships, when it was answered."""
    error: RemitError | None = None
    because: str | None = None
    """Why it is loaded, as it was said with the file."""
    answers: dict[str, str] = field(default_factory=dict)
    """What was answered about it so far, as the form has it."""
    plan: dict[str, Any] | None = None
    """What it would become, with these answers."""

    @property
    def asked(self) -> int:
        """How many things it leaves open."""
        return len(self.plan["questions"]) if self.plan else 0


class Loadings:
    """The uploads of this process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._folder = house.workspace.home / "tmp"
        self._all: dict[str, Loading] = {}
        for left_over in self._folder.glob("upload-*/*"):
            if not (left_over.is_symlink() or left_over.parent.is_symlink()):
                _wipe(left_over)

    def of(self, actor: str, case: str) -> list[Loading]:
        """The uploads of this person in this case, in the order they came."""
        return [one for one in self._all.values() if (one.actor, one.case) == (actor, case)]

    def take(self, actor: str, case: str, upload: UploadFile, because: str | None) -> Loading:
        """Keep an upload under a random name."""
        self._sweep()
        if len([one for one in self._all.values() if one.state == "waiting"]) >= MOST_WAITING:
            raise Misuse("too many files wait to be loaded: load or let go of one first")
        token = secrets.token_urlsafe(16)
        folder = self._folder / f"upload-{token}"
        folder.mkdir(mode=0o700, parents=True)
        name = _plain_name(upload.filename or "")
        loading = Loading(token, actor, case, folder / name, name, self._house.now())
        loading.because = because
        try:
            with loading.path.open("wb") as out:
                while chunk := upload.file.read(CHUNK):
                    out.write(chunk)
        except BaseException:
            self.let_go(loading)
            raise
        self._all[token] = loading
        return loading

    def get(self, token: str, actor: str, case: str) -> Loading:
        """An upload of this person, in this case. Raises `NotFound`."""
        loading = self._all.get(token)
        if loading is None or (loading.actor, loading.case) != (actor, case):
            raise NotFound("no such upload: it was loaded, let go, or is another person's")
        return loading

    def let_go(self, loading: Loading) -> None:
        """Overwrite and remove the file."""
        if loading.path.exists():
            _wipe(loading.path)

    def forget(self, loading: Loading) -> None:
        """Let it go, and know nothing of it any more."""
        self.let_go(loading)
        self._all.pop(loading.token, None)

    def _sweep(self) -> None:
        """Forget what nobody came back for, and the oldest of what has ended."""
        now, known = self._house.now(), list(self._all.values())
        left = [one for one in known if one.state == "waiting" and now - one.taken_at > WAITS]
        ended = [one for one in known if one.state in ("done", "failed")]
        for loading in [*left, *ended[: max(0, len(ended) - MOST_ENDED)]]:
            self.forget(loading)


def _plain_name(sent: str) -> str:
    """The last part of a name, of printable characters and of a length that can be kept.

    >>> _plain_name("../../etc/cron.d/x.csv"), _plain_name("a\\x00\\u202eb.csv"), _plain_name("..")
    ('x.csv', 'a__b.csv', 'file')
    """
    last = re.split(r"[/\\]", sent)[-1]
    plain = "".join("_" if unicodedata.category(c)[0] == "C" else c for c in last).strip()
    stem, dot, ending = plain.rpartition(".")
    if not plain.strip("."):
        return "file"
    if len(plain.encode()) <= _LONGEST_NAME:
        return plain
    kept = dot + ending if len(ending) <= 10 else ""
    room = _LONGEST_NAME - len(kept.encode())
    return (stem or plain).encode()[:room].decode(errors="ignore") + kept


def _wipe(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(0, size, CHUNK):
            file.write(bytes(min(CHUNK, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    path.parent.rmdir()
