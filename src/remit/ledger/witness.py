"""A witness: a small separate program that cosigns what only grew (C2SP tlog-witness).

    python -m remit.ledger.witness --key witness.key --state witness.sqlite --log VKEY

It keeps the latest checkpoint of each log it knows and refuses one that does not continue it,
so that a log cannot show two histories. First sight is old size zero: no proof is taken, since
none could prove anything. Origins of exercises are refused unless `--exercise` is given.
"""

import argparse
import base64
import binascii
import sqlite3
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from remit.errors import BadInput
from remit.ledger.note import COSIGNATURE, Checkpoint, Signer, Verifier, open_note, parse_note
from remit.ledger.tree import verify_consistency

__all__ = ["Server", "WitnessState", "is_exercise", "main"]

_LARGEST = 65_536
_MOST_PROOF = 63

Answer = tuple[HTTPStatus, str]


def is_exercise(origin: str) -> bool:
    """Whether a log of that origin is for training.

    >>> is_exercise("remit.example/exercise/0a1b2c"), is_exercise("remit.example/0a1b2c")
    (True, False)
    """
    return "exercise" in origin.split("/")


class WitnessState:
    """What a witness has seen, and its decisions. Its file is on disk before it answers."""

    def __init__(
        self, path: Path, signer: Signer, logs: Iterable[str], *, exercise: bool = False
    ) -> None:
        if signer.kind != COSIGNATURE:
            raise BadInput("a witness signs with a cosignature key (type 4)")
        self._path, self._signer, self._exercise = path, signer, exercise
        self._logs = {(verifier := Verifier(vkey)).name: verifier for vkey in logs}
        self._lock = threading.Lock()
        with closing(self._open()) as db:
            db.execute("CREATE TABLE IF NOT EXISTS seen (origin TEXT PRIMARY KEY, size, root)")

    def add_checkpoint(self, request: bytes) -> Answer:
        """Status and body of the answer to one request."""
        try:
            old, proof, note = _parse(request)
            checkpoint = Checkpoint.parse(parse_note(note)[0])
        except (BadInput, ValueError, binascii.Error):
            return HTTPStatus.BAD_REQUEST, "not a request to add a checkpoint\n"
        verifier = self._logs.get(checkpoint.origin)
        if verifier is None:
            return HTTPStatus.NOT_FOUND, "this witness does not know that log\n"
        try:
            text, names = open_note(note, [verifier])
        except BadInput:
            names = []
        if not names:
            return HTTPStatus.FORBIDDEN, "the log has not signed this checkpoint\n"
        if is_exercise(checkpoint.origin) and not self._exercise:
            return HTTPStatus.FORBIDDEN, "an exercise; this witness cosigns operational logs\n"
        if old > checkpoint.size:
            return HTTPStatus.BAD_REQUEST, "the old size is above the new one\n"
        return self._decide(old, proof, text, checkpoint)

    def _decide(self, old: int, proof: list[bytes], text: str, now: Checkpoint) -> Answer:
        with self._lock, closing(self._open()) as db:
            db.execute("BEGIN IMMEDIATE")
            row = db.execute("SELECT size, root FROM seen WHERE origin = ?", (now.origin,))
            size, root = row.fetchone() or (0, b"")
            if old != size or (old == now.size and size and root != now.root):
                return HTTPStatus.CONFLICT, f"{size}\n"
            if old == 0:
                good = not proof and now.size > 0
            else:
                good = verify_consistency(old, now.size, root, now.root, proof)
            if not good:
                return HTTPStatus.UNPROCESSABLE_ENTITY, "that does not continue what was seen\n"
            db.execute(
                "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT (origin) "
                "DO UPDATE SET size = excluded.size, root = excluded.root",
                (now.origin, now.size, now.root),
            )
            db.execute("COMMIT")
        return HTTPStatus.OK, self._signer.sign(text, at=int(time.time()))

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, timeout=10)
        db.execute("PRAGMA synchronous = FULL")
        return db


class Server(ThreadingHTTPServer):
    """The witness behind HTTP."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], state: WitnessState) -> None:
        super().__init__(address, _Handler)
        self.state = state


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self) -> None:
        """Answer `add-checkpoint`."""
        assert isinstance(self.server, Server)
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            status, body = HTTPStatus.NOT_FOUND, "only /add-checkpoint\n"
        elif not (length.isdecimal() and len(length) < 7 and int(length) <= _LARGEST):
            status, body = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long\n"
        else:
            status, body = self.server.state.add_checkpoint(self.rfile.read(int(length)))
        kind = "text/x.tlog.size" if status == HTTPStatus.CONFLICT else "text/plain; charset=utf-8"
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing is logged: what was seen is in the state."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; says `ready URL` on standard output once it answers."""
    parser = argparse.ArgumentParser(prog="remit.ledger.witness", description=__doc__)
    parser.add_argument("--key", type=Path, required=True, help="private key, cosignature type")
    parser.add_argument("--state", type=Path, required=True, help="file of what was seen")
    parser.add_argument("--log", action="append", required=True, metavar="VKEY")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8471, help="0 takes a free one")
    parser.add_argument("--exercise", action="store_true", help="cosign exercises too")
    given = parser.parse_args(arguments)
    signer = Signer.read(given.key.read_text(encoding="utf-8"))
    state = WitnessState(given.state, signer, given.log, exercise=given.exercise)
    with Server((given.host, given.port), state) as server:
        print(f"ready http://{given.host}:{server.server_address[1]}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _parse(request: bytes) -> tuple[int, list[bytes], str]:
    head, separator, note = request.decode().partition("\n\n")
    first, *lines = head.split("\n")
    old = first.removeprefix("old ")
    if not separator or not first.startswith("old ") or str(int(old)) != old or int(old) < 0:
        raise ValueError(first)
    if len(lines) > _MOST_PROOF:
        raise ValueError("too long a proof")
    return int(old), [base64.b64decode(line, validate=True) for line in lines], note


if __name__ == "__main__":
    sys.exit(main())
