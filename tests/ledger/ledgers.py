"""Small ledgers for tests and proofs: built in code, on a real database, published for real."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from remit.ledger.box import Box
from remit.ledger.database import connect
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log
from remit.ledger.note import COSIGNATURE, Signer
from remit.ledger.publish import publish
from remit.ledger.witness import Server, WitnessState
from remit.ledger.witness_client import Witness

__all__ = ["BOX", "LOG", "WITNESS", "an_act", "fill", "make", "published", "serving"]

LOG = Signer("remit.example/exercise/tests", bytes([7]) * 32)
WITNESS = Signer("witness.example/w1", bytes([8]) * 32, COSIGNATURE)
BOX = Box(bytes([9]) * 32)


def make(folder: Path, url: str | None = None, signer: Signer = LOG, kind: str = "exercise") -> Log:
    """A new log with its genesis."""
    genesis = {"kind": kind, "log": signer.vkey, "overseers": []}
    return Log.create(
        connect(url or f"sqlite:///{folder / 'state.sqlite'}"), signer.name, signer, BOX, genesis
    )


def an_act(number: int) -> Entry:
    """A private entry with a body."""
    return Entry("act.intent", {"act": f"act-{number:08x}"}, {"actor": "analyst-1", "n": number})


def fill(log: Log, size: int) -> None:
    """Append until the log has `size` entries; every sixteenth is public."""

    def work(batch: Batch) -> None:
        for n in range(log_size, size):
            public = Entry("remit.approved", {"n": n}, public=True)
            batch.append(public if n % 16 == 0 else an_act(n))

    log_size = log.head().size
    log.commit(work)


@contextmanager
def serving(state: Path, *, exercise: bool = True, vkey: str = LOG.vkey) -> Iterator[Witness]:
    """A witness on a free port of this machine."""
    with Server(
        ("127.0.0.1", 0), WitnessState(state, WITNESS, [vkey], exercise=exercise)
    ) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield Witness(f"http://127.0.0.1:{server.server_address[1]}", WITNESS.vkey)
        finally:
            server.shutdown()
            thread.join()


def published(home: Path, size: int) -> dict[str, bytes]:
    """The published files, by name, of a cosigned log of `size` entries."""
    home.mkdir(exist_ok=True)
    log = make(home)
    fill(log, size)
    with serving(home / "witness.sqlite") as witness:
        publish(log, home / "out", [witness])
    log.close()
    log.engine.dispose()
    out = home / "out"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
