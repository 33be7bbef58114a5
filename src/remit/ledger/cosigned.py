"""The newest cosignature of a log: by whom, over how many entries, and when they say so."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from remit.errors import BadInput
from remit.ledger.note import parse_note
from remit.ledger.tables import cosignature

__all__ = ["Cosigned", "newest"]

_LARGEST_TIME = 1 << 35
"""Seconds since 1970: some thousand years, within what a datetime holds."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What a witness signed; the signature was verified when it was kept."""

    witness: str
    size: int
    at: datetime


def newest(engine: Engine) -> Cosigned | None:
    """The cosignature over most entries, the latest of several; None where there is none."""
    query = select(cosignature).order_by(cosignature.c.size.desc(), cosignature.c.witness)
    with engine.connect() as conn:
        first = conn.execute(query.limit(1)).first()
        if first is None:
            return None
        rows = conn.execute(query.where(cosignature.c.size == first.size)).all()
    found = [Cosigned(row.witness, row.size, at) for row in rows if (at := _time_of(row.line))]
    return max(found, key=lambda one: one.at, default=None)


def _time_of(line: str) -> datetime | None:
    """The time within a signature line (C2SP tlog-cosignature); None for one that holds none."""
    try:
        (signature,) = parse_note(f"-\n\n{line}")[1]
    except (BadInput, ValueError):
        return None
    seconds = int.from_bytes(signature.signature[:8], "big")
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LARGEST_TIME else None
