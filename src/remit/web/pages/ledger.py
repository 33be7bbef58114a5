"""The ledger: its signed head, what is public, and proof that an entry is in it."""

from fastapi import APIRouter
from fastapi.responses import Response

from remit.errors import NotFound
from remit.ledger.tree import leaf_hash, verify_inclusion
from remit.web.desk import AtDesk

__all__ = ["router"]

router = APIRouter()


@router.get("/ledger")
def head(desk: AtDesk, entry: int | None = None) -> Response:
    """Head, latest public entries, and the proof for one entry."""
    log = desk.house.log
    now = log.head()
    proof = None
    if entry is not None:
        if not 0 <= entry < now.size:
            raise NotFound(f"the ledger has no entry {entry}; it has {now.size:,}")
        hashes = log.inclusion(entry, now.size)
        hashed = leaf_hash(log.entry_bytes(entry))
        proof = {
            "entry": entry,
            "leaf": hashed.hex(),
            "hashes": [one.hex() for one in hashes],
            "holds": verify_inclusion(hashed, entry, now.size, hashes, now.root),
        }
    return desk.page(
        "ledger.html",
        head=now,
        checkpoint=log.checkpoint(),
        entries=log.public_entries(25),
        proof=proof,
    )
