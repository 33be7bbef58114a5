"""Turns between processes that append to one SQLite file, so that none is kept waiting.

SQLite gives its write lock to whoever asks at the right moment, and a process that appends
without pause asks first nearly always: with two such, a third waited up to 0.3 s, and a
handbrake is an append. So a process that waits holds a shared lock on a file beside the
database, and one that has just appended looks there and lets the others go first.
"""

import fcntl
import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["NAP", "Turns"]

NAP = 0.0003
"""Seconds between tries of one who waits. SQLite's own back-off reaches 0.1 s."""

_COURTESY = 0.001
"""Seconds that one who finds others waiting leaves to them: a few of their naps."""


class Turns:
    """The turns at one database, seen from one process. Locks end with the process."""

    def __init__(self, database: str) -> None:
        self._file = os.open(Path(f"{database}-turns"), os.O_RDWR | os.O_CREAT, 0o644)
        self.close = weakref.finalize(self, os.close, self._file)
        """Let go of the file."""

    def let_others_go_first(self) -> None:
        """Return at once where nobody waits, a moment later where somebody does."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_COURTESY)
        else:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Be seen to wait for as long as the block runs."""
        fcntl.flock(self._file, fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
