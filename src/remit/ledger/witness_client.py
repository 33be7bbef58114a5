"""Asking a witness to cosign a checkpoint (C2SP tlog-witness, `add-checkpoint`)."""

import base64
import urllib.error
import urllib.request
from dataclasses import dataclass

from sqlalchemy import func, select

from remit.errors import BadInput, Damaged, Unavailable
from remit.ledger import tables
from remit.ledger.log import Log
from remit.ledger.note import Checkpoint, Verifier, open_note, parse_note

__all__ = ["Witness", "ask"]

_WAIT = 10.0
"""Seconds a witness has to answer."""

_MOST_LINES = 16
"""Signature lines of an answer that are looked at."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness: the address it takes checkpoints at, and its verifier key."""

    url: str
    vkey: str


def ask(log: Log, note: str, witness: Witness) -> str:
    """The witness's signature line over the checkpoint `note`, kept in the log too.

    Raises `Unavailable` where it does not answer, `Damaged` where it refuses or answers wrongly.
    """
    verifier = Verifier(witness.vkey)
    checkpoint = Checkpoint.parse(parse_note(note)[0])
    known = tables.cosignature
    with log.engine.connect() as conn:
        theirs = known.c.witness == verifier.name
        held = select(known.c.line).where(theirs, known.c.size == checkpoint.size)
        if (line := conn.execute(held).scalar()) and _signed(note + line, verifier):
            return str(line)
        old = conn.execute(select(func.max(known.c.size)).where(theirs)).scalar() or 0
    status, answer = _post(log, witness.url, old, checkpoint.size, note)
    if status == 409:  # it has seen another size: prove from that one
        if not answer.strip().isdecimal() or int(answer) > checkpoint.size:
            raise Damaged(f"{verifier.name} has seen another history of {checkpoint.origin}")
        status, answer = _post(log, witness.url, int(answer), checkpoint.size, note)
    if status != 200:
        raise Damaged(f"{verifier.name} refuses the checkpoint ({status}): {answer.strip()}")
    lines = answer.splitlines(keepends=True)[:_MOST_LINES]  # it may sign with other keys as well
    mine = next((line for line in lines if _signed(note + line, verifier)), None)
    if mine is None:
        raise Damaged(f"what {verifier.name} answered is not its signature")
    log.cosign(checkpoint.size, mine, verifier)
    return mine


def _signed(note: str, verifier: Verifier) -> bool:
    try:
        return verifier.name in open_note(note, [verifier])[1]
    except BadInput:
        return False


def _post(log: Log, url: str, old: int, size: int, note: str) -> tuple[int, str]:
    proof = log.consistency(old, size) if 0 < old < size else []
    lines = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof)
    if not url.startswith(("http://", "https://")):
        raise BadInput(f"{url} is not a web address")
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        f"{url.rstrip('/')}/add-checkpoint", data=f"old {old}\n{lines}\n{note}".encode()
    )
    try:
        with urllib.request.urlopen(request, timeout=_WAIT) as answer:  # noqa: S310
            return answer.status, answer.read(65_536).decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(65_536).decode()
    except OSError as error:
        raise Unavailable(f"the witness at {url} does not answer: {error}") from error
