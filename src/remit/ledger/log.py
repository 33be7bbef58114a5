"""The log: the one sequencer through which everything is written down.

`commit` runs work inside the write transaction and returns when work, entries and signed head
are on the disk together. Threads that arrive while a commit is under way share the next one
(group commit): whoever takes the lock first writes for all who wait. Processes take turns by
the database's write lock, and each reads the head anew inside its transaction.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine, delete, insert

from remit.errors import Unavailable
from remit.ledger.box import Box
from remit.ledger.database import Writer, scrub
from remit.ledger.entry import Entry, canonical, encode
from remit.ledger.growth import Growth
from remit.ledger.note import Checkpoint, Signer, Verifier
from remit.ledger.reading import LogReader
from remit.ledger.salted import ANNEX, body_place, seal
from remit.ledger.tables import cosignature, metadata

__all__ = ["Batch", "Log"]

T = TypeVar("T")

LARGEST_GROUP = 1000
"""Works that share one commit at most, so that nobody waits long behind a crowd."""


class Batch:
    """One work's hold on the write transaction. Valid only while the work runs."""

    def __init__(self, growth: Growth, conn: Any, box: Box, now: datetime) -> None:
        self.conn = conn
        """The connection, inside the write transaction."""
        self.cursor: Any = growth.cursor
        """The driver's own cursor, for hot statements."""
        self.now = now
        """The time of this commit (UTC, milliseconds)."""
        self._growth = growth
        self._box = box

    def append(self, entry: Entry) -> int:
        """Add an entry and give its number in the log, final once the commit returns."""
        growth = self._growth
        sealed = commit = None
        if entry.body is not None or not entry.public:
            plain = b"" if entry.body is None else canonical(entry.body)
            commit, sealed = seal(self._box, plain, body_place(growth.size))
        leaf = encode(entry, growth.at, commit, growth.public_last)
        return growth.add(leaf, sealed, public=entry.public)

    def annex(self, text: str) -> str:
        """Keep a text outside the leaf and give the digest that a body names it by."""
        digest, sealed = seal(self._box, text.encode(), ANNEX)
        self._growth.annexes.append((digest, sealed))
        return digest

    def erase_body(self, seq: int) -> None:
        """Erase body and salt of an entry. Its hash stays, and the tree verifies as before."""
        self._growth.run("UPDATE leaf SET sealed = NULL WHERE seq = ?", (seq,))

    def erase_annex(self, digest: str) -> None:
        """Erase an annexed text and its salt."""
        self._growth.run("DELETE FROM annex WHERE digest = ?", (digest,))


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    work: Callable[[Batch], T]
    done: bool = False
    result: T | None = None
    error: BaseException | None = None


