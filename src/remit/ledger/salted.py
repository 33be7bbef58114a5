"""What a digest commits to and how it lies in the database: salted, sealed, in its one place.

A digest is SHA-256(salt ‖ value). Salt and value are sealed together: whoever holds the
database without its key cannot even try out guesses against the digest. The seal is bound to
the place and the digest, so a value that is moved to another row does not open there.

>>> box = Box(bytes(32))
>>> digest, sealed = seal(box, b"Aylin Demir", ANNEX)
>>> unseal(box, sealed, ANNEX, digest)
b'Aylin Demir'
"""

import os
from hashlib import sha256

from remit.errors import Damaged
from remit.ledger.box import NONCE_BYTES, Box

__all__ = ["ANNEX", "SALT_BYTES", "body_place", "seal", "unseal"]

ANNEX = "annex"
"""The place of an annexed text: its digest alone says which."""

SALT_BYTES = 32
"""As long as the digest, so that a salt cannot be guessed before the digest could."""


def body_place(seq: int) -> str:
    """The place of the body of entry `seq`."""
    return f"leaf {seq}"


def seal(box: Box, value: bytes, place: str) -> tuple[str, bytes]:
    """The digest that commits to `value`, in hexadecimal, and salt and value sealed."""
    drawn = os.urandom(SALT_BYTES + NONCE_BYTES)
    salted = drawn[:SALT_BYTES] + value
    digest = sha256(salted).hexdigest()
    return digest, box.seal_with(drawn[SALT_BYTES:], salted, _about(place, digest))


def unseal(box: Box, sealed: bytes, place: str, digest: str) -> bytes:
    """The value. Raises `Damaged` where it was altered, moved, or is not what `digest` says."""
    salted = box.open(sealed, _about(place, digest))
    if sha256(salted).hexdigest() != digest:
        raise Damaged(f"{place}: what is sealed there is not what was committed to")
    return salted[SALT_BYTES:]


def _about(place: str, digest: str) -> bytes:
    return f"{place} {digest}".encode()
