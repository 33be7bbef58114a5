"""The key service: no remit, no key.

Sealed files are encrypted under data keys, one a load, wrapped under the master key (AES key
wrap, RFC 3394) in the state database. A key is leased to an open act for minutes, after the
brake and the remit have been read again, and forgotten when the act ends or is stopped. The
copy a lessee holds is beyond recall: the boundary is the service account.
"""

import secrets
import threading
import time
from typing import Protocol

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from sqlalchemy import delete, insert, select

from remit.authority import live, tables
from remit.authority.conditions import explain
from remit.authority.rows import stamp
from remit.errors import Misuse, NotFound, Stopped
from remit.ledger.log import Batch, Log

__all__ = ["LEASE_SECONDS", "KeyService", "Lessee"]

LEASE_SECONDS = 300
"""A lease older than this is asked for anew."""

KEY_BYTES = 32


class Lessee(Protocol):
    """What the key service asks of an act."""

    @property
    def id(self) -> str:
        """Id of the act."""

    def check(self) -> None:
        """Raise `Stopped` when the act is closed or was stopped."""

    def recheck(self) -> None:
        """Read brake and remit again, and raise `Stopped` when they no longer allow it."""


class KeyService:
    """Data keys, wrapped at rest and leased to open acts."""

    def __init__(self, log: Log, master: bytes) -> None:
        self._log = log
        self._master = master
        self._leases: dict[str, dict[str, tuple[bytes, float]]] = {}
        self._lock = threading.Lock()

    def create(self, name: str) -> bytes:
        """A new random data key, kept wrapped under `name`. Raises `Misuse` when it exists."""
        key = secrets.token_bytes(KEY_BYTES)

        def work(batch: Batch) -> None:
            known = select(tables.data_key.c.name).where(tables.data_key.c.name == name)
            if batch.conn.execute(known).first():
                raise Misuse(f"there is a key {name} already: lease it")
            wrapped = aes_key_wrap(self._master, key)
            row = {"name": name, "wrapped": wrapped, "created_at": stamp(batch.now)}
            batch.conn.execute(insert(tables.data_key).values(row))

        self._log.commit(work)
        return key

    def lease(self, act: Lessee, name: str) -> bytes:
        """The data key of that name, for an open act that its remit still allows.

        Raises `Stopped` when the act is over or the brake is on, `NotFound` when the key was
        destroyed or never made.
        """
        act.check()
        if not live.known(act):  # it need only look like an act to pass its own check
            raise Stopped([explain("act.none", verb="a data key")])
        now = time.monotonic()
        with self._lock:
            key, until = self._leases.get(act.id, {}).get(name, (b"", 0.0))
        if now < until:
            return key
        act.recheck()
        query = select(tables.data_key.c.wrapped).where(tables.data_key.c.name == name)
        with self._log.engine.connect() as conn:
            row = conn.execute(query).first()
        if row is None:
            raise NotFound(f"no key {name}: what it sealed is gone")
        key = aes_key_unwrap(self._master, row.wrapped)
        with self._lock:
            self._leases.setdefault(act.id, {})[name] = (key, now + LEASE_SECONDS)
        return key

    def destroy(self, batch: Batch, name: str) -> None:
        """Destroy a key with the decision that erases what it sealed, in every copy of it."""
        batch.conn.execute(delete(tables.data_key).where(tables.data_key.c.name == name))
        with self._lock:
            for leases in self._leases.values():
                leases.pop(name, None)

    def drop(self, act_id: str) -> None:
        """Forget what was leased to an act: it ended or was stopped."""
        with self._lock:
            self._leases.pop(act_id, None)