class Log(LogReader):
    """A log open for reading and, where it has its signer, for writing."""

    def __init__(self, engine: Engine, signer: Signer | None, box: Box) -> None:
        super().__init__(engine, box)
        self._signer = signer
        self._waiting: list[_Job[Any]] = []
        self._free = threading.Condition()
        self._led = False
        self._mine = threading.local()
        self._growth: Growth | None = None
        self._writer = Writer(engine)

    @classmethod
    def create(
        cls, engine: Engine, origin: str, signer: Signer, box: Box, genesis: dict[str, Any]
    ) -> "Log":
        """Begin a log. Entry 0 is public and says `genesis`. The tables are made if missing."""
        if signer.name != origin:
            raise Unavailable(f"the log {origin} is signed under its own name, not {signer.name}")
        metadata.create_all(engine)
        log = cls(engine, signer, box)
        if log.head().size:
            raise Unavailable(f"the database already holds the log {log.origin}")
        log.append(Entry("genesis", {"origin": origin, **genesis}, public=True))
        return log

    @classmethod
    def open(cls, engine: Engine, signer: Signer | None, box: Box) -> "Log":
        """Open a log; without a signer for reading only.

        Raises `Unavailable` when the database holds none, or one that another key signs.
        """
        log = cls(engine, signer, box)
        if not log.head().size:
            raise Unavailable("the database holds no ledger; without it there is no act")
        if signer is not None and signer.name != log.origin:
            raise Unavailable(f"the log is {log.origin}; the key is for {signer.name}")
        return log

    def append(self, entry: Entry) -> int:
        """Commit one entry and give its number."""
        return self.commit(lambda batch: batch.append(entry))

    def commit(self, work: Callable[[Batch], T]) -> T:
        """Run `work` in the write transaction; returns its result once all of it is durable.

        An exception in `work` undoes that work alone and is raised here.
        """
        if getattr(self._mine, "leading", False):
            raise RuntimeError("a commit inside a commit: use the batch that is open")
        job: _Job[T] = _Job(work)
        with self._free:
            self._waiting.append(job)
        while not job.done:
            jobs = self._turn(job)
            if jobs:
                self._lead(jobs)
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]  # done, so it is a T

    @property
    def vkey(self) -> str:
        """The verifier key the log signs with, as its genesis or its signer names it."""
        if self._signer is not None:
            return self._signer.vkey
        named = self.entry(0)["public"].get("log")
        if named is None:
            raise Unavailable("the genesis names no key, and the signer is not here")
        return str(named)

    def erase_body(self, seq: int) -> None:
        """Erase body and salt of an entry; `scrub` afterwards clears the write-ahead file."""
        self.commit(lambda batch: batch.erase_body(seq))

    def erase_annex(self, digest: str) -> None:
        """Erase an annexed text and its salt; `scrub` afterwards clears the write-ahead file."""
        self.commit(lambda batch: batch.erase_annex(digest))

    def cosign(self, size: int, line: str, witness: Verifier) -> None:
        """Keep a witness's signature over the checkpoint of `size`, its line as in a note."""
        mine = cosignature.c.witness == witness.name, cosignature.c.size == size
        row = {"witness": witness.name, "size": size, "line": line}

        def work(batch: Batch) -> None:
            batch.conn.execute(delete(cosignature).where(*mine))
            batch.conn.execute(insert(cosignature).values(row))

        self.commit(work)

    def close(self) -> None:
        """Give back the connection it appends with; the next append opens another."""
        with self._free:
            while self._led:
                self._free.wait()
            self._writer.close()

    def scrub(self) -> None:
        """Drop erased content from the database's write-ahead file and free pages."""
        scrub(self.engine)

    def _turn(self, job: _Job[Any]) -> list[_Job[Any]]:
        """Wait until the job is done, or else it is this thread's turn to write these jobs."""
        with self._free:
            try:
                while self._led and not job.done:
                    self._free.wait()
            except BaseException:  # interrupted: what nobody has begun is not to happen
                if job in self._waiting:
                    self._waiting.remove(job)
                raise
            if job.done:
                return []
            self._led = True
            jobs = self._waiting[:LARGEST_GROUP]
            del self._waiting[:LARGEST_GROUP]
            return jobs

    def _lead(self, jobs: list[_Job[Any]]) -> None:
        self._mine.leading = True
        try:
            self._write(jobs)
        except BaseException as error:
            self._growth = None
            for job in jobs:
                job.error = job.error or error
        finally:
            self._mine.leading = False
            with self._free:
                self._led = False
                for job in jobs:
                    job.done = True
                self._free.notify_all()

    def _write(self, jobs: list[_Job[Any]]) -> None:
        if self._signer is None:
            raise Unavailable("this log is open for reading only: its key is not here")
        with self._writer.transaction() as (conn, cursor):
            growth = Growth.begin(conn, cursor, self._growth, datetime.now(UTC))
            now = datetime.fromisoformat(growth.at)
            for job in jobs:
                if len(jobs) == 1:  # its failure undoes the transaction, which holds no other
                    job.result = job.work(Batch(growth, conn, self._box, now))
                    continue
                mark = growth.mark()
                try:
                    job.result = job.work(Batch(growth, conn, self._box, now))
                except BaseException as error:
                    job.error = error
                    growth.undo(mark)
            growth.write(self._sign)
        self._growth = growth

    def _sign(self, size: int, root: bytes, public_count: int, public_last: int | None) -> str:
        assert self._signer is not None
        last = "none" if public_last is None else str(public_last)
        text = Checkpoint(self._signer.name, size, root, (f"public {public_count} {last}",)).text()
        return f"{text}\n{self._signer.sign(text)}"
